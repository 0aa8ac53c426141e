import type { Pieces } from '../model.ts';
import type { CommandOf } from './command.ts';
import type { Said } from './said.ts';

const some = (counts: Readonly<Record<string, number>>): Pieces | null => {
  const found = Object.entries(counts).filter(([, count]) => count > 0);
  return found.length === 0 ? null : (Object.fromEntries(found) as Pieces);
};

/** Counts what came back, and says in the same moment where it went. */
export function inspect({ returnId, good, damaged, restockAt, scrap, note }: CommandOf<'inspect-return'>): readonly Said[] {
  const [whole, broken] = [some(good), some(damaged)];
  return [
    { kind: 'return-inspected', returnId, good, damaged, note },
    ...(restockAt !== null && whole !== null ? [{ kind: 'return-restocked' as const, returnId, pieces: whole, locationId: restockAt }] : []),
    ...(scrap && broken !== null ? [{ kind: 'return-scrapped' as const, returnId, pieces: broken }] : []),
  ];
}
