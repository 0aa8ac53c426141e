/**
 * Cutting a picture to shape. Boxes are in pixels of the uncut picture (turned and straightened, `uncutSize`), not rounded; a recipe
 * keeps them as shares of it.
 */
import { radians, resultSize, showsGround, turnedSize, uncutSize, type Box, type Size } from './geometry.ts';
import type { Recipe } from './recipe.ts';

/** A side or a corner of a box: -1 left or top, 1 right or bottom, 0 neither. */
export type Handle = { readonly x: -1 | 0 | 1; readonly y: -1 | 0 | 1 };

/** So small a cut is a slip of the hand, px. */
export const LEAST_CUT_PX = 16;
/** Shares are kept to a millionth, less than a fiftieth of a pixel of the largest picture; never as -0, which no JSON keeps. */
const rounded = (share: number): number => Math.round(share * 1e6) / 1e6 + 0;

/** Where the cut of a recipe lies; the whole where nothing is cut. */
export function cutOf(size: Size, recipe: Recipe): Box {
  const { width, height } = uncutSize(size, recipe);
  const { crop } = recipe;
  return crop === null ? { left: 0, top: 0, width, height } : { left: crop.left * width, top: crop.top * height, width: crop.width * width, height: crop.height * height };
}

/** A recipe with another cut; the point that stays in view stays where it is in the picture. */
export function withCut(size: Size, recipe: Recipe, box: Box): Recipe {
  const { width, height } = uncutSize(size, recipe);
  const isWhole = Math.abs(box.left) < 0.5 && Math.abs(box.top) < 0.5 && Math.abs(box.width - width) < 1 && Math.abs(box.height - height) < 1;
  const crop = isWhole ? null : { left: rounded(box.left / width), top: rounded(box.top / height), width: rounded(box.width / width), height: rounded(box.height / height) };
  return { ...recipe, crop, focus: refocused(recipe.focus, cutOf(size, recipe), box) };
}

/** The middle stays the middle; any other point stays on what it was put on, as far as that is still there. */
function refocused({ x, y }: Recipe['focus'], from: Box, to: Box): Recipe['focus'] {
  if (x === 0.5 && y === 0.5) return { x, y };
  const share = (value: number): number => rounded(Math.min(1, Math.max(0, value)));
  return { x: share((from.left + x * from.width - to.left) / to.width), y: share((from.top + y * from.height - to.top) / to.height) };
}

const middleOf = ({ left, top, width, height }: Box) => ({ x: left + width / 2, y: top + height / 2 });
const around = ({ x, y }: { readonly x: number; readonly y: number }, { width, height }: Size): Box => ({ left: x - width / 2, top: y - height / 2, width, height });

/** The largest size of a shape (width by height) that a straightened picture holds in its middle without an open corner. */
export function largestInside({ width, height }: Size, degrees: number, ratio: number): Size {
  const [cos, sin] = [Math.cos(radians(degrees)), Math.abs(Math.sin(radians(degrees)))];
  const high = Math.min(width / (ratio * cos + sin), height / (ratio * sin + cos));
  // Where it was turned, its outermost pixels are half ground.
  const kept = degrees === 0 ? 1 : Math.max(0.5, 1 - 2 / Math.max(4, Math.min(high, high * ratio)));
  return { width: high * ratio * kept, height: high * kept };
}

/** How much smaller a box has to be, around its own middle, to show no open corner; 0 when its middle lies outside. */
function shrinkToInside(size: Size, recipe: Recipe, box: Box): number {
  const turned = turnedSize(size, recipe.rotate);
  const uncut = uncutSize(size, recipe);
  const angle = radians(recipe.straighten);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [x, y] = [middleOf(box).x - uncut.width / 2, middleOf(box).y - uncut.height / 2];
  const [across, down] = [Math.abs(cos * x + sin * y), Math.abs(cos * y - sin * x)];
  const [wide, high] = [(box.width * cos + box.height * Math.abs(sin)) / 2, (box.width * Math.abs(sin) + box.height * cos) / 2];
  return Math.max(0, Math.min(1, (turned.width / 2 - 1 - across) / wide, (turned.height / 2 - 1 - down) / high));
}

/** A recipe whose cut shows no open corner and no ground: as much of it as the picture has. */
export function withoutGround(size: Size, recipe: Recipe): Recipe {
  if (!showsGround(size, recipe)) return recipe;
  const box = cutOf(size, recipe);
  const turned = turnedSize(size, recipe.rotate);
  const shrink = recipe.crop === null ? 0 : shrinkToInside(size, recipe, box);
  if (shrink > 0.3) return withCut(size, recipe, around(middleOf(box), { width: box.width * shrink, height: box.height * shrink }));
  const ratio = recipe.crop === null ? turned.width / turned.height : box.width / box.height;
  const uncut = uncutSize(size, recipe);
  return withCut(size, recipe, around({ x: uncut.width / 2, y: uncut.height / 2 }, largestInside(turned, recipe.straighten, ratio)));
}

/**
 * A recipe straightened otherwise: the cut stays where it was on the picture. Where it showed no open corner before, it shows none
 * afterwards; and where it was as large as could be, it is so again.
 */
