import type { Me, ShopId } from '#shared/auth/model.ts';
import type { shopChannels } from '#shared/catalog/shop-contract.ts';
import { checkShop } from '#shared/catalog/shop-rules.ts';
import type { Answer, Handlers } from '#shared/contract/channel.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Json } from '#shared/kernel/json.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { invertOps } from '#shared/sync/invert.ts';
import type { CacheDb } from '../db/cache-db.ts';
import type { ReadableDb } from '../db/connection.ts';
import { conflictsOfRecord } from '../sync/settlements.ts';
import { editsOf, openConflictById } from '../sync/store.ts';
import { actorOf, type EditContext } from './edit.ts';
import { answered } from './edits.ts';
import { historyOf, type FetchHistory } from './history.ts';
import type { RecentEdits } from './recent-edits.ts';
import { shopHere, writeShopEdit } from './shop-edit.ts';
import type { TakenBack } from './undo-edit.ts';

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

/** Takes back one thing that was done, of products or of a shop. */
export type UndoHandler = (asked: { readonly which: { readonly what: 'one'; readonly mid: string } | { readonly what: 'group'; readonly group: string }; readonly work?: string | undefined }) => Promise<Result<TakenBack, AppError>>;

export type ShopDeps = {
  /** Does something with the cache of whoever is signed in, or says that nobody is. */
  readonly change: <T>(work: (cache: CacheDb, context: EditContext, me: Me) => Promise<Result<T, AppError>>) => Promise<Result<T, AppError>>;
  readonly fetchHistory: FetchHistory;
  readonly remember: RecentEdits['remember'];
  readonly undo: UndoHandler;
};

/** Answers the page of a shop from the cache, and writes what is changed there. */
export function shopHandlers({ change, fetchHistory, remember, undo }: ShopDeps): Handlers<C> {
  return {
    'catalog.shop': ({ id }) => change((cache, _, me) => Promise.resolve(shopDetail(cache, id, me))),
    'catalog.editShop': ({ id, ops, intent }) => change(async (cache, context) => {
      const before = shopHere(cache, id)?.shop as unknown as Json | undefined;
      const mid = await answered(cache.inTurn((db) => writeShopEdit(db, { id, ops }, intent, null, context)));
      if (!mid.ok) return mid;
      const mids = mid.value === null ? [] : [mid.value];
      if (before !== undefined) remember({ mids, group: null }, intent, [{ what: 'edit', entity: 'shop', id, back: invertOps(before, ops) }]);
      return ok({ mids });
    }),
    'catalog.undoShop': async ({ mid }) => {
      const done = await undo({ which: { what: 'one', mid } });
      return done.ok ? ok({ undone: done.value.undone, compensated: done.value.compensated, kept: done.value.kept }) : done;
    },
    'catalog.shopHistory': ({ id, limit }) => change(async (cache, _, me) => {
      const { entries, complete } = await historyOf(cache, { entity: 'shop', id }, limit, me.name, fetchHistory);
      return ok({ entries, complete });
    }),
  };
}
