import { link, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { DAY_MS } from '#shared/kernel/time.ts';
import { freeNames } from '../../files/downloads-folder.ts';

/** Where a file goes: into a folder under a name nobody has there, or to a place somebody chose, whose file it replaces. */
export type ExportTarget = { readonly folder: string; readonly name: string } | { readonly path: string };

const PART = /^\.comptoir-[0-9a-f-]{36}\.part$/;

/** The file beside, in which an export grows. What a killed one left there a day ago or longer goes. */
export async function fileBeside(target: ExportTarget, id: string, now: number): Promise<string> {
  const folder = 'path' in target ? dirname(target.path) : target.folder;
  if (!('path' in target)) await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const name of await readdir(folder)) {
    if (!PART.test(name)) continue;
    const found = await stat(join(folder, name)).catch(() => null);
    if (found !== null && now - found.mtimeMs > DAY_MS) await rm(join(folder, name), { force: true });
  }
  return join(folder, `.comptoir-${id}.part`);
}

/** Gives the whole file its name. @returns where it lies now */
export async function putInPlace(beside: string, target: ExportTarget): Promise<string> {
  if ('path' in target) {
    await rename(beside, target.path);
    return target.path;
  }
  for (const path of freeNames(target.folder, target.name)) {
    try {
      // Unlike a rename it never takes the place of a file that came in between.
      await link(beside, path);
      await rm(beside);
      return path;
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      if (code === 'EEXIST') continue;
      // Folders on sticks and shares that know no links.
      if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'EOPNOTSUPP' && code !== 'ENOSYS') throw cause;
      await rename(beside, path);
      return path;
    }
  }
  throw new Error(`a name is always free for ${basename(beside)}`);
}
