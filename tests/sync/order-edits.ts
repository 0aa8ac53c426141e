import type { EditContext } from '#electron/catalog/edit.ts';
import { writeCommand } from '#electron/orders/order-edit.ts';
import { AppFailure } from '#shared/kernel/errors.ts';
import type { OrderCommand } from '#shared/orders/commands/run.ts';
import { linesOf } from '#shared/orders/lines.ts';
import type { Order, Pieces } from '#shared/orders/model.ts';
import { parcelsOf } from '#shared/orders/parcels.ts';
import { returnsOf } from '#shared/orders/returns.ts';
import { orderEditKinds, type OrderEditKind } from './plan.ts';
import { column } from './world/ask.ts';
import type { Chance } from './world/chance.ts';
import { canaryOf, shopNumberOf } from './world/people.ts';
import type { SimConsole } from './world/sim-console.ts';

export const isOrderEdit = (kind: string): kind is OrderEditKind => (orderEditKinds as readonly string[]).includes(kind);

const carried = (chance: Chance) => ({ carrier: 'Amana', tracking: chance.happens(0.5) ? `T${chance.whole(100)}` : null });

/** Some pieces of some lines, of what `count` says there is; mostly not more than that. */
function some(order: Order, count: (line: ReturnType<typeof linesOf>[number]) => number, chance: Chance): Pieces {
  const chosen = linesOf(order).filter(() => chance.happens(0.7));
  return Object.fromEntries((chosen.length > 0 ? chosen : linesOf(order).slice(0, 1)).map((line) => [line.id, chance.happens(0.9) ? 1 + chance.whole(Math.max(1, count(line))) : line.ordered])) as Pieces;
}

/** The next step of what is on its way back, or the wish to send something back. */
function returnStep(order: Order, chance: Chance): OrderCommand {
  const open = returnsOf(order).filter(({ state }) => !['refused', 'cancelled', 'closed'].includes(state));
  if (open.length === 0 || chance.happens(0.2)) return { do: 'ask-return', pieces: some(order, ({ shipped, returning }) => shipped - returning, chance), reason: 'trop petit', note: null };
  const { id: returnId, state, pieces } = chance.pick(open);
  switch (state) {
    case 'requested': return chance.happens(0.8) ? { do: 'approve-return', returnId, note: null } : { do: 'refuse-return', returnId, reason: 'hors délai' };
    case 'approved': return chance.happens(0.7) ? { do: 'return-sent', returnId, ...carried(chance) } : { do: 'cancel-return', returnId };
    case 'in_transit': return { do: 'receive-return', returnId };
    case 'received': return { do: 'inspect-return', returnId, good: pieces, damaged: {}, restockAt: null, scrap: false, note: null };
    default: return { do: 'close-return', returnId };
  }
}

function commandFor(kind: OrderEditKind, order: Order, chance: Chance, console: SimConsole): OrderCommand {
  const parcels = parcelsOf(order).filter(({ state }) => state !== 'voided');
  switch (kind) {
    case 'order-answer': return chance.happens(0.7) ? { do: 'accept', lines: null } : { do: chance.pick(['decline', 'cancel'] as const), pieces: some(order, ({ left }) => left, chance), reason: 'plus en stock' };
    case 'order-ship': return { do: 'ship', pieces: chance.happens(0.4) ? null : some(order, ({ left }) => left, chance), ...carried(chance), locationId: null };
    case 'order-hold': return chance.happens(0.5) ? { do: 'hold', reason: 'adresse' } : { do: 'release', note: null };
    case 'order-parcel': {
      const parcelId = parcels.length === 0 ? null : chance.pick(parcels).id;
      if (parcelId === null) return { do: 'start-packing' };
      return chance.pick<OrderCommand>([{ do: 'deliver', parcelId }, { do: 'void', parcelId, reason: 'mauvais carton' }, { do: 'change-tracking', parcelId, ...carried(chance) }, { do: 'lose', parcelId, note: null }]);
    }
    case 'order-return': return returnStep(order, chance);
    case 'order-note': return chance.happens(0.8) ? { do: 'note', text: `Note ${chance.whole(50)} ${canaryOf(shopNumberOf(order.shopId), console.person.name, order.id)}`, shown: 'shop' } : { do: chance.pick(['archive', 'unarchive'] as const) };
  }
}

/** Does at a console what a person does about an order; says in a few words what it was. */
export async function editOrder(console: SimConsole, kind: OrderEditKind, chance: Chance, context: EditContext): Promise<string> {
  const orders = (column(console.db.sqlite, 'SELECT doc FROM orders ORDER BY id') as string[]).map((doc) => JSON.parse(doc) as Order);
  if (orders.length === 0) return 'no order to work on';
  // Mostly the first one, so that people meet.
  const order = chance.happens(0.7) ? orders[0]! : chance.pick(orders);
  const command = commandFor(kind, order, chance, console);
  const told = `${command.do} of order ${order.number}${'pieces' in command ? ` ${JSON.stringify(command.pieces)}` : ''}`;
  try {
    await console.db.inTurn((db) => writeCommand(db, order.id, command, null, context));
  } catch (cause) {
    if (!(cause instanceof AppFailure)) throw cause;
    return `${told} (refused: ${cause.error.code} ${cause.error.rule ?? ''})`;
  }
  return told;
}
