import { createHash } from 'node:crypto';

/**
 * Our id for something that only a provider has named: the same name always gives the same id, so that nothing has to be kept for it.
 *
 * Source: RFC 9562, section 5.8 (UUIDv8, from a SHA-256).
 */
export function idOfRef(ref: string): string {
  const hex = createHash('sha256').update(ref).digest('hex');
  const variant = ((Number.parseInt(hex[16]!, 16) & 0b0011) | 0b1000).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
