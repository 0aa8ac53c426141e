import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { MOST_FILE_CHARACTERS } from '#shared/sync/outbox-file.ts';
import { readImport, type ImportDeps, type ImportFile } from './import-outbox.ts';

/** Where a file that is taken over lies while a person looks at what it would come to: one at a time, and only in memory. */
export type ImportDesk = {
  /** One more piece of a file; another file takes the place of one that was begun. */
  part(account: string, piece: { readonly file: string; readonly at: number; readonly text: string }): Result<{ characters: number }, AppError>;
  /** The file, read; refused as `import-lost` when this person sent none under this name (the data process began anew). */
  read(deps: ImportDeps, file: string): Promise<Result<ImportFile, AppError>>;
  /** It was taken over: nothing of it is kept. */
  done(): void;
};

type Held = { readonly file: string; readonly account: string; pieces: string[]; characters: number; read: ImportFile | null };

export function importDesk(): ImportDesk {
  let held: Held | null = null;
  return {
    part: (account, { file, at, text }) => {
      if (at === 0 || held?.file !== file || held.account !== account) held = { file, account, pieces: [], characters: 0, read: null };
      if (held.characters !== at) return err({ code: 'not-ready', attempted: 'sync.import', rule: 'import-lost' });
      if (at + text.length > MOST_FILE_CHARACTERS) {
        held = null;
        return err({ code: 'too-large', attempted: 'sync.import', rule: 'outbox-file-size', details: { most: MOST_FILE_CHARACTERS } });
      }
      held.pieces.push(text);
      held.characters += text.length;
      return ok({ characters: held.characters });
    },
    read: async (deps, file) => {
      const mine = held;
      if (mine?.file !== file || mine.account !== deps.actor.userId) return err({ code: 'not-ready', attempted: 'sync.import', rule: 'import-lost' });
      if (mine.read !== null) return ok(mine.read);
      const read = await readImport(deps, mine.pieces.join(''));
      if (read.ok) {
        mine.read = read.value;
        mine.pieces = [];
      }
      return read;
    },
    done: () => {
      held = null;
    },
  };
}
