import { randomFillSync, randomUUID } from 'node:crypto';
import type { ServerDb } from '#server/db/open.ts';
import { changeBankAccount, verifyBankAccount } from '#server/payouts/bank-accounts.ts';
import { inBooks, type PayoutDeps } from '#server/payouts/acts.ts';
import { setStanding } from '#server/payouts/holds.ts';
import { bookCapture } from '#server/payouts/ledger/sales.ts';
import { changeSettings, readSettings } from '#server/payouts/settings.ts';
import type { ShopId } from '#shared/auth/model.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Currency, Minor } from '#shared/kernel/money.ts';
import type { Result } from '#shared/kernel/result.ts';
import { DAY_MS, type CalendarDate } from '#shared/kernel/time.ts';
import type { PayoutSettings } from '#shared/payouts/settings.ts';
import type { Actor } from '#shared/sync/model.ts';
import { handClock } from '#tests/support/accounts.ts';

export const MAD = 'MAD' as Currency;
export const EUR = 'EUR' as Currency;
const RIBS = ['007780000123456789012396', '230810000098765432109801', '181815211112222333344440'];
const IBANS = ['FR1420041010050500013M02606', 'DE89370400440532013000', 'NL91ABNA0417164300'];
const address = { town: 'Rabat', country: 'MA' };

const admin = (n: number): Actor => ({ userId: `00000000-0000-7000-8000-0000000a000${n}`, role: 'admin', shopIds: [] });
/** Who draws runs up, who approves them, who enters bank accounts. */
export const [maker, boss, second, clerk] = [admin(1), admin(2), admin(3), admin(4)] as [Actor, Actor, Actor, Actor];

export function must<T>(result: Result<T, AppError>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

/** A marketplace that pays out, with a clock by hand; shops are made as they are asked for, each with an account that was verified long ago. */
export async function aPayer(db: ServerDb, change: Partial<PayoutSettings> = {}) {
  const time = handClock(Date.UTC(2026, 9, 1, 9));
  const deps: PayoutDeps = { db, clock: time.clock, random: (bytes) => randomFillSync(bytes) };
  const own = (account: string) => ({ name: 'Comptoir SA', address, account, bic: null });
  const { version } = await readSettings(db.kysely);
  must(await changeSettings(deps, boss, version, {
    currencies: {
      [MAD]: { minimum: 10_000 as Minor, twoApproversOver: 1_000_000 as Minor, account: own('007780000123456789012396') },
      [EUR]: { minimum: 100 as Minor, twoApproversOver: 1_000_000 as Minor, account: own('DE89370400440532013000') },
    },
    availableAfterDays: 7, reserve: { rate: 0, days: 90 }, coolingDays: 7, bankChangeWatchDays: 30, ...change,
  }));
  let made = 0;
  const open = async (currency = MAD): Promise<ShopId> => {
    const shopId = randomUUID() as ShopId;
    await db.kysely.insertInto('shop').values({ id: shopId, version: 1, name: 'Atelier', doc: '{}' }).execute();
    must(await setStanding(deps, boss, shopId, { mayBePaid: true, reserve: null }));
    await account(shopId, currency);
    return shopId;
  };
  const account = async (shopId: ShopId, currency = MAD) => {
    const number = (currency === MAD ? RIBS : IBANS)[made++ % 3]!;
    const { id } = must(await changeBankAccount(deps, clerk, shopId, { currency, holder: 'Atelier Nour', account: number, bic: null, address }));
    must(await verifyBankAccount(deps, boss, id));
    return id;
  };
  /** A shop with this much to be paid, after commission; its account is 40 days old. */
  const owed = async (amount: number, currency = MAD): Promise<ShopId> => {
    const shopId = await open(currency);
    time.pass(33 * DAY_MS);
    await sell(shopId, amount, currency);
    time.pass(7 * DAY_MS);
    return shopId;
  };
  const sell = async (shopId: ShopId, amount: number, currency = MAD): Promise<string> => {
    const orderId = randomUUID();
    must(await inBooks(deps, (trx) => bookCapture(trx, deps, { source: `local:${orderId}`, orderId, shopId, currency, at: time.clock(), amount: amount as Minor, affiliate: 0 as Minor, lines: [] })));
    return orderId;
  };
  const tomorrow = () => new Date(time.clock() + DAY_MS).toISOString().slice(0, 10) as CalendarDate;
  return { db, deps, ...time, open, account, owed, sell, tomorrow };
}
export type Payer = Awaited<ReturnType<typeof aPayer>>;
