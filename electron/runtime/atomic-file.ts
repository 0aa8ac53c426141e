import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Makes names in a folder (a rename, a removal) survive a power cut. Windows has no such call and needs none: its journal orders renames. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/**
 * Writes a small file so that after a power cut either the old or the new text is there, whole: written beside, synced, renamed.
 *
 * @param mode permission bits; 0600 unless said otherwise, because everything we write this way is about one person
 */
export function writeFileAtomically(file: string, text: string, mode = 0o600): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const beside = `${file}.new`;
  // A left-over from a crash may carry other permissions: `mode` only counts for files that are created.
  rmSync(beside, { force: true });
  const handle = openSync(beside, 'wx', mode);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(beside, file);
  syncFolder(dirname(file));
}

/** The text of a file, or null when there is none. */
export function readFileIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw cause;
  }
}
