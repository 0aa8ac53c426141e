import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { drawingSeed, motifNames } from '#shared/catalog/drawing.ts';

/** A canvas as the page sees it; `pixel` is what reading one back answers. */
function canvasOf(pixel: readonly number[]) {
  const fills: string[] = [];
  const canvas = { width: 0, height: 0, toDataURL: () => `data:image/png;${canvas.width}x${canvas.height};${fills.length}`, getContext: () => context };
  const context = { canvas, fillStyle: '', scale: vi.fn(), createImageData: () => ({ data: new Uint8ClampedArray(4) }), putImageData: vi.fn(), fill: () => fills.push(context.fillStyle), getImageData: () => ({ data: Uint8ClampedArray.from(pixel) }) };
  return { canvas, fills };
}
const seed = drawingSeed(motifNames[0]!, '0f6b66', 1);
let drawnAddress: (seed: string, size: number, density: number) => string;
const withCanvas = async (pixel: readonly number[]) => {
  const painted = canvasOf(pixel);
  vi.stubGlobal('document', { createElement: () => painted.canvas });
  vi.stubGlobal('Path2D', class {});
  ({ drawnAddress } = await import('#renderer/media/drawn-address.ts'));
  return painted;
};
beforeEach(() => vi.resetModules());
afterEach(() => vi.unstubAllGlobals());

test('a small picture is painted once, with as many pixels as the screen has for it', async () => {
  const { fills } = await withCanvas([18, 52, 86, 255]);
  const address = drawnAddress(seed, 22, 1.5);
  expect(address).toMatch(/^data:image\/png;33x33;/);
  const once = fills.length;
  expect(once).toBeGreaterThan(1);
  expect(drawnAddress(seed, 22, 1.5)).toBe(address);
  expect(fills.length).toBe(once);
  expect(drawnAddress(seed, 22, 1)).toMatch(/^data:image\/png;22x22;/);
});

test('a large picture stays a drawing, sharp at any zoom', async () => {
  const { fills } = await withCanvas([18, 52, 86, 255]);
  expect(drawnAddress(seed, 104, 1)).toMatch(/^data:image\/svg\+xml,/);
  expect(fills).toEqual([]);
});

test('where a canvas is read back as noise, small pictures stay drawings too', async () => {
  await withCanvas([18, 52, 87, 255]);
  expect(drawnAddress(seed, 22, 1)).toMatch(/^data:image\/svg\+xml,/);
});
