/** A piece of a message: words, or a link that may be followed. */
export type Piece = { readonly kind: 'text' | 'link'; readonly text: string };

// Marks that turn the direction of what follows around: a file called "annexe[RLO]gpj.exe" reads as a picture. Plain marks of direction (U+200E, U+200F, U+061C) stay: names need them.
const TURNING = /[\u202a-\u202e\u2066-\u2069]/g;
/** Signs on one letter; more than so many are no language but a tower of ink over the lines above. */
const TOWER = /(\p{M}{6})\p{M}+/gu;
const UNSEEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;
const LINK = /https?:\/\/[\p{L}\p{N}][^\s<>"'\u0000-\u001f]+/giu;
const TRAILING = ').,;:!?]}»”’';

/** An address without the signs of the sentence behind it; from its end, since a search for them from its beginning takes the square of its length. */
function untrailed(address: string): string {
  let end = address.length;
  while (end > 0 && TRAILING.includes(address[end - 1]!)) end--;
  return address.slice(0, end);
}

/** A text as it may be shown beside others: it cannot turn, hide or paint over what stands around it. */
export const calm = (text: string): string => text.replace(TURNING, '').replace(UNSEEN, '').replace(TOWER, '$1');

/**
 * A message in pieces to show. It is text and nothing else, whatever it looks like: only http and https become links, and a link shows where it leads.
 */
export function readable(body: string): readonly Piece[] {
  const text = calm(body);
  const pieces: Piece[] = [];
  let from = 0;
  for (const found of text.matchAll(LINK)) {
    const address = untrailed(found[0]);
    if (found.index > from) pieces.push({ kind: 'text', text: text.slice(from, found.index) });
    pieces.push({ kind: 'link', text: address });
    from = found.index + address.length;
  }
  if (from < text.length) pieces.push({ kind: 'text', text: text.slice(from) });
  return pieces;
}

/** The beginning of a message in one line, for a list. */
export const glimpse = (body: string, most = 160): string => {
  const line = calm(body.slice(0, most * 4)).replace(/\s+/g, ' ').trim();
  return line.length > most ? `${Array.from(line).slice(0, most).join('')}…` : line;
};
