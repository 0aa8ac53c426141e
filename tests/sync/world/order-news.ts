import { inTransaction } from '#server/db/transaction.ts';
import { addFacts } from '#server/orders/add-facts.ts';
import { announce } from '#server/sync/announce.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import type { Minor } from '#shared/kernel/money.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { Said } from '#shared/orders/commands/said.ts';
import { column } from './ask.ts';
import type { Chance } from './chance.ts';
import type { SimServer } from './sim-server.ts';

function newsOf(chance: Chance): Said {
  const ref = chance.whole(3);
  const [paymentId, disputeId] = [`pay-${ref}`, `dis-${ref}`];
  return chance.pick<Said>([
    { kind: 'payment-captured', paymentId, provider: 'local', amount: 1_000 as Minor, fee: null }, { kind: 'dispute-opened', disputeId, amount: 500 as Minor, reasonCode: 'fraud', evidenceDueAt: null },
    { kind: 'dispute-won', disputeId }, { kind: 'payment-failed', paymentId, code: 'declined' },
  ]);
}

/** The server is told by somebody outside what happened to the payment of an order, and says so on it. @returns in a few words what it was */
export async function tellOrder(server: SimServer, at: EpochMs, chance: Chance): Promise<string> {
  const ids = column(server.db.sqlite!, 'SELECT id FROM orders ORDER BY id') as string[];
  const [orderId, id] = [chance.happens(0.7) ? ids[0]! : chance.pick(ids), uuidv7(() => at, chance.bytes)];
  const said = newsOf(chance);
  const { db, deps } = server;
  const { refused, advanced, rows } = await inTransaction(db, (trx) => addFacts(trx, { db, clock: deps.clock }, [{ orderId, id, at, say: () => said }]));
  if (refused.length > 0) return `is told ${said.kind}, which cannot be (${refused[0]!.error.rule ?? refused[0]!.error.code})`;
  server.told.set(orderId, [...(server.told.get(orderId) ?? []), id]);
  await announce(deps, advanced, rows);
  return `is told ${said.kind} of order ${orderId.slice(-4)}`;
}
