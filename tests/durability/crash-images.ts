import type { FileEvent } from './strace-log.ts';

/** A number from 0 to 1, the same row of them for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const SECTOR = 512;

export type CrashImage = { readonly files: ReadonlyMap<string, Buffer>; /** Events that had happened when the power went. */ readonly cut: number };

/**
 * What a disk may hold after the power went at a moment: whatever was written to a file before its last sync is there; of what came
 * later any part may be, in any combination, also torn between sectors.
 *
 * @param before the files as they were when the recording began
 * @param cut how many events had happened
 * @param survives chance that a write which was not synced is on the disk all the same
 */
export function crashImage(before: ReadonlyMap<string, Buffer>, events: readonly FileEvent[], cut: number, survives: number, random: () => number): CrashImage {
  const lastSync = new Map<string, number>();
  for (let at = 0; at < cut; at++) if (events[at]!.t === 'sync') lastSync.set(events[at]!.file, at);
  const files = new Map<string, Buffer>();
  for (const [name, content] of before) files.set(name, Buffer.from(content));
  for (let at = 0; at < cut; at++) {
    const event = events[at]!;
    if (event.t === 'sync') continue;
    const durable = at < (lastSync.get(event.file) ?? -1);
    if (!durable && random() >= survives) continue;
    const content = files.get(event.file) ?? Buffer.alloc(0);
    const length = event.t === 'truncate' ? event.length : Math.max(content.length, event.offset + event.bytes.length);
    const next = length === content.length ? content : resized(content, length);
    files.set(event.file, next);
    if (event.t === 'write') write(next, event.offset, event.bytes, durable ? () => true : tearing(random));
  }
  return { files, cut };
}

/** One write in four that was not synced is torn: each of its sectors arrives or does not. */
const tearing = (random: () => number): (() => boolean) => (random() < 0.25 ? () => random() < 0.5 : () => true);

function resized(content: Buffer, length: number): Buffer {
  const next = Buffer.alloc(length);
  content.copy(next, 0, 0, Math.min(length, content.length));
  return next;
}

function write(content: Buffer, offset: number, bytes: Buffer, arrives: () => boolean): void {
  for (let at = 0; at < bytes.length; ) {
    const end = Math.min(bytes.length, at + SECTOR - ((offset + at) % SECTOR));
    if (arrives()) bytes.copy(content, offset + at, at, end);
    at = end;
  }
}
