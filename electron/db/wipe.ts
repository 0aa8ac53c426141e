import { sql } from 'kysely';
import type { CacheDb } from './cache-db.ts';
import type { ReadableDb, WritableDb } from './connection.ts';
import { builder, reading, writing } from './statement.ts';

const KEY = 'wipe';
const noted = reading()((q) => q.selectFrom('meta').select('value').where('key', '=', KEY));
const note = writing()(() => sql`INSERT INTO meta (key, value) VALUES (${KEY}, 'merge') ON CONFLICT (key) DO UPDATE SET value = 'merge'`.compile(builder));
const begun = writing()(() => sql`UPDATE meta SET value = 'merging' WHERE key = ${KEY}`.compile(builder));
const forget = writing()(() => sql`DELETE FROM meta WHERE key = ${KEY}`.compile(builder));
const merge = writing<{ pages: number }>()((_, p) => sql`INSERT INTO product_fts (product_fts, rank) VALUES ('merge', ${p('pages')})`.compile(builder));
const changesSoFar = reading()(() => sql<{ count: number }>`SELECT total_changes() AS count`.compile(builder));

/** Pages of the full-text index written in one step; some milliseconds. */
const MERGE_PAGES = 16;

/** Rows have left this device: what is left of them in the full text and in the log has to go as well. Survives a crash. */
export const noteWipe = (db: WritableDb): void => {
  db.run(note);
  db.notes.part('search');
};

export const wipeNoted = (db: ReadableDb): boolean => db.get(noted) !== undefined;

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
    db.run(merge, { pages: state === 'merge' ? -MERGE_PAGES : MERGE_PAGES });
    if (state === 'merge') db.run(begun);
    return state === 'merge' || db.get(changesSoFar)!.count - before > 1;
  });
  if (more) return true;
  // The log first, the note after it: a crash in between wipes once more.
  const [told] = cache.sqlite.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
  if (told?.busy !== 0) return true;
  cache.now((db) => db.run(forget));
  return false;
}
