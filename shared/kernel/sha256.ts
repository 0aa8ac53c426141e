// The first 32 bits of what stands behind the point of the cube roots of the first 64 primes, and of the square roots of the first 8.
const primes = Array.from({ length: 312 }, (_, at) => at).filter((n) => n > 1 && !Array.from({ length: n }, (_, by) => by).some((by) => by > 1 && n % by === 0));
const fraction = (root: number): number => Math.floor((root - Math.floor(root)) * 2 ** 32) | 0;
const ROUNDS = Int32Array.from(primes.slice(0, 64), (prime) => fraction(Math.cbrt(prime)));
const START = Int32Array.from(primes.slice(0, 8), (prime) => fraction(Math.sqrt(prime)));

const turn = (word: number, by: number): number => (word >>> by) | (word << (32 - by));

/**
 * SHA-256 of a short text, for the window too, where the only other one answers later. Files are hashed by the system.
 *
 * @returns 64 hexadecimal digits in lower case
 *
 * Source: FIPS 180-4, section 6.2.
 */
export function sha256OfText(text: string): string {
  const bytes = utf8(text);
  const padded = new DataView(new ArrayBuffer(Math.ceil((bytes.length + 9) / 64) * 64));
  bytes.forEach((byte, at) => padded.setUint8(at, byte));
  padded.setUint8(bytes.length, 0x80);
  padded.setUint32(padded.byteLength - 8, Math.floor((bytes.length * 8) / 2 ** 32));
  padded.setUint32(padded.byteLength - 4, bytes.length * 8);
  const hash = START.slice();
  for (let block = 0; block < padded.byteLength; block += 64) takeIn(hash, padded, block);
  return [...hash].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

/** Half a character becomes the sign for one that cannot be read, as everywhere else. */
function utf8(text: string): number[] {
  return [...text].flatMap((char) => {
    const code = /^\p{Surrogate}$/u.test(char) ? 0xfffd : char.codePointAt(0)!;
    if (code < 0x80) return [code];
    const rest = (at: number): number => 0x80 | ((code >> at) & 0x3f);
    if (code < 0x800) return [0xc0 | (code >> 6), rest(0)];
    return code < 0x10000 ? [0xe0 | (code >> 12), rest(6), rest(0)] : [0xf0 | (code >> 18), rest(12), rest(6), rest(0)];
  });
}

function takeIn(hash: Int32Array, from: DataView, block: number): void {
  const words = new Int32Array(64);
  for (let at = 0; at < 16; at++) words[at] = from.getInt32(block + 4 * at);
  for (let at = 16; at < 64; at++) {
    const [late, early] = [words[at - 2]!, words[at - 15]!];
    words[at] = words[at - 16]! + (turn(early, 7) ^ turn(early, 18) ^ (early >>> 3)) + words[at - 7]! + (turn(late, 17) ^ turn(late, 19) ^ (late >>> 10));
  }
  let [a, b, c, d, e, f, g, h] = hash as unknown as [number, number, number, number, number, number, number, number];
  for (let at = 0; at < 64; at++) {
    const first = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + ROUNDS[at]! + words[at]!) | 0;
    const second = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [a, b, c, d, e, f, g, h] = [(first + second) | 0, a, b, c, (d + first) | 0, e, f, g];
  }
  [a, b, c, d, e, f, g, h].forEach((word, at) => (hash[at] = hash[at]! + word));
}
