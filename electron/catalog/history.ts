import { sql } from 'kysely';
import { historyEntry, type HistoryEntry } from '#shared/catalog/contract.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Json } from '#shared/kernel/json.ts';
import type { Result } from '#shared/kernel/result.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { auditedFields } from '#shared/sync/audited-fields.ts';
import { applyOps } from '#shared/sync/merge.ts';
import type { CacheDb } from '../db/cache-db.ts';
import type { ReadableDb } from '../db/connection.ts';
import { builder, reading, writing } from '../db/statement.ts';
import { recordOf } from '../sync/records.ts';
import { editsOf, shadowOf } from '../sync/store.ts';

/** The records that have a history. */
export type Past = { readonly entity: 'product' | 'shop'; readonly id: string };
/** Asks the server who changed what, newest first, or what came before one entry; refused with `offline` and the like. */
export type FetchHistory = (of: Past, limit: number, before?: string) => Promise<Result<HistoryEntry[], AppError>>;

/** Some entries, newest first; `complete` when the server answered, `next` where older ones go on. */
export type HistoryPage = { entries: HistoryEntry[]; complete: boolean; next: string | null };

/** Entries kept per record for times without a connection. */
const KEPT_ENTRIES = 200;
/** As many as the server gives at once. */
const PAGE = 500;

const seen = reading<{ id: string; limit: number }>()((q, p) => q.selectFrom('history_seen').select('entry').where('product_id', '=', p('id')).orderBy('at', 'desc').orderBy('entry_id', 'desc').limit(p('limit')));
const seenBefore = reading<{ id: string; before: string; limit: number }>()((_, p) =>
  sql<{ entry: string }>`SELECT entry FROM history_seen WHERE product_id = ${p('id')} AND (at, entry_id) < (SELECT at, entry_id FROM history_seen WHERE product_id = ${p('id')} AND entry_id = ${p('before')}) ORDER BY at DESC, entry_id DESC LIMIT ${p('limit')}`.compile(builder));
const remember = writing<{ product_id: string; entry_id: string; at: number; entry: string }>()((q, p) =>
  q.insertInto('history_seen').values({ product_id: p('product_id'), entry_id: p('entry_id'), at: p('at'), entry: p('entry') }).onConflict((c) => c.columns(['product_id', 'entry_id']).doUpdateSet({ at: p('at'), entry: p('entry') })));
const forget = writing<{ id: string }>()((_, p) =>
  sql`DELETE FROM history_seen WHERE product_id = ${p('id')} AND entry_id IN (SELECT entry_id FROM history_seen WHERE product_id = ${p('id')} ORDER BY at DESC, entry_id DESC LIMIT -1 OFFSET ${KEPT_ENTRIES})`.compile(builder));

/** Edits of this record that wait here or were refused, newest first; what they change is told like what the server tells. */
function unsentEntries(db: ReadableDb, { entity, id }: Past, me: string): HistoryEntry[] {
  const server = shadowOf(db, entity, id);
  let doc: Json | null = server === undefined ? (recordOf(db, entity, id)?.doc ?? null) : server.doc;
  const entries = editsOf(db, entity, id).map(({ mutation: { mid, group, action, ops, doc: made, intent, madeAt }, state }): HistoryEntry => {
    const before = doc;
    if (state !== 'rejected') doc = action === 'create' ? (made ?? null) : action === 'delete' ? null : doc && applyOps(doc, ops);
    const after = state === 'rejected' && before !== null ? applyOps(before, ops) : doc;
    return { id: mid, at: madeAt as EpochMs, appliedAt: null, by: me, device: null, intent, changes: auditedFields(before, after, ops), state: state === 'rejected' ? 'rejected' : 'unsent', group };
  });
  return entries.reverse();
}

/** What was seen of the server's part before; entries another version wrote and this one cannot read are left out. */
function seenEntries(db: ReadableDb, id: string, limit: number, before?: string): HistoryEntry[] {
  return (before === undefined ? db.all(seen, { id, limit }) : db.all(seenBefore, { id, before, limit })).flatMap(({ entry }) => {
    const parsed = historyEntry.safeParse(JSON.parse(entry));
    return parsed.success ? [parsed.data] : [];
  });
}

