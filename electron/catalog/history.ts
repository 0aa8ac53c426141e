import { sql } from 'kysely';
import { historyEntry, type HistoryEntry } from '#shared/catalog/contract.ts';
import type { ProductId } from '#shared/catalog/model.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Result } from '#shared/kernel/result.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { FieldOp } from '#shared/sync/model.ts';
import type { CacheDb } from '../db/cache-db.ts';
import type { ReadableDb } from '../db/connection.ts';
import { builder, reading, writing } from '../db/statement.ts';

/** Asks the server who changed what; refused with `offline` and the like. */
export type FetchHistory = (id: ProductId, limit: number) => Promise<Result<HistoryEntry[], AppError>>;

/** Entries kept per product for times without a connection. */
const KEPT_ENTRIES = 200;

const waiting = reading<{ id: string }>()((q, p) => q.selectFrom('outbox').select(['mid', 'action', 'ops', 'intent', 'made_at', 'state']).where('entity_id', '=', p('id')).where('entity', '=', 'product').orderBy('cseq', 'desc'));
const seen = reading<{ id: string; limit: number }>()((q, p) => q.selectFrom('history_seen').select('entry').where('product_id', '=', p('id')).orderBy('at', 'desc').orderBy('entry_id', 'desc').limit(p('limit')));
const remember = writing<{ product_id: string; entry_id: string; at: number; entry: string }>()((q, p) =>
  q.insertInto('history_seen').values({ product_id: p('product_id'), entry_id: p('entry_id'), at: p('at'), entry: p('entry') }).onConflict((c) => c.columns(['product_id', 'entry_id']).doUpdateSet({ at: p('at'), entry: p('entry') })));
const forget = writing<{ id: string }>()((_, p) =>
  sql`DELETE FROM history_seen WHERE product_id = ${p('id')} AND entry_id IN (SELECT entry_id FROM history_seen WHERE product_id = ${p('id')} ORDER BY at DESC, entry_id DESC LIMIT -1 OFFSET ${KEPT_ENTRIES})`.compile(builder));

function changeOf(op: FieldOp): HistoryEntry['changes'][number] {
  switch (op.op) {
    case 'set': return { path: op.path, before: op.base, after: op.value, delta: null, reason: null };
    case 'add': return { path: op.path, before: null, after: null, delta: op.delta, reason: op.reason };
    case 'members': return { path: op.path, before: op.remove, after: op.add, delta: null, reason: null };
  }
}

/** Edits of this product that wait here or were refused, newest first. */
function unsentEntries(db: ReadableDb, id: ProductId, me: string): HistoryEntry[] {
  return db.all(waiting, { id }).map(({ mid, ops, intent, made_at, state }) => ({
    id: mid, at: made_at as EpochMs, appliedAt: null, by: me, device: null, intent, changes: (JSON.parse(ops) as FieldOp[]).map(changeOf), state: state === 'rejected' ? 'rejected' : 'unsent',
  }));
}

/** What was seen of the server's part before; entries another version wrote and this one cannot read are left out. */
function seenEntries(db: ReadableDb, id: ProductId, limit: number): HistoryEntry[] {
  return db.all(seen, { id, limit }).flatMap(({ entry }) => {
    const parsed = historyEntry.safeParse(JSON.parse(entry));
    return parsed.success ? [parsed.data] : [];
  });
}

/**
 * Who changed what on a product, newest first: what waits here on top, then what the server tells, or what it told last time.
 *
 * @returns `complete` when the server answered
 */
export async function historyOf(cache: CacheDb, id: ProductId, limit: number, me: string, fetchHistory: FetchHistory): Promise<{ entries: HistoryEntry[]; complete: boolean }> {
  const told = await fetchHistory(id, limit);
  if (!cache.isOpen) return { entries: [], complete: false };
  if (told.ok) await keep(cache, id, told.value);
  const theirs = told.ok ? told.value : seenEntries(cache, id, limit);
  const known = new Set(theirs.map((entry) => entry.id));
  // An edit whose answer is still on its way may be in both.
  const mine = unsentEntries(cache, id, me).filter((entry) => !known.has(entry.id));
  return { entries: [...mine, ...theirs].slice(0, limit), complete: told.ok };
}

async function keep(cache: CacheDb, id: ProductId, entries: readonly HistoryEntry[]): Promise<void> {
  const known = new Set(seenEntries(cache, id, KEPT_ENTRIES).map((entry) => JSON.stringify(entry)));
  const fresh = entries.map((entry) => ({ id: entry.id, at: entry.appliedAt ?? entry.at, text: JSON.stringify(entry) })).filter(({ text }) => !known.has(text));
  if (fresh.length === 0) return;
  await cache.inTurn((db) => {
    for (const entry of fresh) db.run(remember, { product_id: id, entry_id: entry.id, at: entry.at, entry: entry.text });
    db.run(forget, { id });
  });
}
