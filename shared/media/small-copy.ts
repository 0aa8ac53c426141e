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

/** What is left of a picture without its white margins; the whole when it is white all over. */
export function withoutMargins({ rgb, width, height }: SmallCopy): Box {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i += 3) {
      if (rgb[i]! >= NEAR_WHITE && rgb[i + 1]! >= NEAR_WHITE && rgb[i + 2]! >= NEAR_WHITE) continue;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      bottom = y;
    }
  }
  return right < 0 ? { left: 0, top: 0, width, height } : { left, top, width: right - left + 1, height: bottom - top + 1 };
}
