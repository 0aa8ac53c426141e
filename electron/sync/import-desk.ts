import { readFile } from 'node:fs/promises';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { IntakeDesk } from '../intake/handlers.ts';
import { readImport, type ImportDeps, type ImportFile } from './import-outbox.ts';

/** Where a file that is taken over lies while a person looks at what it would come to: the one read last is kept in memory. */
export type ImportDesk = {
  /** The file, read; refused as `import-lost` when none has come in whole under this name (the data process began anew). */
  read(deps: ImportDeps, intake: string): Promise<Result<ImportFile, AppError>>;
  /** It was taken over: nothing of it is kept. */
  done(): void;
};

type Held = { readonly intake: string; readonly account: string; readonly read: ImportFile };

export function importDesk(desk: IntakeDesk): ImportDesk {
  let held: Held | null = null;
  return {
    read: async (deps, intake) => {
      const account = deps.actor.userId;
      if (held?.intake === intake && held.account === account) return ok(held.read);
      const coming = desk.find(intake, 'outbox');
      if (coming === null || coming.sha256() === null) return err({ code: 'not-ready', attempted: 'sync.import', rule: 'import-lost' });
      const read = await readImport(deps, (await readFile(coming.path, 'utf8')).replace(/^\ufeff/, ''));
      if (read.ok) held = { intake, account, read: read.value };
      return read;
    },
    done: () => {
      if (held !== null) void desk.cancel(held.intake);
      held = null;
    },
  };
}
