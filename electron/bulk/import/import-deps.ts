import type { Locale, Me } from '#shared/auth/model.ts';
import type { PlanHead } from '#shared/bulk/plan-model.ts';
import type { WarnLimits } from '#shared/bulk/warnings.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Result } from '#shared/kernel/result.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { CacheDb } from '../../db/cache-db.ts';
import type { IntakeDesk } from '../../intake/handlers.ts';
import type { OpenPlans } from '../open-plans.ts';
import type { PlanSource } from '../plan-source.ts';

/** What importing needs of the service that keeps jobs. */
export type ImportDeps = {
  /** Where files of drafts lie, of the account with this cache. */
  readonly importsOf: (cacheFile: string) => string;
  readonly intake: IntakeDesk;
  readonly now: () => EpochMs;
  readonly newId: () => string;
  readonly locale: () => Locale;
  readonly current: () => { readonly plans: OpenPlans; readonly cache: CacheDb } | null;
  readonly me: () => Me | null;
  /** A job is being read from now on, until `over`; `wanted` until somebody stops it, or the draft it is read from. */
  readonly reading: (plan: string, draft: string | null) => { readonly wanted: () => boolean; readonly over: () => void };
  readonly isApplying: (plan: string) => boolean;
  /** Ends the computing of a job, if one goes on. */
  readonly halt: (plan: string) => void;
  /** Ends whatever goes on with a job, and forgets it. */
  readonly drop: (plans: OpenPlans, plan: string) => void;
  /** Another number once anything of the catalogue has changed. */
  readonly catalogueTurn: () => number;
  /** @param goesOn only some rows of the preview that is there are another now */
  readonly compute: (plans: OpenPlans, plan: string, me: Me, limits: WarnLimits, sourceOf: () => PlanSource, goesOn?: boolean) => Result<PlanHead, AppError>;
};
