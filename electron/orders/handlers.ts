import type { Me, ShopId } from '#shared/auth/model.ts';
import type { Answer, Handlers } from '#shared/contract/channel.ts';
import { type AppError } from '#shared/kernel/errors.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { orderChannels, orderEvents, OrderFilter } from '#shared/orders/contract.ts';
import { runCommand } from '#shared/orders/commands/run.ts';
import type { OrderId } from '#shared/orders/model.ts';
import { mayWork } from '#shared/orders/rules.ts';
import type { z } from 'zod';
import { actorOf, type EditContext } from '../catalog/edit.ts';
import { answered } from '../catalog/edits.ts';
import type { CacheDb } from '../db/cache-db.ts';
import { reading } from '../db/statement.ts';
import type { Random, Scheduler } from '../runtime/scheduler.ts';
import { undoing } from '../sync/outbox.ts';
import { editOf, editsOf } from '../sync/store.ts';
import { orderHere, writeCommand, writeWayBack } from './order-edit.ts';
import { OrderLists } from './order-lists.ts';
import { orderRows, partsOfGroup } from './order-rows.ts';

type C = typeof orderChannels;
type Changed = z.infer<(typeof orderEvents)['orders.changed']>;

export type OrderDeps = {
  /** The cache of whoever is signed in; another one after a sign-in, or when a fresh copy takes its place. */
  readonly cache: () => CacheDb | null;
  readonly me: () => Me | null;
  readonly scheduler: Scheduler;
  readonly random: Random;
  /** The one shop this person looks at, of several; null: whatever is theirs. */
  readonly shopShown: () => ShopId | null;
  readonly tell: (changed: Changed) => void;
};

/** More than this and a screen asks anew instead of looking who is meant. */
const MOST_NAMED = 500;
/** Sent edits whose way back is known, for as long as this console runs. */
const MOST_REMEMBERED = 2_000;
const idAt = reading<{ rid: number }>()((q, p) => q.selectFrom('orders').select('id').where('rid', '=', p('rid')));

