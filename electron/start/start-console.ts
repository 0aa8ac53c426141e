import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pino } from 'pino';
import { startBrowserShell, type BrowserShell } from '#electron/browser/browser-shell.ts';
import { forkLife } from '#electron/ipc/fork-life.ts';
import { folderHolder, lockFolder, type FolderLock } from '#electron/ipc/folder-lock.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { helpText, readArguments, type StartArguments } from './arguments.ts';
import { chooseShell, thisMachine, type Chosen } from './choose-shell.ts';
import { demoEmails, startCompanion, type Companion } from './companion-server.ts';
import { prepareFolder } from './data-folder.ts';
import { openInBrowser } from './open-browser.ts';
import { desktopSources, places, root, windowSources } from './places.ts';
import { linkFromHolder } from './second-console.ts';
import type { Terminal } from './terminal.ts';
import { buildWhenStale } from './window-build.ts';

/** The port people get used to; another one when it is taken and none was asked for. */
const USUAL_PORT = 4780;

const tellError = (cause: unknown) => (cause instanceof Error ? cause.message.split('\n')[0]! : String(cause));

/** Everything that was started, closed again in the opposite order; a step that fails does not keep the others open. */
function closers(terminal: Terminal) {
  const steps: (() => void | Promise<void>)[] = [];
  return {
    add: (step: () => void | Promise<void>) => void steps.push(step),
    closeAll: async () => {
      for (const step of steps.splice(0).reverse()) {
        try {
          await step();
        } catch (cause) {
          terminal.warn(`While closing: ${tellError(cause)}`);
        }
      }
    },
  };
}

const portIsFree = (port: number) =>
  new Promise<Result<void, string>>((resolve) => {
    const probe = createServer();
    probe.once('error', (cause: NodeJS.ErrnoException) =>
      resolve(err(cause.code === 'EADDRINUSE' ? `Port ${port} is taken by another program: choose another with --port N.` : `Port ${port} cannot be used (${cause.code ?? 'unknown'}): choose another with --port N.`)),
    );
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(ok(undefined))));
  });

type Running = {
  readonly args: StartArguments;
  readonly terminal: Terminal;
  readonly lock: FolderLock;
  readonly serverUrl: string;
  readonly companion: Companion | null;
  readonly closing: ReturnType<typeof closers>;
  /** Ends the console. */
  readonly end: (exitCode: number) => void;
};

async function openBrowserShell({ args, terminal, lock, serverUrl, companion, closing }: Running): Promise<Result<void, string>> {
  const log = pino(pino.destination({ dest: join(args.dataDir, 'logs', 'console.log'), mkdir: true, sync: true }));
  const controlToken = randomBytes(32).toString('base64url');
  const shellOn = (port: number) =>
    startBrowserShell({
      port,
      windowDir: places.window,
      fork: () => forkLife(places.dataProcess, { errorsTo: join(args.dataDir, 'logs', 'data-process.err.log') }),
      start: { dataDir: args.dataDir, serverUrl, shell: 'browser', secrets: 'file', demoAccountsFile: companion?.accountsFile ?? null },
      log,
      controlToken,
      onState: {
        up: () => undefined,
        down: ({ code, error, againInMs }) => terminal.warn(`The data process ended (${error?.code ?? `exit code ${code ?? 'none'}`}); it starts again in ${againInMs / 1_000} s. Nothing that was saved is lost.`),
      },
    });
  let shell: BrowserShell;
  try {
    const port = args.port ?? ((await portIsFree(USUAL_PORT)).ok ? USUAL_PORT : 0);
    shell = await shellOn(port);
  } catch (cause) {
    return err((cause as NodeJS.ErrnoException).code === 'EADDRINUSE' ? `Port ${args.port ?? USUAL_PORT} is taken by another program: choose another with --port N.` : tellError(cause));
  }
  closing.add(() => shell.close());
  lock.tell({ shell: 'browser', control: { url: shell.origin, token: controlToken } });
  const link = shell.newLink();
  terminal.say(`Console: ${link}`);
  terminal.say(`         The link opens once, in one browser${process.stdin.isTTY ? '; Enter prints another' : ''}.`);
  if (args.open && !(await openInBrowser(link))) terminal.say('         No browser could be opened from here: open the link yourself.');
  if (process.stdin.isTTY) {
    const lines = createInterface({ input: process.stdin });
    lines.on('line', () => terminal.say(`Console: ${shell.newLink()}`));
    closing.add(() => lines.close());
  }
  return ok(undefined);
}

function openDesktopShell({ args, lock, serverUrl, companion, closing, terminal, end }: Running, electron: string): Result<void, string> {
  lock.tell({ shell: 'desktop', control: null });
  const child = spawn(electron, [root, '--data', args.dataDir, '--server', serverUrl, '--folder-is-locked', ...(companion ? ['--demo-accounts', companion.accountsFile] : [])], { stdio: 'inherit' });
  const gone = new Promise<void>((resolve) => {
    child.once('exit', (code, signal) => {
      resolve();
      if (code !== 0) terminal.warn(`The console's window ended unexpectedly (${signal ?? `exit code ${code ?? '?'}`}); what was saved is in ${args.dataDir}.`);
      end(code === 0 ? 0 : 1);
    });
    child.once('error', (cause) => {
      resolve();
      terminal.warn(`Electron could not be started: ${tellError(cause)}`);
      end(1);
    });
  });
  closing.add(async () => {
    child.kill('SIGTERM');
    await gone;
  });
  return ok(undefined);
}

