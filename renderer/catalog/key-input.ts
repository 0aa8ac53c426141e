/** What became of pasted licence keys: the ones to add, those that are there already or twice, and one that is too long. */
export type KeysRead = { readonly fresh: readonly string[]; readonly doubled: readonly string[]; readonly tooLong: string | null };

const LONGEST_KEY = 200;

/** Reads licence keys, one a line; outer blanks do not count, capitals do: a key is not a word. */
export function readKeys(text: string, known: readonly string[]): KeysRead {
  const seen = new Set(known);
  const [fresh, doubled]: [string[], string[]] = [[], []];
  let tooLong: string | null = null;
  for (const line of text.split(/[\r\n]+/)) {
    const key = line.trim();
    if (key === '') continue;
    if (key.length > LONGEST_KEY) tooLong ??= key;
    else if (seen.has(key)) doubled.push(key);
    else {
      seen.add(key);
      fresh.push(key);
    }
  }
  return { fresh, doubled, tooLong };
}