/** Everything a window asks about orders, answered from the cache of whoever is signed in. */
export function createOrders(deps: OrderDeps): { readonly handlers: Handlers<C>; cacheChanged(): void; close(): void } {
  let open: { readonly cache: CacheDb; readonly lists: OrderLists; readonly deaf: () => void } | null = null;
  let revision = 0;
  /** What each edit of this console said, and about which order: how it is taken back once the outbox no longer has it. */
  const said = new Map<string, { readonly id: OrderId; readonly facts: readonly string[] }>();

  const close = (): void => {
    open?.deaf();
    open = null;
  };
  const lists = (): typeof open => {
    const cache = deps.cache();
    if (open !== null && open.cache === cache && cache.isOpen) return open;
    close();
    if (cache === null || !cache.isOpen) return null;
    const made = new OrderLists(cache);
    const deaf = cache.onChange((changes) => {
      made.changed(changes);
      if (!changes.everything && changes.orders.size === 0) return;
      revision++;
      const named = !changes.everything && changes.orders.size <= MOST_NAMED;
      deps.tell({ revision, ids: named ? ([...changes.orders] as OrderId[]) : null, total: made.total() });
    });
    return (open = { cache, lists: made, deaf });
  };
  const within = (filter: OrderFilter): OrderFilter => {
    const shop = deps.shopShown();
    return shop === null ? filter : { ...filter, shopId: shop };
  };
  const answer = <T>(work: (here: NonNullable<ReturnType<typeof lists>>, me: Me) => Result<T, AppError>): Result<T, AppError> => {
    const [here, me] = [lists(), deps.me()];
    return here === null || me === null ? err({ code: 'signed-out' }) : work(here, me);
  };
  const contextOf = (me: Me): EditContext => ({ actor: actorOf(me), at: deps.scheduler.now(), newId: () => uuidv7(deps.scheduler.now, deps.random) });
  const change = async <T>(work: (cache: CacheDb, context: EditContext) => Promise<Result<T, AppError>>): Promise<Result<T, AppError>> => {
    const [here, me] = [lists(), deps.me()];
    if (here === null || me === null) return err({ code: 'signed-out' });
    return work(here.cache, contextOf(me));
  };
  const remember = (cache: CacheDb, mids: readonly string[]): void => {
    for (const mid of mids) {
      const edit = editOf(cache, mid);
      if (edit !== undefined) said.set(mid, { id: edit.mutation.id as unknown as OrderId, facts: edit.mutation.ops.map(({ path }) => path.slice('facts/'.length)) });
    }
    for (const oldest of said.keys()) {
      if (said.size <= MOST_REMEMBERED) break;
      said.delete(oldest);
    }
  };

  const handlers: Handlers<C> = {
    'orders.page': ({ query, offset, limit }) => answer(({ cache, lists: found }) => {
      const { rids, total } = found.window({ ...query, filter: within(query.filter) }, offset, limit);
      return ok({ total, offset, rows: orderRows(cache, rids), revision });
    }),
    'orders.ids': ({ query }) => answer(({ cache, lists: found }) =>
      ok({ ids: Array.from(found.of({ ...query, filter: within(query.filter) }), (rid) => cache.get(idAt, { rid })?.id as OrderId | undefined).filter((id) => id !== undefined) })),
    'orders.counts': ({ filters }) => answer(({ lists: found }) => ok({ total: found.total(), counts: filters.map((filter) => found.count(within(filter))) })),
    'orders.order': ({ id }) => answer(({ cache }, me) => orderDetail(cache, id, me)),
    'orders.may': ({ id, commands }) => answer(({ cache }, me) => {
      const here = orderHere(cache, id);
      if (here === null) return err({ code: 'not-found' });
      const { actor, at, newId } = contextOf(me);
      return ok({ refusals: commands.map((command) => {
        const ran = runCommand(here.order, command, { by: { id: actor.userId, role: actor.role }, at, newId });
        return ran.ok ? null : ran.error;
      }) });
    }),
    'orders.do': ({ ids, command }) => change(async (cache, context) => {
      const group = ids.length > 1 ? context.newId() : null;
      const mids = await answered(cache.inSlices(function* (db) {
        const done: string[] = [];
        for (const id of ids) {
          done.push(writeCommand(db, id, command, group, context));
          if (done.length % 20 === 0) yield;
        }
        return done;
      }));
      if (!mids.ok) return mids;
      remember(cache, mids.value);
      return ok({ mids: mids.value, group });
    }),
    'orders.undo': ({ mids }) => change(async (cache, context) => {
      const done = { undone: 0, compensated: 0, kept: 0 };
      for (const mid of mids) {
        const taken = await answered(cache.inSlices(function* (db) {
          const outbox = undoing(db, { what: 'one', mid });
          let step = outbox.next();
          for (; step.done !== true; step = outbox.next()) yield;
          return step.value.undone;
        }));
        if (!taken.ok) return taken;
        if (taken.value > 0) {
          done.undone++;
          continue;
        }
        const way = said.get(mid);
        const back = way === undefined ? err<AppError>({ code: 'not-found' }) : await answered(cache.inTurn((db) => writeWayBack(db, way.id, way.facts, null, context)));
        if (back.ok) done.compensated++;
        else done.kept++;
      }
      return ok(done);
    }),
  };
  return {
    handlers,
    cacheChanged: () => {
      said.clear();
      const here = lists();
      deps.tell({ revision: ++revision, ids: null, total: here?.lists.total() ?? 0 });
    },
    close,
  };
}

function orderDetail(db: CacheDb, id: OrderId, me: Me): Result<Answer<C, 'orders.order'>, AppError> {
  const here = orderHere(db, id);
  if (here === null) return err({ code: 'not-found' });
  const edits = editsOf(db, 'order', id);
  return ok({
    ...here,
    unsent: edits.filter(({ state }) => state !== 'rejected').flatMap(({ mutation }) => mutation.ops.map(({ path }) => path.slice('facts/'.length))),
    refused: edits.filter(({ state }) => state === 'rejected').map(({ mutation, error }) => ({ mid: mutation.mid, intent: mutation.intent, error })),
    others: partsOfGroup(db, here.order.groupId, id),
    editable: mayWork(actorOf(me), here.order.shopId),
  });
}