/** Says that the folder is open in another console, and opens that one. */
async function alreadyOpen(args: StartArguments, terminal: Terminal): Promise<number> {
  const holder = folderHolder(args.dataDir);
  const who = holder ? `, process ${holder.pid}, since ${holder.since.slice(0, 16).replace('T', ' ')} UTC` : '';
  const link = await linkFromHolder(holder);
  terminal.warn(`Comptoir already works in ${args.dataDir} (${holder?.shell ?? 'another'} shell${who}). Use that one, or another folder with --data DIR.`);
  if (link) {
    terminal.say(`Console: ${link}`);
    if (args.open) await openInBrowser(link);
  }
  return 1;
}

/**
 * Runs the console until it is told to stop.
 *
 * @param argv what was typed behind `npm start --`
 * @returns the exit code: 0 when it was closed by the person, 1 when it could not start (one line says why)
 */
export async function startConsole(argv: readonly string[], terminal: Terminal): Promise<number> {
  const read = readArguments(argv, process.env, process.cwd());
  if (!read.ok) {
    terminal.warn(read.error);
    return 1;
  }
  const args = read.value;
  if (args.help) {
    terminal.say(helpText.trimEnd());
    return 0;
  }
  const refuse = (line: string) => {
    terminal.warn(line);
    return 1;
  };
  const folder = prepareFolder(args.dataDir);
  if (!folder.ok) return refuse(folder.error);
  const lock = lockFolder(args.dataDir);
  if (!lock) return alreadyOpen(args, terminal);

  const closing = closers(terminal);
  closing.add(() => lock.release());
  // From here on Ctrl-C closes in order; a second one does not wait.
  let end: (exitCode: number) => void = () => undefined;
  const ended = new Promise<number>((resolve) => (end = resolve));
  let asked = 0;
  const stop = () => (++asked === 1 ? end(0) : process.exit(1));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);

  try {
    const opened = await Promise.race([open(args, terminal, lock, closing, end), ended.then(() => ok(undefined))]);
    if (!opened.ok) return refuse(opened.error);
    return await ended;
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND' ? ' Run "npm ci" again.' : '';
    return refuse(`Comptoir could not start: ${tellError(cause)}${missing}`);
  } finally {
    await closing.closeAll();
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(signal, stop);
  }
}

async function open(args: StartArguments, terminal: Terminal, lock: FolderLock, closing: ReturnType<typeof closers>, end: (exitCode: number) => void): Promise<Result<void, string>> {
  if (args.port !== null && args.port !== 0) {
    const free = await portIsFree(args.port);
    if (!free.ok) return free;
  }
  mkdirSync(join(args.dataDir, 'logs'), { recursive: true });
  terminal.say(`Comptoir works in ${args.dataDir}`);

  const stopBuilding = new AbortController();
  closing.add(() => stopBuilding.abort());
  const build = (name: string, sources: readonly string[], entry: string) => buildWhenStale({ root, name, sources, entry, signal: stopBuilding.signal });
  const building = build('renderer', windowSources, places.windowBuilder);
  // The accounts are the last that is made: a database alone is a start that was refused, and may be filled.
  if (args.olistDir && existsSync(join(args.dataDir, 'server', 'demo-accounts.json'))) {
    return err(`${args.dataDir} has a marketplace already, and --olist only fills an empty folder: make it anew with "npm run cli -- demo --olist DIR", or use another folder (--data DIR).`);
  }
  let serving: Promise<Result<Companion | null, string>> = Promise.resolve(ok(null));
  if (args.serverUrl === null) {
    const companion = startCompanion({
      entry: places.server,
      serverDir: join(args.dataDir, 'server'),
      logFile: join(args.dataDir, 'logs', 'server.log'),
      demo: args.olistDir ? `olist:${args.olistDir}` : 'generate',
      onProgress: (step, done, total) => terminal.progress(`Demo marketplace, ${step}`, done, total),
      onDied: (how, port) => terminal.warn(`The companion server ended (${how}). The console works on from its cache. The server alone starts with: npm run server -- --data "${join(args.dataDir, 'server')}" --port ${port}`),
    });
    closing.add(() => companion.close());
    serving = companion.ready;
  }
  const choosing = chooseShell(args.shell, thisMachine()).then(async (chosen): Promise<Result<Chosen, string>> => {
    if (!chosen.ok) return chosen;
    terminal.say(`Shell: ${chosen.value.shell} (${chosen.value.why})`);
    if (chosen.value.shell === 'browser') return chosen;
    const built = await build('main', desktopSources, places.desktopBuilder);
    return built.ok ? chosen : err(`The desktop shell could not be built: ${built.error}`);
  });
  // All three at once; whichever refuses first is told, without waiting for the others.
  const refused = <T>(step: Promise<Result<T, string>>) => step.then((done) => (done.ok ? new Promise<never>(() => undefined) : done));
  const all = Promise.all([building, serving, choosing]);
  const first = await Promise.race([all, refused(building), refused(serving), refused(choosing)]);
  if (!Array.isArray(first)) return first;
  const [built, served, chosen] = first;
  if (!built.ok) return err(`The window could not be built: ${built.error}`);
  if (!served.ok) return err(`The companion server did not start: ${served.error}`);
  if (!chosen.ok) return chosen;

  const companion = served.value;
  const running: Running = { args, terminal, lock, closing, end, companion, serverUrl: companion?.url ?? args.serverUrl ?? '' };
  terminal.say(companion ? `Server: ${companion.url} (demo marketplace on this machine)` : `Server: ${running.serverUrl}`);
  if (companion) {
    const emails = demoEmails(companion.accountsFile);
    if (emails.length > 0) terminal.say(`Demo accounts: ${emails.join(', ')}\n         Their passwords are in ${companion.accountsFile}`);
  }
  const opened = chosen.value.shell === 'desktop' ? openDesktopShell(running, chosen.value.electron) : await openBrowserShell(running);
  if (opened.ok) terminal.say('Ctrl-C ends it.');
  return opened;
}
