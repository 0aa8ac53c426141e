/** A thread that reads one file of products and sends its rows, never more than are taken. */
import { parentPort, workerData } from 'node:worker_threads';
import { assert } from '#shared/kernel/assert.ts';
import type { ReadAnswer, ReadTask } from './read-file.ts';
import { tableRows } from './table-file.ts';

assert(parentPort, () => 'files are read by a worker thread');
const port = parentPort;
const { path, reading, ahead } = workerData as ReadTask;
let room = ahead;
let wake: (() => void) | null = null;
port.on('message', () => {
  room += 1;
  wake?.();
});

const send = (answer: ReadAnswer): void => port.postMessage(answer);

try {
  for await (const step of tableRows(path, reading)) {
    if (step.rows.length === 0 && step.faults.length === 0) continue;
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
