import { promisify } from 'node:util';
import { createInflateRaw } from 'node:zlib';
import { open, type Entry, type ZipFile } from 'yauzl';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { Fault } from '#shared/bulk/problem.ts';

/** Beyond these a file was made to exhaust the machine; workbooks of a million rows stay below a third of them. */
export type ZipLimits = {
  readonly entries: number;
  /** Bytes of one part once it is unpacked. */
  readonly partBytes: number;
  /** How many times its packed size a part may have, once it is larger than `freeBytes`. */
  readonly ratio: number;
  readonly freeBytes: number;
};
export const zipLimits: ZipLimits = { entries: 10_000, partBytes: 4 * 1_024 ** 3, ratio: 250, freeBytes: 32 * 1_024 ** 2 };
/** Unpacked at a time: in the usual 16 KiB most of the time would go into trips between threads. */
const PIECE = 1_048_576;
const STORED = 0;
const DEFLATED = 8;

/** Thrown while a part is read, when it is not what the directory of the file says. */
export class DamagedZip extends Error {
  override readonly name = 'DamagedZip';
}

/** The parts of a ZIP file by their path. */
export type Zip = { has(path: string): boolean; /** Unpacked, piece by piece; @throws DamagedZip */ read(path: string): AsyncGenerator<Uint8Array>; close(): void };

const openFile = promisify<string, object, ZipFile>(open as never);

/**
 * Opens a ZIP file and reads its directory, nothing else.
 *
 * @returns or `xlsx-damaged` (no directory, cut off), `xlsx-bomb` (details `found`, `most`: too many parts, or one that unpacks to too much), `xlsx-locked` (a part has a password)
 */
export async function openZip(path: string, limits: ZipLimits = zipLimits): Promise<Result<Zip, Fault>> {
  let file: ZipFile;
  try {
    file = await openFile(path, { lazyEntries: true, autoClose: false, strictFileNames: false });
  } catch (cause) {
    if (isSystem(cause)) throw cause;
    return err({ rule: 'xlsx-damaged' });
  }
  const listed = file.entryCount > limits.entries ? err<Fault>({ rule: 'xlsx-bomb', details: { found: file.entryCount, most: limits.entries } }) : await entriesOf(file, limits);
  if (!listed.ok) {
    file.close();
    return listed;
  }
  const entries = listed.value;
  return ok({
    has: (part) => entries.has(part.toLowerCase()),
    read: (part) => unpacked(file, entries.get(part.toLowerCase())!),
    close: () => file.close(),
  });
}

/** What the system says (no such file, no permission) is not the file's fault. */
const isSystem = (cause: unknown): boolean => typeof (cause as NodeJS.ErrnoException).code === 'string' && (cause as NodeJS.ErrnoException).syscall !== undefined;

function entriesOf(file: ZipFile, limits: ZipLimits): Promise<Result<Map<string, Entry>, Fault>> {
  return new Promise((resolve) => {
    const entries = new Map<string, Entry>();
    file.on('entry', (entry: Entry) => {
      const { uncompressedSize: found, compressedSize } = entry;
      if (found > limits.partBytes || (found > limits.freeBytes && found > compressedSize * limits.ratio)) return resolve(err({ rule: 'xlsx-bomb', details: { found, most: Math.min(limits.partBytes, compressedSize * limits.ratio) } }));
      if (entry.isEncrypted()) return resolve(err({ rule: 'xlsx-locked' }));
      // Some programs write their paths with other slashes and capitals than they refer to them with.
      entries.set(entry.fileName.replaceAll('\\', '/').toLowerCase(), entry);
      file.readEntry();
    });
    file.on('end', () => resolve(ok(entries)));
    file.on('error', () => resolve(err({ rule: 'xlsx-damaged' })));
    file.readEntry();
  });
}

async function* unpacked(file: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED) throw new DamagedZip(`packed by method ${entry.compressionMethod}`);
  const packed = await promisify(file.openReadStream.bind(file) as never as (entry: Entry, options: object, done: (cause: Error | null, stream: NodeJS.ReadableStream) => void) => void)(entry, { decompress: entry.compressionMethod === DEFLATED ? false : null }).catch((cause: unknown) => {
    throw new DamagedZip('no content where the directory says', { cause });
  }) as NodeJS.ReadableStream & { destroy(): void };
  const stream = entry.compressionMethod === STORED ? packed : packed.pipe(createInflateRaw({ chunkSize: PIECE }));
  packed.on('error', (cause) => (stream as unknown as { destroy(cause: Error): void }).destroy(cause));
  let size = 0;
  try {
    for await (const piece of stream as AsyncIterable<Buffer>) {
      size += piece.length;
      // What the directory promised was checked against the limits; more is a lie.
      if (size > entry.uncompressedSize) throw new DamagedZip('more content than the directory says');
      yield piece;
    }
  } catch (cause) {
    throw cause instanceof DamagedZip ? cause : new DamagedZip('content that cannot be unpacked', { cause });
  } finally {
    packed.destroy();
  }
  if (size !== entry.uncompressedSize) throw new DamagedZip('less content than the directory says');
}
