import type { ShellLine, WindowPort } from '../ipc/serve-process.ts';
import type { WorkerLife } from './picture-workers.ts';
import type { FromWorker, ToWorker } from './worker-contract.ts';

type Waiting = { port: WindowPort | null; readonly early: ToWorker[]; readonly heard: ((message: FromWorker) => void)[]; readonly ended: (() => void)[] };

/** Processes that read pictures, started by the shell on this process's request: where the program is packed, it may start none itself. */
export function workersOverShell(post: ShellLine['post']) {
  const lives = new Map<number, Waiting>();
  let last = 0;
  return {
    /** One worker; what it is told before it is there waits for it. */
    start: (): WorkerLife => {
      const helper = ++last;
      const life: Waiting = { port: null, early: [], heard: [], ended: [] };
      lives.set(helper, life);
      post({ t: 'helper-start', helper });
      return {
        pid: undefined,
        post: (message) => {
          if (life.port === null) life.early.push(message);
          else life.port.postMessage(message);
        },
        onMessage: (listener) => void life.heard.push(listener),
        onExit: (listener) => void life.ended.push(listener),
        kill: () => post({ t: 'helper-end', helper }),
      };
    },
    /** The shell has started it, and hands over the line. */
    arrived: (helper: number, port: WindowPort): void => {
      const life = lives.get(helper);
      if (!life) return;
      life.port = port;
      port.on('message', ({ data }) => {
        for (const listener of life.heard) listener(data as FromWorker);
      });
      port.start();
      for (const message of life.early.splice(0)) port.postMessage(message);
    },
    gone: (helper: number): void => {
      const life = lives.get(helper);
      lives.delete(helper);
      for (const listener of life?.ended ?? []) listener();
    },
  };
}
export type WorkersOverShell = ReturnType<typeof workersOverShell>;
