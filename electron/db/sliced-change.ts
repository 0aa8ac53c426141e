import { AppFailure } from '#shared/kernel/errors.ts';
import type { Changes } from './changes.ts';
import { connect } from './connect.ts';
import { Connection, type WritableDb } from './connection.ts';
import { failureOf } from './failure.ts';
import type { SlicedWork } from './slices.ts';

/** A long change under way: one transaction on a connection of its own, slice after slice, and a commit at the end. */
export class SlicedChange<T = unknown> {
  /** What the work answers once it is on disk; refused with why it was taken back. */
  readonly result: Promise<T>;
  readonly #side: Connection;
  readonly #slices: Generator<void, T, void>;
  readonly #wanted: () => boolean;
  readonly #onEnd: (changes: Changes | null) => void;
  #value: T | undefined;
  #written = false;
  #resolve!: (value: never) => void;
  #reject!: (cause: unknown) => void;

  /**
   * @param wanted asked before every step, the commit included: a "no" takes everything back
   * @param onEnd told once: what changed, or null when nothing did
   * @throws AppFailure when the cache cannot be changed now
   */
  constructor(file: string, work: SlicedWork<T>, wanted: () => boolean, onEnd: (changes: Changes | null) => void) {
    this.#side = new Connection(connect(file));
    try {
      this.#side.begin();
    } catch (cause) {
      this.#side.sqlite.close();
      throw cause;
    }
    this.#slices = work(this.#side as unknown as WritableDb);
    this.#wanted = wanted;
    this.#onEnd = onEnd;
    this.result = new Promise((resolve, reject) => [this.#resolve, this.#reject] = [resolve, reject]);
  }

  /** All slices are through, the commit is still to come. */
  get written(): boolean {
    return this.#written;
  }

  /** One slice further, or the commit; a step that fails ends it. */
  step(): void {
    try {
      if (!this.#wanted()) throw new AppFailure({ code: 'not-ready', rule: 'cancelled' });
      if (this.#written) return this.#commit();
      const { done, value } = this.#slices.next();
      if (done !== true) return;
      this.#value = value;
      this.#written = true;
    } catch (cause) {
      const known = failureOf(cause);
      this.giveUp(known === null || cause instanceof AppFailure ? cause : new AppFailure(known, { cause }));
    }
  }

  /** Takes everything back. */
  giveUp(cause: unknown): void {
    this.#side.rollback();
    this.#side.sqlite.close();
    this.#onEnd(null);
    this.#reject(cause);
  }

  #commit(): void {
    const changes = this.#side.commit();
    this.#side.sqlite.close();
    this.#resolve(this.#value as never);
    this.#onEnd(changes);
  }
}
