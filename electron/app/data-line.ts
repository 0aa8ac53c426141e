import { ipcMain, MessageChannelMain, type IpcMainEvent, type MessagePortMain, type WebFrameMain } from 'electron';
import { superviseDataProcess, type KeyStore, type ProcessLife } from '#electron/ipc/supervisor.ts';
import type { ProcessStart } from '#electron/ipc/data-process-contract.ts';
import type { Helper } from '#electron/ipc/helpers.ts';
import type { Log } from '#electron/ipc/log.ts';

/** What preload and main say to each other about the line; everything else goes through the port itself. */
export const PORT_ASK = 'comptoir:port-ask';
export const PORT = 'comptoir:port';

export type DataLineOptions = {
  readonly fork: () => ProcessLife<MessagePortMain>;
  /** Starts a process that reads pictures, for the data process. */
  readonly startHelper: () => Helper<MessagePortMain>;
  readonly log: Log;
  readonly isOwnSender: (event: IpcMainEvent) => boolean;
};

/**
 * Gives every window its own port into the data process. A page asks when it loads; when the data process was started again,
 * every page that is still there gets a new port without asking.
 */
export function dataLine({ fork, startHelper, log, isOwnSender }: DataLineOptions) {
  const frames = new Set<WebFrameMain>();
  let supervisor: ReturnType<typeof superviseDataProcess<MessagePortMain>> | undefined;

  const connect = (frame: WebFrameMain) => {
    if (frame.detached) return void frames.delete(frame);
    const { port1, port2 } = new MessageChannelMain();
    supervisor?.post({ t: 'port' }, [port1]);
    frame.postMessage(PORT, null, [port2]);
  };
  ipcMain.on(PORT_ASK, (event) => {
    if (!isOwnSender(event) || !event.senderFrame) return;
    frames.add(event.senderFrame);
    if (supervisor?.isUp()) connect(event.senderFrame);
  });

  return {
    start: (start: ProcessStart, keyStore: KeyStore | undefined) => {
      supervisor = superviseDataProcess<MessagePortMain>({
        fork,
        startHelper,
        start,
        log,
        ...(keyStore ? { keyStore } : {}),
        on: { up: () => frames.forEach(connect), down: () => undefined, window: () => undefined, event: () => undefined },
      });
    },
    /** Tells the data process where a person wants a file. @returns whether it knows now */
    place: (key: string, path: string): Promise<boolean> => supervisor?.place(key, path) ?? Promise.resolve(false),
    close: async () => supervisor?.close(),
  };
}
