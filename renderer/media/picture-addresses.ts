import type { Output } from '#renderer/lib/client.ts';
import type { ShopId } from '#shared/auth/model.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Result } from '#shared/kernel/result.ts';
import type { DerivativePurpose } from '#shared/media/model.ts';
import type { Recipe } from '#shared/media/recipe.ts';

/** One size of one picture, as the data process is asked for it. */
export type Wanted = { readonly shopId: ShopId; readonly sha256: string; readonly recipe: Recipe | null; readonly purpose: DerivativePurpose; /** Without the shop's watermark. */ readonly bare: boolean };
/** A picture on its way to the screen: its address for `<img>`, or why there is none. */
export type Shown = { readonly name: 'waiting' } | { readonly name: 'here'; readonly address: string } | { readonly name: 'missing'; readonly error: AppError };

type Doors = {
  readonly show: (wanted: Wanted) => Promise<Result<Output<'media.show'>, AppError>>;
  readonly addressOf: (mime: string, base64: string) => string;
  readonly revoke: (address: string) => void;
};
type Entry = { readonly wanted: Wanted; held: number; shown: Shown; size: number; isAsked: boolean; /** Drawn as it was; what is there now is another. */ isOld: boolean };

/** So many questions are under way at once: a screenful is there soon, and what is scrolled to is not queued behind what went by. */
const AT_ONCE = 4;
/** So much is kept of what is not on screen: pictures, and characters of base64. */
const KEPT = 400;
const KEPT_SIZE = 40_000_000;
const waiting: Shown = { name: 'waiting' };

export const keyOf = ({ shopId, sha256, recipe, purpose, bare }: Wanted): string => `${shopId} ${sha256} ${purpose} ${bare ? 'bare ' : ''}${recipe === null ? '' : JSON.stringify(recipe)}`;

/**
 * Addresses of pictures for `<img>`, made of bytes that the data process hands over. What is on screen is held and never revoked; of the rest, what was
 * looked at last stays for a while.
 */
export class PictureAddresses {
  readonly #doors: Doors;
  /** In the order in which they were last let go of. */
  readonly #entries = new Map<string, Entry>();
  readonly #listeners = new Map<string, Set<() => void>>();
  #flying = 0;

  constructor(doors: Doors) {
    this.#doors = doors;
  }

  /** Wants a picture for as long as it is on screen. @returns how to let go of it */
  hold(wanted: Wanted): () => void {
    const key = keyOf(wanted);
    const entry = this.#entries.get(key) ?? { wanted, held: 0, shown: waiting, size: 0, isAsked: false, isOld: false };
    this.#entries.set(key, entry);
    entry.held++;
    this.#askNext();
    return () => {
      entry.held--;
      if (entry.held > 0) return;
      this.#entries.delete(key);
      // What never came, or could not come, is asked for again when it is wanted again.
      if (entry.shown.name === 'here') this.#entries.set(key, entry);
      this.#tidy();
    };
  }

  /** How a picture stands now. */
  shown(key: string): Shown {
    return this.#entries.get(key)?.shown ?? waiting;
  }

  subscribe(key: string, listener: () => void): () => void {
    const set = this.#listeners.get(key) ?? new Set();
    this.#listeners.set(key, set.add(listener));
    return () => {
      set.delete(listener);
      if (set.size === 0) this.#listeners.delete(key);
    };
  }

  /** Asks once more for what is on screen and could not be had. @returns whether there was any */
  retry(): boolean {
    const missing = [...this.#entries.values()].filter(({ shown }) => shown.name === 'missing');
    for (const entry of missing) entry.isAsked = false;
    this.#askNext();
    return missing.length > 0;
  }

  /** Whose pictures are on screen. */
  shopsShown(): readonly ShopId[] {
    return [...new Set([...this.#entries.values()].flatMap(({ held, wanted }) => (held > 0 ? [wanted.shopId] : [])))];
  }

  /** All pictures of a shop look different now: those on screen are asked for anew and stay until the answer, the others are let go of. */
  renew(shopId: ShopId): void {
    for (const [key, entry] of this.#entries) {
      if (entry.wanted.shopId !== shopId) continue;
      if (entry.held > 0) Object.assign(entry, { isOld: true, isAsked: false });
      else {
        if (entry.shown.name === 'here') this.#doors.revoke(entry.shown.address);
        this.#entries.delete(key);
      }
    }
    this.#askNext();
  }

  #askNext(): void {
    while (this.#flying < AT_ONCE) {
      // The last one wanted is the one looked at.
      const next = [...this.#entries.values()].findLast(({ held, isAsked, isOld, shown }) => held > 0 && !isAsked && (isOld || shown.name !== 'here'));
      if (next === undefined) return;
      next.isAsked = true;
      this.#flying++;
      void this.#ask(next);
    }
  }

  async #ask(entry: Entry): Promise<void> {
    const answer = await this.#doors.show(entry.wanted);
    this.#flying--;
    const key = keyOf(entry.wanted);
    const now = this.#entries.get(key);
    // Let go of meanwhile: what came is kept for the next look. An entry of its own, wanted anew, gets an answer of its own.
    if (now === undefined && answer.ok) this.#entries.set(key, entry);
    if (now === entry || (now === undefined && answer.ok)) {
      const old = entry.shown;
      if (answer.ok) {
        entry.shown = { name: 'here', address: this.#doors.addressOf(answer.value.mime, answer.value.data) };
        entry.size = answer.value.data.length;
      } else if (old.name !== 'here') entry.shown = { name: 'missing', error: answer.error };
      entry.isOld = false;
      for (const listener of this.#listeners.get(key) ?? []) listener();
      if (old.name === 'here' && entry.shown !== old) this.#doors.revoke(old.address);
    }
    this.#tidy();
    this.#askNext();
  }

  #tidy(): void {
    const idle = [...this.#entries].filter(([, { held, shown }]) => held === 0 && shown.name === 'here');
    let size = idle.reduce((sum, [, entry]) => sum + entry.size, 0);
    let count = idle.length;
    for (const [key, entry] of idle) {
      if (count <= KEPT && size <= KEPT_SIZE) return;
      if (entry.shown.name === 'here') this.#doors.revoke(entry.shown.address);
      this.#entries.delete(key);
      size -= entry.size;
      count--;
    }
  }
}
