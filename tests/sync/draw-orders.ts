import { orderEditKinds, type Action, type ActionKind } from './plan.ts';
import { chanceFrom } from './world/chance.ts';

/** So many histories have orders in them. */
const SHARE = 0.25;
/** Of many names the first by which none of the histories in `found-in.ts` has orders: each of them goes on finding its mistake. */
const STREAM = 'orders 26987';
const CUT_FIRST_MS = 100;

/**
 * What people do about orders in a history, and what the server is told of their payment meanwhile: here and there, and where people meet while
 * everybody is cut off. Drawn by a chance of its own, so that the histories without orders are what they would be if there were none.
 */
export function drawOrderEdits(seed: string, lengthMs: number, consoles: number): Action[] {
  const chance = chanceFrom(`${STREAM} ${seed}`);
  if (!chance.happens(SHARE)) return [];
  const act = (at: number, kind: ActionKind, console: number): Action => ({ at, kind, console, seed: chance.whole(2 ** 31) });
  const drawn = Array.from({ length: 6 + chance.whole(14) }, () => act(chance.whole(lengthMs), chance.pick(orderEditKinds), chance.whole(consoles)));
  const told = Array.from({ length: chance.whole(4) }, () => act(chance.whole(lengthMs), 'order-told', 0));
  const meetings = Array.from({ length: 1 + chance.whole(3) }, () => {
    const [at, kind] = [chance.whole(lengthMs), chance.pick(orderEditKinds)];
    return Array.from({ length: consoles }, (_, console) => [act(at, 'cut', console), act(at + CUT_FIRST_MS + chance.whole(4_000), chance.happens(0.75) ? kind : chance.pick(orderEditKinds), console)]).flat();
  });
  return [...drawn, ...told, ...meetings.flat()];
}
