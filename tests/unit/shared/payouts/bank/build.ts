import type { Currency, Minor } from '#shared/kernel/money.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { BankParty, CreditTransfer, CreditTransferOrder } from '#shared/payouts/bank/credit-transfer.ts';

/** A UUID that says its number. */
export const idOf = (number: number): string => `019384aa-0000-7000-8000-${String(number).padStart(12, '0')}`;

export const aParty = (over: Partial<BankParty> = {}): BankParty => ({ name: 'Atelier Nour', address: { street: 'Rue de la Paix', building: '12', postcode: '75002', town: 'Paris', country: 'FR' }, ...over });

export const aTransfer = (over: Partial<CreditTransfer> = {}): CreditTransfer => ({
  payoutId: idOf(1), amount: 85_800 as Minor, currency: 'EUR' as Currency, creditor: aParty(), account: 'FR14 2004 1010 0505 0001 3M02 606', bic: null, text: 'Comptoir 2026-11', ...over,
});

export const aRun = (over: Partial<CreditTransferOrder> = {}): CreditTransferOrder => ({
  runId: idOf(900), createdAt: Date.UTC(2026, 10, 22, 9, 30) as EpochMs, executionDate: '2026-11-23',
  debtor: { ...aParty({ name: 'Comptoir SAS' }), account: 'DE89370400440532013000', bic: 'COBADEFFXXX' }, transfers: [aTransfer()], ...over,
});
