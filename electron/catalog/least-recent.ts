/** A few computed things by key; the one not asked for the longest leaves first. */
export class LeastRecent<V> {
  readonly #kept = new Map<string, V>();
  readonly #most: number;
  constructor(most: number) {
    this.#most = most;
  }

  get(key: string, make: () => V): V {
    const known = this.#kept.get(key);
    const value = known ?? make();
    this.#kept.delete(key);
    this.#kept.set(key, value);
    if (this.#kept.size > this.#most) this.#kept.delete(this.#kept.keys().next().value!);
    return value;
  }

  peek(key: string): V | undefined {
    return this.#kept.get(key);
  }

  drop(stale: (value: V, key: string) => boolean): void {
    for (const [key, value] of this.#kept) if (stale(value, key)) this.#kept.delete(key);
  }
}
