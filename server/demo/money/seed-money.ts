import type { ServerTransaction } from '#server/db/transaction.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { ServerDb } from '#server/db/open.ts';
import { note, type PayoutDeps } from '#server/payouts/acts.ts';
import { makeRun } from '#server/payouts/runs/draft.ts';
import { submitRun } from '#server/payouts/runs/decide.ts';
import type { ShopId } from '#shared/auth/model.ts';
import type { Shop } from '#shared/catalog/model.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import type { Currency, Minor } from '#shared/kernel/money.ts';
import { DAY_MS } from '#shared/kernel/time.ts';
import type { Actor } from '#shared/sync/model.ts';
import { EUR, MAD } from './bank-account.ts';
import { tellHistory } from './history.ts';
import { seedPayments } from './order-payments.ts';
import { demoSettings } from './settings.ts';
import { paidShops } from './shops-paid.ts';

/** Whose money is told: the shop with the large catalogue, and one whose money is held. */
export type MoneyOf = { readonly salma: ShopId; readonly held: ShopId };

/**
 * Whether the books of the demo are still to be written: once, before the server has served for the first time. A marketplace that was made before there were books, or that
 * has closed a day since, stays as it is.
 */
export async function moneyIsMissing(db: ServerDb): Promise<boolean> {
  const { version } = await db.kysely.selectFrom('payout_setting').select('version').where('id', '=', 1).executeTakeFirstOrThrow();
  const { closed_through } = await db.kysely.selectFrom('ledger_closing').select('closed_through').executeTakeFirstOrThrow();
  return version === 1 && closed_through === '';
}

/**
 * Gives the demo marketplace its money: how it pays out, where to, two years of books out of its orders, a payout run each month and currency, money that is held, and a run that waits
 * for the second person. What is told is one transaction; a start cut short is taken up by the next.
 */
export async function seedMoney(deps: PayoutDeps, { salma, held }: MoneyOf): Promise<void> {
  const approver = await personOf(deps.db, 'admin@comptoir.example');
  const maker = await personOf(deps.db, 'finance@comptoir.example');
  const now = deps.clock();
  await inTransaction(deps.db, async (trx) => {
    await trx.updateTable('payout_setting').set({ version: 2, doc: JSON.stringify(demoSettings), changed_by: approver.userId, changed_at: now }).where('id', '=', 1).execute();
    const rows = await trx.selectFrom('shop').select('doc').orderBy('id').execute();
    const shops = rows.map(({ doc }) => JSON.parse(doc) as Shop);
    const accounts = await paidShops(trx, deps.db, shops, approver.userId, now);
    await seedPayments(trx, deps.db.dialect);
    await tellHistory(trx, { deps, accounts, maker: maker.userId, approver: approver.userId, returned: salma });
    await hold(trx, deps, approver, { shopId: salma, currency: MAD, amount: 150_000 as Minor, reason: 'Deux livraisons contestées par leurs acheteurs : nous attendons les preuves de remise.', days: 4 });
    await hold(trx, deps, approver, { shopId: held, currency: shops.find(({ id }) => id === held)?.currency ?? EUR, amount: null, reason: 'Le justificatif d’identité de votre représentant a expiré : envoyez-en un nouveau depuis votre fiche boutique.', days: 6 });
  });
  const made = await makeRun(deps, maker, { currency: MAD });
  // Without an order nobody is due, and no run waits.
  if (made.ok) await submitRun(deps, maker, made.value.id);
}

async function personOf(db: ServerDb, email: string): Promise<Actor> {
  const { id } = await db.kysely.selectFrom('app_user').select('id').where('email', '=', email).executeTakeFirstOrThrow();
  return { userId: id, role: 'admin', shopIds: [] };
}

type Held = { readonly shopId: ShopId; readonly currency: Currency; readonly amount: Minor | null; readonly reason: string; readonly days: number };
async function hold(trx: ServerTransaction, deps: PayoutDeps, by: Actor, { shopId, currency, amount, reason, days }: Held): Promise<void> {
  const id = uuidv7(deps.clock, deps.random);
  await trx.insertInto('payout_hold').values({
    id, shop_id: shopId, currency, amount, reason_public: reason, reason_internal: null, placed_by: by.userId, placed_at: deps.clock() - days * DAY_MS, released_by: null, released_at: null,
  }).execute();
  await note(trx, deps, by, { kind: 'hold-placed', shopId, details: { id, currency, amount } });
}
