import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, type Result } from '#shared/kernel/result.ts';
import { SECOND_MS } from '#shared/kernel/time.ts';
import { GETS_ON_MS, MOST_PICTURE_MS, MOST_STANDSTILL_MS, STANDSTILL_LOOKS, TIRED_WORKER_BYTES } from '#shared/media/limits.ts';
import type { MadePicture } from '#shared/media/made.ts';
import { refusePicture } from '#shared/media/rules.ts';
import type { PictureTask } from './make-picture.ts';
import type { QuickLook, QuickTask } from './quick-thumbnail.ts';
import type { FromWorker, PictureAsked, ToWorker } from './worker-contract.ts';

/** A process that takes tasks: what a pool needs of it. */
export type WorkerLife = {
  readonly pid: number | undefined;
  post(message: ToWorker): void;
  onMessage(listener: (message: FromWorker) => void): void;
  onExit(listener: () => void): void;
  kill(): void;
};

/** One worker as a child of this process, under the same Node. */
export function forkWorker(): WorkerLife {
  // Many small heaps of the allocator keep memory that nobody uses: a hundred megabytes after some pictures.
  const child: ChildProcess = fork(fileURLToPath(new URL('./picture-worker.ts', import.meta.url)), [], { serialization: 'advanced', execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'], env: { ...process.env, MALLOC_ARENA_MAX: '2' } });
  return {
    pid: child.pid,
    post: (message) => void (child.connected && child.send(message, () => undefined)),
    onMessage: (listener) => void child.on('message', listener),
    // A process that could not even be started gives `error` and no `exit`.
    onExit: (listener) => void child.once('exit', listener).once('error', listener),
    kill: () => void child.kill('SIGKILL'),
  };
}

type Answer = Result<MadePicture | QuickLook, AppError>;
type Waiting = { readonly asked: PictureAsked; /** Of the answers a worker gives, those to this. */ id: number; readonly file: string; readonly done: (result: Answer) => void; readonly failed: (cause: Error) => void; deaths: number; /** Processor time when it last got on, ms. */ reachedMs: number; /** Looks at its worker since then. */ looks: number };
type Options = { /** How many are made at a time; two keep two processors busy. A first look has one more. */ readonly count?: number; readonly start?: () => WorkerLife; /** How much processor time one picture may take, ms. */ readonly mostProcessorMs?: number; /** How long a worker may get nowhere, ms. */ readonly standstillMs?: number; /** How long a worker without work is kept, ms. */ readonly idleMs?: number };

/** A worker holds some hundred megabytes, and is there again in a fifth of a second. */
const IDLE_MS = 30 * SECOND_MS;

/** Somebody waits for a first look, and a picture takes seconds: looks have so many workers more than there are for everything else. */
const SPARE_FOR_LOOKS = 1;

/**
 * Reads pictures in processes of their own, so that none of them can harm this one: a worker that dies, hangs or holds too much is
 * replaced, and only the picture it was reading is refused. Results do not depend on how many there are.
 */
export class PictureWorkers {
  readonly #waiting: Waiting[] = [];
  readonly #busy = new Map<WorkerLife, Waiting>();
  readonly #idle: WorkerLife[] = [];
  readonly #timers = new Map<WorkerLife, NodeJS.Timeout>();
  readonly #count: number;
  readonly #start: () => WorkerLife;
  readonly #mostProcessorMs: number;
  readonly #standstillMs: number;
  readonly #idleMs: number;
  #resting: NodeJS.Timeout | undefined;
  #isClosed = false;
  #lastId = 0;

  constructor({ count = 2, start = forkWorker, mostProcessorMs = MOST_PICTURE_MS, standstillMs = MOST_STANDSTILL_MS, idleMs = IDLE_MS }: Options = {}) {
    [this.#count, this.#start, this.#mostProcessorMs, this.#standstillMs, this.#idleMs] = [count, start, mostProcessorMs, standstillMs, idleMs];
  }

  /**
   * Reads one picture and makes its derivatives; the first asked is the first begun.
   *
   * @returns what came of it, or why the file is refused
   * @throws Error when our own code failed, or the pool was closed before
   */
  make(task: PictureTask): Promise<Result<MadePicture, AppError>> {
    return this.#ask({ is: 'make', task }, task.file) as Promise<Result<MadePicture, AppError>>;
  }

  /** A quick look at a picture, before everything that waits and beside what is being made: WebP, 256 px wide unless said. Refuses and throws as `make` does. */
  thumbnail(task: QuickTask): Promise<Result<QuickLook, AppError>> {
    return this.#ask({ is: 'thumbnail', task }, task.file) as Promise<Result<QuickLook, AppError>>;
  }

  #ask(asked: PictureAsked, file: string): Promise<Answer> {
    return new Promise((done, failed) => {
      if (this.#isClosed) return failed(new Error('picture workers are closed'));
      const one = { asked, id: 0, file, done, failed, deaths: 0, reachedMs: 0, looks: 0 };
      const behind = asked.is === 'thumbnail' ? this.#waiting.findIndex((other) => other.asked.is === 'make') : -1;
      if (behind < 0) this.#waiting.push(one);
      else this.#waiting.splice(behind, 0, one);
      this.#next();
    });
  }

  /** Process ids of workers with something to do, for tests and for looking at a machine. */
  get busy(): readonly number[] {
    return [...this.#busy.keys()].flatMap(({ pid }) => pid ?? []);
  }

  /** Ends all workers; what they were reading, and what waits, is given up. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#resting);
    for (const worker of [...this.#idle.splice(0), ...this.#busy.keys()]) worker.kill();
    for (const { failed } of [...this.#waiting.splice(0), ...this.#busy.values()]) failed(new Error('picture workers are closed'));
    this.#busy.clear();
  }

  #next(): void {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      if (this.#busy.size >= this.#count + (next.asked.is === 'thumbnail' ? SPARE_FOR_LOOKS : 0)) return;
      this.#waiting.shift();
      this.#run(this.#idle.pop() ?? this.#hire(), next);
    }
  }

  #run(worker: WorkerLife, one: Waiting): void {
    this.#busy.set(worker, one);
    [one.id, one.reachedMs, one.looks] = [++this.#lastId, 0, 0];
    this.#timers.set(worker, setInterval(() => ++one.looks >= STANDSTILL_LOOKS && this.#giveUp(worker, this.#standstillMs), this.#standstillMs / STANDSTILL_LOOKS));
    worker.post({ ...one.asked, id: one.id });
  }

  #giveUp(worker: WorkerLife, mostMs: number): void {
    this.#end(worker, (file) => err(refusePicture(file, 'picture-too-slow', { mostMs })));
  }

  /** A worker says that it is at work. What counts is the processor's time: on a busy machine, an innocent picture takes minutes. */
  #follow(worker: WorkerLife, one: Waiting, processorMs: number): void {
    if (processorMs > this.#mostProcessorMs) return this.#giveUp(worker, this.#mostProcessorMs);
    if (processorMs >= one.reachedMs + GETS_ON_MS) [one.reachedMs, one.looks] = [processorMs, 0];
  }

  #hire(): WorkerLife {
    const worker = this.#start();
    worker.onMessage((message) => this.#hear(worker, message));
    worker.onExit(() => this.#mourn(worker));
    return worker;
  }

  /** Takes a worker's task from it; null when it has none any more. */
  #release(worker: WorkerLife): Waiting | null {
    clearInterval(this.#timers.get(worker));
    this.#timers.delete(worker);
    const one = this.#busy.get(worker) ?? null;
    this.#busy.delete(worker);
    return one;
  }

  #end(worker: WorkerLife, answer: (file: string) => Answer): void {
    const one = this.#release(worker);
    worker.kill();
    one?.done(answer(one.file));
    this.#next();
  }

  #hear(worker: WorkerLife, message: FromWorker): void {
    if (message.is === 'too-heavy') return this.#end(worker, (file) => err(refusePicture(file, 'picture-too-heavy')));
    const one = this.#busy.get(worker);
    // What a worker says that was given up in this very moment is nobody's answer any more.
    if (one?.id !== message.id) return;
    if (message.is === 'working') return this.#follow(worker, one, message.processorMs);
    this.#release(worker);
    if (message.is === 'failed') one.failed(new Error(message.message));
    else one.done(message.result);
    // Memory is seldom given back: a fresh process costs less than one that grows.
    if (message.is === 'failed' || message.memory > TIRED_WORKER_BYTES || this.#isClosed) worker.kill();
    else this.#rest(worker);
    this.#next();
  }

  /** Nobody waits for a while: then nobody holds memory either. */
  #rest(worker: WorkerLife): void {
    this.#idle.push(worker);
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => {
      for (const idle of this.#idle.splice(0)) idle.kill();
    }, this.#idleMs).unref();
  }

  /** A worker is gone. It may have been killed for no fault of the picture, which gets one more try. */
  #mourn(worker: WorkerLife): void {
    const at = this.#idle.indexOf(worker);
    if (at >= 0) this.#idle.splice(at, 1);
    const one = this.#release(worker);
    if (!one || this.#isClosed) return;
    one.deaths++;
    if (one.deaths > 1) one.done(err(refusePicture(one.file, 'picture-damaged')));
    else this.#waiting.unshift(one);
    this.#next();
  }
}
