import type { EpochMs } from '#shared/kernel/time.ts';

type Event = { readonly at: number; readonly order: number; readonly run: () => void; cancelled: boolean };

/**
 * Lets every promise that can go on go on: a tick comes when no promise has anything left to do. Nothing in a history waits for anything but the
 * timeline; whoever waits for the machine (a disk, a thread) is not waited for, and the history ends without them.
 */
const settle = (): Promise<void> => new Promise((resolve) => process.nextTick(resolve));

/** Virtual time: what is to happen, in the order of its moments, and among equals in the order it was asked for. */
export class Timeline {
  #now: number;
  #order = 0;
  /** A binary heap, the next event first. */
  readonly #events: Event[] = [];
  /** Nothing happens any more: the history has said what it had to say. */
  halted = false;
  /** Called after every event, when all it set off has come to rest. */
  afterEach: () => void = () => undefined;

  constructor(now: number) {
    this.#now = now;
  }

  get now(): EpochMs {
    return this.#now as EpochMs;
  }

  after(ms: number, run: () => void): () => void {
    const event: Event = { at: this.#now + Math.max(0, ms), order: ++this.#order, run, cancelled: false };
    this.#push(event);
    return () => {
      event.cancelled = true;
    };
  }

  /** Lets time pass up to a moment. */
  async until(moment: number): Promise<void> {
    for (let event = this.#events[0]; event && event.at <= moment && !this.halted; event = this.#events[0]) {
      this.#pop();
      if (event.cancelled) continue;
      this.#now = event.at;
      event.run();
      await settle();
      this.afterEach();
    }
    this.#now = Math.max(this.#now, moment);
  }

  /** Lets what was just begun from outside come to rest, without time passing. */
  settle(): Promise<void> {
    return settle();
  }

  #before(a: number, b: number): boolean {
    const [x, y] = [this.#events[a]!, this.#events[b]!];
    return x.at < y.at || (x.at === y.at && x.order < y.order);
  }

  #swap(a: number, b: number): void {
    [this.#events[a], this.#events[b]] = [this.#events[b]!, this.#events[a]!];
  }

  #push(event: Event): void {
    let at = this.#events.push(event) - 1;
    for (let parent = (at - 1) >> 1; at > 0 && this.#before(at, parent); at = parent, parent = (at - 1) >> 1) this.#swap(at, parent);
  }

  #pop(): void {
    const last = this.#events.pop()!;
    if (this.#events.length === 0) return;
    this.#events[0] = last;
    for (let at = 0; ;) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2]) if (child < this.#events.length && this.#before(child, least)) least = child;
      if (least === at) return;
      this.#swap(at, least);
      at = least;
    }
  }
}
