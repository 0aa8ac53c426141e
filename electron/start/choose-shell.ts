import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { ShellChoice } from './arguments.ts';

/** Which shell it will be, and why, in words for the terminal. */
export type Chosen = { readonly shell: 'browser'; readonly why: string } | { readonly shell: 'desktop'; readonly why: string; readonly electron: string };

/** What the choice depends on; the real ones below, made-up ones in tests. */
export type Surroundings = {
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  readonly isRoot: boolean;
  /** Path of the Electron executable when its runtime is here. */
  readonly electronHere: () => string | null;
  /** Fetches the runtime; null when it could not be had. */
  readonly fetchElectron: () => Promise<string | null>;
};

/** Whether a window can be shown at all. */
export const hasDisplay = ({ platform, env }: Pick<Surroundings, 'platform' | 'env'>) => platform !== 'linux' || Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY']);

/**
 * Chooses between the desktop window and the browser, cheapest question first: nothing is fetched where no window could be shown.
 *
 * @returns the choice with its reason, or, when the desktop was asked for and cannot be, one line that says why
 */
export async function chooseShell(asked: ShellChoice, around: Surroundings): Promise<Result<Chosen, string>> {
  if (asked === 'browser') return ok({ shell: 'browser', why: 'as asked' });
  const no = (why: string, remedy: string): Result<Chosen, string> =>
    asked === 'desktop' ? err(`The desktop shell cannot start: ${why}. ${remedy}`) : ok({ shell: 'browser', why });
  if (!hasDisplay(around)) return no('there is no display (DISPLAY and WAYLAND_DISPLAY are empty)', 'Use --shell browser, or start it from a desktop session.');
  if (around.platform === 'linux' && around.isRoot) return no('Electron does not run as root with its sandbox on', 'Use --shell browser, or an ordinary user.');
  const here = around.electronHere();
  if (here) return ok({ shell: 'desktop', why: 'the Electron runtime is here', electron: here });
  const fetched = await around.fetchElectron();
  if (fetched) return ok({ shell: 'desktop', why: 'the Electron runtime was fetched', electron: fetched });
  return no('the Electron runtime is not here and could not be fetched', 'Use --shell browser, or fetch it with "npx install-electron".');
}

const electronFolder = () => {
  try {
    return dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  } catch {
    return null;
  }
};

/** The runtime inside `node_modules/electron`, or where ELECTRON_OVERRIDE_DIST_PATH says. */
export function electronHere(folder = electronFolder(), env = process.env): string | null {
  if (!folder) return null;
  const pathFile = join(folder, 'path.txt');
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : null;
  const override = env['ELECTRON_OVERRIDE_DIST_PATH'];
  const executable = override ? join(override, name ?? 'electron') : name ? join(folder, 'dist', name) : null;
  return executable && existsSync(executable) ? executable : null;
}

const bytesIn = (folder: string): number => {
  let sum = 0;
  for (const entry of existsSync(folder) ? readdirSync(folder, { withFileTypes: true, recursive: true }) : []) {
    if (entry.isFile()) sum += statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0;
  }
  return sum;
};

/**
 * Fetches the Electron runtime with the package's own installer. As long as bytes arrive it may take its time;
 * when none has for `patienceMs` there is no route, and it is given up.
 */
export async function fetchElectron(patienceMs = 4_500, folder = electronFolder()): Promise<string | null> {
  if (!folder) return null;
  const scratch = mkdtempSync(join(tmpdir(), 'comptoir-electron-'));
  const installer = spawn(process.execPath, [join(folder, 'install.js')], { stdio: 'ignore', env: { ...process.env, TMPDIR: scratch, TEMP: scratch, TMP: scratch } });
  await new Promise<void>((resolve) => {
    let seen = 0;
    let quietSince = performance.now();
    const watch = setInterval(() => {
      const bytes = bytesIn(scratch) + bytesIn(join(folder, 'dist'));
      if (bytes > seen) quietSince = performance.now();
      seen = bytes;
      if (performance.now() - quietSince > patienceMs) installer.kill('SIGKILL');
    }, 250);
    const done = () => {
      clearInterval(watch);
      resolve();
    };
    installer.once('exit', done);
    installer.once('error', done);
  });
  rmSync(scratch, { recursive: true, force: true });
  return electronHere(folder);
}

/** This machine. */
export const thisMachine = (): Surroundings => ({ platform: process.platform, env: process.env, isRoot: process.getuid?.() === 0, electronHere: () => electronHere(), fetchElectron: () => fetchElectron() });
