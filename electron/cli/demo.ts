import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { demoEmails, startCompanion } from '#electron/start/companion-server.ts';
import { places } from '#electron/start/places.ts';
import { err, ok } from '#shared/kernel/result.ts';
import type { Command } from './command.ts';
import { withFolder } from './with-folder.ts';

/** A folder's marketplace is kept beside, under the time it was put there: nothing is thrown away. */
function moveAside(serverDir: string): string | null {
  if (!existsSync(join(serverDir, 'comptoir.db'))) return null;
  const aside = `${serverDir}-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}`;
  renameSync(serverDir, aside);
  return aside;
}

export const demo: Command = {
  name: 'demo',
  summary: 'makes the demo marketplace anew: generated, or from the Olist catalogue files',
  flags: { olist: { type: 'string', summary: 'folder with the Olist files' } },
  run: async ({ flags, dataDir, terminal, env }) => {
    const given = flags['olist'];
    const olistDir = typeof given === 'string' ? resolve(env['INIT_CWD'] ?? process.cwd(), given) : null;
    if (olistDir && !statSync(olistDir, { throwIfNoEntry: false })?.isDirectory()) return err(`There is no folder ${olistDir}.`);
    return withFolder(dataDir, async () => {
      const serverDir = join(dataDir, 'server');
      // The address stays the same: consoles find their server again.
      const port = existsSync(join(serverDir, 'port')) ? readFileSync(join(serverDir, 'port'), 'utf8') : null;
      const aside = moveAside(serverDir);
      if (aside) terminal.say(`The marketplace that was here is kept in ${aside}`);
      if (port) {
        mkdirSync(serverDir, { recursive: true, mode: 0o700 });
        writeFileSync(join(serverDir, 'port'), port);
      }
      const companion = startCompanion({
        entry: places.server,
        serverDir,
        logFile: join(dataDir, 'logs', 'server.log'),
        demo: olistDir ? `olist:${olistDir}` : 'generate',
        onProgress: (step, done, total) => terminal.progress(`Demo marketplace, ${step}`, done, total),
        onDied: () => undefined,
      });
      const ready = await companion.ready;
      await companion.close();
      if (!ready.ok) return err(`The demo marketplace was not made: ${ready.error}`);
      terminal.say(`The demo marketplace is in ${serverDir}; "npm start" opens it.`);
      terminal.say(`Accounts: ${demoEmails(ready.value.accountsFile).join(', ')} (passwords in ${ready.value.accountsFile})`);
      return ok(undefined);
    });
  },
};
