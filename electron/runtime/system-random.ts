import { randomFillSync } from 'node:crypto';
import type { Random } from './scheduler.ts';

const POOL_BYTES = 4_096;

/** The system's unpredictable bytes, fetched some thousand at a time: asking for ten takes as long as asking for all. None is given out twice. */
export function systemRandom(): Random {
  const pool = Buffer.alloc(POOL_BYTES);
  let used = POOL_BYTES;
  return (bytes) => {
    if (bytes.length > POOL_BYTES) return randomFillSync(bytes);
    if (used + bytes.length > POOL_BYTES) {
      randomFillSync(pool);
      used = 0;
    }
    bytes.set(pool.subarray(used, used + bytes.length));
    pool.fill(0, used, used + bytes.length);
    used += bytes.length;
    return bytes;
  };
}
