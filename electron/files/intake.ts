import { checkFileSize } from '#shared/catalog/file-rules.ts';
import type { DigitalFile } from '#shared/catalog/kind-model.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { FileFolder, Incoming } from './file-folder.ts';
import { plainName } from './plain-name.ts';

export type Chosen = { readonly shopId: string; readonly productId: string; readonly name: string; readonly bytes: number; readonly mime: string };
export type Kept = { readonly chosen: Chosen; readonly file: Omit<DigitalFile, 'position'> };

type Open = { readonly chosen: Chosen; readonly incoming: Incoming; turn: Promise<unknown> };

/** So many files come in at once; whoever begins more has lost the thread. */
const MOST_OPEN = 50;
const gone: AppError = { code: 'not-ready', rule: 'intake-gone' };

/** Files on their way from a window into the folder: only pieces of them are ever in memory. */
export function intakeInto(folder: FileFolder, newId: () => string) {
  const open = new Map<string, Open>();

  /** Pieces of one file one after the other, whatever order their messages are handled in. */
  const inTurn = <T>(id: string, work: (one: Open) => Promise<Result<T, AppError>>): Promise<Result<T, AppError>> => {
    const one = open.get(id);
    if (!one) return Promise.resolve(err(gone));
    const mine = one.turn.then(() => (open.has(id) ? work(one) : err(gone)));
    one.turn = mine.catch(() => undefined);
    return mine;
  };
  const end = async (id: string): Promise<void> => {
    const one = open.get(id);
    open.delete(id);
    await one?.incoming.drop();
  };

  return {
    begin: async (chosen: Chosen): Promise<Result<{ intake: string }, AppError>> => {
      const refused = checkFileSize(chosen.bytes, 'files');
      if (refused) return err(refused);
      const room = await folder.hasRoom(chosen.bytes);
      if (!room.ok) return room;
      if (open.size >= MOST_OPEN) await end(open.keys().next().value!);
      const intake = newId();
      open.set(intake, { chosen, incoming: await folder.begin(intake), turn: Promise.resolve() });
      return ok({ intake });
    },

    append: (id: string, offset: number, data: string) => inTurn(id, async ({ chosen, incoming }) => {
      const bytes = Buffer.from(data, 'base64');
      if (offset === incoming.held() && incoming.held() + bytes.byteLength <= chosen.bytes) await incoming.write(bytes);
      return ok({ held: incoming.held() });
    }),

    /** The file whole and on disk; one that is shorter than was said was changed while it was read. */
    finish: (id: string) => inTurn<Kept>(id, async ({ chosen, incoming }) => {
      if (incoming.held() !== chosen.bytes) {
        await end(id);
        return err({ code: 'rule-broken', field: 'files', rule: 'file-changed', details: { foundBytes: incoming.held(), expectedBytes: chosen.bytes } });
      }
      open.delete(id);
      const sha256 = await incoming.keep(chosen.shopId);
      return ok({ chosen, file: { name: plainName(chosen.name), bytes: chosen.bytes, sha256, mime: chosen.mime.slice(0, 120) || 'application/octet-stream' } });
    }),

    cancel: (id: string) => inTurn(id, async () => {
      await end(id);
      return ok({});
    }),

    close: async (): Promise<void> => {
      await Promise.all([...open.keys()].map(end));
    },
  };
}
export type Intake = ReturnType<typeof intakeInto>;
