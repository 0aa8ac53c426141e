import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { markBoxes } from '#renderer/media/mark-boxes.ts';
import { moveOps, savedShare, type Placed } from '#renderer/media/product/picture-order.ts';
import { largestShown } from '#renderer/media/product/use-saved.ts';
import { shownVariants, valueChoices, withVariants } from '#renderer/media/product/variants-shown.ts';
import { placing, targetOf } from '#renderer/media/tray/targets.ts';
import type { ProductImage, VariantId } from '#shared/catalog/model.ts';
import type { Json } from '#shared/kernel/json.ts';
import type { TrayMatch } from '#shared/media/library-channels.ts';
import { applyOps } from '#shared/sync/merge.ts';

const anImage = (position: number): ProductImage => ({ position, drawing: '', alt: {} });

describe('putting pictures in order', () => {
  const order: Placed[] = ['a', 'b', 'c', 'd'].map((id, at) => [id, anImage(at)]);
  test('only what changes its place is written', () => {
    expect(moveOps(order, 2, 1).map((op) => [op.path, 'value' in op ? op.value : null])).toEqual([['images/c/position', 1], ['images/b/position', 2]]);
    expect(moveOps(order, 1, 1)).toEqual([]);
    expect(moveOps(order, 9, 0)).toEqual([]);
  });

  test('however positions were, a picture stands where it was put and the others keep their order', () =>
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 8 }), fc.nat(7), fc.nat(7), (positions, one, other) => {
      const placed: Placed[] = positions.toSorted((a, b) => a - b).map((position, at) => [`image-${at}`, anImage(position)]);
      const [from, to] = [one % placed.length, other % placed.length];
      const doc = applyOps({ images: Object.fromEntries(placed) } as unknown as Json, moveOps(placed, from, to)) as { images: Record<string, ProductImage> };
      const after = Object.entries(doc.images).toSorted(([, a], [, b]) => a.position - b.position).map(([id]) => id);
      const expected = placed.map(([id]) => id);
      expected.splice(to, 0, ...expected.splice(from, 1));
      expect(after).toEqual(expected);
    })));
});

describe('what is saved', () => {
  test.each([{ before: 2_400_000, after: 310_000, share: 1 - 310_000 / 2_400_000 }, { before: 1_000, after: 1_000, share: null }, { before: 1_000, after: 1_200, share: null }, { before: 0, after: 0, share: null }])(
    '$before to $after', ({ before, after, share }) => expect(savedShare(before, after)).toBe(share));
  test('a buyer fetches the widest WebP; without one nothing is said', () => {
    const made = [{ width: 320, format: 'webp', bytes: 10 }, { width: 1600, format: 'avif', bytes: 50 }, { width: 1600, format: 'webp', bytes: 80 }, { width: 1600, format: 'jpeg', bytes: 120 }] as const;
    expect(largestShown(made)).toBe(80);
    expect(largestShown([{ width: 20, format: 'jpeg', bytes: 3 }])).toBeNull();
    expect(largestShown([])).toBeNull();
  });
});

describe('which variants a picture is of', () => {
  const [red38, red39, blue38] = ['r38', 'r39', 'b38'] as unknown as [VariantId, VariantId, VariantId];
  const variant = (position: number, options: string[]) => ({ position, options }) as never;
  const product = { options: ['Couleur', 'Pointure'], variants: { [red38]: variant(0, ['Rouge', '38']), [red39]: variant(1, ['Rouge', '39']), [blue38]: variant(2, ['Bleu', '38']) } } as never;

  test('a value is chosen when all its variants are, half when some are', () => {
    const choices = valueChoices(product, [red38, red39]);
    expect(choices.map(({ option, values }) => [option, values.map(({ value, chosen }) => `${value} ${chosen}`)])).toEqual([['Couleur', ['Rouge all', 'Bleu none']], ['Pointure', ['38 some', '39 all']]]);
  });
  test('values add and take away all their variants, each once', () => {
    expect(withVariants([red38], [red38, red39], true)).toEqual([red38, red39]);
    expect(withVariants([blue38, red38], [red38, red39], false)).toEqual([blue38]);
  });
  test('one that was taken out since counts for nothing', () => expect(shownVariants([red38, 'gone' as VariantId], (product as { variants: never }).variants)).toEqual([red38]));
});

describe('where the pictures of a tray go', () => {
  const named = (sku: string) => ({ productId: `p-${sku}`, variantId: `v-${sku}`, sku, title: sku }) as never;
  const matches = [
    { id: '1', ready: true, is: 'matched', ...(named('A') as object), place: 2 }, { id: '2', ready: false, is: 'matched', ...(named('B') as object), place: null },
    { id: '3', ready: true, is: 'ambiguous', variants: [named('C'), named('C-1')] }, { id: '4', ready: true, is: 'unmatched' },
  ] as unknown as TrayMatch[];

  test('by name, and only what is ready; the others wait for somebody', () => {
    const { going, ambiguous, unmatched } = placing(matches, {});
    expect(going).toEqual([{ id: '1', productId: 'p-A', variantIds: ['v-A'], place: 2 }]);
    expect([ambiguous, unmatched]).toEqual([1, 1]);
  });
  test('what was chosen by hand is stronger than a name, and a whole listing has no variant', () => {
    const chosen = { 1: { ...(named('Z') as object), variantId: null }, 3: named('C-1'), 4: named('D') } as never;
    const { going, ambiguous, unmatched } = placing(matches, chosen);
    expect(going.map(({ id, productId, variantIds }) => [id, productId, variantIds])).toEqual([['1', 'p-Z', []], ['3', 'p-C-1', ['v-C-1']], ['4', 'p-D', ['v-D']]]);
    expect([ambiguous, unmatched]).toEqual([0, 0]);
    expect(targetOf(undefined, undefined)).toBeNull();
  });
});

describe('where a watermark lies', () => {
  const letters = (text: string) => text.length * 0.6;
  test.each(['centre', 'bottom-start', 'bottom-end', 'tiled'] as const)('%s stays inside, whatever it says', (place) =>
    fc.assert(fc.property(fc.string({ minLength: 1, maxLength: 60 }), (text) => {
      const { fontPx, lines } = markBoxes({ text, opacity: 0.5, place }, 300, letters);
      expect(fontPx).toBeGreaterThan(0);
      expect(lines.length).toBeGreaterThan(0);
      if (place !== 'tiled') for (const { text: line, x, y } of lines) expect(x - (letters(line) * fontPx) / 2 >= -1 && x + (letters(line) * fontPx) / 2 <= 301 && y > 0 && y <= 300).toBe(true);
    })));
  test('two words stand below each other where that makes them larger', () => {
    expect(markBoxes({ text: 'Atelier Nour', opacity: 0.5, place: 'bottom-end' }, 300, letters).lines.map(({ text }) => text)).toEqual(['Atelier', 'Nour']);
    expect(markBoxes({ text: 'Nour', opacity: 0.5, place: 'centre' }, 300, letters).lines.map(({ text }) => text)).toEqual(['Nour']);
  });
});
