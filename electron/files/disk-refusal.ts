import type { AppError } from '#shared/kernel/errors.ts';

/** What the system's refusal to write means to a seller: no room, or a folder they may not write to; null for anything else. */
export function diskRefusal(cause: unknown): AppError | null {
  const code = cause instanceof Error && 'code' in cause ? cause.code : null;
  if (code === 'ENOSPC' || code === 'EDQUOT') return { code: 'disk-full', details: { system: code } };
  return code === 'EACCES' || code === 'EPERM' || code === 'EROFS' ? { code: 'forbidden', rule: 'folder-refused', details: { system: code } } : null;
}
