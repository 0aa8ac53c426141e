import type { Product } from '#shared/catalog/model.ts';
import { AppFailure } from '#shared/kernel/errors.ts';
import { sameJson } from '#shared/sync/equal.ts';
import { getAt } from '#shared/sync/paths.ts';
import type { CacheDb } from '../db/cache-db.ts';
import type { WritableDb } from '../db/connection.ts';
import { undo } from '../sync/outbox.ts';
import { recordOf } from '../sync/records.ts';
import { renewed } from '../sync/restore.ts';
import { writeCreate, writeEdit, type EditContext } from './edit.ts';
import type { WayBack } from './recent-edits.ts';

/** `undone` had not left yet; `compensated` had, and a new edit brings the values of before back; `kept` was changed by others since, or may not go back. */
export type TakenBack = { readonly undone: number; readonly compensated: number; readonly kept: number };

const SLICE_MS = 10;

/**
 * Takes an edit back wherever it is by now: out of the outbox while it waits there, else by a new edit that goes the way back, as one group.
 * A value somebody changed since is left as they left it.
 */
export function undoEdit(cache: CacheDb, which: { readonly mid: string } | { readonly group: string }, back: WayBack | null, context: EditContext): Promise<TakenBack> {
  return cache.inSlices(function* (db) {
    const { undone, touched } = undo(db, 'group' in which ? { what: 'group', group: which.group } : { what: 'one', mid: which.mid });
    const here = new Set(touched);
    const left = back === null ? [] : back.what === 'edit' ? back.edits.filter(({ id }) => !here.has(id)) : back.products.filter(({ id }) => !here.has(id));
    const group = left.length > 1 ? context.newId() : null;
    let compensated = 0;
    let since = performance.now();
    for (const one of left) {
      if ('back' in one ? wentBack(db, one, group, context) : madeAgain(db, one, context)) compensated++;
      if (performance.now() - since < SLICE_MS) continue;
      yield;
      since = performance.now();
    }
    return { undone, compensated, kept: left.length - compensated };
  });
}

function wentBack(db: WritableDb, { id, back }: Extract<WayBack, { what: 'edit' }>['edits'][number], group: string | null, context: EditContext): boolean {
  const doc = recordOf(db, 'product', id)?.doc;
  if (doc === undefined) return false;
  // Sets only where the value is still the one this edit left; movements and set members commute.
  const ops = back.filter((op) => op.op !== 'set' || sameJson(getAt(doc, op.path), op.base));
  if (ops.length === 0) return false;
  return accepted(() => writeEdit(db, { id, ops }, 'undo', group, context)) && ops.length === back.length;
}

const madeAgain = (db: WritableDb, product: Product, context: EditContext): boolean => accepted(() => writeCreate(db, renewed(product, context), context));

/** Rules may refuse the way back (a listing cannot return to review): then what is there stays. */
function accepted(write: () => unknown): boolean {
  try {
    write();
    return true;
  } catch (cause) {
    if (cause instanceof AppFailure && cause.error.code !== 'disk-full' && cause.error.code !== 'cache-broken') return false;
    throw cause;
  }
}
