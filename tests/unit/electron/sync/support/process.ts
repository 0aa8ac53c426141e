import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { FromDataProcess, ToDataProcess } from '#electron/ipc/data-process-contract.ts';
import type { EventMessage, ReplyMessage } from '#shared/contract/channel.ts';
import type { SyncState } from '#shared/sync/sync-state.ts';

/** The data process as a shell starts it: a real process, with a real end. */
export function aProcess(start: { dataDir: string; serverUrl: string }) {
  const child = fork(fileURLToPath(new URL('../../../../../electron/data-process.ts', import.meta.url)), [], { serialization: 'advanced', stdio: 'inherit', execArgv: [] });
  onTestFinished(() => void child.kill('SIGKILL'));
  // To a process that is just ending there is nothing to say, and nothing to be sorry about.
  const post = (message: ToDataProcess) => void (child.connected && child.send(message, () => undefined));
  const waiting = new Map<number, (reply: ReplyMessage) => void>();
  const events: EventMessage[] = [];
  const ready = new Promise<void>((resolve, reject) => child.on('message', (message: FromDataProcess) => {
    if (message.t === 'ready') resolve();
    if (message.t === 'failed') reject(new Error(message.error.code));
    if (message.t === 'event') events.push(JSON.parse(message.text) as EventMessage);
    if (message.t !== 'window') return;
    const reply = JSON.parse(message.text) as ReplyMessage;
    waiting.get(reply.id)?.(reply);
  }));
  post({ t: 'start', start: { ...start, shell: 'browser', secrets: 'file', demoAccountsFile: null } });
  let lastId = 0;
  const ask = async (channel: string, input: unknown): Promise<ReplyMessage['result']> => {
    const asked = ++lastId;
    const reply = new Promise<ReplyMessage>((resolve) => waiting.set(asked, resolve));
    post({ t: 'window', window: 1, text: JSON.stringify({ t: 'ask', id: asked, channel, input }) });
    return (await reply).result;
  };
  const state = async () => ((await ask('sync.state', {})) as { value: SyncState }).value;
  const until = async (wished: (state: SyncState) => boolean) => {
    for (let i = 0; i < 4_000; i++) {
      if (wished(await state())) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error(`still ${JSON.stringify(await state())}`);
  };
  const gone = new Promise<void>((resolve) => void child.once('exit', () => resolve()));
  return { ready, gone, ask, state, until, events, kill: async () => (child.kill('SIGKILL'), gone), close: async () => (post({ t: 'close' }), gone) };
}
