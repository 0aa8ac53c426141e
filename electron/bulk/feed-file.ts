import { createReadStream } from 'node:fs';
import { FeedTable, type FeedStep } from '#shared/bulk/feed/feed-table.ts';
import { EndlessItem, ItemScanner } from '#shared/bulk/feed/item-scanner.ts';
import { NotXml } from '#shared/bulk/xlsx/xml-scanner.ts';
import { isDecodable } from './encodings.ts';

const PIECE = 262_144;
/** So much of the beginning says which columns a feed has: a thousand products and more. */
const NAMING = 4_194_304;

/** The names products of a feed use, in the order in which they come; none: it is no feed. */
export async function feedNames(path: string): Promise<readonly string[]> {
  const names = new Set<string>();
  const scanner = new ItemScanner();
  try {
    for await (const text of piecesOf(path, NAMING)) for (const item of scanner.push(text)) for (const name of item.keys()) names.add(name);
  } catch (cause) {
    if (!isDamage(cause)) throw cause;
  }
  return [...names];
}

/** The products of a feed as rows under these names, a stretch at a time; a fault that stops is the last thing said. */
export async function* feedRows(path: string, names: readonly string[]): AsyncGenerator<FeedStep & { readonly done: number }> {
  const table = new FeedTable(names);
  let [line, done] = [1, 0];
  try {
    for await (const text of piecesOf(path)) {
      const step = table.push(text);
      done += text.length;
      line = step.rows.at(-1)?.line ?? line;
      yield { ...step, done };
    }
    yield { ...table.end(), done };
  } catch (cause) {
    if (!isDamage(cause)) throw cause;
    yield { rows: [], faults: [{ line, rule: 'feed-damaged', severity: 'error', stops: true }], done };
  }
}

const isDamage = (cause: unknown): boolean => cause instanceof NotXml || cause instanceof EndlessItem;

/** The text of a feed: UTF-8, unless its first line says otherwise. */
async function* piecesOf(path: string, most = Infinity): AsyncGenerator<string> {
  let decoder: InstanceType<typeof TextDecoder> | null = null;
  for await (const piece of createReadStream(path, { highWaterMark: PIECE, ...(most === Infinity ? {} : { end: most - 1 }) }) as AsyncIterable<Uint8Array>) {
    decoder ??= decoderFor(piece);
    yield decoder.decode(piece, { stream: true });
  }
}

function decoderFor(head: Uint8Array): InstanceType<typeof TextDecoder> {
  const named = /^[^<]*<\?xml[^>]*encoding=["']([\w-]{1,40})["']/.exec(String.fromCharCode(...head.subarray(0, 200)))?.[1] ?? 'utf-8';
  return new TextDecoder(isDecodable(named) ? named : 'utf-8');
}
