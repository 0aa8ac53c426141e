import type { Invariant } from './invariants/violation.ts';

/** A change of one module's text; `find` must stand in it exactly once. */
export type Patch = { readonly file: string; readonly find: string; readonly replace: string };
/** A mistake somebody could make in the protocol, and the promise that must notice it. */
export type Bug = { readonly name: string; readonly says: string; readonly caughtBy: readonly Invariant[]; readonly patches: readonly Patch[] };

const bug = (name: string, says: string, caughtBy: readonly Invariant[], ...patches: Patch[]): Bug => ({ name, says, caughtBy, patches });
const patch = (file: string, find: string, replace: string): Patch => ({ file, find, replace });

/**
 * Mistakes to plant. Each is an exact change of text (see `plant.ts`): whoever rewrites such a place rewrites the bug with it, and is told so at once.
 */
export const bugs: readonly Bug[] = [
  bug('no-idempotency', 'the server replays an edit again when it is sent again', ['I2', 'I3'],
    patch('server/sync/push.ts', 'if (answers.has(mutation.mid) || seen.has(mutation.mid)) continue;', 'if (seen.has(mutation.mid)) continue;'),
    patch('server/sync/push.ts', 'if (mutation.cseq <= ackedThrough || midOfCseq.has(mutation.cseq)) {', 'if (mutation.cseq < 0) {')),
];
