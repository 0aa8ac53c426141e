import { Worker } from 'node:worker_threads';

/** What a thread is told that reads ahead: what to read, and how many stretches may wait for whoever takes them. */
export type AheadTask<Task> = { readonly task: Task; readonly ahead: number };
export type AheadAnswer<Step> = { readonly step: Step } | { readonly ended: true } | { readonly failed: { readonly code: string | undefined; readonly message: string } };

/** So many stretches (of about a megabyte) are read ahead: enough that neither side waits, few enough that memory stays flat. */
const AHEAD = 4;
/** A thread that was made ready and is not asked for goes after so long. */
const READY_MS = 60_000;

const ready = new Map<string, { readonly worker: Worker; readonly timer: NodeJS.Timeout }>();
/** A thread that gives away all it reads has little to keep: with the usual room for what is new it held 130 MB more of what nobody needed any longer, and was no quicker. */
const begun = (script: URL, name: string): Worker => new Worker(script, { execArgv: [], name, resourceLimits: { maxYoungGenerationSizeMb: 8 } });

/** Begins a thread before it is needed, while a person still looks at the file: loading its code takes as long as reading twenty thousand rows. */
export function makeReady(script: URL, name: string): void {
  if (ready.has(script.href)) return;
  const worker = begun(script, name);
  const timer = setTimeout(() => void taken(script)?.terminate(), READY_MS);
  ready.set(script.href, { worker, timer });
  // It keeps nobody from ending; and one that dies is as if it had never been made ready.
  timer.unref();
  worker.unref();
  worker.on('error', () => undefined);
  worker.once('exit', () => {
    if (ready.get(script.href)?.worker === worker) taken(script);
  });
}

function taken(script: URL): Worker | undefined {
  const one = ready.get(script.href);
  clearTimeout(one?.timer);
  ready.delete(script.href);
  one?.worker.ref();
  return one?.worker;
}

/**
 * What a thread reads, a stretch at a time and in order, while the one that asks works on what has come. The thread's script ends in `giveStretches`.
 *
 * Leaving the loop (`break`, an error) ends the thread; so cancelling is leaving.
 *
 * @throws Error with the `code` of the system when the thread fails
 */
export async function* stretchesOf<Step, Task>(script: URL, name: string, task: Task): AsyncGenerator<Step> {
  const worker = taken(script) ?? begun(script, name);
  const waiting: AheadAnswer<Step>[] = [];
  let wake: (() => void) | null = null;
  const put = (answer: AheadAnswer<Step>): void => {
    waiting.push(answer);
    wake?.();
  };
  worker.on('message', put);
  worker.on('error', (cause) => put({ failed: { code: (cause as NodeJS.ErrnoException).code, message: String(cause) } }));
  // Also when a thread dies without a word (no memory left): otherwise nobody would ever be woken.
  worker.on('exit', () => put({ failed: { code: undefined, message: 'the thread that reads ended' } }));
  worker.postMessage({ task, ahead: AHEAD } satisfies AheadTask<Task>);
  try {
    for (;;) {
      const answer = waiting.shift();
      if (answer === undefined) {
        await new Promise<void>((resolve) => (wake = resolve));
        wake = null;
      } else if ('step' in answer) {
        worker.postMessage('more');
        yield answer.step;
      } else if ('ended' in answer) return;
      else throw Object.assign(new Error(answer.failed.message), answer.failed.code === undefined ? {} : { code: answer.failed.code });
    }
  } finally {
    await worker.terminate();
  }
}
