import { sql } from 'kysely';
import type { CacheDb } from './cache-db.ts';
import { removeSetAside } from './recover.ts';
import type { ReadableDb, WritableDb } from './connection.ts';
import { builder, reading, writing } from './statement.ts';

const KEY = 'wipe';
const noted = reading()((q) => q.selectFrom('meta').select('value').where('key', '=', KEY));
const note = writing<{ what: string }>()((_, p) => sql`INSERT INTO meta (key, value) VALUES (${KEY}, ${p('what')}) ON CONFLICT (key) DO UPDATE SET value = CASE value WHEN 'scope' THEN value ELSE excluded.value END`.compile(builder));
const begun = writing()(() => sql`UPDATE meta SET value = 'merging' WHERE key = ${KEY}`.compile(builder));
const forget = writing()(() => sql`DELETE FROM meta WHERE key = ${KEY}`.compile(builder));
const merge = writing<{ pages: number }>()((_, p) => sql`INSERT INTO product_fts (product_fts, rank) VALUES ('merge', ${p('pages')})`.compile(builder));
const changesSoFar = reading()(() => sql<{ count: number }>`SELECT total_changes() AS count`.compile(builder));

/** Pages of the full-text index written in one step; some milliseconds. */
const MERGE_PAGES = 16;

/**
 * Rows have left this device: what is left of them in the full text and in the log has to go as well. Survives a crash.
 *
 * @param what single `rows`, which are wiped together now and then, or a whole `scope` that is no longer this person's: at once
 */
export const noteWipe = (db: WritableDb, what: 'rows' | 'scope' = 'rows'): void => {
  db.run(note, { what });
  db.notes.part('search');
};

/** What waits to be wiped; null when nothing does. */
export const wipeNoted = (db: ReadableDb): string | null => db.get(noted)?.value ?? null;

/**
 * One step of taking out what rows leave behind. The tables themselves are clean when a deletion commits (`secure_delete` writes zeros over it);
 * the full text only marks a record as gone until its segments are merged, and the log holds pages as they were until it is cut off.
 *
 * @returns whether there is more to do
 */
export function wipeStep(cache: CacheDb): boolean {
  const state = cache.get(noted)?.value;
  if (state === undefined) return false;
  const more = cache.now((db) => {
    const before = db.get(changesSoFar)!.count;
    // A negative number begins a merge of everything into one segment; positive ones carry it on.
    db.run(merge, { pages: state !== 'merging' ? -MERGE_PAGES : MERGE_PAGES });
    if (state !== 'merging') db.run(begun);
    return state !== 'merging' || db.get(changesSoFar)!.count - before > 1;
  });
  if (more) return true;
  // The log and broken files first, the note after them: a crash in between wipes once more.
  const [told] = cache.sqlite.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
  if (told?.busy !== 0) return true;
  if (!cache.inMemory) removeSetAside(cache.file);
  cache.now((db) => db.run(forget));
  return false;
}
