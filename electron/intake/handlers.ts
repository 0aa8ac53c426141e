import { join } from 'node:path';
import type { Me } from '#shared/auth/model.ts';
import type { Handlers } from '#shared/contract/channel.ts';
import type { intakeChannels, IntakeUse } from '#shared/intake/contract.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import { err, type Result } from '#shared/kernel/result.ts';
import type { CacheDb } from '../db/cache-db.ts';
import { orDiskRefusal } from '../files/disk-refusal.ts';
import { folderOfCache } from '../files/file-folder.ts';
import type { Random, Scheduler } from '../runtime/scheduler.ts';
import { incomingFolder } from './incoming.ts';
import { intakeKeeper, type ComingFile, type IntakeKeeper, type Offered } from './keeper.ts';

export type IntakeDeps = {
  readonly dataDir: string;
  /** The open cache, null while nobody may look into it. */
  readonly cache: () => CacheDb | null;
  readonly me: () => Me | null;
  readonly scheduler: Pick<Scheduler, 'now'>;
  readonly random: Random;
  /** Why a file is not taken for its use, before its first byte. */
  readonly admit: (offered: Offered) => AppError | null;
};

/** Where those a file is for find it. */
export type IntakeDesk = {
  find(id: string, what: IntakeUse['what']): ComingFile | null;
  take(id: string, path: string): Promise<boolean>;
  cancel(id: string): Promise<unknown>;
};

export type IntakeService = IntakeDesk & {
  readonly handlers: Handlers<typeof intakeChannels>;
  /** Call when `cache()` begins to answer another cache, or none: what was coming in for the one before is given up. */
  cacheChanged(): void;
  close(): Promise<void>;
};

/** The one road for files from windows into this machine. */
export function createIntake(deps: IntakeDeps): IntakeService {
  let open: { readonly file: string; readonly keeper: IntakeKeeper } | null = null;
  let closing: Promise<unknown> = Promise.resolve();

  const leave = (): void => {
    const leaving = open;
    open = null;
    if (leaving) closing = Promise.all([closing, leaving.keeper.close()]);
  };
  const cacheChanged = (): void => {
    const db = deps.cache();
    if (open !== null && open.file !== db?.file) leave();
    if (!db?.isOpen || open !== null) return;
    const folder = incomingFolder(join(folderOfCache(deps.dataDir, db.file), 'intake'));
    folder.clear();
    open = { file: db.file, keeper: intakeKeeper(folder, () => uuidv7(deps.scheduler.now, deps.random), deps.admit) };
  };
  const here = async <T>(work: (keeper: IntakeKeeper) => Promise<Result<T, AppError>>): Promise<Result<T, AppError>> => {
    const db = deps.cache();
    if (!db?.isOpen || !deps.me() || open?.file !== db.file) return err({ code: 'signed-out' });
    const { keeper } = open;
    return orDiskRefusal(() => work(keeper));
  };

  return {
    handlers: {
      'intake.begin': (offered) => here((keeper) => keeper.begin(offered)),
      'intake.append': ({ intake, offset, data }) => here((keeper) => keeper.append(intake, offset, data)),
      'intake.finish': ({ intake }) => here((keeper) => keeper.finish(intake)),
      'intake.cancel': ({ intake }) => here((keeper) => keeper.cancel(intake)),
    },
    find: (id, what) => open?.keeper.find(id, what) ?? null,
    take: async (id, path) => (await open?.keeper.take(id, path)) ?? false,
    cancel: async (id) => open?.keeper.cancel(id),
    cacheChanged,
    close: async () => {
      leave();
      await closing;
    },
  };
}
