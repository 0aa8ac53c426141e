/** In how many of their 64 bits two perceptual hashes (16 hex digits) differ. */
export function hashDistance(a: string, b: string): number {
  let found = 0;
  for (let at = 0; at < 16; at += 8) {
    let bits = Number.parseInt(a.slice(at, at + 8), 16) ^ Number.parseInt(b.slice(at, at + 8), 16);
    for (; bits !== 0; bits &= bits - 1) found++;
  }
  return found;
}

/** Up to so many differing bits, two pictures are taken to be one, edited. */
export const ALIKE_BITS = 8;
/** Up to so many, a picture may be a copy of one in another shop, cut, marked or without its colours: somebody looks at both. Pictures that have nothing in common differ in 15 at least. */
export const COPY_BITS = 11;

/** A plain ground has hardly a bit set, as has every other: such a hash says nothing. */
const LEAST_BITS_SET = 12;
const NOTHING = '0000000000000000';

/** Whether a hash says anything about what is in the picture. */
export const tellsApart = (phash: string): boolean => hashDistance(phash, NOTHING) >= LEAST_BITS_SET;

/** Pairs of pictures that look the same, each once, in the order given; plain grounds look like nothing. Compares all with all. */
export function nearDuplicates<Id>(pictures: readonly { readonly id: Id; readonly phash: string }[], bits = ALIKE_BITS): { readonly a: Id; readonly b: Id; readonly distance: number }[] {
  const telling = pictures.filter(({ phash }) => tellsApart(phash));
  return telling.flatMap(({ id: a, phash }, at) => telling.slice(at + 1).flatMap(({ id: b, phash: other }) => {
    const distance = hashDistance(phash, other);
    return distance <= bits ? [{ a, b, distance }] : [];
  }));
}
