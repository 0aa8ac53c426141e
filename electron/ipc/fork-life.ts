import { fork } from 'node:child_process';
import type { ProcessLife } from './supervisor.ts';

/**
 * One life of the data process as a child of this one, under the same Node.
 *
 * @param entry the module to run, absolute
 * @param env variables to add for it
 */
export function forkLife(entry: string, env: NodeJS.ProcessEnv = {}): ProcessLife {
  const child = fork(entry, [], { serialization: 'advanced', stdio: ['ignore', 'inherit', 'inherit', 'ipc'], env: { ...process.env, ...env } });
  let ended = false;
  const listeners: ((code: number | null) => void)[] = [];
  const end = (code: number | null) => {
    if (ended) return;
    ended = true;
    for (const listener of listeners) listener(code);
  };
  child.on('exit', end);
  // A process that could not even be started gives `error` and no `exit`.
  child.on('error', () => end(null));
  return {
    post: (message) => void (child.connected && child.send(message, () => undefined)),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void listeners.push(listener),
    kill: () => void child.kill('SIGKILL'),
  };
}
