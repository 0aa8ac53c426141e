import { existsSync, rmSync } from 'node:fs';
import type Sqlite from 'better-sqlite3';
import { connect, IN_MEMORY } from '../db/connect.ts';
import { failureOf } from '../db/failure.ts';
import { DRAFT_TABLES } from './import/draft-rows.ts';
import { FIX_TABLES } from './import/fixed-cells.ts';
import { IMPORT_TABLES } from './import/staged-import.ts';

/** Raised with every change of the tables; a file of another version is begun anew: previews can be computed again. */
const VERSION = 3;

const TABLES = `
  CREATE TABLE plan (
    id TEXT NOT NULL PRIMARY KEY, made_at INTEGER NOT NULL, selection TEXT NOT NULL, total INTEGER NOT NULL, run INTEGER NOT NULL, steps TEXT NOT NULL,
    limits TEXT NOT NULL, state TEXT NOT NULL, tally TEXT NOT NULL, trying TEXT, group_id TEXT, result TEXT
  ) STRICT;
  CREATE TABLE plan_ids (plan TEXT NOT NULL PRIMARY KEY, ids TEXT NOT NULL) STRICT;
  CREATE TABLE plan_row (
    run INTEGER NOT NULL, at INTEGER NOT NULL, outcome TEXT NOT NULL, warnings INTEGER NOT NULL, record TEXT NOT NULL, title TEXT NOT NULL, sku TEXT,
    currency TEXT, cells TEXT NOT NULL, problem TEXT, doc TEXT, PRIMARY KEY (run, at)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX plan_row_seen ON plan_row (run, at, outcome, warnings);
  CREATE TABLE plan_result (
    group_id TEXT NOT NULL, run INTEGER NOT NULL, at INTEGER NOT NULL, result TEXT NOT NULL, left_cells TEXT NOT NULL, problem TEXT, PRIMARY KEY (group_id, at)
  ) STRICT, WITHOUT ROWID;${IMPORT_TABLES};${DRAFT_TABLES};${FIX_TABLES}`;

const nameOf = (cacheFile: string): string => `${cacheFile}-plans`;

export const hasPlanFile = (cacheFile: string): boolean => existsSync(nameOf(cacheFile));

/**
 * Opens the file that keeps previews, beside the cache it is about (`<cache>-plans`), and makes it when it is not there. A broken one, or one of
 * another version, is begun anew.
 *
 * @throws AppFailure `disk-full` · `not-ready` when another process holds it
 */
export function openPlanFile(cacheFile: string): Sqlite.Database {
  if (cacheFile === IN_MEMORY) return prepared(IN_MEMORY)!;
  const file = nameOf(cacheFile);
  try {
    const found = prepared(file);
    if (found !== null) return found;
  } catch (cause) {
    if (failureOf(cause)?.code !== 'cache-broken') throw cause;
  }
  for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true });
  return prepared(file)!;
}

function prepared(file: string): Sqlite.Database | null {
  const sqlite = connect(file);
  try {
    // A power cut may cost the latest preview, never an edit: those are in the cache. So nobody waits for the disk here.
    sqlite.pragma('synchronous = NORMAL');
    sqlite.pragma('wal_autocheckpoint = 2000');
    const version = sqlite.pragma('user_version', { simple: true });
    if (version === VERSION) return sqlite;
    if (version === 0) {
      sqlite.transaction(() => {
        sqlite.exec(TABLES);
        sqlite.pragma(`user_version = ${VERSION}`);
      })();
      return sqlite;
    }
  } catch (cause) {
    sqlite.close();
    throw cause;
  }
  sqlite.close();
  return null;
}
