import type { Box } from './geometry.ts';
import type { PictureLook } from './look.ts';
import { NEAR_WHITE, withoutMargins, type SmallCopy } from './small-copy.ts';

const WHITE = 250;
const BLACK = 5;
/** How far colours of a frame may lie apart. */
const FRAME_SPREAD = 10;

/** Indexes of the pixels along the four edges. */
function* edge(width: number, height: number): Generator<number> {
  for (let x = 0; x < width; x++) yield x;
  for (let y = 1; y < height - 1; y++) {
    yield y * width;
    yield y * width + width - 1;
  }
  if (height > 1) for (let x = 0; x < width; x++) yield (height - 1) * width + x;
}

function borderOf({ rgb, width, height }: SmallCopy): { whiteBorder: number; hasFrame: boolean } {
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
  return { whiteBorder: white / count, hasFrame: isOneColour && Math.min(...low) < NEAR_WHITE };
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
