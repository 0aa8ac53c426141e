import { MARK_HEIGHT_SHARE, markMarginPx, MARK_SHARE } from '#shared/media/mark-size.ts';
import type { Watermark } from '#shared/media/recipe.ts';

/** How high a line of bold text is, and how far its letters stand above the line, as shares of the font's size. */
const LINE = 1.2;
const RISE = 0.95;

/**
 * Where the words of a watermark lie on a square picture: by the same sizes as the one that is made, in the fonts of this window.
 *
 * @param size the picture's side, px
 * @param widthOf how wide a text is at a font size of 1
 * @returns the font's size, and of each copy the middle of its line
 */
export function markBoxes({ text, place }: Watermark, size: number, widthOf: (text: string) => number): { readonly fontPx: number; readonly lines: readonly { readonly x: number; readonly y: number }[] } {
  const perPx = Math.max(0.1, widthOf(text));
  const fontPx = Math.min((size * MARK_SHARE[place]) / perPx, (size * MARK_HEIGHT_SHARE) / LINE);
  const margin = markMarginPx(size);
  const [width, height] = [perPx * fontPx + 2 * margin + 1, fontPx * LINE + 2 * margin + 1];
  const at = (left: number, top: number) => ({ x: left + width / 2, y: top + margin + fontPx * RISE });
  switch (place) {
    case 'centre': return { fontPx, lines: [at((size - width) / 2, (size - height) / 2)] };
    case 'bottom-start': return { fontPx, lines: [at(0, size - height)] };
    case 'bottom-end': return { fontPx, lines: [at(size - width, size - height)] };
    case 'tiled': {
      const rows = Math.ceil(size / height);
      const columns = Math.ceil(size / width);
      return { fontPx, lines: Array.from({ length: rows * columns }, (_, n) => at((n % columns) * width, Math.floor(n / columns) * height)) };
    }
  }
}
