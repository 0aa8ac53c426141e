/**
 * Where the pixels of a picture go under a recipe: turned by quarters, then straightened, then cut. The worker that makes derivatives and the
 * screen that shows what they will be both go by this, so that what is seen is what is made.
 */
import type { Recipe } from './recipe.ts';

/** Pixels; whole ones where a picture has them. */
export type Size = { readonly width: number; readonly height: number };
/** A rectangle in pixels, from the upper left. */
export type Box = Size & { readonly left: number; readonly top: number };
/** As in CSS and canvas: `x' = a x + c y + e`, `y' = b x + d y + f`. */
export type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

export const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** A size after quarter turns. */
export const turnedSize = ({ width, height }: Size, rotate: Recipe['rotate']): Size => (rotate === 90 || rotate === 270 ? { width: height, height: width } : { width, height });

/** What a picture needs once it is straightened: the box around its four corners, rounded as libvips does. */
export function straightenedSize({ width, height }: Size, degrees: number): Size {
  const [cos, sin] = [Math.cos(radians(degrees)), Math.abs(Math.sin(radians(degrees)))];
  return { width: Math.max(1, Math.round(width * cos + height * sin)), height: Math.max(1, Math.round(width * sin + height * cos)) };
}

/** A picture of this size, turned and straightened: what the shares of a crop are shares of. */
export const uncutSize = (size: Size, { rotate, straighten }: Pick<Recipe, 'rotate' | 'straighten'>): Size => straightenedSize(turnedSize(size, rotate), straighten);

/** Where a crop lies in the uncut picture, whole pixels; it may reach out of it. Null when nothing of the picture is left. */
export function cropBox(crop: Recipe['crop'], width: number, height: number): Box | null {
  if (crop === null) return { left: 0, top: 0, width, height };
  const [left, top] = [Math.round(crop.left * width), Math.round(crop.top * height)];
  const [right, bottom] = [Math.round((crop.left + crop.width) * width), Math.round((crop.top + crop.height) * height)];
  const touches = Math.min(right, width) > Math.max(left, 0) && Math.min(bottom, height) > Math.max(top, 0);
  return touches ? { left, top, width: right - left, height: bottom - top } : null;
}

/** What becomes of a picture of this size, in its own pixels, before it is made smaller; null when nothing is left. */
export function resultSize(size: Size, recipe: Recipe): Size | null {
  const uncut = uncutSize(size, recipe);
  const box = cropBox(recipe.crop, uncut.width, uncut.height);
  return box && { width: box.width, height: box.height };
}

/** A size made smaller until it fits; nothing is enlarged. */
export function fittedSize({ width, height }: Size, most: Size): Size {
  const scale = Math.min(1, most.width / width, most.height / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** Where the pixels of the upright original lie in the uncut picture. */
export function uncutMatrix(size: Size, recipe: Pick<Recipe, 'rotate' | 'straighten'>): Matrix {
  const angle = radians(recipe.rotate + recipe.straighten);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const uncut = uncutSize(size, recipe);
  // Both turns are about the middle, which stays the middle.
  const [x, y] = [size.width / 2, size.height / 2];
  return [cos, sin, -sin, cos, uncut.width / 2 - cos * x + sin * y, uncut.height / 2 - sin * x - cos * y];
}

/** Where the pixels of the upright original lie in the result when that is drawn at a width; null when nothing is left. */
export function resultMatrix(size: Size, recipe: Recipe, width: number): Matrix | null {
  const uncut = uncutSize(size, recipe);
  const box = cropBox(recipe.crop, uncut.width, uncut.height);
  if (box === null) return null;
  const [a, b, c, d, e, f] = uncutMatrix(size, recipe);
  const scale = width / box.width;
  return [a * scale, b * scale, c * scale, d * scale, (e - box.left) * scale, (f - box.top) * scale];
}

/** Where a point goes. */
export const moved = ([a, b, c, d, e, f]: Matrix, { x, y }: { readonly x: number; readonly y: number }): { readonly x: number; readonly y: number } => ({ x: a * x + c * y + e, y: b * x + d * y + f });

/** Whether something of the result lies outside of the picture: corners that opened, or ground around it. Half a pixel is none. */
export function showsGround(size: Size, recipe: Recipe): boolean {
  const uncut = uncutSize(size, recipe);
  const box = cropBox(recipe.crop, uncut.width, uncut.height);
  if (box === null) return true;
  const [a, b, c, d, e, f] = uncutMatrix(size, recipe);
  const back = (x: number, y: number) => ({ x: a * (x - e) + b * (y - f), y: c * (x - e) + d * (y - f) });
  return [[box.left, box.top], [box.left + box.width, box.top], [box.left, box.top + box.height], [box.left + box.width, box.top + box.height]]
    .map(([x, y]) => back(x!, y!))
    .some(({ x, y }) => x < -0.75 || y < -0.75 || x > size.width + 0.75 || y > size.height + 0.75);
}
