/** What a person sees between a picture and its packed copy. */
export type Likeness = 'none' | 'hardly' | 'little' | 'some' | 'unknown';

/**
 * A measured similarity in words.
 *
 * @param similarity SSIMULACRA 2; null: not measured
 *
 * Source: the bands its authors give: 90 visually lossless, 80 very high quality, 70 high, 50 medium.
 */
export function likenessOf(similarity: number | null): Likeness {
  if (similarity === null) return 'unknown';
  return similarity >= 90 ? 'none' : similarity >= 80 ? 'hardly' : similarity >= 70 ? 'little' : 'some';
}
