import { hash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Where a content lies: `<folder>/<aa>/<sha256>.<ending>`. Its name is its content, so a file that is there is never written again. */
export const contentPath = (folder: string, sha256: string, ending: string): string => join(folder, sha256.slice(0, 2), `${sha256}.${ending}`);

/**
 * Keeps a content under its hash. A crash leaves the whole file or none; after a power cut it may be missing, and is made anew.
 *
 * @returns its SHA-256, hex
 */
export function keepContent(folder: string, content: Uint8Array, ending: string): string {
  const sha256 = hash('sha256', content);
  const path = contentPath(folder, sha256, ending);
  if (existsSync(path)) return sha256;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  // Two workers may make the same content at once: each writes its own, and either may win.
  const beside = `${path}.${randomUUID()}`;
  try {
    writeFileSync(beside, content, { mode: 0o600 });
    renameSync(beside, path);
  } finally {
    rmSync(beside, { force: true });
  }
  return sha256;
}
