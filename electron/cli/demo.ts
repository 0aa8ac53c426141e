import { fork } from 'node:child_process';
import { copyFileSync, existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { demoEmails } from '#electron/start/companion-server.ts';
import { places } from '#electron/start/places.ts';
import type { Terminal } from '#electron/start/terminal.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { Command } from './command.ts';
import { withFolder } from './with-folder.ts';

/** Runs the server's own builder; it says how far it is on standard error and what became of it on standard output, which is the answer. */
function build(serverDir: string, flags: readonly string[], terminal: Terminal): Promise<Result<string, string>> {
  const child = fork(places.demoBuilder, ['--data', serverDir, ...flags], { silent: true });
  let said = '';
  let errors = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (said += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-2_000);
    const progress = [...text.matchAll(/(\w+) (\d+) \/ (\d+)/g)].at(-1);
    if (progress) terminal.progress(`Demo marketplace, ${progress[1] ?? ''}`, Number(progress[2]), Number(progress[3]));
  });
  return new Promise((done) => {
    child.once('error', (cause) => done(err(cause.message)));
    child.once('close', (code) => done(code === 0 ? ok(said) : err(said.trim().replace(/^refused: /, '') || (errors.trim().split('\n').find((line) => /error/i.test(line)) ?? `the builder ended with ${code ?? 'a signal'}`))));
  });
}

export const demo: Command = {
  name: 'demo',
  summary: 'makes the demo marketplace anew: generated, or from the Olist catalogue files; with the orders of Northwind on request',
  flags: {
    olist: { type: 'string', summary: 'folder with the Olist files' }, orders: { type: 'string', summary: 'how many orders a made-up marketplace has; 1,200 unless said' },
    conversations: { type: 'string', summary: 'how many conversations about them; a tenth of the orders unless said' },
    northwind: { type: 'string', summary: 'SQL file of the Northwind database whose orders come along' },
  },
  run: async ({ flags, dataDir, terminal, env }) => {
    const pathOf = (given: string | boolean | undefined): string | null => (typeof given === 'string' ? resolve(env['INIT_CWD'] ?? process.cwd(), given) : null);
    const [olistDir, northwind] = [pathOf(flags['olist']), pathOf(flags['northwind'])];
    if (olistDir && !statSync(olistDir, { throwIfNoEntry: false })?.isDirectory()) return err(`There is no folder ${olistDir}.`);
    if (northwind && !statSync(northwind, { throwIfNoEntry: false })?.isFile()) return err(`There is no file ${northwind}.`);
    const orders = typeof flags['orders'] === 'string' ? flags['orders'] : null;
    if (orders !== null && !/^\d{1,7}$/.test(orders)) return err('--orders takes a whole number.');
    const conversations = typeof flags['conversations'] === 'string' ? flags['conversations'] : null;
    if (conversations !== null && !/^\d{1,7}$/.test(conversations)) return err('--conversations takes a whole number.');
    return withFolder(dataDir, async () => {
      const serverDir = join(dataDir, 'server');
      const beside = `${serverDir}.new`;
      rmSync(beside, { recursive: true, force: true });
      const built = await build(beside, [...(olistDir ? ['--olist', olistDir] : []), ...(orders === null ? [] : ['--orders', orders]), ...(conversations === null ? [] : ['--conversations', conversations]), ...(northwind ? ['--northwind', northwind] : [])], terminal);
      if (!built.ok) {
        rmSync(beside, { recursive: true, force: true });
        return err(`The demo marketplace was not made: ${built.error}`);
      }
      // The address stays the same, so that consoles find their server again; what was here is kept, nothing is thrown away.
      if (existsSync(join(serverDir, 'port'))) copyFileSync(join(serverDir, 'port'), join(beside, 'port'));
      if (existsSync(serverDir)) {
        const aside = `${serverDir}-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}`;
        renameSync(serverDir, aside);
        terminal.say(`The marketplace that was here is kept in ${aside}`);
      }
      renameSync(beside, serverDir);
      const accounts = join(serverDir, 'demo-accounts.json');
      terminal.say(`The demo marketplace is in ${serverDir}; "npm start" opens it.`);
      for (const line of built.value.split('\n').filter((one) => one.startsWith('Northwind:'))) terminal.say(line);
      terminal.say(`Accounts: ${demoEmails(accounts).join(', ')} (passwords in ${accounts})`);
      return ok(undefined);
    });
  },
};
