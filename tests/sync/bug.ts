import type { Invariant } from './invariants/violation.ts';
import type { ActionKind } from './plan.ts';

/** A change of one module's text; `find` must stand in it exactly once. */
export type Patch = { readonly file: string; readonly find: string; readonly replace: string };
/** A mistake somebody could make in the protocol, and the promise that must notice it. */
export type Bug = {
  readonly name: string; readonly says: string; readonly caughtBy: readonly Invariant[]; readonly patches: readonly Patch[];
  /** What has to happen for it to show: histories with most of it are looked at first. */
  readonly needs?: readonly ActionKind[];
};

/** A mistake in one or several places. */
export const bug = (name: string, says: string, caughtBy: readonly Invariant[], ...patches: Patch[]): Bug => ({ name, says, caughtBy, patches });
/** The same, where it shows in few histories only. */
export const needing = (needs: readonly ActionKind[], one: Bug): Bug => ({ ...one, needs });
export const patch = (file: string, find: string, replace: string): Patch => ({ file, find, replace });
