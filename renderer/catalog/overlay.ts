import type { ProductRow } from '#shared/catalog/contract.ts';

/** What a line shows before the cache has said the same: the edit somebody just made. */
export type RowPatch = Partial<Pick<ProductRow, 'title' | 'price' | 'compareAt' | 'onHand' | 'available' | 'status'>>;
type Held = { readonly patch: RowPatch; readonly ticket: number };

/**
 * Edits shown at once: kept over the cache's lines from the key press until the cache answers with the edit in it.
 * Each edit holds a ticket; the patch of a line goes with its last one, so that two quick edits do not flicker.
 */
export class Overlay {
  #held = new Map<string, Held>();
  #drawn = new WeakMap<ProductRow, { ticket: number; row: ProductRow }>();
  #ticket = 0;

  /** Shows an edit now. @returns the ticket to settle it with */
  show(id: string, patch: RowPatch): number {
    const before = this.#held.get(id)?.patch;
    this.#held.set(id, { patch: { ...before, ...patch }, ticket: ++this.#ticket });
    return this.#ticket;
  }

  /** The cache has it, or refused it: the line speaks for itself again, unless a later edit waits. */
  settle(id: string, ticket: number): void {
    if (this.#held.get(id)?.ticket === ticket) this.#held.delete(id);
  }

  /** The line to draw. The same object as long as nothing about it changed, so that it is not drawn twice. */
  over(row: ProductRow): ProductRow {
    const held = this.#held.get(row.id);
    if (!held) return row;
    const before = this.#drawn.get(row);
    if (before?.ticket === held.ticket) return before.row;
    const marks = { ...row.marks };
    for (const field of Object.keys(held.patch)) if (field in marked) marks[marked[field as keyof typeof marked]] ??= 'unsent';
    const drawn = { ...row, ...held.patch, marks };
    this.#drawn.set(row, { ticket: held.ticket, row: drawn });
    return drawn;
  }
}
const marked = { title: 'title', price: 'price', compareAt: 'compareAt', available: 'available', status: 'status' } as const;
