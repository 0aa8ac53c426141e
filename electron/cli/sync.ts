import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { session } from '#shared/auth/contract.ts';
import { replyMessage } from '#shared/contract/channel.ts';
import { syncState, type SyncState } from '#shared/sync/contract.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { forkLife } from '#electron/ipc/fork-life.ts';
import { superviseDataProcess } from '#electron/ipc/supervisor.ts';
import { serverAddress } from '#electron/start/arguments.ts';
import { places } from '#electron/start/places.ts';
import type { Command } from './command.ts';
import { withFolder } from './with-folder.ts';

/** The same data process as behind a window, asked from here. */
async function openDataProcess(dataDir: string, serverUrl: string) {
  const waiting = new Map<number, (text: string) => void>();
  let lastId = 0;
  let up: (started: Result<void, string>) => void = () => undefined;
  const started = new Promise<Result<void, string>>((resolve) => (up = resolve));
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const accounts = join(dataDir, 'server', 'demo-accounts.json');
  const supervisor = superviseDataProcess({
    fork: () => forkLife(places.dataProcess, { errorsTo: join(dataDir, 'logs', 'data-process.err.log') }),
    start: { dataDir, serverUrl, shell: 'browser', secrets: 'file', demoAccountsFile: existsSync(accounts) ? accounts : null },
    log: silent,
    on: {
      up: () => up(ok(undefined)),
      down: ({ error, code }) => {
        up(err(`the data process could not start (${error?.code ?? `exit code ${code ?? 'none'}`})`));
        for (const tell of waiting.values()) tell('');
      },
      window: (id, text) => waiting.get(id)?.(text),
      event: () => undefined,
    },
  });
  const ask = async <S extends z.ZodType>(channel: string, input: unknown, output: S): Promise<Result<z.output<S>, string>> => {
    const id = ++lastId;
    const text = await new Promise<string>((resolve) => {
      waiting.set(id, resolve);
      supervisor.post({ t: 'window', window: id, text: JSON.stringify({ t: 'ask', id, channel, input }) });
    });
    waiting.delete(id);
    if (text === '') return err('the data process ended');
    const reply = replyMessage.parse(JSON.parse(text));
    return reply.result.ok ? ok(output.parse(reply.result.value)) : err(reply.result.error.code);
  };
  return { started: await started, ask, close: supervisor.close };
}

const words = ({ connection, unsent, conflicts, rejected }: SyncState) => `${connection.name}: ${unsent} unsent, ${conflicts} conflicts, ${rejected} refused`;

export const sync: Command = {
  name: 'sync',
  summary: 'sends what waits and fetches what is new, without a window',
  flags: {
    server: { type: 'string', summary: 'the companion server; without it the one of this folder' },
    email: { type: 'string', summary: 'signs in when nobody is; the password comes from COMPTOIR_PASSWORD' },
    wait: { type: 'string', summary: 'seconds to wait for the end, 60 unless said' },
  },
  run: async ({ flags, dataDir, terminal, env }) => {
    const port = join(dataDir, 'server', 'port');
    const typed = typeof flags['server'] === 'string' ? flags['server'] : existsSync(port) ? `http://127.0.0.1:${readFileSync(port, 'utf8').trim()}` : null;
    if (!typed) return err('Which server? There is no demo marketplace in this folder: give --server URL.');
    const address = serverAddress(typed);
    if (!address.ok) return address;
    const seconds = Number(flags['wait'] ?? 60);
    if (!(seconds > 0)) return err('--wait takes a number of seconds.');
    return withFolder(dataDir, async () => {
      const data = await openDataProcess(dataDir, address.value);
      try {
        if (!data.started.ok) return data.started;
        const email = flags['email'];
        let who = await data.ask('auth.session', {}, session);
        if (who.ok && who.value.name === 'signed-out' && typeof email === 'string') {
          const password = env['COMPTOIR_PASSWORD'];
          if (!password) return err('Put the password into COMPTOIR_PASSWORD.');
          who = await data.ask('auth.signIn', { email, password }, session);
        }
        if (!who.ok) return err(`Signing in failed: ${who.error}.`);
        if (who.value.name === 'signed-out') return err('Nobody is signed in on this folder: give --email, or sign in from the console once.');
        const until = performance.now() + seconds * 1_000;
        let state = await data.ask('sync.now', {}, syncState);
        while (state.ok && performance.now() < until) {
          const { connection, unsent, rejected } = state.value;
          if (connection.name === 'online' && unsent - rejected <= 0) {
            terminal.say(words(state.value));
            return ok(undefined);
          }
          if (connection.name === 'stopped' || connection.name === 'needs-sign-in') return err(`Stopped (${connection.error.code}); ${words(state.value)}.`);
          if (connection.name === 'bootstrapping') terminal.progress(`First copy, ${connection.phase}`, connection.doneBytes, connection.totalBytes);
          await new Promise((resolve) => setTimeout(resolve, 250));
          // Nobody looks at a terminal before sending: what a pre-flight would hold goes at once.
          state = await data.ask(state.value.preflight?.heldUntil ? 'sync.now' : 'sync.state', {}, syncState);
        }
        return err(state.ok ? `Not finished after ${seconds} s; ${words(state.value)}. Nothing is lost, it goes on next time.` : `The sync failed: ${state.error}.`);
      } finally {
        await data.close();
      }
    });
  },
};
