import { motifs, type Paint, type Shades } from './drawing-motifs.ts';

/**
 * A product picture that is drawn, not downloaded: shapes on a 64 × 64 field, painted from back to front.
 * Every shape is one SVG path; the first one fills the field.
 */
export type Drawing = { readonly motif: string; readonly size: 64; readonly shapes: readonly { readonly d: string; readonly fill: string }[] };

type Rgb = readonly [number, number, number];

const rgbOf = (hex: string): Rgb => [Number.parseInt(hex.slice(0, 2), 16), Number.parseInt(hex.slice(2, 4), 16), Number.parseInt(hex.slice(4, 6), 16)];
const blend = (from: Rgb, to: Rgb, part: number): Rgb => [0, 1, 2].map((i) => Math.round(from[i]! + (to[i]! - from[i]!) * part)) as unknown as Rgb;
const hexOf = (rgb: Rgb): string => `#${rgb.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
const mix = (from: Rgb, to: Rgb, part: number): string => hexOf(blend(from, to, part));
/** Light as the eye weighs it, 0 to 255. Source: ITU-R BT.601 luma. */
const luma = ([r, g, b]: Rgb): number => 0.299 * r + 0.587 * g + 0.114 * b;

const PAPER: Rgb = [250, 247, 240];
const INK: Rgb = [38, 30, 26];
const WHITE: Rgb = [255, 255, 255];
/** Second colours that go with any first one: brass, clay, teal, bone. */
const ACCENTS: readonly Rgb[] = [[201, 155, 72], [176, 92, 62], [47, 111, 106], [228, 215, 190]];

/** FNV-1a, 32 bits: spreads any text over the motifs and colours. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return hash;
}

function shadesOf(base: Rgb, variation: number): Shades {
  // A pale thing stands before a darker ground and a dark one before a lighter one, so that it is seen at 22 px.
  const pale = luma(base) > 205;
  const dark = luma(base) < 70;
  return {
    ground: mix(blend(base, INK, pale ? 0.28 : 0), PAPER, pale ? 0.62 : dark ? 0.86 : 0.8),
    shadow: mix(blend(base, INK, 0.35), PAPER, pale ? 0.5 : 0.62),
    base: hexOf(base),
    light: mix(base, WHITE, dark ? 0.24 : 0.34),
    dark: mix(base, INK, pale ? 0.24 : 0.36),
    deep: mix(base, INK, pale ? 0.45 : 0.62),
    accent: mix(ACCENTS[variation % ACCENTS.length]!, base, 0.12),
    bone: mix(base, PAPER, 0.88),
  };
}

/** Everything that can be drawn. */
export const motifNames: readonly string[] = Object.keys(motifs);

/** Writes the seed of a picture: what it shows, its main colour (`rrggbb`), and a small number for the variation. */
export const drawingSeed = (motif: string, colourHex: string, variation: number): string => `${motif}.${colourHex}.${variation.toString(36)}`;

/**
 * Draws a product picture from its seed; the same seed always gives the same picture.
 *
 * @param seed `motif.rrggbb.variation` as made by {@link drawingSeed}; any other text draws something too, chosen by its hash
 */
export function drawing(seed: string): Drawing {
  const [asked = '', hex = '', rest = ''] = seed.split('.');
  const hash = hashOf(seed);
  const motif = Object.hasOwn(motifs, asked) ? asked : motifNames[hash % motifNames.length]!;
  const base: Rgb = /^[0-9a-f]{6}$/.test(hex) ? rgbOf(hex) : [96 + (hash & 127), 80 + ((hash >>> 8) & 127), 64 + ((hash >>> 16) & 127)];
  const number = Number.parseInt(rest, 36);
  const shades = shadesOf(base, Number.isSafeInteger(number) && number >= 0 ? number : hash);
  const paint: readonly Paint[] = [['ground', 'M0 0h64v64H0z'], ...motifs[motif]!];
  return { motif, size: 64, shapes: paint.map(([shade, d]) => ({ d, fill: shades[shade] })) };
}

/** The same picture as a whole SVG file, for an `<img>` or an export. */
export function drawingSvg(seed: string): string {
  const { shapes } = drawing(seed);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="64" height="64">${shapes.map(({ d, fill }) => `<path d="${d}" fill="${fill}"/>`).join('')}</svg>`;
}
