import { pictureEditKinds, type Action, type ActionKind } from './plan.ts';
import { chanceFrom } from './world/chance.ts';

/** So many histories have pictures in them. */
const SHARE = 0.25;
/** Of many names the first by which none of the histories in `found-in.ts` has pictures: each of them goes on finding its mistake. */
const STREAM = 'pictures 46976';
const CUT_FIRST_MS = 100;

/**
 * What people do to pictures in a history: here and there, and where they meet while everybody is cut off. Drawn by a chance of its own, so that the
 * histories without pictures are what they would be if there were none.
 */
export function drawPictureEdits(seed: string, lengthMs: number, consoles: number): Action[] {
  const chance = chanceFrom(`${STREAM} ${seed}`);
  if (!chance.happens(SHARE)) return [];
  const act = (at: number, kind: ActionKind, console: number): Action => ({ at, kind, console, seed: chance.whole(2 ** 31) });
  const drawn = Array.from({ length: 4 + chance.whole(12) }, () => act(chance.whole(lengthMs), chance.pick(pictureEditKinds), chance.whole(consoles)));
  const meetings = Array.from({ length: 1 + chance.whole(3) }, () => {
    const [at, kind] = [chance.whole(lengthMs), chance.pick(pictureEditKinds)];
    return Array.from({ length: consoles }, (_, console) => [act(at, 'cut', console), act(at + CUT_FIRST_MS + chance.whole(4_000), chance.happens(0.75) ? kind : chance.pick(pictureEditKinds), console)]).flat();
  });
  // One that is there early, for others to meet on.
  return [act(1_000 + chance.whole(2_000), 'picture-add', chance.whole(consoles)), ...drawn, ...meetings.flat()];
}
