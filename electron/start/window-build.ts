import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { err, ok, type Result } from '#shared/kernel/result.ts';

/** What a build is made from, and where it goes. */
export type Build = {
  /** Folder the sources and `out/` are in. */
  readonly root: string;
  /** Name of the folder under `out/`. */
  readonly name: string;
  readonly sources: readonly string[];
  /** The module that builds; gets the folder to write into as its argument. */
  readonly entry: string;
  /** Gives the build up. */
  readonly signal?: AbortSignal;
};

/** One figure for the state of the sources: changes whenever a file is added, removed, touched or resized. */
function stampOf(root: string, sources: readonly string[]): string {
  const hash = createHash('sha256');
  const walk = (path: string) => {
    const about = statSync(join(root, path), { throwIfNoEntry: false });
    if (!about) return;
    if (!about.isDirectory()) return void hash.update(`${path}\0${about.mtimeMs}\0${about.size}\n`);
    for (const name of readdirSync(join(root, path)).sort()) walk(`${path}/${name}`);
  };
  sources.forEach(walk);
  return hash.digest('hex');
}

/** That it failed is known; what a builder says next is what is wrong; the drawing of the place below is for those who build by hand. */
const reasonIn = (said: string) => stripVTControlCharacters(said).split('\n').map((line) => line.trim()).find((line) => line !== '' && !/^\W*build failed/i.test(line)) ?? '';

/**
 * Builds a part of the console when its sources are newer than what is there. It is built beside and moved into place, so that
 * an interrupted or failed build leaves the old one whole; in a process of its own, so that the builder's memory is given back.
 *
 * @returns whether it had to be built, or one line that says why it could not be
 */
export async function buildWhenStale(build: Build): Promise<Result<{ built: boolean }, string>> {
  const target = join(build.root, 'out', build.name);
  const stampFile = join(build.root, 'out', `${build.name}.stamp`);
  const stamp = stampOf(build.root, build.sources);
  const isFresh = () => existsSync(target) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp;
  if (isFresh()) return ok({ built: false });

  const beside = join(build.root, 'out', `.${build.name}-${process.pid}`);
  const aside = `${beside}-old`;
  mkdirSync(join(build.root, 'out'), { recursive: true });
  const output = await new Promise<string | null>((resolve) => {
    const child = fork(build.entry, [beside], { cwd: build.root, silent: true, env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined }, ...(build.signal ? { signal: build.signal } : {}) });
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text));
    child.stdout?.resume();
    child.on('error', (cause) => resolve(cause.message));
    child.on('exit', (code) => resolve(code === 0 ? null : reasonIn(said) || `the builder ended with ${code ?? 'a signal'}`));
  });
  if (output !== null) {
    rmSync(beside, { recursive: true, force: true });
    return err(output);
  }
  try {
    if (existsSync(target)) renameSync(target, aside);
    renameSync(beside, target);
    writeFileSync(stampFile, stamp);
  } catch (cause) {
    // Another start built the same at the same time and was first.
    if (!isFresh()) throw cause;
  } finally {
    rmSync(beside, { recursive: true, force: true });
    rmSync(aside, { recursive: true, force: true });
  }
  return ok({ built: true });
}
