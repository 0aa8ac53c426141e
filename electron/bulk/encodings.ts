import { isAscii, isUtf8 } from 'node:buffer';
import { open } from 'node:fs/promises';
import { encodingByMark, encodingByZeros, type Encoding, type EncodingGuess } from '#shared/bulk/reading/encoding.ts';

const PIECE = 1_048_576;
/** As much as the guess is made from; more does not make it better, only slower. */
const SAMPLE = 65_536;
/** What Western spreadsheets write: taken where nothing speaks for anything, or hardly more for another. */
const USUAL = 'windows-1252';
const HARDLY_MORE = 1.03;
const usual: EncodingGuess = { encoding: USUAL, evidence: 'usual', confidence: 0 };

/** Names the guesser uses and the platform's decoder does not. */
const decoderNames: Readonly<Record<string, Encoding>> = { macroman: 'macintosh', 'mac-roman': 'macintosh', cp932: 'shift_jis', 'windows-31j': 'shift_jis', cp949: 'euc-kr', uhc: 'euc-kr', gb2312: 'gb18030', hz: 'gb18030' };

/**
 * Which encoding the bytes of a file have. The whole file is looked at: one letter in its last line decides between UTF-8 and the rest.
 *
 * @param pieces the file from its beginning; a piece may be used again once the next is asked for
 */
export async function detectEncoding(pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<EncodingGuess> {
  let first = true;
  let valid = true;
  let carried = Buffer.alloc(0);
  let sample = Buffer.alloc(0);
  for await (const piece of pieces) {
    if (first) {
      const certain = encodingByMark(piece) ?? encodingByZeros(piece.subarray(0, SAMPLE));
      if (certain && certain.encoding !== 'utf-8') return certain;
    }
    first = false;
    if (sample.length < SAMPLE && !isAscii(piece)) sample = Buffer.concat([sample, strange(piece).subarray(0, SAMPLE - sample.length)]);
    if (valid) {
      const whole = carried.length === 0 ? piece : Buffer.concat([carried, piece]);
      const cut = whole.length - begunAtEnd(whole);
      valid = isUtf8(whole.subarray(0, cut));
      carried = Buffer.from(whole.subarray(cut));
    }
    if (!valid && sample.length >= SAMPLE) break;
  }
  if (valid && carried.length === 0) return { encoding: 'utf-8', evidence: 'valid', confidence: 1 };
  return byStatistics(sample);
}

/** The same for a file on disk. */
export async function detectFileEncoding(path: string): Promise<EncodingGuess> {
  const file = await open(path);
  try {
    return await detectEncoding(piecesOf(file.createReadStream({ highWaterMark: PIECE, autoClose: false })));
  } finally {
    await file.close();
  }
}
async function* piecesOf(stream: AsyncIterable<Buffer | string>): AsyncGenerator<Uint8Array> {
  for await (const piece of stream) yield piece as Buffer;
}

/** From shortly before the first letter that is not plain: thousands of lines of digits would say nothing. */
function strange(piece: Uint8Array): Uint8Array {
  const at = piece.findIndex((byte) => byte >= 0x80);
  return piece.subarray(Math.max(0, at - 512), at + SAMPLE);
}

/** Bytes at the end of a piece that begin a letter of several bytes and do not finish it: 0 to 3. */
function begunAtEnd(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
  }
  return 0;
}

/** The likeliest encoding this machine can read. How sure the guesser says it is compares its guesses with each other and says nothing by itself. */
async function byStatistics(sample: Uint8Array): Promise<EncodingGuess> {
  // Loaded for the first file that needs it: forty modules, and nearly every file is UTF-8.
  const { detectAll } = await import('jschardet');
  const guesses = detectAll(sample).flatMap(({ encoding: name, confidence }) => {
    const encoding = decoderNames[name?.toLowerCase() ?? ''] ?? name?.toLowerCase() ?? '';
    // It is known not to be UTF-8, and plain letters alone were not what was asked about.
    return encoding === 'utf-8' || encoding === 'ascii' || !isDecodable(encoding) ? [] : [{ encoding, confidence }];
  });
  const [best] = guesses;
  const western = guesses.find(({ encoding }) => encoding === USUAL);
  if (best === undefined) return usual;
  return { ...(western !== undefined && western.confidence * HARDLY_MORE >= best.confidence ? western : best), evidence: 'statistics' };
}

/** Whether this machine can read an encoding of that name. */
export function isDecodable(encoding: string): boolean {
  try {
    new TextDecoder(encoding);
    return true;
  } catch {
    return false;
  }
}

/** Turns the pieces of a file into UTF-8, so that one scanner reads them all. What is UTF-8 passes as it is. */
export class Utf8Pieces {
  readonly #decoder: InstanceType<typeof TextDecoder> | null;

  /** @param isValid whether the file is known to be valid in UTF-8; if not, what is broken becomes U+FFFD, which no reader trips over */
  constructor(encoding: Encoding, isValid: boolean) {
    this.#decoder = encoding === 'utf-8' && isValid ? null : new TextDecoder(encoding);
  }
  push(piece: Uint8Array): Uint8Array {
    return this.#decoder === null ? piece : Buffer.from(this.#decoder.decode(piece, { stream: true }));
  }
  end(): Uint8Array {
    return this.#decoder === null ? new Uint8Array(0) : Buffer.from(this.#decoder.decode());
  }
}
