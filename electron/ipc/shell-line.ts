import type { FromDataProcess } from './data-process-contract.ts';
import type { ShellLine, WindowPort } from './serve-process.ts';

/** `process.parentPort` of an Electron utility process, as far as it is used here; Electron itself is not imported outside the desktop shell. */
type ParentPort = {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown; ports: readonly WindowPort[] }) => void): unknown;
};

const parentPort = (): ParentPort | undefined => (process as NodeJS.Process & { parentPort?: ParentPort }).parentPort;

/** The line to the shell this process was started by, or undefined when nobody started it. */
export function shellLine(): ShellLine | undefined {
  const port = parentPort();
  if (port) {
    return {
      post: (message) => port.postMessage(message),
      onMessage: (listener) => void port.on('message', ({ data, ports }) => listener(data, ports)),
      // A utility process ends with its parent; there is nothing to notice.
      onGone: () => undefined,
    };
  }
  if (!process.send) return undefined;
  return {
    post: (message: FromDataProcess) => void (process.connected && process.send?.(message)),
    onMessage: (listener) => void process.on('message', (message) => listener(message, [])),
    onGone: (listener) => {
      process.on('disconnect', listener);
      process.on('SIGTERM', listener);
      // Ctrl-C in a terminal reaches every process of the group: the shell gets it too and closes us in order.
      process.on('SIGINT', () => undefined);
    },
  };
}
