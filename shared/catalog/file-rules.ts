import type { AppError } from '../kernel/errors.ts';
import type { DigitalFile } from './kind-model.ts';
import type { Product } from './model.ts';

/** How many files one download may have. */
export const MOST_FILES = 20;
/** How large one file may be, bytes: 1 GB. */
export const MOST_FILE_BYTES = 1_000_000_000;
/** How much all files of one shop may take on the server, bytes: 20 GB. */
export const MOST_SHOP_FILE_BYTES = 20 * MOST_FILE_BYTES;

/** Whether a file may be chosen at all: neither empty nor too large. */
export function checkFileSize(bytes: number, field: string): AppError | null {
  if (bytes === 0) return { code: 'rule-broken', field, rule: 'file-empty' };
  return bytes > MOST_FILE_BYTES ? { code: 'rule-broken', field, rule: 'file-too-large', details: { foundBytes: bytes, mostBytes: MOST_FILE_BYTES } } : null;
}

type Files = Readonly<Record<string, DigitalFile>>;

/** What an edit changed of a download's files: not too many, each of a size that can be kept, none twice. */
export function checkFiles(before: Files = {}, after: Files = {}): AppError | null {
  if (before === after) return null;
  const found = Object.keys(after).length;
  if (found > MOST_FILES && found > Object.keys(before).length) return { code: 'rule-broken', field: 'files', rule: 'most-files', details: { found, most: MOST_FILES } };
  for (const [id, file] of Object.entries(after)) {
    if (before[id]?.sha256 === file.sha256) continue;
    const wrongSize = checkFileSize(file.bytes, `files/${id}`);
    if (wrongSize) return wrongSize;
    if (Object.entries(after).some(([other, { sha256 }]) => other !== id && sha256 === file.sha256)) return { code: 'rule-broken', field: `files/${id}`, rule: 'file-twice' };
  }
  return null;
}

/** The files of a download with their ids, in the order buyers see them. */
export function filesInOrder(files: Files | undefined): (DigitalFile & { readonly id: string })[] {
  return Object.entries(files ?? {}).map(([id, file]) => ({ ...file, id })).sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1));
}

/**
 * Refuses to submit a listing while a file of it is not on the server: whoever looks at it there, and whoever buys it, could not open it.
 *
 * @param isThere whether the server is known to have a content (SHA-256, hex) of this shop
 */
export function checkFilesToSubmit(before: Product | null, after: Product, isThere: (sha256: string) => boolean): AppError | null {
  if (after.status !== 'submitted' || before?.status === 'submitted') return null;
  const missing = filesInOrder(after.files).find(({ sha256 }) => !isThere(sha256));
  return missing ? { code: 'rule-broken', field: `files/${missing.id}`, rule: 'file-not-sent' } : null;
}
