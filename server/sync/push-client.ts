import type { Dialect } from '#server/db/dialect/dialect.ts';
import type { ServerTransaction } from '#server/db/transaction.ts';
import { assert } from '#shared/kernel/assert.ts';
import type { Mutation, Outcome } from '#shared/sync/model.ts';
import { bulkInsert, slices } from './bulk-insert.ts';

/** A console as the server knows it. */
export type ClientState = { readonly lastCseq: number; readonly ackedThrough: number };

const insertResults = bulkInsert('sync_result', ['client', 'mid', 'cseq', 'outcome', 'applied_at']);

/**
 * Finds a console's entry, or makes it, and holds it: two pushes of one console (an answer was lost, it asks again) wait for each other.
 *
 * @returns null when the console belongs to another person
 */
export async function holdClient(trx: ServerTransaction, dialect: Dialect, client: string, userId: string, now: number): Promise<ClientState | null> {
  await trx.insertInto('sync_client').values({ client, user_id: userId, last_cseq: 0, acked_through: 0, seen_at: now }).onConflict((conflict) => conflict.column('client').doNothing()).execute();
  const held = await dialect.lockRows(trx.selectFrom('sync_client').selectAll().where('client', '=', client)).executeTakeFirst();
  assert(held, () => `client ${client} has no entry`);
  return held.user_id === userId ? { lastCseq: held.last_cseq, ackedThrough: held.acked_through } : null;
}

/** Forgets answers the console has confirmed; never by age alone. */
export async function forgetConfirmed(trx: ServerTransaction, client: string, through: number): Promise<void> {
  await trx.deleteFrom('sync_result').where('client', '=', client).where('cseq', '<=', through).execute();
}

/** What was answered before: by mutation, and which numbers are used up. */
export type Remembered = { readonly byMid: ReadonlyMap<string, Outcome>; readonly midOfCseq: ReadonlyMap<number, string> };

export async function rememberedResults(trx: ServerTransaction, client: string, mutations: readonly Mutation[]): Promise<Remembered> {
  const byMid = new Map<string, Outcome>();
  const midOfCseq = new Map<number, string>();
  for (const slice of slices(mutations)) {
    const rows = await trx.selectFrom('sync_result').select(['mid', 'cseq', 'outcome']).where('client', '=', client)
      .where((eb) => eb.or([eb('mid', 'in', slice.map(({ mid }) => mid)), eb('cseq', 'in', slice.map(({ cseq }) => cseq))])).execute();
    for (const row of rows) {
      byMid.set(row.mid, JSON.parse(row.outcome) as Outcome);
      midOfCseq.set(row.cseq, row.mid);
    }
  }
  return { byMid, midOfCseq };
}

/** Stores the answers in the transaction of the changes themselves: there is never one without the other. */
export async function rememberResults(trx: ServerTransaction, dialect: Dialect, client: string, answered: readonly { mutation: Mutation; outcome: Outcome }[], now: number): Promise<void> {
  await insertResults(trx, dialect, answered.map(({ mutation, outcome }) => ({ client, mid: mutation.mid, cseq: mutation.cseq, outcome: JSON.stringify(outcome), applied_at: now })));
}

export async function advanceClient(trx: ServerTransaction, client: string, { lastCseq, ackedThrough }: ClientState, now: number): Promise<void> {
  await trx.updateTable('sync_client').set({ last_cseq: lastCseq, acked_through: ackedThrough, seen_at: now }).where('client', '=', client).execute();
}
