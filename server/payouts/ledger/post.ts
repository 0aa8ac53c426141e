import { hash } from 'node:crypto';
import type { Dialect } from '#server/db/dialect/dialect.ts';
import type { ServerTransaction } from '#server/db/transaction.ts';
import type { ServerDeps } from '#server/deps.ts';
import { bulkInsert, slices } from '#server/sync/bulk-insert.ts';
import { AppFailure, type AppError } from '#shared/kernel/errors.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { LedgerEntry, LedgerTransaction, LedgerTransactionId, Posting } from '#shared/payouts/ledger/model.ts';
import { checkEntries, reversalOf } from '#shared/payouts/ledger/rules.ts';
import { dayOf } from './day.ts';

export type LedgerDeps = Pick<ServerDeps, 'clock' | 'random'> & { readonly db: { readonly dialect: Dialect } };
/** What became of a posting. `isNew` false: its cause was posted before, under this id. */
export type Posted = { readonly sourceKey: string; readonly id: LedgerTransactionId; readonly isNew: boolean };

const refuse = (rule: string, details: NonNullable<AppError['details']>): never => {
  throw new AppFailure({ code: 'conflict', attempted: 'ledger.post', rule, details });
};

const putEntries = bulkInsert('ledger_entry', ['transaction_id', 'account', 'shop_id', 'currency', 'debit', 'credit', 'day', 'available_at']);
const putTransactions = bulkInsert('ledger_transaction', ['id', 'event', 'ref_kind', 'ref_id', 'currency', 'day', 'posted_at', 'available_at', 'reverses_id']);

/** What a cause says about the books, apart from when: the same cause has to say the same. */
const digestOf = ({ event, ref, currency, entries }: Posting): string =>
  hash('sha256', JSON.stringify([event, ref.kind, ref.id, currency, ...entries.map(({ account, shopId, debit, credit }) => [account, shopId, debit, credit])]));

type Dated = Posting & { readonly at: EpochMs; readonly reversesId: LedgerTransactionId | null };

/**
 * Posts business events in the books, inside the transaction of what they happened to: both are there, or neither.
 *
 * @returns one answer per posting, in the same order; a cause that was posted before posts nothing again
 * @throws AppFailure, so that the whole transaction is taken back: entries that do not balance (`checkEntries`), a cause that says something else than
 *   before (`source-key-reused`), a day whose balances are closed (`day-closed`)
 */
export function post(trx: ServerTransaction, deps: LedgerDeps, postings: readonly Posting[]): Promise<Posted[]> {
  const at = deps.clock();
  return write(trx, deps, postings.map((posting) => ({ ...posting, at, reversesId: null })));
}

/**
 * Posts what happened in the past, each on its own day: for books that are taken over, and for the demo marketplace.
 *
 * @throws as `post`
 */
export function postDated(trx: ServerTransaction, deps: LedgerDeps, postings: readonly (Posting & { readonly at: EpochMs })[]): Promise<Posted[]> {
  return write(trx, deps, postings.map((posting) => ({ ...posting, reversesId: null })));
}

/**
 * Takes a transaction back by another one with the sides exchanged; once only.
 *
 * @throws AppFailure `not-found`; `conflict` with `reversed-already`; `rule-broken` with `reversal-of-reversal`
 */
export async function reverse(trx: ServerTransaction, deps: LedgerDeps, id: LedgerTransactionId): Promise<Posted> {
  const [posted] = await readTransactions(trx, [id]);
  if (posted === undefined) throw new AppFailure({ code: 'not-found', attempted: 'ledger.reverse', field: 'id', details: { id } });
  if (posted.reversesId !== null) throw new AppFailure({ code: 'rule-broken', attempted: 'ledger.reverse', rule: 'reversal-of-reversal', details: { id } });
  const at = deps.clock();
  const { entries, ref, currency, availableAt } = reversalOf(posted, uuidv7(deps.clock, deps.random) as LedgerTransactionId, at);
  const [done] = await write(trx, deps, [{ event: 'reversal', ref, currency, entries, availableAt, sourceKey: `reversal/${id}`, at, reversesId: id }]);
  if (!done!.isNew) throw new AppFailure({ code: 'conflict', attempted: 'ledger.reverse', rule: 'reversed-already', details: { id, by: done!.id } });
  return done!;
}

