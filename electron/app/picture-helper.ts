import { MessageChannelMain, utilityProcess, type MessagePortMain } from 'electron';
import type { Helper } from '#electron/ipc/helpers.ts';

/** A process that reads pictures, for the data process: it gets the line to it, and bypasses this one. */
export function pictureHelper(entry: string): Helper<MessagePortMain> {
  // Many small heaps of the allocator keep memory that nobody uses: a hundred megabytes after some pictures.
  const child = utilityProcess.fork(entry, [], { serviceName: 'Comptoir pictures', stdio: 'inherit', env: { ...process.env, MALLOC_ARENA_MAX: '2' } });
  const { port1, port2 } = new MessageChannelMain();
  child.postMessage({ t: 'port' }, [port1]);
  return {
    port: port2,
    onExit: (listener) => void child.on('exit', listener),
    kill: () => {
      // A decoder that hangs does not listen to polite requests.
      if (child.pid === undefined) child.kill();
      else endNow(child.pid);
    },
  };
}

function endNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (cause) {
    // It has just ended by itself.
    if ((cause as NodeJS.ErrnoException).code !== 'ESRCH') throw cause;
  }
}
