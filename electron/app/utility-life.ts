import { utilityProcess, type MessagePortMain } from 'electron';
import type { ProcessLife } from '#electron/ipc/supervisor.ts';

/** One life of the data process as an Electron utility process; windows' ports travel to it and bypass this one. */
export function utilityLife(entry: string): ProcessLife<MessagePortMain> {
  const child = utilityProcess.fork(entry, [], { serviceName: 'Comptoir data', stdio: 'inherit' });
  return {
    post: (message, ports) => child.postMessage(message, ports ? [...ports] : []),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.on('exit', listener),
    kill: () => void child.kill(),
  };
}
