import { turnedSize, type Size } from '#shared/media/geometry.ts';
import type { Recipe } from '#shared/media/recipe.ts';

/** What a cut keeps while it is changed by hand. */
export const shapes = ['free', 'square', 'wide', 'tall', 'original'] as const;
export type Shape = (typeof shapes)[number];

const RATIO = { square: 1, wide: 4 / 3, tall: 3 / 4 } as const;

/** Width by height; null: any. */
export function ratioOf(shape: Shape, size: Size, { rotate }: Pick<Recipe, 'rotate'>): number | null {
  if (shape === 'free') return null;
  if (shape !== 'original') return RATIO[shape];
  const turned = turnedSize(size, rotate);
  return turned.width / turned.height;
}

const ACROSS: Partial<Record<Shape, Shape>> = { wide: 'tall', tall: 'wide' };
/** The shape a cut has after a quarter turn. */
export const shapeAcross = (shape: Shape): Shape => ACROSS[shape] ?? shape;
