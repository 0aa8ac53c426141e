const LONGEST = 200;
/** What no system allows in a name, what would make it a path, and signs that turn the direction of reading, so that "gpj.exe" looks like a picture. */
const UNFIT = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069/\\:*?"<>|]+/gu;

/** The name of a chosen file as it may stand in a record and in a folder: without a path or control characters, its ending kept when it is too long. */
export function plainName(name: string): string {
  const plain = name.replace(UNFIT, ' ').replace(/\s+/g, ' ').replace(/^[\s.]+|[\s.]+$/g, '');
  const letters = [...plain];
  if (plain === '') return 'file';
  if (plain.length <= LONGEST) return plain;
  const ending = /\.[\p{L}\p{N}]{1,10}$/u.exec(plain)?.[0] ?? '';
  let stem = '';
  for (const letter of letters) {
    if (stem.length + letter.length + ending.length > LONGEST) break;
    stem += letter;
  }
  return stem.trimEnd() + ending;
}
