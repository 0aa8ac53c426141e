import { create } from 'zustand';
import { uuidv7 } from '#shared/kernel/ids.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { ask, listen } from './client.ts';

/** How much was done at which moment (milliseconds of any clock). */
export type Sample = { readonly at: number; readonly done: number };

/** Something the data process does to thousands of records: how far it is, and when it was how far. */
export type LongWork = { readonly work: string; readonly done: number; readonly total: number; readonly stopping: boolean; readonly samples: readonly Sample[] };

/** Less than this is done before anybody could look at a bar. */
const SHOWN_FROM = 300;
const SAMPLES = 20;

/** The one that is going on, shown above every page; null: none, or none worth showing. */
export const useLongWork = create<{ now: LongWork | null }>(() => ({ now: null }));

/** Does something under a name of its own, so that its way is seen from every page and it can be stopped; nothing of a stopped one stays. */
export async function asLongWork<T>(total: number, change: (work: string) => Promise<T>): Promise<T> {
  const work = uuidv7(() => Date.now() as EpochMs, (bytes) => crypto.getRandomValues(bytes as Uint8Array<ArrayBuffer>));
  if (total >= SHOWN_FROM) useLongWork.setState({ now: { work, done: 0, total, stopping: false, samples: [] } });
  const deaf = listen('catalog.working', (told) => {
    const { now } = useLongWork.getState();
    if (told.work !== work || now?.work !== work) return;
    useLongWork.setState({ now: { ...now, done: told.done, total: Math.max(told.total, told.done), samples: [...now.samples, { at: performance.now(), done: told.done }].slice(-SAMPLES) } });
  });
  try {
    return await change(work);
  } finally {
    deaf();
    if (useLongWork.getState().now?.work === work) useLongWork.setState({ now: null });
  }
}

/** Stops what is going on. */
export function stopLongWork(): void {
  const { now } = useLongWork.getState();
  if (now === null || now.stopping) return;
  useLongWork.setState({ now: { ...now, stopping: true } });
  void ask('catalog.cancel', { work: now.work });
}

/** Time left at the speed of the last samples; null while there are too few to say anything honest. */
export function remainingMs(samples: readonly Sample[], total: number): number | null {
  const first = samples[0];
  const last = samples.at(-1);
  if (!first || !last || samples.length < 3 || last.at - first.at < 500 || last.done <= first.done) return null;
  const speed = (last.done - first.done) / (last.at - first.at);
  return Math.max(0, total - last.done) / speed;
}
