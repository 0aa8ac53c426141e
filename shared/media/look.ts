import { z } from 'zod';

const share = z.number().min(0).max(1);

/** What a picture looks like, measured on a copy of 512 px at most; what rules of marketplaces and advice to sellers go by. */
export const pictureLook = z.object({
  /** Share of the pixels along the four edges that are white (at least 250 of 255 in each colour). */
  whiteBorder: share,
  /** Longer side of what is not white, as a share of that side of the picture: how much of the frame the product takes. */
  fill: share,
  /** Whether a line of one colour, other than white, runs along all four edges. */
  hasFrame: z.boolean(),
  /** Variance of the Laplacian over grey values 0 to 255; blurred pictures have little. */
  sharpness: z.number().min(0),
  /** Mean grey value. */
  light: share,
  /** Shares of pixels without any drawing left: black, and blown out, outside of white margins. */
  black: share,
  blown: share,
});
export type PictureLook = z.infer<typeof pictureLook>;

/** Below it, a photo looks blurred at the size a buyer sees it. */
export const LEAST_SHARPNESS = 40;
const DARK = 0.2;
const BRIGHT = 0.92;
const MOST_LOST = 0.35;

export type LookAdvice = 'blurred' | 'too-dark' | 'too-bright';

/** What a seller should be told about a photo; a hint, never a refusal. */
export function adviceOn({ sharpness, light, black, blown, whiteBorder }: PictureLook): LookAdvice[] {
  return [
    ...(sharpness < LEAST_SHARPNESS ? ['blurred' as const] : []),
    ...(light < DARK || black > MOST_LOST ? ['too-dark' as const] : []),
    // A white ground is wanted: brightness says nothing there.
    ...(blown > MOST_LOST || (light > BRIGHT && whiteBorder < 0.5) ? ['too-bright' as const] : []),
  ];
}
