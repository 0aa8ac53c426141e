/** Cosine transform, rows of an 8 × 32 matrix: the lowest frequencies but the mean. */
const SIDE = 32;
const KEPT = 8;
const COSINES = Array.from({ length: KEPT }, (_, frequency) => Float64Array.from({ length: SIDE }, (_, at) => Math.cos(((2 * at + 1) * (frequency + 1) * Math.PI) / (2 * SIDE))));

/** Rounding of grey values moves a frequency by less; what lies so near the middle is noise, and counts as below it. */
const NOISE = 40;

/** How large the grey copy is that a hash is taken of, px. */
export const HASH_SIDE_PX = SIDE;

/**
 * What a picture looks like in 64 bits: whether each of its 64 lowest frequencies lies above the middle one. Take it of the picture
 * without white margins: the same product, padded for a marketplace, is found again.
 *
 * @param grey 32 × 32 values
 * @returns 16 hex digits
 *
 * Source: pHash (Zauner 2010), frequencies 1 to 8 in both directions.
 */
export function perceptualHash(grey: Uint8Array): string {
  const rows = COSINES.map((cosine) => Float64Array.from({ length: SIDE }, (_, y) => {
    let sum = 0;
    for (let x = 0; x < SIDE; x++) sum += cosine[x]! * grey[y * SIDE + x]!;
    return sum;
  }));
  const values = COSINES.flatMap((cosine) => rows.map((row) => row.reduce((sum, value, y) => sum + cosine[y]! * value, 0)));
  const inOrder = values.toSorted((a, b) => a - b);
  const middle = (inOrder[31]! + inOrder[32]!) / 2 + NOISE;
  let hash = '';
  for (let at = 0; at < 64; at += 4) hash += (((values[at]! > middle ? 8 : 0) + (values[at + 1]! > middle ? 4 : 0) + (values[at + 2]! > middle ? 2 : 0) + (values[at + 3]! > middle ? 1 : 0))).toString(16);
  return hash;
}
