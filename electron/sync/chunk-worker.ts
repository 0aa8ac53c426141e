/**
 * A thread that puts chunks of a snapshot into one file. It ends when it is told to, after everything it has written was given to the disk.
 */
import { hash } from 'node:crypto';
import { closeSync, constants, fdatasync, openSync, writeSync } from 'node:fs';
import { promisify } from 'node:util';
import { parentPort, workerData } from 'node:worker_threads';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { assert } from '#shared/kernel/assert.ts';
import type { ArrivedChunk, ChunkAnswer, ChunkTask } from './chunk-hands.ts';

/** Above the content, so that its end is seen in the same turn; a chunk that grows without end is cut off. */
const SPARE = 64;
/** So much is given to the disk at a time, while more arrives: there is then little left to wait for at the end, bytes. */
const SYNC_BYTES = 16 * 1024 * 1024;
/** From here on unpacked content has memory of its own; less may lie in a block that Node shares among many. */
const OWN_BYTES = 1024 * 1024;
const toDisk = promisify(fdatasync);

const { file } = workerData as { readonly file: string };
assert(parentPort, () => 'chunks are put away by a worker thread');
const port = parentPort;
let handle: number | null = null;
let unsynced = 0;
let syncing: Promise<void> | null = null;
/** Told with the next answer: the system tells it once only. */
let lost: unknown = null;

port.on('message', (task: ChunkTask | null) => void (task === null ? end() : port.postMessage(answerTo(task))));

function answerTo({ n, chunk }: ChunkTask): ChunkAnswer {
  try {
    const whole = putAway(chunk);
    if (lost !== null) throw lost;
    return { n, whole, failed: null };
  } catch (cause) {
    return { n, whole: false, failed: failureOf(cause) };
  }
}

const failureOf = (cause: unknown) => ({ code: (cause as NodeJS.ErrnoException).code, message: String(cause) });

function putAway(chunk: ArrivedChunk): boolean {
  const content = unpack(chunk);
  if (content === null) return false;
  const whole = content.byteLength === chunk.bytes && hash('sha256', content) === chunk.sha256;
  if (whole) write(content, chunk.offset);
  // Left to the garbage collector, every few unpacked chunks cause a collection.
  if (content !== chunk.wire && content.byteLength >= OWN_BYTES && content.buffer instanceof ArrayBuffer) content.buffer.transfer(0);
  return whole;
}

function unpack({ encoding, wire, bytes }: ArrivedChunk): Uint8Array | null {
  if (encoding === 'identity') return wire;
  // In one turn: in pieces of the usual 16 KiB it takes twice as long.
  const room = { chunkSize: bytes + SPARE, maxOutputLength: bytes + SPARE };
  try {
    return encoding === 'gzip' ? gunzipSync(wire, room) : zstdDecompressSync(wire, room);
  } catch {
    return null;
  }
}

function write(content: Uint8Array, offset: number): void {
  const to = (handle ??= openSync(file, constants.O_RDWR | constants.O_CREAT, 0o600));
  for (let written = 0; written < content.byteLength;) written += writeSync(to, content, written, content.byteLength - written, offset + written);
  unsynced += content.byteLength;
  if (unsynced < SYNC_BYTES || syncing !== null) return;
  unsynced = 0;
  syncing = toDisk(to).catch((cause: unknown) => void (lost = cause)).finally(() => void (syncing = null));
}

async function end(): Promise<void> {
  await syncing;
  if (handle !== null) closeSync(handle);
  port.postMessage({ n: null, whole: true, failed: lost === null ? null : failureOf(lost) } satisfies ChunkAnswer);
  port.close();
}
