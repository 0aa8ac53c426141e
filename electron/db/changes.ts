import type { ProductColumns } from '#shared/catalog/cache-tables.ts';

/** A column a list may depend on, or one of the things a list shows that are no columns. */
export type ChangedPart = keyof ProductColumns | 'search' | 'outbox' | 'conflict' | 'rows' | 'shop';

/** What one transaction changed, as far as lists and screens need to know. */
export type Changes = {
  /** Ids of products written or removed. */
  readonly products: ReadonlySet<string>;
  /** Ids of orders written or removed. */
  readonly orders: ReadonlySet<string>;
  /** Ids of conversations written or removed, or of which a message was. */
  readonly conversations: ReadonlySet<string>;
  /** Parts that differ in any of them; `rows`: some came or went. */
  readonly parts: ReadonlySet<ChangedPart>;
  /** Categories, or everything at once (a new copy). */
  readonly everything: boolean;
};

/** Collects what a transaction changes while it runs. */
export class ChangeNotes {
  #products = new Set<string>();
  #orders = new Set<string>();
  #conversations = new Set<string>();
  #parts = new Set<ChangedPart>();
  #everything = false;

  product(id: string, parts: Iterable<ChangedPart>): void {
    this.#products.add(id);
    for (const part of parts) this.#parts.add(part);
  }
  order(id: string): void {
    this.#orders.add(id);
  }
  conversation(id: string): void {
    this.#conversations.add(id);
  }
  /** Edits waiting, sent, refused or in conflict for this record. */
  part(part: ChangedPart): void {
    this.#parts.add(part);
  }
  everything(): void {
    this.#everything = true;
  }
  take(): Changes {
    const changes = { products: this.#products, orders: this.#orders, conversations: this.#conversations, parts: this.#parts, everything: this.#everything };
    this.#products = new Set();
    this.#orders = new Set();
    this.#conversations = new Set();
    this.#parts = new Set();
    this.#everything = false;
    return changes;
  }
}

export const changedNothing = (changes: Changes): boolean => !changes.everything && changes.products.size === 0 && changes.orders.size === 0 && changes.conversations.size === 0 && changes.parts.size === 0;
