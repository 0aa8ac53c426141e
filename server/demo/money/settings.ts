import type { Minor } from '#shared/kernel/money.ts';
import { payoutSettings, type PayoutSettings } from '#shared/payouts/settings.ts';
import { EUR, MAD } from './bank-account.ts';

const own = (account: string, town: string, country: string) => ({ name: 'Comptoir SA', address: { town, country }, account, bic: null });

/** How the demo's marketplace pays out: dirham by RIB and euro by IBAN, a twentieth kept for two months. Account numbers are made up. */
export const demoSettings: PayoutSettings = payoutSettings.parse({
  currencies: {
    [MAD]: { minimum: 10_000 as Minor, twoApproversOver: 1_000_000_000 as Minor, account: own('007780000123456789012396', 'Casablanca', 'MA') },
    [EUR]: { minimum: 1_000 as Minor, twoApproversOver: 100_000_000 as Minor, account: own('DE89370400440532013000', 'Berlin', 'DE') },
  },
  availableAfterDays: 14, reserve: { rate: 500, days: 60 }, coolingDays: 7, bankChangeWatchDays: 30,
});
