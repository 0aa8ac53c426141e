import { chmodSync, closeSync, existsSync, mkdirSync, openSync, readSync } from 'node:fs';
import { dirname } from 'node:path';
import type Sqlite from 'better-sqlite3';
import { assert } from '#shared/kernel/assert.ts';
import { AppFailure } from '#shared/kernel/errors.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { CacheDb } from './cache-db.ts';
import { connect, IN_MEMORY } from './connect.ts';
import { failureOf } from './failure.ts';
import { buildIndexes } from './indexes.ts';
import { LATEST, migrate, versionOf } from './migrations.ts';
import { recoverInto, setAside, type Recovery } from './recover.ts';

export type OpenOptions = {
  /** When the file turns out broken: names the file set aside. */
  readonly now: () => EpochMs;
  /** Leaves the indexes away, for a file whose rows are still to come; `buildIndexes` makes them later. */
  readonly indexes?: 'now' | 'later';
  /** For a file that nobody depends on yet and that can be made again: no log, and no waiting for the disk at every commit. */
  readonly draft?: boolean;
  /** With `:memory:` only: the bytes of the database file it begins as, a snapshot for example. */
  readonly content?: Uint8Array;
};

/**
 * Opens the cache of one person, making or updating its tables; also takes over a snapshot file straight from the server.
 *
 * A broken file is set aside under another name, and what a person made (unsent edits, views, settings) is copied from it as far as it can
 * be read: see `recovered`. The rows come again from the server. `:memory:` opens one that is no file at all and ends with `close`.
 *
 * @throws AppFailure `cache-newer` (details `found`, `known`), the file untouched · `disk-full` · `not-ready` when another process holds it
 */
export function openCache(file: string, options: OpenOptions): CacheDb {
  if (file !== IN_MEMORY) prepareFile(file);
  try {
    return new CacheDb(file, ready(file, options), null);
  } catch (cause) {
    const failure = failureOf(cause);
    if (failure?.code !== 'cache-broken' || file === IN_MEMORY) throw failure === null ? cause : new AppFailure(failure, { cause });
    return replaceBroken(file, options);
  }
}

function prepareFile(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  refuseNewer(file);
  // SQLite gives its log and shared-memory files the rights of the database file.
  if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600));
  chmodSync(file, 0o600);
}

/**
 * Sets a cache aside that turned out broken while it was in use (`cache-broken` from a question or a change; close it first), and opens a new one
 * with whatever a person made and can still be read.
 */
export function replaceBroken(file: string, options: OpenOptions): CacheDb {
  assert(file !== IN_MEMORY, () => 'a cache in memory cannot be set aside');
  const aside = setAside(file, options.now());
  closeSync(openSync(file, 'a', 0o600));
  const sqlite = ready(file, options);
  const recovery: Recovery = recoverInto(sqlite, aside);
  return new CacheDb(file, sqlite, recovery);
}

function ready(file: string, { indexes = 'now', content, draft }: OpenOptions): Sqlite.Database {
  const sqlite = connect(file, { content, draft });
  try {
    const found = versionOf(sqlite);
    if (found > LATEST) throw newer(found);
    migrate(sqlite);
    if (indexes === 'now') buildIndexes({ sqlite });
    return sqlite;
  } catch (cause) {
    sqlite.close();
    throw cause;
  }
}

const newer = (found: number): AppFailure => new AppFailure({ code: 'cache-newer', details: { found, known: LATEST } });

/** Reads the version from the file's own header, so that a newer file is not even opened (opening may already change it). */
function refuseNewer(file: string): void {
  if (!existsSync(file)) return;
  const header = Buffer.alloc(64);
  const handle = openSync(file, 'r');
  try {
    if (readSync(handle, header, 0, 64, 0) < 64 || header.toString('latin1', 0, 16) !== 'SQLite format 3\0') return;
  } finally {
    closeSync(handle);
  }
  const found = header.readUInt32BE(60);
  if (found > LATEST) throw newer(found);
}
