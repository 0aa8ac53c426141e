import { fork } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ProcessLife } from './supervisor.ts';

/**
 * One life of the data process as a child of this one, under the same Node.
 *
 * @param entry the module to run, absolute
 * @param errorsTo file that collects what it prints (a crash's last words), instead of the terminal
 */
export function forkLife(entry: string, { errorsTo }: { errorsTo?: string } = {}): ProcessLife {
  if (errorsTo) mkdirSync(dirname(errorsTo), { recursive: true });
  const output = errorsTo ? openSync(errorsTo, 'a', 0o600) : 'inherit';
  const child = fork(entry, [], { serialization: 'advanced', stdio: ['ignore', output, output, 'ipc'] });
  if (typeof output === 'number') closeSync(output);
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
