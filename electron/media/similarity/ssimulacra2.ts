import { assert } from '#shared/kernel/assert.ts';
import { compareMaps } from './maps.ts';
import { componentOf, halved, lightOf, type Planes } from './opponent.ts';
import { SCALES, scoreOf, weightsOf } from './weights.ts';

const LEAST_SIDE = 8;
const COMPONENTS = 3;

/** Pixels of sRGB, three bytes each. */
export type Pixels = { readonly data: Uint8Array; readonly width: number; readonly height: number };
/** A picture, prepared for being compared with several others. */
export type Reference = { readonly width: number; readonly height: number; readonly scales: readonly (readonly (Float32Array | null)[])[] };

/** How many scales a picture has: the original looks at the size before it is halved. */
function scalesOf(width: number, height: number): number {
  let scales = 0;
  for (let side = Math.min(width, height); scales < SCALES && side >= LEAST_SIDE; scales++) if (scales > 0) side = (side + 1) >> 1;
  return scales;
}

/** What is compared of a picture: its components at every scale at which they count. */
export function referenceOf({ data, width, height }: Pixels): Reference {
  const count = scalesOf(width, height);
  const scales: (Float32Array | null)[][] = [];
  let light: Planes = lightOf(data, width, height);
  for (let scale = 0; scale < count; scale++) {
    if (scale > 0) light = halved(light);
    scales.push(Array.from({ length: COMPONENTS }, (_, component) => (weightsOf(component, scale, count) ? componentOf(light, component) : null)));
  }
  return { width, height, scales };
}

/**
 * How alike a picture is to the one it was made from, as people see it: 100 equal, 90 not to be told apart side by side, 70 good, 50 fair.
 *
 * @param reference what it should look like
 * @param other of the same size
 * @returns the SSIMULACRA 2 score, at most 100; 100 for pictures under 8 pixels, which it has no answer for
 *
 * Source: SSIMULACRA 2.1 by Jon Sneyers (Cloudinary), https://github.com/cloudinary/ssimulacra2. Terms that hardly count are left out (`weights.ts`).
 */
export function ssimulacra2(reference: Reference, other: Pixels): number {
  assert(reference.width === other.width && reference.height === other.height, () => `${reference.width} × ${reference.height} compared with ${other.width} × ${other.height}`);
  const compared = referenceOf(other);
  let sum = 0;
  let [width, height] = [other.width, other.height];
  for (const [scale, components] of reference.scales.entries()) {
    if (scale > 0) [width, height] = [(width + 1) >> 1, (height + 1) >> 1];
    for (const [component, plane] of components.entries()) {
      const weights = weightsOf(component, scale, reference.scales.length);
      if (plane === null || weights === null) continue;
      const norms = compareMaps(plane, compared.scales[scale]![component]!, width, height);
      for (const [at, norm] of norms.entries()) sum += weights[at]! * norm;
    }
  }
  return scoreOf(sum);
}
