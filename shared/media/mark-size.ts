import type { Watermark } from './recipe.ts';

/** How much of the picture's width the words of a watermark take at most. */
export const MARK_SHARE: Readonly<Record<Watermark['place'], number>> = { 'centre': 0.5, 'bottom-start': 0.3, 'bottom-end': 0.3, 'tiled': 0.25 };
/** How much of its height they are high at most. */
export const MARK_HEIGHT_SHARE = 0.2;
/** Free on every side of the words, px, in a picture so wide. */
export const markMarginPx = (width: number): number => Math.max(4, Math.round(width / 40));
