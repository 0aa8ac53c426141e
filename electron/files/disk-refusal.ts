import type { AppError } from '#shared/kernel/errors.ts';
import { err, type Result } from '#shared/kernel/result.ts';

/** What the system's refusal to write means to a seller: no room, or a folder they may not write to; null for anything else. */
export function diskRefusal(cause: unknown): AppError | null {
  const code = cause instanceof Error && 'code' in cause ? cause.code : null;
  if (code === 'ENOSPC' || code === 'EDQUOT') return { code: 'disk-full', details: { system: code } };
  return code === 'EACCES' || code === 'EPERM' || code === 'EROFS' ? { code: 'forbidden', rule: 'folder-refused', details: { system: code } } : null;
}

/** What work on files comes to; a disk that refuses is an answer. */
export async function orDiskRefusal<T>(work: () => Promise<Result<T, AppError>> | Result<T, AppError>): Promise<Result<T, AppError>> {
  try {
    return await work();
  } catch (cause) {
    const known = diskRefusal(cause);
    if (known === null) throw cause;
    return err(known);
  }
}
