import { existsSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { extname, join } from 'node:path';
import { readFileIfThere } from '../runtime/atomic-file.ts';

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/** Where this person's downloads go, as their desktop says (on Linux a file, because its name is translated); null when there is no such folder. */
export function downloadsFolder(home = homedir(), env: Readonly<Record<string, string | undefined>> = process.env): string | null {
  const written = readFileIfThere(join(env['XDG_CONFIG_HOME'] ?? join(home, '.config'), 'user-dirs.dirs')) ?? '';
  const named = /^XDG_DOWNLOAD_DIR="(.+)"$/m.exec(written)?.[1]?.replace(/^\$HOME(?=\/|$)/, home);
  return [named, join(home, 'Downloads')].find((path) => path !== undefined && path !== home && isFolder(path)) ?? null;
}

/** Names for a copy, the first of which nobody has yet: `manual.pdf`, `manual (2).pdf`, … */
export function* freeNames(folder: string, name: string): Generator<string> {
  const ending = extname(name);
  const stem = name.slice(0, name.length - ending.length);
  for (let n = 1; ; n++) {
    const path = join(folder, n === 1 ? name : `${stem} (${n})${ending}`);
    if (!existsSync(path)) yield path;
  }
}
