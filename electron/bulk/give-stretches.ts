import { parentPort, workerData } from 'node:worker_threads';
import { assert } from '#shared/kernel/assert.ts';
import type { AheadAnswer, AheadTask } from './stretches.ts';

/** In a thread that `stretchesOf` began: sends what is read, never more than is taken. */
export async function giveStretches<Step, Task>(read: (task: Task) => AsyncIterable<Step>): Promise<void> {
  assert(parentPort, () => 'files are read by a worker thread');
  const port = parentPort;
  const { task, ahead } = workerData as AheadTask<Task>;
  let room = ahead;
  let wake: (() => void) | null = null;
  port.on('message', () => {
    room += 1;
    wake?.();
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