async function write(trx: ServerTransaction, deps: LedgerDeps, postings: readonly Dated[]): Promise<Posted[]> {
  for (const posting of postings) {
    const wrong = checkEntries(posting.entries);
    if (wrong !== null) throw new AppFailure({ ...wrong, details: { ...wrong.details, sourceKey: posting.sourceKey } });
  }
  const { dialect } = deps.db;
  // Held until the end: whoever closes a day waits for those who still post on it, and they for nobody.
  const { closed_through } = await dialect.holdRows(trx.selectFrom('ledger_closing').select('closed_through')).executeTakeFirstOrThrow();
  const claimed = await claim(trx, deps, postings);
  const seen = new Set<string>();
  const isFirst = postings.map(({ sourceKey }) => !seen.has(sourceKey) && claimed.get(sourceKey)!.isNew && !!seen.add(sourceKey));
  const fresh = postings.filter((_, at) => isFirst[at]);
  const late = fresh.find(({ at }) => dayOf(at) <= closed_through);
  if (late !== undefined) return refuse('day-closed', { day: dayOf(late.at), closedThrough: closed_through });

  const rows = fresh.map((posting) => ({ posting, id: claimed.get(posting.sourceKey)!.id, day: dayOf(posting.at), available_at: posting.availableAt ?? posting.at }));
  await putEntries(trx, dialect, rows.flatMap(({ posting, id, day, available_at }) =>
    posting.entries.map(({ account, shopId, debit, credit }) => ({ transaction_id: id, account, shop_id: shopId, currency: posting.currency, debit, credit, day, available_at }))));
  await putTransactions(trx, dialect, rows.map(({ posting: { event, ref, currency, at, reversesId }, id, day, available_at }) =>
    ({ id, event, ref_kind: ref.kind, ref_id: ref.id, currency, day, posted_at: at, available_at, reverses_id: reversesId })));
  return postings.map(({ sourceKey }, at) => ({ ...claimed.get(sourceKey)!, isNew: isFirst[at]! }));
}

/** Writes down the causes that are new. A cause somebody else is posting at this moment is waited for. */
async function claim(trx: ServerTransaction, deps: LedgerDeps, postings: readonly Dated[]): Promise<ReadonlyMap<string, Posted>> {
  const asked = new Map<string, { source_key: string; transaction_id: string; digest: string }>();
  for (const posting of postings) {
    const digest = digestOf(posting);
    const twin = asked.get(posting.sourceKey);
    if (twin !== undefined && twin.digest !== digest) refuse('source-key-reused', { sourceKey: posting.sourceKey });
    if (twin === undefined) asked.set(posting.sourceKey, { source_key: posting.sourceKey, transaction_id: uuidv7(deps.clock, deps.random), digest });
  }
  const claimed = new Map<string, Posted>();
  // In one order for everybody, so that two who post the same causes do not wait for each other in a circle.
  for (const slice of slices([...asked.values()].sort((a, b) => (a.source_key < b.source_key ? -1 : 1)))) {
    const made = await trx.insertInto('ledger_source').values([...slice]).onConflict((on) => on.column('source_key').doNothing()).returning(['source_key', 'transaction_id']).execute();
    for (const { source_key, transaction_id } of made) claimed.set(source_key, { sourceKey: source_key, id: transaction_id as LedgerTransactionId, isNew: true });
    const left = slice.filter(({ source_key }) => !claimed.has(source_key)).map(({ source_key }) => source_key);
    if (left.length === 0) continue;
    for (const { source_key, transaction_id, digest } of await trx.selectFrom('ledger_source').selectAll().where('source_key', 'in', left).execute()) {
      if (digest !== asked.get(source_key)!.digest) refuse('source-key-reused', { sourceKey: source_key });
      claimed.set(source_key, { sourceKey: source_key, id: transaction_id as LedgerTransactionId, isNew: false });
    }
  }
  return claimed;
}

/** Transactions with their entries, in the order of the ids asked for; those that are not there are left out. */
export async function readTransactions(trx: ServerTransaction, ids: readonly string[]): Promise<LedgerTransaction[]> {
  if (ids.length === 0) return [];
  const rows = await trx.selectFrom('ledger_transaction').selectAll().where('id', 'in', [...ids]).execute();
  const entries = await trx.selectFrom('ledger_entry').select(['transaction_id', 'account', 'shop_id', 'debit', 'credit']).where('transaction_id', 'in', [...ids]).orderBy('rid').execute();
  const found = new Map(rows.map((row) => [row.id, {
    id: row.id, event: row.event, ref: { kind: row.ref_kind, id: row.ref_id }, currency: row.currency, postedAt: row.posted_at, availableAt: row.available_at, reversesId: row.reverses_id,
    entries: entries.filter((entry) => entry.transaction_id === row.id).map(({ account, shop_id, debit, credit }) => ({ account, shopId: shop_id, debit, credit }) as LedgerEntry),
  } as LedgerTransaction]));
  return ids.flatMap((id) => found.get(id) ?? []);
}
