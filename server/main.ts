import { readConfig } from './config.ts';
import { StartRefused, startServer, type RunningServer } from './start-server.ts';

/** What a parent process hears; a console that starts its own server waits for `ready` or `failed`. */
type ToParent =
  | { t: 'progress'; step: string; done: number; total: number }
  | { t: 'ready'; url: string }
  | { t: 'failed'; reason: string };

const tell = (message: ToParent, then: () => void = () => undefined) => (process.send === undefined ? then() : void process.send(message, undefined, {}, then));

const REFUSED = 2;
let running: RunningServer | null = null;
let stopping = false;

/** Says why it does not start, one line per mistake, and ends once the parent has heard it. */
function refuse(lines: readonly string[]): void {
  process.stderr.write(lines.map((line) => `comptoir server: ${line}\n`).join(''));
  tell({ t: 'failed', reason: lines.join('; ') }, () => process.exit(REFUSED));
}

/** Finishes what was accepted; before the server is up there is nothing to finish, and a half-made demo is one transaction that never happened. */
function stop(): void {
  if (stopping) return;
  stopping = true;
  if (running === null) process.exit(0);
  running.close().then(
    () => process.exit(0),
    (cause: unknown) => {
      process.stderr.write(`comptoir server: ${cause instanceof Error ? cause.stack : String(cause)}\n`);
      process.exit(1);
    },
  );
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop);
// A console that is killed takes the server it started along.
process.on('disconnect', stop);

const config = readConfig(process.argv.slice(2), process.env);
if (!config.ok) {
  refuse(config.error);
} else {
  try {
    running = await startServer(config.value, { onSeeding: (seeding) => tell({ t: 'progress', ...seeding }) });
    process.stdout.write(`Comptoir server is ready at ${running.url}\n`);
    tell({ t: 'ready', url: running.url });
  } catch (cause) {
    if (!(cause instanceof StartRefused)) throw cause;
    refuse([cause.message]);
  }
}
