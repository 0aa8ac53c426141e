import { editable } from '#shared/contract/editable.ts';
import type { Json } from '#shared/kernel/json.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { assertNever } from '#shared/kernel/assert.ts';
import { applyOps, finishEdit, getAt } from '#shared/sync/merge.ts';
import type { EntityName, Mutation, ScopeName, SyncRow } from '#shared/sync/model.ts';
import type { WritableDb } from '../db/connection.ts';
import { noteWipe } from '../db/wipe.ts';
import { keepOwnWords } from './own-words.ts';
import { putRecord, recordOf, recordVersion } from './records.ts';
import { dropShadow, hasEdits, putShadow, selectUnanswered, shadowOf } from './store.ts';

/** The record as it looks with edits on top; null when it does not exist (any more, or not yet). */
export function withEdits(base: Json | null, edits: readonly Pick<Mutation, 'entity' | 'action' | 'ops' | 'doc' | 'madeAt'>[]): Json | null {
  let doc = base;
  for (const edit of edits) doc = withEdit(doc, edit);
  return doc;
}

function withEdit(doc: Json | null, edit: Pick<Mutation, 'entity' | 'action' | 'ops' | 'doc' | 'madeAt'>): Json | null {
  switch (edit.action) {
    case 'create': return doc ?? edit.doc ?? null;
    case 'patch': {
      if (doc === null) return null;
      return finishEdit(editable[edit.entity]?.description ?? {}, doc, applyOps(doc, edit.ops), edit.madeAt);
    }
    case 'delete': return null;
    default: return assertNever(edit.action);
  }
}

/**
 * Makes a record what it should be: the server's copy with the edits on top that it does not contain yet.
 * Forgets the copy when no edit waits any more. Does nothing for a record without edits.
 */
export function rebase(db: WritableDb, entity: EntityName, id: string): void {
  const shadow = shadowOf(db, entity, id);
  if (!shadow) return;
  putRecord(db, { entity, id, version: shadow.version, doc: withEdits(shadow.doc, selectUnanswered(db, entity, id)) });
  if (!hasEdits(db, entity, id)) dropShadow(db, entity, id);
}

/** Whether a product lies in another shop than the one whose scope this is. */
const isElsewhere = (doc: Json | null, scope = ''): boolean => doc !== null && scope.startsWith(SHOP) && getAt(doc, 'shopId') !== scope.slice(SHOP.length);
const SHOP = 'vendor:';

/**
 * Takes a record as the server has it. Where edits wait here they are put on top again.
 * An older version than the one known is ignored: news may overtake each other, what the seller sees does not go back.
 *
 * @param scope where this is said: what has left it may have come into another one already, and stays there
 * @returns whether anything changed
 */
export function takeRow(db: WritableDb, row: SyncRow, now: EpochMs, scope?: ScopeName): boolean {
  const { entity, id, version, doc } = row;
  const shadow = shadowOf(db, entity, id);
  if (doc === null && entity === 'product' && isElsewhere(shadow ? shadow.doc : (recordOf(db, entity, id)?.doc ?? null), scope)) return false;
  if (shadow) {
    if (version < shadow.version) return false;
    if (doc === null && shadow.doc !== null) noteWipe(db);
    putShadow(db, { entity, id, version, doc, lostAt: doc === null && shadow.doc !== null ? now : shadow.lostAt });
    rebase(db, entity, id);
    if (doc === null) keepOwnWords(db, entity, id);
    return true;
  }
  const known = recordVersion(db, entity, id);
  // Damaged and lost here before it was deleted there: what hangs on it goes all the same.
  if (known === null && doc === null) keepOwnWords(db, entity, id);
  if (known === null ? doc === null : version < known || (version === known && doc !== null)) return false;
  if (doc === null) {
    noteWipe(db);
    keepOwnWords(db, entity, id);
  }
  // Its shop was lost while an edit was on its way, and has come back: what one wrote is seen again until it is answered.
  else if (known === null && hasEdits(db, entity, id)) {
    putShadow(db, { entity, id, version, doc, lostAt: null });
    rebase(db, entity, id);
    return true;
  }
  putRecord(db, row);
  return true;
}
