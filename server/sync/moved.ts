import type { EntityName, ScopeName } from '#shared/sync/model.ts';

/** A record that came to lie at a new place in a scope with this version, or left it (`gone`). `was` is the version it had there, null when it is new there. */
export type Moved = { readonly entity: EntityName; readonly id: string; readonly version: number; readonly gone: boolean; readonly was: number | null };

/**
 * Where a scope stands, and the root of its digest there (null when it cannot be told). A scope nobody wrote to yet stands at 0 under an
 * epoch that no cursor has. A scope ordered by transactions also has `xid`, `floorXid`, and `endXid`, which no cursor can have reached yet.
 */
export type ScopeHead = {
  readonly scope: ScopeName; readonly seq: number; readonly floor: number; readonly epoch: string; readonly root: string | null;
  readonly xid?: number; readonly floorXid?: number; readonly endXid?: number;
};
