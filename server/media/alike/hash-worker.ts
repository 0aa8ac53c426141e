/**
 * Takes perceptual hashes, one picture after the other, apart from the server: whatever a file does to a decoder ends here. It can be killed at
 * any time, holds nothing, and ends when the server is gone.
 */
import { parentPort } from 'node:worker_threads';
import { assert } from '#shared/kernel/assert.ts';
import { SECOND_MS } from '#shared/kernel/time.ts';
import { MOST_WORKER_BYTES } from '#shared/media/limits.ts';
import type { PictureType } from '#shared/media/model.ts';
import { pictureHashes } from './picture-hash.ts';

export type ToHasher = { readonly content: Uint8Array; readonly type: PictureType };
export type FromHasher =
  | { readonly is: 'done'; /** Null when the pixels cannot be unpacked. */ readonly hashes: readonly string[] | null }
  /** It is at work, told every second by a process of its own; a thread does not know its part of the processor. */
  | { readonly is: 'working'; /** Processor time this picture has used, ms. */ readonly processorMs: number };

const LOOK_MS = 50;

const answer = async ({ content, type }: ToHasher): Promise<FromHasher> => {
  try {
    return { is: 'done', hashes: await pictureHashes(Buffer.from(content.buffer, content.byteOffset, content.byteLength), type) };
  } catch {
    return { is: 'done', hashes: null };
  }
};

if (parentPort) {
  const port = parentPort;
  port.on('message', (asked: ToHasher) => void answer(asked).then((said) => port.postMessage(said)));
} else {
  assert(process.send !== undefined, () => 'hashes are taken by a process that was forked, or by a thread');
  // Unpacking runs on other threads, so that this one sees memory grow while it does. Who asked takes the death for the answer.
  setInterval(() => {
    if (process.memoryUsage.rss() > MOST_WORKER_BYTES) process.exit(1);
  }, LOOK_MS).unref();
  process.on('disconnect', () => process.exit(0));
  process.on('message', (asked: ToHasher) => {
    const before = process.cpuUsage();
    const told = setInterval(() => {
      const { user, system } = process.cpuUsage(before);
      process.send!({ is: 'working', processorMs: Math.round((user + system) / 1000) } satisfies FromHasher);
    }, SECOND_MS);
    void answer(asked).then((said) => {
      clearInterval(told);
      process.send!(said);
    });
  });
}
