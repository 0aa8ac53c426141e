import { MARK_HEIGHT_SHARE, markMarginPx, MARK_SHARE } from '#shared/media/mark-size.ts';
import type { Watermark } from '#shared/media/recipe.ts';

/** How high a line of bold text is, and how far its letters stand above the line, as shares of the font's size. */
const LINE = 1.2;
const RISE = 0.95;

export type MarkLine = { readonly text: string; readonly x: number; readonly y: number };

/** The words in as many lines as make them largest in a box; widths at a font size of 1. */
function laid(text: string, width: number, height: number, widthOf: (text: string) => number): { readonly words: readonly string[]; readonly widest: number; readonly fontPx: number } {
  const all = text.split(/\s+/).filter((word) => word !== '');
  const ways = Array.from({ length: all.length }, (_, first) => wrapped(all, widthOf(all.slice(0, first + 1).join(' ')), widthOf));
  const tried = [...ways, [text]].map((words) => {
    const widest = Math.max(0.1, ...words.map(widthOf));
    return { words, widest, fontPx: Math.min(width / widest, height / (words.length * LINE)) };
  });
  return tried.reduce((best, one) => (one.fontPx > best.fontPx ? one : best));
}

function wrapped(words: readonly string[], most: number, widthOf: (text: string) => number): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && widthOf(longer) <= most) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/**
 * Where the words of a watermark lie on a square picture: by the same sizes as the one that is made, in the fonts of this window.
 *
 * @param size the picture's side, px
 * @param widthOf how wide a text is at a font size of 1
 * @returns the font's size, and of each line of each copy its words and the middle of where they stand
 */
export function markBoxes({ text, place }: Watermark, size: number, widthOf: (text: string) => number): { readonly fontPx: number; readonly lines: readonly MarkLine[] } {
  const { words, widest, fontPx } = laid(text, size * MARK_SHARE[place], size * MARK_HEIGHT_SHARE, widthOf);
  const margin = markMarginPx(size);
  const [width, height] = [widest * fontPx + 2 * margin + 1, words.length * fontPx * LINE + 2 * margin + 1];
  const at = (left: number, top: number): MarkLine[] => words.map((line, n) => ({ text: line, x: left + width / 2, y: top + margin + fontPx * (n * LINE + RISE) }));
  switch (place) {
    case 'centre': return { fontPx, lines: at((size - width) / 2, (size - height) / 2) };
    case 'bottom-start': return { fontPx, lines: at(0, size - height) };
    case 'bottom-end': return { fontPx, lines: at(size - width, size - height) };
    case 'tiled': {
      const rows = Math.ceil(size / height);
      const columns = Math.ceil(size / width);
      return { fontPx, lines: Array.from({ length: rows * columns }, (_, n) => at((n % columns) * width, Math.floor(n / columns) * height)).flat() };
    }
  }
}
