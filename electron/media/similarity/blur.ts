/**
 * The blur of SSIMULACRA 2, sigma 1.5: libjxl runs it as three recursions of truncated cosines, which come to these nine symmetric taps
 * (Charalampidis 2016, equations 33 to 57, radius 5). Outside the picture everything is 0, as there.
 */
const T0 = 0.2646211054881985;
const T1 = 0.2129285920104222;
const T2 = 0.1093353727774603;
const T3 = 0.0360111146583644;
const T4 = 0.00941436780965374;

/** Values a row carries on either side, all 0. */
export const REACH = 4;
/** Rows that one blurred row is made of. */
export const ROWS = 2 * REACH + 1;

/** Blurs a row along itself. `padded` begins and ends with `REACH` zeros around `width` values. */
export function blurAlong(padded: Float64Array, width: number, to: Float64Array): void {
  for (let x = 0; x < width; x++) {
    to[x] = T0 * padded[x + 4]! + T1 * (padded[x + 3]! + padded[x + 5]!) + T2 * (padded[x + 2]! + padded[x + 6]!) + T3 * (padded[x + 1]! + padded[x + 7]!) + T4 * (padded[x]! + padded[x + 8]!);
  }
}

/** Blurs across nine rows, of which the fifth is the one that is answered. */
export function blurAcross(rows: readonly Float64Array[], width: number, to: Float64Array): void {
  const [a, b, c, d, e, f, g, h, i] = rows as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
  for (let x = 0; x < width; x++) to[x] = T0 * e[x]! + T1 * (d[x]! + f[x]!) + T2 * (c[x]! + g[x]!) + T3 * (b[x]! + h[x]!) + T4 * (a[x]! + i[x]!);
}
