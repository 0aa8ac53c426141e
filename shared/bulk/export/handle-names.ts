import { fold } from '../../kernel/text.ts';

/** 2 MB each, whatever the number of products. */
const PLACES = 2 ** 24;

function placeOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 8;
}

/**
 * Gives each product a handle no other one in the file has: Shopify takes rows with one handle for one product. The first keeps its own, the others get the end of their id behind it.
 *
 * Only handles that may be there twice are remembered: all are gone through once (`add`), where two meet in a table of bits.
 */
export class HandleNames {
  readonly #once = new Uint8Array(PLACES / 8);
  readonly #twice = new Uint8Array(PLACES / 8);
  readonly #owners = new Map<string, string>();

  add(handle: string): void {
    const place = placeOf(fold(handle));
    const [byte, bit] = [place >>> 3, 1 << (place & 7)];
    if ((this.#once[byte]! & bit) !== 0) this.#twice[byte]! |= bit;
    this.#once[byte]! |= bit;
  }

  /** @param id of the product, the same each time it is asked */
  nameOf(handle: string, id: string): string {
    const key = fold(handle);
    const place = placeOf(key);
    if ((this.#twice[place >>> 3]! & (1 << (place & 7))) === 0) return handle;
    const owner = this.#owners.get(key);
    if (owner === undefined) this.#owners.set(key, id);
    return owner === undefined || owner === id ? handle : `${handle}-${id.slice(-12)}`;
  }
}
