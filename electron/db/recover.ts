import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Sqlite from 'better-sqlite3';
import type { EpochMs } from '#shared/kernel/time.ts';
import { ownTableNames } from './schema.ts';

/** What became of a broken cache file. */
export type Recovery = {
  /** Where the broken file lies now. */
  readonly movedTo: string;
  /** Unsent edits that could be read and are in the new cache. */
  readonly unsent: number;
  /** Whether everything a person made could be read to its end. */
  readonly whole: boolean;
};

/** Moves a broken file and its log out of the way, under a name that says when. */
export function setAside(file: string, now: EpochMs): string {
  const aside = `${file}.broken-${now}`;
  for (const ending of ['', '-wal', '-shm']) if (existsSync(file + ending)) renameSync(file + ending, aside + ending);
  return aside;
}

/**
 * Removes broken files of a cache that were set aside: what a person made was copied out of them at once, the rest are rows, and of those some have to
 * leave this device.
 */
export function removeSetAside(file: string): void {
  const start = `${basename(file)}.broken-`;
  for (const name of readdirSync(dirname(file))) if (name.startsWith(start)) rmSync(join(dirname(file), name), { force: true });
}

/** More edits than one machine has waiting. */
const SKIPPED = 1_000_000;

/** Shadows go with the rows they are copies of: the server sends both again. */
const salvaged = ownTableNames.filter((name) => name !== 'shadow');

/** Copies row by row what can still be read of a person's own work. */
export function recoverInto(fresh: Sqlite.Database, aside: string): Recovery {
  let broken: Sqlite.Database;
  try {
    broken = new Sqlite(aside, { readonly: true });
  } catch (cause) {
    if (!(cause instanceof Sqlite.SqliteError)) throw cause;
    return { movedTo: aside, unsent: 0, whole: false };
  }
  let whole = true;
  try {
    for (const table of salvaged) if (!copyReadable(broken, fresh, table)) whole = false;
  } finally {
    broken.close();
  }
  // Given to the server or not, nobody knows: queued again, and recognised by their ids if they were.
  fresh.exec(`UPDATE outbox SET state = 'queued' WHERE state = 'sending'`);
  // Nothing is known of what the server has of these records: its rows go below the edits as they come.
  fresh.exec(`INSERT OR IGNORE INTO shadow (entity, id, version, doc, lost_at) SELECT entity, entity_id, 0, NULL, NULL FROM outbox WHERE state <> 'rejected' GROUP BY entity, entity_id`);
  // The numbers of edits that could not be read may have been used towards the server: far above them it goes on.
  if (!whole) fresh.exec(`INSERT INTO meta (key, value) SELECT 'cseq', CAST(${SKIPPED} + max(coalesce((SELECT max(cseq) FROM outbox), 0), coalesce((SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'cseq'), 0)) AS TEXT) WHERE true ON CONFLICT (key) DO UPDATE SET value = excluded.value`);
  const unsent = fresh.prepare(`SELECT count(*) FROM outbox`).pluck().get() as number;
  return { movedTo: aside, unsent, whole };
}

/** @returns whether the table was read to its end */
function copyReadable(from: Sqlite.Database, to: Sqlite.Database, table: string): boolean {
  try {
    for (const row of from.prepare<[], Record<string, string | number | null>>(`SELECT * FROM ${table}`).iterate()) {
      const names = Object.keys(row);
      to.prepare(`INSERT OR IGNORE INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`).run(...Object.values(row));
    }
    return true;
  } catch (cause) {
    if (!(cause instanceof Sqlite.SqliteError)) throw cause;
    return false;
  }
}