export function straightened(size: Size, recipe: Recipe, degrees: number): Recipe {
  const next = { ...recipe, straighten: degrees };
  if (recipe.crop === null) return showsGround(size, recipe) ? next : withoutGround(size, { ...next, crop: null });
  const turned = turnedSize(size, recipe.rotate);
  const [uncut, box] = [uncutSize(size, recipe), cutOf(size, recipe)];
  const ratio = box.width / box.height;
  const fitted = largestInside(turned, recipe.straighten, ratio);
  const after = uncutSize(size, next);
  if (recipe.straighten !== 0 && Math.abs(fitted.width - box.width) < 2 && Math.abs(middleOf(box).x - uncut.width / 2) < 2 && Math.abs(middleOf(box).y - uncut.height / 2) < 2) {
    return { ...withCut(size, next, around({ x: after.width / 2, y: after.height / 2 }, largestInside(turned, degrees, ratio))), focus: recipe.focus };
  }
  const by = radians(degrees - recipe.straighten);
  const [x, y] = [middleOf(box).x - uncut.width / 2, middleOf(box).y - uncut.height / 2];
  const middle = { x: after.width / 2 + Math.cos(by) * x - Math.sin(by) * y, y: after.height / 2 + Math.sin(by) * x + Math.cos(by) * y };
  const kept = { ...withCut(size, next, around(middle, box)), focus: recipe.focus };
  // A cut that was all ground can end up beside the picture.
  return showsGround(size, recipe) && resultSize(size, kept) !== null ? kept : { ...withoutGround(size, kept), focus: recipe.focus };
}

/** A recipe turned by a quarter more, with its cut and the point that stays in view. */
export function turned(recipe: Recipe, by: 90 | 270): Recipe {
  const rotate = ((recipe.rotate + by) % 360) as Recipe['rotate'];
  const [{ crop }, { x, y }] = [recipe, recipe.focus];
  return {
    ...recipe, rotate,
    crop: crop && (by === 90
      ? { left: rounded(1 - crop.top - crop.height), top: crop.left, width: crop.height, height: crop.width }
      : { left: crop.top, top: rounded(1 - crop.left - crop.width), width: crop.height, height: crop.width }),
    focus: by === 90 ? { x: rounded(1 - y), y: x } : { x: y, y: rounded(1 - x) },
  };
}

/** A recipe cut to a shape (width by height): the most of the picture that has it, as near as can be to where the cut was. */
export function cutToShape(size: Size, recipe: Recipe, ratio: number): Recipe {
  const [uncut, turnedTo] = [uncutSize(size, recipe), turnedSize(size, recipe.rotate)];
  const most = largestInside(turnedTo, recipe.straighten, ratio);
  const middle = recipe.straighten === 0 ? middleOf(cutOf(size, recipe)) : { x: uncut.width / 2, y: uncut.height / 2 };
  const box = around(middle, most);
  return withCut(size, recipe, {
    ...most,
    left: Math.min(uncut.width - most.width, Math.max(0, box.left)),
    top: Math.min(uncut.height - most.height, Math.max(0, box.top)),
  });
}

/** A recipe with ground laid around its cut until it has a shape; nothing of the picture is lost. */
export function paddedToShape(size: Size, recipe: Recipe, ratio: number, background: string): Recipe {
  const box = cutOf(size, recipe);
  const width = Math.max(box.width, box.height * ratio);
  return { ...withCut(size, recipe, around(middleOf(box), { width, height: width / ratio })), background };
}

/** A box moved, as far as the bounds allow. */
export function movedBox(box: Box, by: { readonly x: number; readonly y: number }, bounds: Box): Box {
  const within = (value: number, least: number, most: number): number => Math.min(Math.max(least, most), Math.max(least, value));
  return {
    ...box,
    left: within(box.left + by.x, bounds.left, bounds.left + bounds.width - box.width),
    top: within(box.top + by.y, bounds.top, bounds.top + bounds.height - box.height),
  };
}

/**
 * A box with one of its sides or corners moved; what lies across stays where it is.
 *
 * @param ratio width by height that is kept; null: any
 */
export function resizedBox(box: Box, { x, y }: Handle, by: { readonly x: number; readonly y: number }, bounds: Box, ratio: number | null): Box {
  const [right, bottom] = [box.left + box.width, box.top + box.height];
  const [boundRight, boundBottom] = [bounds.left + bounds.width, bounds.top + bounds.height];
  const least = LEAST_CUT_PX;
  // How far it may grow on either side, from the side that stays.
  const mostWide = x < 0 ? right - bounds.left : x > 0 ? boundRight - box.left : bounds.width;
  const mostHigh = y < 0 ? bottom - bounds.top : y > 0 ? boundBottom - box.top : bounds.height;
  const within = (value: number, most: number): number => Math.max(Math.min(least, most), Math.min(most, value));
  let [width, height] = [within(box.width + x * by.x, mostWide), within(box.height + y * by.y, mostHigh)];
  if (ratio !== null) {
    // A corner follows whichever way the hand went further; a side takes the other measure with it.
    const byWidth = y === 0 || (x !== 0 && Math.abs(by.x) >= Math.abs(by.y) * ratio);
    width = Math.min(byWidth ? width : height * ratio, mostWide, mostHigh * ratio);
    height = width / ratio;
  }
  const left = x < 0 ? right - width : x > 0 ? box.left : box.left + (box.width - width) / 2;
  const top = y < 0 ? bottom - height : y > 0 ? box.top : box.top + (box.height - height) / 2;
  return { width, height, left: Math.min(Math.max(left, bounds.left), boundRight - width), top: Math.min(Math.max(top, bounds.top), boundBottom - height) };
}

/** How far a cut may reach: over the picture, and over ground it reaches to already. */
export function boundsOf(size: Size, recipe: Recipe): Box {
  const [uncut, box] = [uncutSize(size, recipe), cutOf(size, recipe)];
  const [left, top] = [Math.min(0, box.left), Math.min(0, box.top)];
  return { left, top, width: Math.max(uncut.width, box.left + box.width) - left, height: Math.max(uncut.height, box.top + box.height) - top };
}
