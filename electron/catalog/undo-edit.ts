import type { Locale } from '#shared/auth/model.ts';
import type { LeftEdit } from '#shared/catalog/contract.ts';
import type { Product, ProductId } from '#shared/catalog/model.ts';
import { titleIn } from '#shared/catalog/projection.ts';
import { AppFailure } from '#shared/kernel/errors.ts';
import type { Json } from '#shared/kernel/json.ts';
import { sameJson } from '#shared/sync/equal.ts';
import type { EntityName, FieldOp } from '#shared/sync/model.ts';
import { getAt } from '#shared/sync/paths.ts';
import type { CacheDb } from '../db/cache-db.ts';
import type { WritableDb } from '../db/connection.ts';
import type { UndoPartTable } from '../db/schema.ts';
import type { Undo } from '../sync/chosen-edits.ts';
import { undoing } from '../sync/outbox.ts';
import { recordOf } from '../sync/records.ts';
import { renewed } from '../sync/restore.ts';
import { editsOf } from '../sync/store.ts';
import { writeCreate, writeDelete, type EditContext } from './edit.ts';
import { writeShopEdit } from './shop-edit.ts';
import { dropStep, partIdsOf, partOf, stepOf } from './undo-steps.ts';
import { writeWhatMay } from './versions.ts';
import { unwatched, type Work } from './works.ts';

/**
 * `undone` had not left yet; `compensated` had, and a new edit brings the values of before back; `kept` were changed by others since, or may not go
 * back: `left` names the first of them.
 */
export type TakenBack = { readonly undone: number; readonly compensated: number; readonly kept: number; readonly left: LeftEdit[] };

const SLICE_MS = 10;
const MOST_NAMED = 50;

/**
 * Takes back what was done at once, wherever it is by now: out of the outbox while it waits there, else by new edits that go the way back, as one
 * group. A value somebody changed since is left as they left it. All of it or, when somebody stops it, nothing.
 */
export function undoEdit(cache: CacheDb, which: Extract<Undo, { what: 'one' | 'group' }>, context: EditContext, locale: Locale, { progress, cancelled }: Work = unwatched): Promise<TakenBack> {
  const key = which.what === 'group' ? which.group : which.mid;
  return cache.inSlices(function* (db) {
    let since = performance.now();
    const isDue = (done: number): boolean => {
      if (performance.now() - since < SLICE_MS) return false;
      progress(done);
      return true;
    };
    const outbox = undoing(db, which);
    let waiting = outbox.next();
    for (; waiting.done !== true; waiting = outbox.next()) {
      if (!isDue(waiting.value)) continue;
      yield;
      since = performance.now();
    }
    const { undone, touched } = waiting.value;
    const here = new Set(touched);
    const parts = partIdsOf(db, key);
    const group = parts.length - undone > 1 ? context.newId() : null;
    const left: LeftEdit[] = [];
    let [compensated, kept] = [0, 0];
    for (const [at, id] of parts.entries()) {
      const part = partOf(db, id)!;
      if (!here.has(part.entity_id)) {
        const done = wentBack(db, part, group, context);
        if (done.written) compensated++;
        if (done.left.length > 0) kept++;
        for (const one of done.left) if (left.length < MOST_NAMED) left.push({ ...one, entity: part.entity as EntityName, record: part.entity_id, label: labelOf(db, part, locale) });
      }
      if (!isDue(Math.max(undone, at + 1))) continue;
      yield;
      since = performance.now();
    }
    if (stepOf(db, key) !== undefined) yield* dropStep(db, key);
    return { undone, compensated, kept, left };
  }, () => !cancelled());
}

type Done = { readonly written: boolean; readonly left: readonly Pick<LeftEdit, 'path' | 'why'>[] };

function wentBack(db: WritableDb, { entity, entity_id: id, what, back }: UndoPartTable, group: string | null, context: EditContext): Done {
  switch (what) {
    case 'edit': return editedBack(db, entity as 'product' | 'shop', id, JSON.parse(back) as FieldOp[], group, context);
    case 'delete': return accepted(() => writeCreate(db, renewed(JSON.parse(back) as Product, context), context));
    case 'create': {
      const version = recordOf(db, 'product', id)?.version;
      if (version === undefined) return { written: false, left: [{ path: null, why: 'gone' }] };
      // Whoever worked on it since, this person included, did not do so to see it go.
      if (version > 1 || editsOf(db, 'product', id).length > 0) return { written: false, left: [{ path: null, why: 'changed' }] };
      return accepted(() => writeDelete(db, id as ProductId, group, context));
    }
  }
}

function editedBack(db: WritableDb, entity: 'product' | 'shop', id: string, back: readonly FieldOp[], group: string | null, context: EditContext): Done {
  const doc = recordOf(db, entity, id)?.doc;
  if (doc === undefined) return { written: false, left: [{ path: null, why: 'gone' }] };
  // Sets only where the value is still the one this edit left; movements and set members commute.
  const isFree = (op: FieldOp): boolean => op.op !== 'set' || sameJson(getAt(doc, op.path), op.base);
  const isBack = (op: FieldOp): boolean => op.op === 'set' && sameJson(getAt(doc, op.path), op.value);
  const changed = back.filter((op) => !isFree(op) && !isBack(op)).map(({ path }) => ({ path, why: 'changed' as const }));
  const ops = back.filter(isFree);
  if (ops.length === 0) return { written: false, left: changed };
  if (entity === 'shop') {
    const done = accepted(() => writeShopEdit(db, { id: id as never, ops }, 'undo', group, context));
    return { written: done.written, left: [...changed, ...done.left] };
  }
  const { mid, refused } = writeWhatMay(db, id as ProductId, ops, 'undo', group, context);
  return { written: mid !== null, left: [...changed, ...refused.map(({ path }) => ({ path, why: 'refused' as const }))] };
}

/** Rules may refuse the way back (a listing cannot return to review): then what is there stays. */
function accepted(write: () => unknown): Done {
  try {
    return { written: write() !== null, left: [] };
  } catch (cause) {
    if (cause instanceof AppFailure && cause.error.code !== 'disk-full' && cause.error.code !== 'cache-broken') return { written: false, left: [{ path: null, why: 'refused' }] };
    throw cause;
  }
}

/** What a record is called, also one that is here no more. */
function labelOf(db: WritableDb, { entity, entity_id, what, back }: UndoPartTable, locale: Locale): string {
  const doc: Json | null = recordOf(db, entity as EntityName, entity_id)?.doc ?? (what === 'delete' ? (JSON.parse(back) as Json) : null);
  if (doc === null) return '';
  return entity === 'shop' ? String(getAt(doc, 'name') ?? '') : titleIn(doc as unknown as Product, locale).title;
}
