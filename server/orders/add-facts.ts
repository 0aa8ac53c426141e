import type { Dialect } from '#server/db/dialect/dialect.ts';
import type { ServerTransaction } from '#server/db/transaction.ts';
import type { ServerDeps } from '#server/deps.ts';
import type { Change } from '#server/sync/entity-store.ts';
import type { Moved } from '#server/sync/moved.ts';
import { advance, type Advanced } from '#server/sync/positions.ts';
import { noteMoves } from '#server/sync/push.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Json } from '#shared/kernel/json.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { addFacts as factsOn } from '#shared/orders/commands/run.ts';
import type { Said } from '#shared/orders/commands/said.ts';
import { orderFact, type FactActor, type Order } from '#shared/orders/model.ts';
import { finishEdit } from '#shared/sync/merge.ts';
import type { ScopeName, SyncRow } from '#shared/sync/model.ts';
import { orderStore } from './order-store.ts';

/** In whose name the server says what happened. */
const SERVER: FactActor = { id: null, role: 'system' };

/** Something the server knows of an order. @property id of the fact: made from its cause, so that what is told again is known */
export type KnownFact = { readonly orderId: string; readonly id: string; readonly at: EpochMs; /** Who asked the server for it; nobody: the server itself. */ readonly by?: FactActor; /** What is said of the order as it stands. */ readonly say: (order: Order) => Said };

/** What became of facts. @property advanced, rows what `announce` tells once the transaction is committed */
export type FactsAdded = {
  readonly refused: readonly { readonly orderId: string; readonly id: string; readonly error: AppError }[];
  readonly advanced: Advanced;
  readonly rows: ReadonlyMap<ScopeName, readonly SyncRow[]>;
};

/**
 * Adds to orders what the server knows happened to them, by the rules consoles answer with, so that every console sees it: they come to a new version
 * and a new position as if somebody had pushed it. What is there already is not added again; what a rule stands against, or is about no order here, is left out and told.
 *
 * No audit is written: that names people, and an order's facts are its own history.
 */
export async function addFacts(trx: ServerTransaction, { db, clock }: Pick<ServerDeps, 'clock'> & { readonly db: { readonly dialect: Dialect } }, known: readonly KnownFact[]): Promise<FactsAdded> {
  const current = await orderStore.load(trx, db.dialect, [...new Set(known.map(({ orderId }) => orderId))]);
  const changed = new Map<string, Order>();
  const refused: FactsAdded['refused'][number][] = [];
  for (const { orderId, id, at, by = SERVER, say } of known) {
    const order = changed.get(orderId) ?? (current.get(orderId)?.doc as unknown as Order | undefined);
    if (order === undefined) refused.push({ orderId, id, error: { code: 'not-found', field: 'order' } });
    else if (!Object.hasOwn(order.facts, id)) {
      const ran = factsOn(order, [say(order)], { by: SERVER, at, newId: () => id });
      if (ran.ok) changed.set(orderId, withParsed(ran.value.order, id, by));
      else refused.push({ orderId, id, error: ran.error });
    }
  }
  const now = clock();
  const changes = [...changed].map(([id, order]): Change => {
    const { doc, version } = current.get(id)!;
    return { id, before: doc, after: finishEdit(orderStore.description, doc, order as unknown as Json, now), was: version, version: version + 1 };
  });
  await orderStore.save(trx, db.dialect, changes);
  const moved = new Map<ScopeName, Moved[]>();
  const rows = new Map<ScopeName, SyncRow[]>();
  for (const change of changes) noteMoves(orderStore, change, moved, rows);
  return { refused, advanced: await advance(trx, db.dialect, moved, now), rows };
}

/** A fact of another shape than consoles can read is a mistake of ours, and throws before it reaches one. */
const withParsed = (order: Order, id: string, by: FactActor): Order => ({ ...order, facts: { ...order.facts, [id]: orderFact.parse({ ...order.facts[id], by }) } });
