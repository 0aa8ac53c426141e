import { z } from 'zod';
import type { Clock } from './time.ts';

const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/**
 * Makes the identifier of a new record on the seller's own machine, so that it exists before any server heard of it.
 *
 * @param clock source of the millisecond timestamp (first 48 bits, so ids sort by the time they were made)
 * @param random fills an array with 10 unpredictable bytes
 * @returns a UUIDv7, lower case, 36 characters
 *
 * Source: RFC 9562, section 5.7.
 */
export function uuidv7(clock: Clock, random: (bytes: Uint8Array) => Uint8Array): string {
  const bytes = new Uint8Array(16);
  random(bytes.subarray(6));
  let time = clock() as number;
  for (let i = 5; i >= 0; i--) {
    bytes[i] = time % 256;
    time = Math.floor(time / 256);
  }
  bytes[6] = 0x70 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  let text = '';
  for (let i = 0; i < 16; i++) text += i === 4 || i === 6 || i === 8 || i === 10 ? `-${HEX[bytes[i]!]!}` : HEX[bytes[i]!]!;
  return text;
}

/** Any of our identifiers, before we know whose it is. */
export const uuid = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, 'expected a UUID in lower case');

// Named by pictures, which a product names in turn: whoever speaks of both reads them from `catalog/model.ts`.
export const productId = uuid.brand<'ProductId'>();
export type ProductId = z.infer<typeof productId>;
export const variantId = uuid.brand<'VariantId'>();
export type VariantId = z.infer<typeof variantId>;
