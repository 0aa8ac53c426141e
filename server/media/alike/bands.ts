const BAND_BITS = 16;
const BANDS = 4;

/** The four numbers of 16 bits that a hash (16 hex digits) is made of. */
export function bandsOf(phash: string): readonly [number, number, number, number] {
  const band = (at: number) => Number.parseInt(phash.slice(at * 4, at * 4 + 4), 16);
  return [band(0), band(1), band(2), band(3)];
}

/**
 * All numbers of 16 bits that differ from one in so few that some band of an alike picture is among them: what an index is asked for instead of
 * comparing with every picture there is.
 *
 * @param bits how many bits whole hashes may differ in: of four bands one holds a quarter of them at most; 8 to 11 give 137 numbers a band
 */
export function nearBands(band: number, bits: number): number[] {
  const most = Math.floor(bits / BANDS);
  let ring = [band];
  const found = new Set(ring);
  for (let distance = 0; distance < most; distance++) {
    ring = ring.flatMap((value) => Array.from({ length: BAND_BITS }, (_, bit) => value ^ (1 << bit)));
    for (const value of ring) found.add(value);
  }
  return [...found];
}
