import type { DerivativeFormat, DerivativePurpose } from './model.ts';

/** What is wanted of one size: how wide at most, how alike to the original (SSIMULACRA 2), in which formats. */
export type Wanted = { readonly purpose: DerivativePurpose; readonly width: number; readonly target: number; readonly formats: readonly DerivativeFormat[] };

/** What people look at closely keeps more than what stands in a grid. The thumbnail is for the console alone. From small to large. */
export const wantedSizes: readonly Wanted[] = [
  { purpose: 'thumbnail', width: 256, target: 70, formats: ['webp'] },
  { purpose: '320', width: 320, target: 70, formats: ['webp', 'avif', 'jpeg'] },
  { purpose: '640', width: 640, target: 70, formats: ['webp', 'avif', 'jpeg'] },
  { purpose: '1024', width: 1024, target: 80, formats: ['webp', 'avif', 'jpeg'] },
  { purpose: '1600', width: 1600, target: 80, formats: ['webp', 'avif', 'jpeg'] },
];
/** The widest derivative, px; nothing larger is unpacked to the end. */
export const WIDEST_PX = 1600;
/** A strip is shrunk by its height, too: so many times the width at most. */
export const TALLEST = 2;

/** The sizes made of a picture so wide: a thumbnail, all that are narrower, and one more at its own width; nothing is enlarged. */
export function sizesFor(width: number): Wanted[] {
  const [thumbnail, ...sizes] = wantedSizes;
  const last = sizes.findIndex((size) => size.width >= width);
  return [thumbnail!, ...(last < 0 ? sizes : sizes.slice(0, last + 1))].map((size) => ({ ...size, width: Math.min(size.width, width) }));
}
