import { reading } from '../db/statement.ts';
import type { CacheDb } from '../db/cache-db.ts';
import { appliedMark } from './applied-mark.ts';
import { openPlanFile } from './plan-file.ts';
import { PlanStore } from './plan-store.ts';
import { nextTurn } from '../runtime/next-turn.ts';

const shopIds = reading()((q) => q.selectFrom('shop').select('id'));

/** The jobs of one account with the cache they are about. */
export class OpenPlans {
  readonly file: string;
  readonly store: PlanStore;
  #tidying = false;

  /** Opens them, and settles what a crash left open: a job that was being applied is in the cache whole, or not at all. */
  constructor(cache: CacheDb) {
    this.file = cache.file;
    this.store = new PlanStore(openPlanFile(cache.file));
    const mark = appliedMark(cache);
    for (const { id, trying } of this.store.plans()) {
      if (trying === null) continue;
      if (mark?.group === trying) this.store.finish(id, mark.result);
      else this.store.giveUp(id);
    }
    this.forget(cache);
  }

  get isOpen(): boolean {
    return this.store.sqlite.open;
  }

  /** Previews that show products of a shop that is no longer this person's go. */
  forget(cache: CacheDb): void {
    const known = new Set(cache.column(shopIds));
    for (const { id, tally } of this.store.plans()) if (tally.shops.some((shop) => !known.has(shop))) this.store.drop(id);
    void this.tidy();
  }

  /** Clears away, in quiet moments, rows of previews that are no more. */
  async tidy(): Promise<void> {
    if (this.#tidying) return;
    this.#tidying = true;
    try {
      for (let more = true; more; ) {
        await nextTurn();
        more = this.isOpen && this.store.tidy();
      }
    } finally {
      this.#tidying = false;
    }
  }

  close(): void {
    this.store.close();
  }
}
