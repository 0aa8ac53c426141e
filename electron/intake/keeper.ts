import type { IntakeUse } from '#shared/intake/contract.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { Incoming, IncomingFolder } from './incoming.ts';

/** What a window says of a file it begins to hand over. */
export type Offered = { readonly use: IntakeUse; readonly name: string; readonly bytes: number; readonly mime: string };

/** A file on its way in, as whoever it is for sees it. */
export type ComingFile = Offered & {
  readonly id: string;
  readonly path: string;
  held(): number;
  /** Its SHA-256, hex, once all of it is there and on disk; null before. */
  sha256(): string | null;
  /** Waits until so many bytes are here (all of them, unless said). @returns whether they came; false: it was given up */
  until(bytes?: number): Promise<boolean>;
};

type Open = ComingFile & { readonly incoming: Incoming; turn: Promise<unknown>; whole: string | null; wake: (() => void)[] };

/** So many files come in at once; whoever begins more has lost the thread. */
const MOST_OPEN = 50;
const gone: AppError = { code: 'not-ready', rule: 'intake-gone' };

/**
 * Files on their way from a window to this machine's disk: only pieces of them are ever in memory.
 *
 * @param admit why a file is not taken, before its first byte
 */
export function intakeKeeper(folder: IncomingFolder, newId: () => string, admit: (offered: Offered) => AppError | null) {
  const open = new Map<string, Open>();

  /** Pieces of one file one after the other, whatever order their messages are handled in. */
  const inTurn = <T>(id: string, work: (one: Open) => Promise<Result<T, AppError>>): Promise<Result<T, AppError>> => {
    const one = open.get(id);
    if (!one) return Promise.resolve(err(gone));
    const mine = one.turn.then(() => (open.has(id) ? work(one) : err(gone)));
    one.turn = mine.catch(() => undefined);
    return mine;
  };
  const told = (one: Open): void => {
    for (const wake of one.wake.splice(0)) wake();
  };
  const leave = (one: Open): void => {
    open.delete(one.id);
    told(one);
  };
  const end = async (one: Open): Promise<void> => {
    leave(one);
    await one.incoming.drop();
  };

  return {
    begin: async (offered: Offered): Promise<Result<{ intake: string }, AppError>> => {
      const refused = admit(offered);
      if (refused) return err(refused);
      const room = await folder.hasRoom(offered.bytes);
      if (!room.ok) return room;
      // A whole file that nobody has taken over yet is not given up for one that begins.
      const oldest = open.size >= MOST_OPEN ? ([...open.values()].find(({ whole }) => whole === null) ?? open.values().next().value) : undefined;
      if (oldest !== undefined) await end(oldest);
      const id = newId();
      const incoming = await folder.begin(id);
      const one: Open = {
        ...offered, id, incoming, path: incoming.path, turn: Promise.resolve(), whole: null, wake: [],
        held: () => incoming.held(),
        sha256: () => one.whole,
        until: async (bytes) => {
          while (open.get(id) === one && one.whole === null && (bytes === undefined || incoming.held() < bytes)) await new Promise<void>((resolve) => void one.wake.push(resolve));
          return open.get(id) === one;
        },
      };
      open.set(id, one);
      return ok({ intake: id });
    },

    append: (id: string, offset: number, data: string) => inTurn(id, async (one) => {
      const bytes = Buffer.from(data, 'base64');
      const held = one.incoming.held();
      if (one.whole === null && offset === held && held + bytes.byteLength <= one.bytes) await one.incoming.write(bytes);
      told(one);
      return ok({ held: one.incoming.held() });
    }),

    /** The file whole and on disk; one that is shorter than was said was changed while it was read. Asked again it says the same. */
    finish: (id: string) => inTurn<{ bytes: number; sha256: string }>(id, async (one) => {
      if (one.incoming.held() !== one.bytes) {
        await end(one);
        return err({ code: 'rule-broken', field: 'files', rule: 'file-changed', details: { foundBytes: one.incoming.held(), expectedBytes: one.bytes } });
      }
      one.whole ??= await one.incoming.end();
      told(one);
      return ok({ bytes: one.bytes, sha256: one.whole });
    }),

    cancel: (id: string) => inTurn(id, async (one) => {
      await end(one);
      return ok({});
    }),

    /** A file that comes in for this use; null: there is none, or it was given up. */
    find: (id: string, what: IntakeUse['what']): ComingFile | null => {
      const one = open.get(id);
      return one?.use.what === what ? one : null;
    },

    /** Hands a whole file over to whoever it is for, who keeps it under `path` from now on. @returns false when it is not whole, or gone */
    take: async (id: string, path: string): Promise<boolean> => {
      const taken = await inTurn<boolean>(id, async (one) => {
        if (one.whole === null) return ok(false);
        await one.incoming.moveTo(path);
        leave(one);
        return ok(true);
      });
      return taken.ok && taken.value;
    },

    close: async (): Promise<void> => {
      await Promise.all([...open.values()].map(end));
    },
  };
}
export type IntakeKeeper = ReturnType<typeof intakeKeeper>;
