import { editable } from '#shared/contract/editable.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { sameJson } from '#shared/sync/equal.ts';
import { applyOps, getAt, finishEdit } from '#shared/sync/merge.ts';
import type { Actor, FieldOp } from '#shared/sync/model.ts';
import type { CacheDb } from '../db/cache-db.ts';
import type { WritableDb } from '../db/connection.ts';
import type { Random } from '../runtime/scheduler.ts';
import { enqueue, undo } from './outbox.ts';
import { putRecord, recordOf } from './records.ts';
import { reopenConflict, settledBy, type SettledRow } from './settlements.ts';
import { editOf } from './store.ts';

export type Unsettled = { readonly reopened: number; readonly kept: number };

/**
 * Opens again what one decision settled. Where a value had been chosen, its edit is taken back; once sent, a new edit brings back
 * what stood there before. A value that somebody changed since, or that a rule would refuse now, stays as it is (`kept`): the conflict is open
 * again all the same, and nothing is lost.
 */
export function unsettle(cache: CacheDb, settlement: string, actor: Actor, now: EpochMs, random: Random): Promise<Unsettled> {
  return cache.inSlices(function* (db) {
    let kept = 0;
    const rows = settledBy(db, settlement);
    for (const [at, row] of rows.entries()) {
      if (!takenBack(db, row, settlement, actor, now, random)) kept++;
      reopenConflict(db, row.id);
      if (at % 20 === 19) yield;
    }
    return { reopened: rows.length, kept };
  });
}

function takenBack(db: WritableDb, { entity, recordId, edit }: SettledRow, settlement: string, actor: Actor, now: EpochMs, random: Random): boolean {
  if (edit === null || edit.op.op !== 'set') return true;
  const waiting = editOf(db, edit.mid);
  if (waiting && waiting.state !== 'sending') return undo(db, { what: 'one', mid: edit.mid }).undone > 0;
  const record = recordOf(db, entity, recordId);
  const { path, base, value } = edit.op;
  if (!record || !sameJson(getAt(record.doc, path), value)) return false;
  const op: FieldOp = { op: 'set', path, base: value, value: base };
  const { description } = editable[entity]!;
  const edited = applyOps(record.doc, [op]);
  if (description.check(record.doc, edited, actor)) return false;
  const after = finishEdit(description, record.doc, edited, now);
  enqueue(db, [{ mid: uuidv7(() => now, random), group: settlement, entity, id: recordId, baseVersion: record.version, action: 'patch', ops: [op], intent: 'undo', madeAt: now }]);
  putRecord(db, { entity, id: recordId, version: record.version, doc: after });
  return true;
}
