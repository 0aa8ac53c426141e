/** So many lists keep their order at once: one per window, and a few left behind by windows that closed. */
const KEPT = 8;

/** Orders of lists as they were at a moment, for as long as somebody edits in them. */
export class HeldOrders {
  readonly #kept = new Map<string, Int32Array>();
  #count = 0;

  /** @returns the name to ask for this order by */
  keep(rids: Int32Array): string {
    const name = String(++this.#count);
    this.#kept.set(name, rids);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= KEPT) break;
      this.#kept.delete(oldest);
    }
    return name;
  }

  /**
   * The lines of a kept order that still exist, or null when nobody knows it any more.
   *
   * @param existing every row there is, in any order
   */
  of(name: string, existing: () => Int32Array): Int32Array | null {
    const rids = this.#kept.get(name);
    if (rids === undefined) return null;
    const there = new Set(existing());
    return rids.every((rid) => there.has(rid)) ? rids : rids.filter((rid) => there.has(rid));
  }
}
