import { blurAcross, blurAlong, REACH, ROWS } from './blur.ts';
import type { MapNorms } from './weights.ts';

const C2 = 0.0009;
/** What is blurred: either picture, the sum of their squares, their product. */
const KINDS = 4;

/**
 * How two planes differ in structure, in what was added (ringing, blocks) and in what was lost (blur): three maps, of each its mean and
 * its fourth-power mean. Rows go through one after the other, so that nothing of the size of a picture is kept.
 */
export function compareMaps(first: Float32Array, second: Float32Array, width: number, height: number): MapNorms {
  const padded = Array.from({ length: KINDS }, () => new Float64Array(width + 2 * REACH));
  const blurred = Array.from({ length: KINDS }, () => new Float64Array(width));
  const rings = Array.from({ length: KINDS }, () => Array.from({ length: ROWS }, () => new Float64Array(width)));
  const sums = new Float64Array(6);
  const [a, b, squares, product] = padded as [Float64Array, Float64Array, Float64Array, Float64Array];
  for (let y = 0; y < height + REACH; y++) {
    for (let kind = 0; kind < KINDS; kind++) {
      const ring = rings[kind]!;
      // The oldest row makes room for the newest.
      ring.push(ring.shift()!);
    }
    if (y < height) {
      const row = y * width;
      for (let x = 0; x < width; x++) {
        const [one, other] = [first[row + x]!, second[row + x]!];
        a[x + REACH] = one;
        b[x + REACH] = other;
        squares[x + REACH] = one * one + other * other;
        product[x + REACH] = one * other;
      }
      for (let kind = 0; kind < KINDS; kind++) blurAlong(padded[kind]!, width, rings[kind]![ROWS - 1]!);
    } else for (let kind = 0; kind < KINDS; kind++) rings[kind]![ROWS - 1]!.fill(0);
    if (y < REACH) continue;
    for (let kind = 0; kind < KINDS; kind++) blurAcross(rings[kind]!, width, blurred[kind]!);
    addRow(first, second, (y - REACH) * width, width, blurred, sums);
  }
  const count = width * height;
  const [structure, added, lost, structure4, added4, lost4] = sums as unknown as [number, number, number, number, number, number];
  return [structure / count, added / count, lost / count, (structure4 / count) ** 0.25, (added4 / count) ** 0.25, (lost4 / count) ** 0.25];
}

function addRow(first: Float32Array, second: Float32Array, row: number, width: number, blurred: readonly Float64Array[], sums: Float64Array): void {
  const [mean1, mean2, squares, product] = blurred as [Float64Array, Float64Array, Float64Array, Float64Array];
  let [structure, added, lost, structure4, added4, lost4] = [0, 0, 0, 0, 0, 0];
  for (let x = 0; x < width; x++) {
    const [m1, m2] = [mean1[x]!, mean2[x]!];
    const means = m1 * m2;
    const apart = (1 - (m1 - m2) * (m1 - m2)) * (2 * (product[x]! - means) + C2);
    const unlike = 1 - apart / (squares[x]! - m1 * m1 - m2 * m2 + C2);
    if (unlike > 0) {
      structure += unlike;
      structure4 += unlike * unlike * unlike * unlike;
    }
    const edge = (1 + Math.abs(second[row + x]! - m2)) / (1 + Math.abs(first[row + x]! - m1)) - 1;
    const fourth = edge * edge * edge * edge;
    if (edge > 0) {
      added += edge;
      added4 += fourth;
    } else {
      lost -= edge;
      lost4 += fourth;
    }
  }
  sums[0]! += structure;
  sums[1]! += added;
  sums[2]! += lost;
  sums[3]! += structure4;
  sums[4]! += added4;
  sums[5]! += lost4;
}
