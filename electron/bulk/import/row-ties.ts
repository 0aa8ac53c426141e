import { gtinKey } from '#shared/catalog/gtin.ts';
import { skuKey } from '#shared/catalog/variant-rules.ts';
import { groupKeyOf, type RowGroup } from '#shared/bulk/rows/group-rows.ts';

/** Places are below this: a key and a place fit into one exact number. */
const PLACES = 2 ** 20;

/** What a key is one of: texts of two kinds are never the same. */
const kinds = { record: 0x811c9dc5, group: 0x3c6ef372, sku: 0x5be0cd19, gtin: 0x1f83d9ab } as const;

/** A text as 32 bits. Two texts with one number are taken for the same, which only has one product more looked at again. */
function numberOf(kind: keyof typeof kinds, text: string): number {
  let hash: number = kinds[kind];
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

export const keyOfRecord = (id: string): number => numberOf('record', id);
export const keyOfGroup = (group: string): number => numberOf('group', group);

/** By what the rows of a product can have to do with those of another: the product they mean, what ties them together, their SKUs and GTINs. */
export function keysOf({ rows }: RowGroup, record: string | null): number[] {
  const keys: number[] = record === null ? [] : [keyOfRecord(record)];
  for (const row of rows) {
    keys.push(keyOfGroup(groupKeyOf(row)));
    const { sku, gtin } = row.variant;
    if (sku) keys.push(numberOf('sku', skuKey(sku)));
    if (gtin) keys.push(numberOf('gtin', gtinKey(gtin)));
  }
  // Most products have one row, which says nothing twice.
  return rows.length === 1 ? keys : [...new Set(keys)];
}

/**
 * Which products of a file have something to do with each other, and where each line lies: what a correction touches, and nothing else, is worked out
 * again. In plain numbers, 25 bytes a product, so that a million of them may be held.
 */
export class RowTies {
  #keys = new Uint32Array(4_096);
  #ends = new Uint32Array(1_024);
  #count = 0;
  #placeOf = new Int32Array(4_096).fill(-1);
  /** Of products looked at again, instead of what was said of their place. */
  readonly #later = new Map<number, readonly number[]>();
  /** Every key with its place, in order, once somebody has asked; those of `#later` are in `#laterBy`. */
  #byKey: Float64Array | null = null;
  readonly #laterBy = new Map<number, Set<number>>();

  /** What is said of the next place. */
  add(keys: readonly number[], lines: readonly number[]): void {
    const from = this.#count === 0 ? 0 : this.#ends[this.#count - 1]!;
    this.#keys = roomFor(this.#keys, from + keys.length);
    this.#keys.set(keys, from);
    this.#ends = roomFor(this.#ends, this.#count + 1);
    this.#ends[this.#count] = from + keys.length;
    this.#lie(lines, this.#count++);
    this.#byKey = null;
  }

  /** Says something else of a place; without keys: there is none any more. */
  put(place: number, keys: readonly number[], lines: readonly number[]): void {
    this.#later.set(place, keys);
    for (const key of keys) {
      const known = this.#laterBy.get(key);
      if (known === undefined) this.#laterBy.set(key, new Set([place]));
      else known.add(place);
    }
    this.#lie(lines, place);
  }
  /** One thing more that a place has to do with others. */
  tie(place: number, key: number): void {
    this.put(place, [...new Set([...this.keysAt(place), key])], []);
  }
  #lie(lines: readonly number[], place: number): void {
    for (const line of lines) {
      const before = this.#placeOf.length;
      this.#placeOf = roomFor(this.#placeOf, line + 1);
      if (this.#placeOf.length > before) this.#placeOf.fill(-1, before);
      this.#placeOf[line] = place;
    }
  }

  /** Where the product of a line lies; null: there is no such row. */
  placeOf(line: number): number | null {
    const place = this.#placeOf[line] ?? -1;
    return place < 0 ? null : place;
  }
  keysAt(place: number): readonly number[] {
    const later = this.#later.get(place);
    if (later !== undefined) return later;
    return place < this.#count ? [...this.#keys.subarray(place === 0 ? 0 : this.#ends[place - 1]!, this.#ends[place]!)] : [];
  }
  placesWith(key: number): readonly number[] {
    const byKey = (this.#byKey ??= this.#inOrder());
    const found: number[] = [];
    for (let at = firstAtLeast(byKey, key * PLACES); at < byKey.length && byKey[at]! < (key + 1) * PLACES; at++) {
      const place = byKey[at]! - key * PLACES;
      if (!this.#later.has(place)) found.push(place);
    }
    for (const place of this.#laterBy.get(key) ?? []) if (this.#later.get(place)!.includes(key)) found.push(place);
    return found;
  }

  /** These places, and all that have to do with one of these keys, or with a place that does, however far around. @returns in their order */
  around(places: Iterable<number>, keys: Iterable<number>): number[] {
    const found = new Set(places);
    const known = new Set(keys);
    const waiting = [...known];
    const meet = (place: number): void => {
      for (const key of this.keysAt(place)) {
        if (known.has(key)) continue;
        known.add(key);
        waiting.push(key);
      }
    };
    for (const place of found) meet(place);
    for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
      for (const place of this.placesWith(key)) {
        if (found.has(place)) continue;
        found.add(place);
        meet(place);
      }
    }
    return [...found].sort((a, b) => a - b);
  }

  #inOrder(): Float64Array {
    const all = new Float64Array(this.#count === 0 ? 0 : this.#ends[this.#count - 1]!);
    for (let place = 0, at = 0; place < this.#count; place++) for (; at < this.#ends[place]!; at++) all[at] = this.#keys[at]! * PLACES + place;
    return all.sort();
  }
}

function firstAtLeast(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function roomFor<T extends Uint32Array | Int32Array>(held: T, length: number): T {
  if (held.length >= length) return held;
  const more = new (held.constructor as new (length: number) => T)(Math.max(length, held.length * 2));
  more.set(held);
  return more;
}
