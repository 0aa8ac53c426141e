/**
 * A process that reads pictures, one after the other. Whatever a file does to the decoder ends here: this process can be killed at any
 * time and holds nothing that is not remade. It ends when whoever started it is gone.
 */
import { MOST_WORKER_BYTES } from '#shared/media/limits.ts';
import { assert } from '#shared/kernel/assert.ts';
import { makePicture } from './make-picture.ts';
import { quickThumbnail } from './quick-thumbnail.ts';
import type { FromWorker, ToWorker } from './worker-contract.ts';

const LOOK_MS = 50;

assert(process.send !== undefined, () => 'pictures are read by a process that was forked');
const say = (message: FromWorker, then: () => void = () => undefined): void => void process.send!(message, then);

// Unpacking runs on other threads, so that this one sees memory grow while it does.
setInterval(() => {
  if (process.memoryUsage.rss() > MOST_WORKER_BYTES) say({ is: 'too-heavy' }, () => process.exit(0));
}, LOOK_MS).unref();

process.on('disconnect', () => process.exit(0));
process.on('message', (asked: ToWorker) => {
  (asked.is === 'make' ? makePicture(asked.task) : quickThumbnail(asked.task)).then(
    (result) => say({ is: 'done', result, memory: process.memoryUsage.rss() }),
    (cause: unknown) => say({ is: 'failed', message: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) }),
  );
});
