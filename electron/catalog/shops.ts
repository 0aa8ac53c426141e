import type { Me, ShopId } from '#shared/auth/model.ts';
import type { shopChannels } from '#shared/catalog/shop-contract.ts';
import { checkShop } from '#shared/catalog/shop-rules.ts';
import type { Answer, Handlers } from '#shared/contract/channel.ts';
import { AppFailure, type AppError } from '#shared/kernel/errors.ts';
import type { Json } from '#shared/kernel/json.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { sameJson } from '#shared/sync/equal.ts';
import { invertOps } from '#shared/sync/invert.ts';
import { getAt } from '#shared/sync/merge.ts';
import type { FieldOp } from '#shared/sync/model.ts';
import type { CacheDb } from '../db/cache-db.ts';
import type { ReadableDb } from '../db/connection.ts';
import { undo } from '../sync/outbox.ts';
import { conflictsOfRecord } from '../sync/settlements.ts';
import { editsOf, openConflictById } from '../sync/store.ts';
import { actorOf, type EditContext } from './edit.ts';
import { historyOf, type FetchHistory } from './history.ts';
import { shopHere, writeShopEdit } from './shop-edit.ts';

type C = typeof shopChannels;
type Marks = Answer<C, 'catalog.shop'>['marks'];

/** Field path to what is different about it: waiting, refused, or in conflict. */
function marksOf(db: ReadableDb, id: string, conflicts: readonly { readonly field: { readonly path: string } }[]): Marks {
  const marks: Marks = {};
  for (const { mutation, state } of editsOf(db, 'shop', id)) {
    for (const { path } of mutation.ops) if (marks[path] !== 'rejected') marks[path] = state === 'rejected' ? 'rejected' : 'unsent';
  }
  for (const { field } of conflicts) marks[field.path] = 'conflict';
  return marks;
}

function shopDetail(db: ReadableDb, id: ShopId, me: Me): Result<Answer<C, 'catalog.shop'>, AppError> {
  const here = shopHere(db, id);
  if (here === null) return err({ code: 'not-found' });
  const conflicts = conflictsOfRecord(db, id).map((conflict) => openConflictById(db, conflict)!).map(({ id: conflict, field }) => ({ id: conflict, field }));
  // The rules answer it: an edit that changes nothing is refused only for who makes it.
  return ok({ ...here, marks: marksOf(db, id, conflicts), conflicts, editable: checkShop(here.shop, here.shop, actorOf(me)) === null });
}

/** So many edits can be taken back after they were sent; a toast offers it for seconds. */
const KEPT = 12;

export type ShopDeps = {
  /** Does something with the cache of whoever is signed in, or says that nobody is. */
  readonly change: <T>(work: (cache: CacheDb, context: EditContext, me: Me) => Promise<Result<T, AppError>>) => Promise<Result<T, AppError>>;
  readonly fetchHistory: FetchHistory;
};

/** Answers the page of a shop from the cache, and writes what is changed there. */
export function shopHandlers({ change, fetchHistory }: ShopDeps): Handlers<C> {
  /** How the latest edits are taken back once the outbox no longer has them. */
  const waysBack = new Map<string, { readonly id: ShopId; readonly ops: readonly FieldOp[] }>();
  const remember = (mid: string, id: ShopId, ops: readonly FieldOp[]): void => {
    waysBack.set(mid, { id, ops });
    for (const oldest of waysBack.keys()) if (waysBack.size > KEPT) waysBack.delete(oldest);
  };
  return {
    'catalog.shop': ({ id }) => change((cache, _, me) => Promise.resolve(shopDetail(cache, id, me))),
    'catalog.editShop': ({ id, ops, intent }) => change(async (cache, context) => {
      const before = shopHere(cache, id)?.shop as unknown as Json | undefined;
      const mid = await answered(cache.inTurn((db) => writeShopEdit(db, { id, ops }, intent, null, context)));
      if (!mid.ok) return mid;
      if (mid.value !== null && before !== undefined) remember(mid.value, id, invertOps(before, ops));
      return ok({ mids: mid.value === null ? [] : [mid.value] });
    }),
    'catalog.undoShop': ({ mid }) => change(async (cache, context) => {
      const back = waysBack.get(mid);
      waysBack.delete(mid);
      return ok(await cache.inTurn((db) => {
        const { undone } = undo(db, { what: 'one', mid });
        if (undone > 0 || back === undefined) return { undone, compensated: 0, kept: 0 };
        const now = shopHere(db, back.id)?.shop as unknown as Json | undefined;
        const ops = now === undefined ? [] : back.ops.filter((op) => op.op !== 'set' || sameJson(getAt(now, op.path), op.base));
        try {
          const written = ops.length === 0 ? null : writeShopEdit(db, { id: back.id, ops }, 'undo', null, context);
          return { undone: 0, compensated: written === null ? 0 : 1, kept: ops.length === back.ops.length && written !== null ? 0 : 1 };
        } catch (cause) {
          if (!(cause instanceof AppFailure) || cause.error.code === 'disk-full' || cause.error.code === 'cache-broken') throw cause;
          return { undone: 0, compensated: 0, kept: 1 };
        }
      }));
    }),
    'catalog.shopHistory': ({ id, limit }) => change(async (cache, _, me) => ok(await historyOf(cache, { entity: 'shop', id }, limit, me.name, fetchHistory))),
  };
}

async function answered<T>(work: Promise<T>): Promise<Result<T, AppError>> {
  try {
    return ok(await work);
  } catch (cause) {
    if (cause instanceof AppFailure) return err(cause.error);
    throw cause;
  }
}
