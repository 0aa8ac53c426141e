import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { session } from '#shared/auth/contract.ts';
import { err, type Result } from '#shared/kernel/result.ts';
import type { Given } from './command.ts';
import { openDataProcess, type DataProcessLine } from './data-process-line.ts';
import { withFolder } from './with-folder.ts';

/** Nobody listens there: work on the cache needs no server. */
const NOWHERE = 'http://127.0.0.1:9';

/** Does something with the catalogue of whoever is signed in on a data folder, without a window and without a network. */
export function withCatalogue<T>({ dataDir }: Pick<Given, 'dataDir'>, work: (data: DataProcessLine) => Promise<Result<T, string>>): Promise<Result<T, string>> {
  return withFolder(dataDir, async () => {
    const port = join(dataDir, 'server', 'port');
    const data = await openDataProcess(dataDir, existsSync(port) ? `http://127.0.0.1:${readFileSync(port, 'utf8').trim()}` : NOWHERE);
    try {
      if (!data.started.ok) return data.started;
      const who = await data.ask('auth.session', {}, session);
      if (!who.ok) return err(`The session could not be read: ${who.error}.`);
      if (who.value.name === 'signed-out') return err('Nobody is signed in on this folder: "npm run cli -- sync --email ADDRESS" signs in and fetches the catalogue.');
      return await work(data);
    } finally {
      await data.close();
    }
  });
}
