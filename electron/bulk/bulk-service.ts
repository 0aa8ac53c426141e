import type { Locale, Me } from '#shared/auth/model.ts';
import type { bulkChannels } from '#shared/bulk/contract.ts';
import type { PlanHead } from '#shared/bulk/plan-model.ts';
import type { Handlers } from '#shared/contract/channel.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Written } from '../catalog/edits.ts';
import type { CacheDb } from '../db/cache-db.ts';
import type { IntakeDesk } from '../intake/handlers.ts';
import type { Random, Scheduler } from '../runtime/scheduler.ts';
import type { StagedImport } from './import/staged-import.ts';

/** What changes of many products need of the rest of the console. */
export type BulkDeps = {
  /** The cache of whoever is signed in; another one after a sign-in, or when a fresh copy takes its place. */
  readonly cache: () => CacheDb | null;
  readonly me: () => Me | null;
  readonly locale: () => Locale;
  readonly scheduler: Scheduler;
  readonly random: Random;
  /** Hears of what was applied; how it is taken back is noted already. */
  readonly applied: (written: Written, intent: string) => void;
  /** Where files of drafts lie, of the account with this cache. */
  readonly importsOf: (cacheFile: string) => string;
  readonly intake: IntakeDesk;
  readonly tell: (head: PlanHead) => void;
  /** Something could not be done in the background: for the log. */
  readonly onFailure: (error: AppError) => void;
};

/** Changes of many products, for windows and for whoever exports the rows of a file. */
export type BulkService = {
  readonly handlers: Handlers<typeof bulkChannels>;
  /** Call when `cache()` begins to answer another cache, or none. */
  cacheChanged(): void;
  /** A job that came from a file, with its rows; null: there is no such job here. */
  fromFile(id: string): { readonly staged: StagedImport; readonly run: number } | null;
  close(): void;
};