/**
 * Who changed what on a record, newest first: what waits here on top, then what the server tells, or what it told last time.
 *
 * @returns `complete` when the server answered
 */
export async function historyOf(cache: CacheDb, of: Past, limit: number, me: string, fetchHistory: FetchHistory): Promise<HistoryPage> {
  const told = await fetchSome(of, limit, fetchHistory);
  if (!cache.isOpen) return { entries: [], complete: false, next: null };
  if (told.ok) await keep(cache, of.id, told.value);
  const theirs = told.ok ? told.value : seenEntries(cache, of.id, limit);
  const all = withUnsent(cache, of, me, theirs);
  const entries = all.slice(0, limit);
  return { entries, complete: told.ok, next: all.length > limit ? (entries.at(-1)?.id ?? null) : nextOf(theirs, limit) };
}

/**
 * What came before an entry, a page of it: older ones are nobody's to change any more, so pages are put one after the other.
 *
 * @returns `next`: older ones still come before this one
 */
export async function historyBefore(cache: CacheDb, of: Past, limit: number, before: string, fetchHistory: FetchHistory): Promise<HistoryPage> {
  const told = await fetchSome(of, limit, fetchHistory, before);
  if (!cache.isOpen) return { entries: [], complete: false, next: null };
  const entries = told.ok ? told.value : seenEntries(cache, of.id, limit, before);
  return { entries, complete: told.ok, next: nextOf(entries, limit) };
}

const nextOf = (entries: readonly HistoryEntry[], limit: number): string | null => (entries.length < limit ? null : (entries.at(-1)?.id ?? null));

/** The server gives so many at once; a longer history comes in pages. */
async function fetchSome(of: Past, limit: number, fetchHistory: FetchHistory, before?: string): Promise<Result<HistoryEntry[], AppError>> {
  const all: HistoryEntry[] = [];
  for (;;) {
    const asked = Math.min(PAGE, limit - all.length);
    const told = await fetchHistory(of, asked, all.at(-1)?.id ?? before);
    if (!told.ok) return told;
    all.push(...told.value);
    if (told.value.length < asked || all.length >= limit) return { ok: true, value: all };
  }
}

/**
 * The history from the newest change back to one of them, however long ago it was.
 *
 * @returns null when it is nowhere in it
 */
export async function historyBackTo(cache: CacheDb, of: Past, version: string, me: string, fetchHistory: FetchHistory): Promise<HistoryEntry[] | null> {
  const reaches = (entries: readonly HistoryEntry[]): boolean => entries.some(({ id }) => id === version);
  const theirs: HistoryEntry[] = [];
  for (;;) {
    const told = await fetchHistory(of, PAGE, theirs.at(-1)?.id);
    if (!cache.isOpen) return null;
    if (!told.ok) {
      // Out of reach: what was seen before may be enough.
      const known = withUnsent(cache, of, me, seenEntries(cache, of.id, KEPT_ENTRIES));
      return reaches(known) ? known : null;
    }
    theirs.push(...told.value);
    const all = withUnsent(cache, of, me, theirs);
    if (reaches(all)) return all;
    if (told.value.length < PAGE) return null;
  }
}

/** An edit whose answer is still on its way may be in both. */
function withUnsent(cache: CacheDb, of: Past, me: string, theirs: readonly HistoryEntry[]): HistoryEntry[] {
  const known = new Set(theirs.map((entry) => entry.id));
  return [...unsentEntries(cache, of, me).filter((entry) => !known.has(entry.id)), ...theirs];
}

async function keep(cache: CacheDb, id: string, entries: readonly HistoryEntry[]): Promise<void> {
  const known = new Set(seenEntries(cache, id, KEPT_ENTRIES).map((entry) => JSON.stringify(entry)));
  const fresh = entries.map((entry) => ({ id: entry.id, at: entry.appliedAt ?? entry.at, text: JSON.stringify(entry) })).filter(({ text }) => !known.has(text));
  if (fresh.length === 0) return;
  await cache.inTurn((db) => {
    for (const entry of fresh) db.run(remember, { product_id: id, entry_id: entry.id, at: entry.at, entry: entry.text });
    db.run(forget, { id });
  });
}
