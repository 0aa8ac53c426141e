/**
 * A process that reads pictures, one after the other. Whatever a file does to the decoder ends here: this process can be killed at any
 * time and holds nothing that is not remade. It ends when whoever started it is gone.
 */
import { MOST_WORKER_BYTES } from '#shared/media/limits.ts';
import { assert } from '#shared/kernel/assert.ts';
import { SECOND_MS } from '#shared/kernel/time.ts';
import { makePicture } from './make-picture.ts';
import { quickThumbnail } from './quick-thumbnail.ts';
import { workerLine } from './worker-line.ts';

const LOOK_MS = 50;

const line = workerLine();
assert(line !== undefined, () => 'pictures are read by a process that was started for it');

// Unpacking runs on other threads, so that this one sees memory grow while it does.
setInterval(() => {
  if (process.memoryUsage.rss() > MOST_WORKER_BYTES) line.say({ is: 'too-heavy' }, () => process.exit(0));
}, LOOK_MS).unref();

line.onTask((asked) => {
  const before = process.cpuUsage();
  const told = setInterval(() => {
    const { user, system } = process.cpuUsage(before);
    line.say({ is: 'working', id: asked.id, processorMs: Math.round((user + system) / 1000) });
  }, SECOND_MS);
  (asked.is === 'make' ? makePicture(asked.task) : quickThumbnail(asked.task)).finally(() => clearInterval(told)).then(
    (result) => line.say({ is: 'done', id: asked.id, result, memory: process.memoryUsage.rss() }),
    (cause: unknown) => line.say({ is: 'failed', id: asked.id, message: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) }),
  );
});
