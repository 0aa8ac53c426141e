import type { Box } from './geometry.ts';
import type { PictureLook } from './look.ts';
import { NEAR_WHITE, withoutGround, withoutMargins, type SmallCopy } from './small-copy.ts';

const WHITE = 250;
const BLACK = 5;
/** How far colours of a frame may lie apart. */
const FRAME_SPREAD = 10;
/** How wide a frame may be, of the side it takes from: what is wider is the ground a product stands on. */
const WIDEST_FRAME = 0.12;
/** How much of a side has to be another colour where a frame ends, and within how many lines: shrinking and packing blur it. A product on a ground touches its box in a few places only. */
const FRAME_ENDS = 0.7;
const FRAME_END_LINES = 3;

/** Indexes of the pixels along the four edges. */
function* edge(width: number, height: number): Generator<number> {
  for (let x = 0; x < width; x++) yield x;
  for (let y = 1; y < height - 1; y++) {
    yield y * width;
    yield y * width + width - 1;
  }
  if (height > 1) for (let x = 0; x < width; x++) yield (height - 1) * width + x;
}

/** Whether the colour along the edges is a frame: narrow, and followed by something else along all four sides. */
function endsAllAround(copy: SmallCopy, low: readonly number[], high: readonly number[]): boolean {
  const { rgb, width, height } = copy;
  const isFrame = (at: number): boolean => low.every((value, c) => rgb[at + c]! >= value - FRAME_SPREAD && rgb[at + c]! <= high[c]! + FRAME_SPREAD);
  const inner = withoutGround(copy, isFrame);
  if (!inner) return false;
  const [right, bottom] = [inner.left + inner.width, inner.top + inner.height];
  if (Math.max(inner.left, width - right) > width * WIDEST_FRAME || Math.max(inner.top, height - bottom) > height * WIDEST_FRAME) return false;
  const endsWithin = (length: number, pixelAt: (line: number, along: number) => number): boolean =>
    Array.from({ length: FRAME_END_LINES }, (_, line) => {
      let other = 0;
      for (let along = 0; along < length; along++) if (!isFrame(pixelAt(line, along) * 3)) other++;
      return other / length;
    }).some((share) => share >= FRAME_ENDS);
  if (Math.min(inner.width, inner.height) < FRAME_END_LINES) return false;
  return (
    endsWithin(inner.width, (line, x) => (inner.top + line) * width + inner.left + x) &&
    endsWithin(inner.width, (line, x) => (bottom - 1 - line) * width + inner.left + x) &&
    endsWithin(inner.height, (line, y) => (inner.top + y) * width + inner.left + line) &&
    endsWithin(inner.height, (line, y) => (inner.top + y) * width + right - 1 - line)
  );
}

function borderOf({ rgb, width, height, grey }: SmallCopy): { whiteBorder: number; hasFrame: boolean } {
  let [white, count] = [0, 0];
  const [low, high] = [[255, 255, 255], [0, 0, 0]];
  for (const at of edge(width, height)) {
    count++;
    const [r, g, b] = [rgb[at * 3]!, rgb[at * 3 + 1]!, rgb[at * 3 + 2]!];
    if (Math.min(r, g, b) >= WHITE) white++;
    for (const [c, value] of [r, g, b].entries()) {
      low[c] = Math.min(low[c]!, value);
      high[c] = Math.max(high[c]!, value);
    }
  }
  const isOneColour = high.every((value, c) => value - low[c]! <= FRAME_SPREAD);
  return { whiteBorder: white / count, hasFrame: isOneColour && Math.min(...low) < NEAR_WHITE && endsAllAround({ rgb, width, height, grey }, low, high) };
}

/** Variance of the Laplacian of what lies inside a box: edges that are sharp make it large. */
function sharpnessOf({ grey, width }: SmallCopy, { left, top, width: boxWidth, height: boxHeight }: Box): number {
  let [sum, squares, count] = [0, 0, 0];
  for (let y = top + 1; y < top + boxHeight - 1; y++) {
    for (let x = left + 1, i = y * width + x; x < left + boxWidth - 1; x++, i++) {
      const value = grey[i - 1]! + grey[i + 1]! + grey[i - width]! + grey[i + width]! - 4 * grey[i]!;
      sum += value;
      squares += value * value;
      count++;
    }
  }
  return count === 0 ? 0 : squares / count - (sum / count) ** 2;
}

/** Measures what rules and advice go by. */
export function measureLook(copy: SmallCopy): PictureLook {
  const box = withoutMargins(copy);
  let [sum, black, blown, count] = [0, 0, 0, 0];
  for (let y = box.top; y < box.top + box.height; y++) {
    for (let x = box.left, i = y * copy.width + x; x < box.left + box.width; x++, i++) {
      count++;
      if (copy.grey[i]! <= BLACK) black++;
      else if (copy.grey[i]! >= 255 - BLACK) blown++;
    }
  }
  for (const value of copy.grey) sum += value;
  const { whiteBorder, hasFrame } = borderOf(copy);
  return {
    whiteBorder, hasFrame, fill: Math.max(box.width / copy.width, box.height / copy.height), sharpness: Math.round(sharpnessOf(copy, box)),
    light: sum / copy.grey.length / 255, black: black / count,
    // White around the product is ground, and so is white between its parts: what is blown out cannot be told from it.
    blown: whiteBorder > 0.5 ? 0 : blown / count,
  };
}
