import { pino } from 'pino';
import { createDataProcess } from '#electron/data-process/create-data-process.ts';
import { fileSecrets } from '#electron/auth/secret-store.ts';
import type { DataProcess } from '#electron/ipc/data-process-contract.ts';
import type { Answer, Asked } from '#shared/contract/channel.ts';
import type { IpcChannels, IpcEvents } from '#shared/contract/ipc.ts';
import { assert } from '#shared/kernel/assert.ts';
import type { SyncState } from '#shared/sync/sync-state.ts';
import type { z } from 'zod';

/** The data process of a console, asked the way a window asks it. */
export type BenchConsole = {
  readonly process: DataProcess;
  ask<K extends keyof IpcChannels & string>(channel: K, input: Asked<IpcChannels, K>): Promise<Answer<IpcChannels, K>>;
  on<E extends keyof IpcEvents & string>(name: E, listen: (payload: z.output<IpcEvents[E]>) => void): () => void;
  /** Resolves when the state of the sync is as wanted. */
  until(wanted: (state: SyncState) => boolean): Promise<void>;
};

export async function openConsole(dataDir: string, serverUrl: string, demoAccountsFile: string | null): Promise<BenchConsole> {
  const process = await createDataProcess({ dataDir, serverUrl, secrets: fileSecrets(dataDir), log: pino({ enabled: false }), demoAccountsFile });
  let next = 0;
  const console: BenchConsole = {
    process,
    ask: async (channel, input) => {
      const reply = await process.answer({ t: 'ask', id: next++, channel, input });
      const { result } = reply;
      assert(result.ok, () => `${channel} was refused: ${JSON.stringify(result)}`);
      return result.value as never;
    },
    on: (name, listen) => process.onEvent((event) => {
      if (event.name === name) listen(event.payload as never);
    }),
    until: (wanted) => new Promise((resolve, reject) => {
      const look = (): void => {
        void console.ask('sync.state', {}).then((state) => {
          if (!wanted(state)) return;
          clearInterval(timer);
          resolve();
        }, reject);
      };
      const timer = setInterval(look, 20);
      look();
    }),
  };
  return console;
}
