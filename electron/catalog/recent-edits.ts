import { completeOps } from '#shared/catalog/complete-ops.ts';
import type { Product, ProductId } from '#shared/catalog/model.ts';
import type { Json } from '#shared/kernel/json.ts';
import { invertOps } from '#shared/sync/invert.ts';
import { applyOps, getAt } from '#shared/sync/merge.ts';
import type { FieldOp } from '#shared/sync/model.ts';
import type { ReadableDb } from '../db/connection.ts';
import { reading } from '../db/statement.ts';
import { recordOf } from '../sync/records.ts';
import type { Edit } from './edit.ts';
import type { Written } from './edits.ts';

/** What leads back: operations per product, or products that were deleted. */
export type WayBack =
  | { readonly what: 'edit'; readonly edits: readonly { readonly id: ProductId; readonly back: readonly FieldOp[] }[] }
  | { readonly what: 'delete'; readonly products: readonly Product[] };

/** So many edits can be taken back after they were sent, the oldest is forgotten first; a toast offers it for seconds. */
const KEPT = 12;
/** The exact way back is worked out for so few products; in a bulk edit every field had a value before. */
const EXACT = 40;
/** Whole products are remembered up to so many deleted at once. */
const MOST_DELETED = 500;

const textOf = reading<{ id: string }>()((q, p) => q.selectFrom('product').select('doc').where('id', '=', p('id')));

/** Remembers how the latest edits are taken back once the outbox no longer has them. Kept in memory: after a restart nobody is offered it. */
export class RecentEdits {
  readonly #kept = new Map<string, WayBack>();

  /** Call before the edit is written. */
  wayBackOf(db: ReadableDb, edits: readonly Edit[]): WayBack {
    if (edits.length > EXACT) return { what: 'edit', edits: edits.map(({ id, ops }) => ({ id, back: ops.map(turned).reverse() })) };
    return { what: 'edit', edits: edits.map((edit) => wayBackFrom(db.get(textOf, { id: edit.id })?.doc, edit)) };
  }

  /** Call before they are deleted. */
  wayBackOfDeleted(db: ReadableDb, ids: readonly ProductId[]): WayBack {
    const products = ids.length > MOST_DELETED ? [] : ids.map((id) => recordOf(db, 'product', id)?.doc as Json | undefined).filter((doc) => doc !== undefined);
    return { what: 'delete', products: products as unknown as Product[] };
  }

  remember({ mids, group }: Written, back: WayBack): void {
    const key = group ?? mids[0];
    if (key === undefined) return;
    this.#kept.set(key, back);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= KEPT) break;
      this.#kept.delete(oldest);
    }
  }

  /** The way back of an edit or a group; it is walked once. */
  take(key: string): WayBack | null {
    const back = this.#kept.get(key) ?? null;
    this.#kept.delete(key);
    return back;
  }
}

/** Worked out when somebody asks for it: nearly every edit stays, and each of them would wait for it. */
function wayBackFrom(text: string | undefined, { id, ops }: Edit): { readonly id: ProductId; readonly back: readonly FieldOp[] } {
  let known: readonly FieldOp[] | null = null;
  return {
    id,
    get back() {
      return (known ??= exactly(text === undefined ? undefined : (JSON.parse(text) as Json), ops));
    },
  };
}

function exactly(doc: Json | undefined, asked: readonly FieldOp[]): FieldOp[] {
  if (doc === undefined) return [];
  const ops = completeOps(doc as unknown as Product, asked);
  const after = applyOps(doc, ops);
  const back = invertOps(doc, ops);
  // An entry the edit made (a language, a variant) goes as a whole, with every field the edit put into it.
  const made = back.filter((op) => op.op === 'set' && op.value === null && op.path.split('/').length % 2 === 0).map(({ path }) => path);
  return back.filter(({ path }) => !made.some((entry) => path.startsWith(`${entry}/`))).map((op) => (op.op === 'set' && made.includes(op.path) ? { ...op, base: getAt(after, op.path) } : op));
}

function turned(op: FieldOp): FieldOp {
  switch (op.op) {
    case 'set': return { op: 'set', path: op.path, base: op.value, value: op.base };
    case 'add': return { op: 'add', path: op.path, delta: -op.delta, reason: 'correction' };
    case 'members': return { op: 'members', path: op.path, add: op.remove, remove: op.add };
  }
}
