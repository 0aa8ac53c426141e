import Sqlite from 'better-sqlite3';
import type { AppError } from '#shared/kernel/errors.ts';
import type { ErrorCode } from '#shared/contract/error-codes.ts';

/** What SQLite's own words mean to a seller: the disk is full, the file is broken, somebody else holds it; null for a mistake of ours. */
export function failureOf(cause: unknown): AppError<ErrorCode> | null {
  if (!(cause instanceof Sqlite.SqliteError)) return null;
  const { code } = cause;
  if (code === 'SQLITE_FULL' || code === 'SQLITE_IOERR_WRITE' || code === 'SQLITE_IOERR_SHMSIZE') return { code: 'disk-full', details: { sqlite: code } };
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') return { code: 'cache-broken', details: { sqlite: code } };
  if (code.startsWith('SQLITE_BUSY')) return { code: 'not-ready', rule: 'cache-in-use', details: { sqlite: code } };
  return null;
}
