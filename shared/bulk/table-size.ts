import type { AppError } from '../kernel/errors.ts';

/** How large a list of products may be, bytes: 2 GB. */
export const MOST_TABLE_BYTES = 2_000_000_000;

/** Whether a list of products may be handed over at all: neither empty nor too large. */
export function checkTableSize(bytes: number): AppError | null {
  if (bytes === 0) return { code: 'invalid-input', rule: 'table-empty' };
  return bytes > MOST_TABLE_BYTES ? { code: 'too-large', rule: 'file-too-large', details: { foundBytes: bytes, mostBytes: MOST_TABLE_BYTES } } : null;
}
