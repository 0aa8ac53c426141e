import { sql } from 'kysely';
import { AppFailure } from '#shared/kernel/errors.ts';
import type { CacheDb } from './cache-db.ts';
import { failureOf } from './failure.ts';
import { removeSetAside } from './recover.ts';
import type { ReadableDb, WritableDb } from './connection.ts';
import { builder, reading, writing } from './statement.ts';

const KEY = 'wipe';
const noted = reading()((q) => q.selectFrom('meta').select('value').where('key', '=', KEY));
const note = writing<{ what: string }>()((_, p) => sql`INSERT INTO meta (key, value) VALUES (${KEY}, ${p('what')}) ON CONFLICT (key) DO UPDATE SET value = CASE WHEN value IN ('scope', 'merging-scope') THEN 'scope' ELSE excluded.value END`.compile(builder));
const begun = writing()(() => sql`UPDATE meta SET value = CASE value WHEN 'scope' THEN 'merging-scope' ELSE 'merging' END WHERE key = ${KEY}`.compile(builder));
const writtenAnew = writing()(() => sql`UPDATE meta SET value = 'merging' WHERE key = ${KEY} AND value = 'merging-scope'`.compile(builder));
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
 * One step of taking out what rows leave behind. Rows are zeros when their deletion commits (`secure_delete`); the full text only marks a record as
 * gone until its segments are merged, pages that were split may hold older copies, and the log holds pages as they were until it is cut off.
 *
 * @returns whether there is more to do
 */
export function wipeStep(cache: CacheDb): boolean {
  const state = cache.get(noted)?.value;
  if (state === undefined) return false;
  const more = cache.now((db) => {
    const before = db.get(changesSoFar)!.count;
    const merging = state.startsWith('merging');
    // A negative number begins a merge of everything into one segment; positive ones carry it on.
    db.run(merge, { pages: merging ? MERGE_PAGES : -MERGE_PAGES });
    if (!merging) db.run(begun);
    return !merging || db.get(changesSoFar)!.count - before > 1;
  });
  if (more) return true;
  // When a page was split, copies of the rows that went to the other half stayed in its free middle, where `secure_delete` never looks. Writing the
  // whole cache anew leaves them behind: a second for 50,000 products, once per lost shop, and too much for rows that leave one by one.
  if (state === 'merging-scope') writeAnew(cache);
  // The log and broken files first, the note after them: a crash in between wipes once more.
  const [told] = cache.sqlite.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
  if (told?.busy !== 0) return true;
  if (!cache.inMemory) removeSetAside(cache.file);
  cache.now((db) => db.run(forget));
  return false;
}

function writeAnew(cache: CacheDb): void {
  try {
    cache.sqlite.exec('VACUUM');
  } catch (cause) {
    const known = failureOf(cause);
    throw known === null ? cause : new AppFailure(known, { cause });
  }
  // Once is enough: what is left to do may have to wait for a reader and be asked for again.
  cache.now((db) => db.run(writtenAnew));
}
