import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { z } from 'zod';

/** Who has a data folder open, as they left word of themselves; `control` reaches them to ask for a new link. */
const holder = z.object({ pid: z.int(), shell: z.enum(['desktop', 'browser']), since: z.string(), control: z.object({ url: z.url(), token: z.string() }).nullable() });
export type Holder = z.infer<typeof holder>;

export type FolderLock = {
  /** Leaves word of who holds the folder, for the next one who tries. */
  tell(about: Omit<Holder, 'pid' | 'since'>): void;
  release(): void;
};

const wordFile = (dataDir: string) => join(dataDir, 'console.json');

/** Who holds the folder, as far as they said. */
export function folderHolder(dataDir: string): Holder | null {
  try {
    return holder.parse(JSON.parse(readFileSync(wordFile(dataDir), 'utf8')));
  } catch {
    return null;
  }
}

/**
 * Makes sure that only one console works in a data folder.
 *
 * The lock is SQLite's own on an empty file: the system drops it when its holder ends, however it ends, so that a console
 * killed in the middle of its work never locks anybody out, and a number of a process that was given away again fools nobody.
 *
 * @returns the lock, or null when another console holds it
 */
export function lockFolder(dataDir: string): FolderLock | null {
  const file = new Database(join(dataDir, 'console.lock'), { timeout: 0 });
  try {
    file.pragma('journal_mode = MEMORY');
    file.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    file.close();
    if ((cause as { code?: string }).code?.startsWith('SQLITE_BUSY')) return null;
    throw cause;
  }
  return {
    tell: (about) => {
      const word: Holder = { ...about, pid: process.pid, since: new Date().toISOString() };
      writeFileSync(wordFile(dataDir), JSON.stringify(word), { mode: 0o600 });
    },
    release: () => {
      rmSync(wordFile(dataDir), { force: true });
      file.close();
    },
  };
}
