import { productStore } from '#server/catalog/product-store.ts';
import type { ServerTransaction } from '#server/db/transaction.ts';
import type { Change } from '#server/sync/entity-store.ts';
import { stores } from '#server/sync/handlers.ts';
import type { Moved } from '#server/sync/moved.ts';
import { advance, type Advanced } from '#server/sync/positions.ts';
import { audit, noteMoves, replayEntity } from '#server/sync/push.ts';
import type { Product } from '#shared/catalog/model.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { Actor, FieldOp, Mutation, ScopeName, SyncRow } from '#shared/sync/model.ts';
import { refuse, type ModerationDeps } from './acts.ts';
import { casesFollow, followingLater } from './follow.ts';

/** A listing that is being written in a transaction. @property advanced, rows what `announce` tells once it is committed */
export type ListingDesk = {
  product: Product;
  version: number;
  /** Writes an edit, by the rules and with the audit of any edit that comes from a console. An edit without operations is none. */
  write(ops: readonly FieldOp[], intent: string): Promise<void>;
  /** The last thing the transaction does. */
  end(): Promise<{ readonly advanced: Advanced; readonly rows: ReadonlyMap<ScopeName, readonly SyncRow[]> }>;
};

/**
 * Opens a listing for writing and holds it until the transaction ends.
 *
 * The marketplace itself writes: in whose name stands in the audit, whether they may was asked before.
 *
 * @throws AppFailure `not-found` where there is none; the rule's own refusal where an edit breaks one
 */
export async function openListing(trx: ServerTransaction, deps: ModerationDeps, by: Pick<Actor, 'userId' | 'device'>, productId: string): Promise<ListingDesk> {
  const held = (await productStore.load(trx, deps.db.dialect, [productId])).get(productId);
  if (held === undefined) return refuse({ code: 'not-found', field: 'product' });
  followingLater.add(trx);
  const actor: Actor = { userId: by.userId, role: 'admin', shopIds: [], ...(by.device === undefined ? {} : { device: by.device }) };
  let whole: Change | null = null;
  const desk: ListingDesk = {
    product: held.doc as unknown as Product,
    version: held.version,
    write: async (ops, intent) => {
      if (ops.length === 0) return;
      const now = deps.clock();
      const mutation: Mutation = {
        mid: uuidv7(deps.clock, deps.random), cseq: 1, group: null, entity: 'product', id: productId, baseVersion: desk.version, action: 'patch', ops: [...ops], intent, madeAt: now,
      } as Mutation;
      const { replayed, changes } = await replayEntity(deps, trx, actor, productStore, [mutation], false, now);
      const { outcome } = replayed[0]!;
      if (outcome.kind === 'rejected') return refuse(outcome.error);
      if (outcome.kind !== 'applied' && outcome.kind !== 'merged') return refuse({ code: 'conflict', field: 'review', rule: 'listing-changed' });
      await audit(deps, trx, actor, stores, 'server', replayed, now);
      for (const change of changes) {
        whole = whole === null ? change : { ...change, before: (whole as Change).before, was: (whole as Change).was };
        desk.product = change.after as unknown as Product;
        desk.version = change.version;
      }
    },
    end: async () => {
      const moved = new Map<ScopeName, Moved[]>();
      const rows = new Map<ScopeName, SyncRow[]>();
      followingLater.delete(trx);
      if (whole !== null) {
        await casesFollow(trx, [whole]);
        noteMoves(productStore, whole, moved, rows);
      }
      return { advanced: await advance(trx, deps.db.dialect, moved, deps.clock() as EpochMs), rows };
    },
  };
  return desk;
}
