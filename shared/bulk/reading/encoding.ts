/** How the bytes of a file stand for letters, by the name the platform's decoder knows. */
export type Encoding = string;

/**
 * Which encoding a file has, and what says so:
 * - `mark` a byte order mark · `zeros` every other byte of plain letters is zero, as only UTF-16 has it
 * - `valid` the whole file is valid UTF-8, which nothing else is by chance · `statistics` the best guess, `confidence` from 0 to 1
 * - `usual` nothing spoke for anything: what Western spreadsheets write
 */
export type EncodingGuess = { readonly encoding: Encoding; readonly evidence: 'mark' | 'zeros' | 'valid' | 'statistics' | 'usual'; readonly confidence: number };

/** What a person can choose from when the guess is wrong. */
export const offeredEncodings: readonly Encoding[] = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'windows-1250', 'windows-1251', 'windows-1254', 'windows-1256', 'iso-8859-15', 'macintosh', 'gb18030', 'big5', 'shift_jis', 'euc-kr'];

/** Fewer zero bytes than this part of all letters happen in other files, too. */
const LEAST_ZEROS = 0.02;
/** A few may be strays in a short file; the first line alone has more. */
const FEWEST_ZEROS = 4;

/** The encoding its first bytes name; null when there is no mark. */
export function encodingByMark(bytes: Uint8Array): EncodingGuess | null {
  const [a, b, c] = bytes;
  const sure = (encoding: Encoding): EncodingGuess => ({ encoding, evidence: 'mark', confidence: 1 });
  if (a === 0xef && b === 0xbb && c === 0xbf) return sure('utf-8');
  if (a === 0xff && b === 0xfe) return sure('utf-16le');
  if (a === 0xfe && b === 0xff) return sure('utf-16be');
  return null;
}

/**
 * UTF-16 without a mark: digits, delimiters and line ends have one zero byte each, always on the same side. Arabic in UTF-16 is valid
 * UTF-8 besides, so this is asked before.
 *
 * @param sample the beginning of the file, cut anywhere
 */
export function encodingByZeros(sample: Uint8Array): EncodingGuess | null {
  const units = sample.length >> 1;
  if (units === 0) return null;
  const zeros = [0, 0];
  for (let at = 0; at < units * 2; at++) if (sample[at] === 0) zeros[at % 2]! += 1;
  const [even, odd] = zeros as [number, number];
  const most = Math.max(even, odd);
  if (most < Math.max(FEWEST_ZEROS, units * LEAST_ZEROS) || Math.min(even, odd) > most / 10) return null;
  return { encoding: odd > even ? 'utf-16le' : 'utf-16be', evidence: 'zeros', confidence: 1 - Math.min(even, odd) / most };
}
