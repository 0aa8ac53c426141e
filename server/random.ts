import { randomFillSync } from 'node:crypto';

const POOL_BYTES = 8 * 1024;
const pool = new Uint8Array(POOL_BYTES);
let left = 0;

/** Unpredictable bytes from the system, fetched some thousands at a time: every change has an id of ten, and asking for each alone took longer than making it. */
export function systemRandom(bytes: Uint8Array): Uint8Array {
  if (bytes.length > POOL_BYTES / 8) return randomFillSync(bytes);
  if (bytes.length > left) {
    randomFillSync(pool);
    left = POOL_BYTES;
  }
  bytes.set(pool.subarray(left - bytes.length, left));
  left -= bytes.length;
  // Nobody gets the same bytes again, nor finds them in memory.
  pool.fill(0, left, left + bytes.length);
  return bytes;
}
