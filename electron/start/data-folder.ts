import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { err, ok, type Result } from '#shared/kernel/result.ts';

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'it may not be written to',
  EPERM: 'it may not be written to',
  EROFS: 'its disk is read-only',
  ENOSPC: 'its disk is full',
  ENOTDIR: 'a part of the path is a file',
  EEXIST: 'it is a file',
  ENOENT: 'it cannot be made there',
};

/** Level by level: Node's own `recursive` never comes back on file systems that answer ENOENT to a mkdir (`/proc`). */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path, { mode: 0o700 });
}

/**
 * Makes the folder everything is kept in, readable by this user alone, and tries that it can be written.
 *
 * @returns nothing, or one line that says why not
 */
export function prepareFolder(dataDir: string): Result<void, string> {
  try {
    makeFolder(dataDir);
    const probe = join(dataDir, `.probe-${process.pid}`);
    writeFileSync(probe, 'x');
    rmSync(probe);
    return ok(undefined);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? '';
    return err(`The folder ${dataDir} cannot be used: ${reasons[code] ?? code}. Choose another with --data DIR.`);
  }
}
