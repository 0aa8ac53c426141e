import { thumbHashToDataURL } from 'thumbhash';

/** Pictures come by again and again while scrolling; each of these is some 4 kB. */
const KEPT = 1_000;
const kept = new Map<string, string | null>();

/**
 * What stands in a picture's place until it is there: its colours, as an address for `<img>`.
 *
 * @param hash a ThumbHash in base64, as a record has it; null comes back for what is none
 */
export function placeholderAddress(hash: string): string | null {
  const known = kept.get(hash);
  if (known !== undefined) return known;
  const address = drawn(hash);
  if (kept.size >= KEPT) kept.delete(kept.keys().next().value!);
  kept.set(hash, address);
  return address;
}

function drawn(hash: string): string | null {
  try {
    const bytes = Uint8Array.from(atob(hash), (character) => character.charCodeAt(0));
    // Five bytes are its head: shorter ones say nothing of size or colour.
    return bytes.length < 5 ? null : thumbHashToDataURL(bytes);
  } catch (cause) {
    // Not base64: a record somebody else wrote.
    if (cause instanceof DOMException) return null;
    throw cause;
  }
}
