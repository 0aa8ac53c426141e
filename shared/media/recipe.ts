import { z } from 'zod';
import { canonicalJson } from '../sync/canonical.ts';

const share = z.number().min(0).max(1);
/** So many times the picture's own side may lie around it: a strip of 1:64 still becomes a square. */
export const MOST_AROUND = 64;
const offset = z.number().min(-MOST_AROUND).max(1);
const extent = z.number().min(0).max(MOST_AROUND + 1);
const colour = z.string().regex(/^#[0-9a-f]{6}$/, 'expected #rrggbb in lower case');

/** A mark over derivatives; the original never carries it. */
export const watermark = z.strictObject({
  text: z.string().trim().min(1).max(60),
  /** 1 covers, 0 is not seen. */
  opacity: z.number().min(0.05).max(1),
  place: z.enum(['centre', 'bottom-start', 'bottom-end', 'tiled']),
});
export type Watermark = z.infer<typeof watermark>;

/** How a picture is changed on its way to derivatives. The original stays as it is: a recipe can be changed at any time, and everything is made anew. */
export const recipe = z.strictObject({
  version: z.literal(1),
  /** Clockwise, on top of what the camera said, degrees. */
  rotate: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
  /** Clockwise, degrees; corners that open show the background. */
  straighten: z.number().min(-45).max(45),
  /** What is left, as shares of the upright, turned, straightened picture; null: everything. It may reach out of the picture: ground is laid around it then. */
  crop: z.strictObject({ left: offset, top: offset, width: extent, height: extent }).nullable(),
  /** What see-through pixels, open corners and the ground around a picture are filled with; null leaves them see-through. */
  background: colour.nullable(),
  /** The point that stays in view where a place has another shape, as shares of the result. */
  focus: z.strictObject({ x: share, y: share }),
  watermark: watermark.nullable(),
});
export type Recipe = z.infer<typeof recipe>;

/** Changes nothing. */
export const plainRecipe: Recipe = { version: 1, rotate: 0, straighten: 0, crop: null, background: null, focus: { x: 0.5, y: 0.5 }, watermark: null };

/** The same text for equal recipes, in whatever order their parts were written: what a hash of it is taken of. The focus changes no pixel, and is not part of it. */
export function recipeText({ focus: _focus, ...pixels }: Recipe): string {
  return canonicalJson(pixels);
}
