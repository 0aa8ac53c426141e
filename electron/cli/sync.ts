import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { session } from '#shared/auth/contract.ts';
import { syncState, type SyncState } from '#shared/sync/sync-state.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { Terminal } from '#electron/start/terminal.ts';
import { serverAddress } from '#electron/start/arguments.ts';
import type { Command } from './command.ts';
import { openDataProcess, type DataProcessLine } from './data-process-line.ts';
import { importFile } from './sync-import.ts';
import { withFolder } from './with-folder.ts';

const words = ({ connection, unsent, conflicts, rejected }: SyncState) => `${connection.name}: ${unsent} unsent, ${conflicts} conflicts, ${rejected} refused`;

/** Sends and fetches until there is nothing left to do. */
async function untilDone(data: DataProcessLine, seconds: number, terminal: Terminal): Promise<Result<void, string>> {
  const until = performance.now() + seconds * 1_000;
  let state = await data.ask('sync.now', {}, syncState);
  while (state.ok && performance.now() < until) {
    const { connection, unsent } = state.value;
    if (connection.name === 'online' && unsent === 0) {
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
}

export const sync: Command = {
  name: 'sync',
  summary: 'sends what waits and fetches what is new, without a window',
  flags: {
    server: { type: 'string', summary: 'the companion server; without it the one of this folder' },
    email: { type: 'string', summary: 'signs in when nobody is; the password comes from COMPTOIR_PASSWORD' },
    yes: { type: 'boolean', summary: 'with "import": takes the file over after the look' },
    wait: { type: 'string', summary: 'seconds to wait for the end, 60 unless said' },
  },
  takes: '[import FILE]  takes over an exported outbox: says what it would come to, and does it with --yes',
  run: async ({ words: [what, typedFile, ...more], flags, dataDir, terminal, env }) => {
    if (what !== undefined && (what !== 'import' || typedFile === undefined || more.length > 0)) return err('There is "sync" and "sync import FILE".');
    const file = typedFile === undefined ? undefined : resolve(env['INIT_CWD'] ?? process.cwd(), typedFile);
    if (file !== undefined && !existsSync(file)) return err(`There is no file ${file}.`);
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
        if (file === undefined) return await untilDone(data, seconds, terminal);
        // What the server has, and what is here, is known once everything has come.
        const ready = await untilDone(data, seconds, terminal);
        if (!ready.ok) return ready;
        const taken = await importFile(data, file, flags['yes'] === true, terminal);
        return taken.ok && taken.value > 0 ? await untilDone(data, seconds, terminal) : taken.ok ? ok(undefined) : taken;
      } finally {
        await data.close();
      }
    });
  },
};
