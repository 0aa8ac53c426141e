import type { Box } from './geometry.ts';

/** A small copy of a picture on white: grey values, 0 to 255, and colours, three bytes each. */
export type SmallCopy = { readonly grey: Uint8Array; readonly rgb: Uint8Array; readonly width: number; readonly height: number };

/** How long the longer side of a small copy is at most, px. */
export const SMALL_COPY_PX = 512;
/** Packed white is never quite white. */
export const NEAR_WHITE = 244;

/** A small copy of its colours. */
export function smallCopy(rgb: Uint8Array, width: number, height: number): SmallCopy {
  const grey = new Uint8Array(width * height);
  // Rec. 601, as photo programs take it.
  for (let i = 0, at = 0; i < grey.length; i++, at += 3) grey[i] = (77 * rgb[at]! + 150 * rgb[at + 1]! + 29 * rgb[at + 2]! + 128) >> 8;
  return { grey, rgb, width, height };
}

/** The smallest box that holds all pixels that are not ground; null when all are. @param isGround says it of the index of a pixel's first byte in `rgb` */
export function withoutGround({ width, height }: SmallCopy, isGround: (at: number) => boolean): Box | null {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i += 3) {
      if (isGround(i)) continue;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      bottom = y;
    }
  }
  return right < 0 ? null : { left, top, width: right - left + 1, height: bottom - top + 1 };
}

/** What is left of a picture without its white margins; the whole when it is white all over. */
export function withoutMargins(copy: SmallCopy): Box {
  const { rgb, width, height } = copy;
  return withoutGround(copy, (at) => rgb[at]! >= NEAR_WHITE && rgb[at + 1]! >= NEAR_WHITE && rgb[at + 2]! >= NEAR_WHITE) ?? { left: 0, top: 0, width, height };
}

/** As dark as packing makes white beside an edge, and how much darker than white a line of margin is on the whole. */
const RINGING = 200;
const MOST_SHADE = 4;

/**
 * The same for a picture that was packed since: what packing leaves around an edge is margin, too. On a picture with margins of its own it gives
 * the same before and after, which a perceptual hash needs; thin, pale things at its sides are cut off.
 */
export function withoutPackedMargins({ rgb, width, height }: SmallCopy): Box {
  const lines = (count: number) => ({ darkest: new Uint8Array(count).fill(255), shade: new Float64Array(count) });
  const [columns, rows] = [lines(width), lines(height)];
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i += 3) {
      const value = Math.min(rgb[i]!, rgb[i + 1]!, rgb[i + 2]!);
      if (value < columns.darkest[x]!) columns.darkest[x] = value;
      if (value < rows.darkest[y]!) rows.darkest[y] = value;
      columns.shade[x]! += 255 - value;
      rows.shade[y]! += 255 - value;
    }
  }
  const span = ({ darkest, shade }: ReturnType<typeof lines>, length: number): readonly [number, number] | null => {
    const holds = (value: number, at: number) => value < RINGING || shade[at]! > MOST_SHADE * length;
    const first = darkest.findIndex(holds);
    return first < 0 ? null : [first, darkest.findLastIndex(holds) - first + 1];
  };
  const [across, down] = [span(columns, height), span(rows, width)];
  return across && down ? { left: across[0], top: down[0], width: across[1], height: down[1] } : { left: 0, top: 0, width, height };
}
