import type { WindowPort } from '../ipc/serve-process.ts';
import type { FromWorker, ToWorker } from './worker-contract.ts';

/** The line of a worker to whoever hired it. */
export type WorkerLine = {
  /** @param then once it is on its way, as far as that can be known */
  say(message: FromWorker, then?: () => void): void;
  onTask(listener: (asked: ToWorker) => void): void;
};

/** `process.parentPort` of an Electron utility process, as far as it is used here. */
type ParentPort = { once(event: 'message', listener: (event: { ports: readonly WindowPort[] }) => void): unknown };

/** A message of a port has no answer that says it left: so long is enough for one. */
const ON_ITS_WAY_MS = 200;

/** The line of a process that was forked by Node, or started by Electron with a port of its own; undefined when nobody started it. It ends when the other side is gone. */
export function workerLine(): WorkerLine | undefined {
  const parent = (process as NodeJS.Process & { parentPort?: ParentPort }).parentPort;
  if (parent) {
    let port: WindowPort | null = null;
    const listeners: ((asked: ToWorker) => void)[] = [];
    parent.once('message', ({ ports: [given] }) => {
      port = given!;
      port.on('message', ({ data }) => listeners.forEach((listener) => listener(data as ToWorker)));
      port.on('close', () => process.exit(0));
      port.start();
    });
    return {
      say: (message, then) => {
        port?.postMessage(message);
        if (then) setTimeout(then, ON_ITS_WAY_MS);
      },
      onTask: (listener) => void listeners.push(listener),
    };
  }
  if (!process.send) return undefined;
  process.on('disconnect', () => process.exit(0));
  return {
    say: (message, then = () => undefined) => void process.send!(message, then),
    onTask: (listener) => void process.on('message', listener),
  };
}
