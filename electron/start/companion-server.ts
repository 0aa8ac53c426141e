import { fork, type ChildProcess } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { err, ok, type Result } from '#shared/kernel/result.ts';

const fromServer = z.discriminatedUnion('t', [
  z.object({ t: z.literal('progress'), step: z.string(), done: z.number(), total: z.number() }),
  z.object({ t: z.literal('ready'), url: z.url() }),
  z.object({ t: z.literal('failed'), reason: z.string() }),
]);
const demoAccounts = z.array(z.object({ email: z.string() }).loose());

export type CompanionOptions = {
  /** `server/main.ts`, or what it was built into. */
  readonly entry: string;
  readonly serverDir: string;
  /** Where what it prints goes. */
  readonly logFile: string;
  /** `generate`, `none`, `olist:<dir>`. */
  readonly demo: string;
  readonly onProgress: (step: string, done: number, total: number) => void;
  /** Told when it ends without having been asked to, and at which port it was. */
  readonly onDied: (how: string, port: number) => void;
};

export type Companion = {
  readonly url: string;
  readonly accountsFile: string;
};

const canListen = (port: number) =>
  new Promise<number | null>((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(null));
    probe.listen(port, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : null));
    });
  });

/**
 * The port of this folder's demo server: chosen once and kept, because consoles file their cache under the server's address.
 * A server that is still on its way out (its console was killed) gets a moment to leave.
 */
export async function serverPort(serverDir: string, patienceMs = 6_000): Promise<Result<number, string>> {
  const file = join(serverDir, 'port');
  const kept = existsSync(file) ? Number(readFileSync(file, 'utf8')) : Number.NaN;
  if (!Number.isInteger(kept) || kept < 1 || kept > 65_535) {
    const port = (await canListen(4781)) ?? (await canListen(0));
    if (port === null) return err('No port is free on 127.0.0.1 for the companion server.');
    mkdirSync(serverDir, { recursive: true, mode: 0o700 });
    writeFileSync(file, String(port));
    return ok(port);
  }
  for (let waited = 0; waited <= patienceMs; waited += 200) {
    if ((await canListen(kept)) !== null) return ok(kept);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return err(`Port ${kept}, where the companion server of this folder lives, is taken by another program: end that, or use another folder (--data DIR).`);
}

/** The e-mails of the demo accounts; their passwords stay in the file. */
export function demoEmails(accountsFile: string): string[] {
  try {
    const parsed = demoAccounts.safeParse(JSON.parse(readFileSync(accountsFile, 'utf8')));
    return parsed.success ? parsed.data.map((account) => account.email) : [];
  } catch {
    return [];
  }
}

/**
 * Starts the companion server as a child of this process; at the first run it fills itself with the demo marketplace, which takes
 * some seconds.
 *
 * @returns `ready`: its address, or one line that says why it did not start; `close` ends it at any moment, also before that
 */
export function startCompanion(options: CompanionOptions): { readonly ready: Promise<Result<Companion, string>>; close(): Promise<void> } {
  let child: ChildProcess | undefined;
  let closing = false;
  let ended: Promise<void> = Promise.resolve();

  const serve = (port: number) =>
    new Promise<Result<Companion, string>>((resolve) => {
      let errors = '';
      let up = false;
      mkdirSync(dirname(options.logFile), { recursive: true });
      const log = createWriteStream(options.logFile, { flags: 'a', mode: 0o600 });
      const started = fork(options.entry, [], {
        silent: true,
        env: { ...process.env, COMPTOIR_HOST: '127.0.0.1', COMPTOIR_PORT: String(port), COMPTOIR_SERVER_DATA: options.serverDir, COMPTOIR_DEMO: options.demo },
      });
      child = started;
      started.stdout?.pipe(log, { end: false });
      started.stderr?.pipe(log, { end: false });
      started.stderr?.setEncoding('utf8').on('data', (text: string) => (errors = (errors + text).slice(-4_000)));
      started.on('message', (raw) => {
        const message = fromServer.safeParse(raw);
        if (!message.success) return;
        if (message.data.t === 'progress') options.onProgress(message.data.step, message.data.done, message.data.total);
        else if (message.data.t === 'failed') resolve(err(message.data.reason));
        else {
          up = true;
          resolve(ok({ url: message.data.url.replace(/\/+$/, ''), accountsFile: join(options.serverDir, 'demo-accounts.json') }));
        }
      });
      started.on('error', (cause) => resolve(err(cause.message)));
      ended = new Promise((gone) =>
        started.on('exit', (code, signal) => {
          log.end();
          gone();
          const how = signal ?? `exit code ${code ?? '?'}`;
          const said = errors.trim().split('\n').find((text) => /error|failed|cannot/i.test(text));
          resolve(err(`it ended before it served (${how})${said ? `: ${said.trim()}` : ''}; more in ${options.logFile}`));
          if (up && !closing) options.onDied(how, port);
        }),
      );
    });

  return {
    ready: serverPort(options.serverDir).then((port): Promise<Result<Companion, string>> | Result<Companion, string> => {
      if (!port.ok) return port;
      return closing ? err('it was stopped') : serve(port.value);
    }),
    close: async () => {
      closing = true;
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      const force = setTimeout(() => child?.kill('SIGKILL'), 8_000);
      await ended;
      clearTimeout(force);
    },
  };
}
