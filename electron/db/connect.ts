import Sqlite from 'better-sqlite3';
import { CACHE_PAGE_BYTES } from '#shared/catalog/cache-tables.ts';

/** A moment for a read or write by another process (`npm run cli`) to finish, milliseconds. */
const BUSY_MS = 2_000;
const PAGE_CACHE_KIB = 32 * 1024;
const MMAP_BYTES = 1024 * 1024 * 1024;

/** The name of a cache that lives in memory only and ends with its connection: for the simulator and tests. */
export const IN_MEMORY = ':memory:';

/**
 * A connection as everything here uses it. `synchronous = FULL`: with less, WAL loses acknowledged edits at a power cut.
 *
 * - `content` what a cache in memory begins with: the bytes of a database file
 * - `draft` a file that may be lost: its log stays in memory and nothing waits for the disk
 */
export function connect(file: string, { content, draft = false }: { readonly content?: Uint8Array | undefined; readonly draft?: boolean | undefined } = {}): Sqlite.Database {
  const sqlite = new Sqlite(content === undefined ? file : Buffer.from(content), { timeout: BUSY_MS });
  try {
    sqlite.pragma(`page_size = ${CACHE_PAGE_BYTES}`);
    sqlite.pragma(`journal_mode = ${draft ? 'MEMORY' : 'WAL'}`);
    sqlite.pragma(`synchronous = ${draft ? 'OFF' : 'FULL'}`);
    sqlite.pragma('foreign_keys = ON');
    sqlite.pragma('secure_delete = ON');
    sqlite.pragma('temp_store = MEMORY');
    sqlite.pragma(`cache_size = -${PAGE_CACHE_KIB}`);
    sqlite.pragma(`mmap_size = ${MMAP_BYTES}`);
    // Never inside a commit, where somebody waits: housekeeping writes the log back in quiet moments or on another thread.
    sqlite.pragma('wal_autocheckpoint = 0');
    // A log that grew in a bulk edit shrinks again; up to here it keeps its length, because growing costs every edit more than writing over it.
    sqlite.pragma('journal_size_limit = 50331648');
    return sqlite;
  } catch (cause) {
    sqlite.close();
    throw cause;
  }
}
