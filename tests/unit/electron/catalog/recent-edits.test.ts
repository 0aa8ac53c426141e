import { expect, test, vi } from 'vitest';
import { RecentEdits } from '#electron/catalog/recent-edits.ts';
import { countSteps, MOST_STEPS, partIdsOf, stepsFrom } from '#electron/catalog/undo-steps.ts';
import type { WayBack } from '#electron/catalog/way-back.ts';
import { systemScheduler } from '#electron/runtime/scheduler.ts';
import { aCache } from '#tests/builders/cache.ts';
import { aProduct, id, variantIdOf } from '#tests/builders/catalog.ts';

/** A cache that keeps ways back, and edits of its one product; `parts` records each. */
function aDesk() {
  const product = aProduct({ n: 1 });
  const cache = aCache({ products: [product] });
  const recent = new RecentEdits(() => cache, systemScheduler, (error) => expect(error).toBeNull());
  let made = 0;
  const edits = (count: number, parts = 1): string[] => Array.from({ length: count }, () => {
    const key = id(0xe_0000_0000 + ++made);
    const way: WayBack = { what: 'edit', entity: 'product', id: product.id, back: [{ op: 'set', path: `variants/${variantIdOf(1)}/price`, base: 2, value: 1 }] };
    recent.remember({ mids: [key], group: null }, 'edit-price', Array.from({ length: parts }, () => way));
    return key;
  });
  return { cache, recent, edits };
}

// Each that went in a change of its own, on a connection of its own, made the next edit wait for the disk.
test('ways back that are too many leave in the change that writes the new ones', async () => {
  const { cache, recent, edits } = aDesk();
  const slices = vi.spyOn(cache, 'inSlices');
  edits(MOST_STEPS);
  await recent.written();
  const later = edits(30);
  await recent.written();
  expect(slices).not.toHaveBeenCalled();
  expect(countSteps(cache, null)).toBe(MOST_STEPS);
  expect(new Set(stepsFrom(cache, null, 0, 30).map(({ key }) => key))).toEqual(new Set(later));
});

test('one about many records leaves in slices', async () => {
  const { cache, recent, edits } = aDesk();
  const slices = vi.spyOn(cache, 'inSlices');
  const [long] = edits(1, 700);
  await recent.written();
  edits(MOST_STEPS);
  await recent.written();
  expect(slices).toHaveBeenCalledTimes(1);
  expect([countSteps(cache, null), partIdsOf(cache, long!).length]).toEqual([MOST_STEPS, 0]);
});
