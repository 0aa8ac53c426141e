import { parentPort } from 'node:worker_threads';
import { assert } from '#shared/kernel/assert.ts';
import type { AheadAnswer, AheadTask } from './stretches.ts';

/** In a thread that `stretchesOf` began: waits to be told what to read, and sends it, never more than is taken. */
export async function giveStretches<Step, Task>(read: (task: Task) => AsyncIterable<Step>): Promise<void> {
  assert(parentPort, () => 'files are read by a worker thread');
  const port = parentPort;
  let room = 0;
  let wake: (() => void) | null = null;
  const task = await new Promise<Task>((resolve) => {
    port.on('message', (told: AheadTask<Task> | 'more') => {
      if (told !== 'more') resolve(told.task);
      room += told === 'more' ? 1 : told.ahead;
      wake?.();
    });
  });
  const send = (answer: AheadAnswer<Step>): void => port.postMessage(answer);
  try {
    for await (const step of read(task)) {
      while (room === 0) await new Promise<void>((resolve) => (wake = resolve));
      wake = null;
      room -= 1;
      send({ step });
    }
    send({ ended: true });
  } catch (cause) {
    send({ failed: { code: (cause as NodeJS.ErrnoException).code, message: String(cause) } });
  }
  port.close();
}
