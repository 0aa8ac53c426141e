import { checkOp, productDescription } from '#shared/catalog/description.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import type { Json } from '#shared/kernel/json.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { sameJson } from '#shared/sync/equal.ts';
import { applyOps, getAt, touch } from '#shared/sync/merge.ts';
import type { Actor, FieldOp } from '#shared/sync/model.ts';
import type { WritableDb } from '../db/connection.ts';
import type { Random } from '../runtime/scheduler.ts';
import { enqueue } from './outbox.ts';
import { putRecord, recordOf } from './records.ts';
import { closeConflict, countConflicts, openConflictById } from './store.ts';

export type Choice = { readonly id: string; readonly choice: 'mine' | 'theirs' | 'value'; readonly value?: Json | undefined };

/**
 * Settles one conflict. "Theirs" leaves the record as it is; "mine" and a value of one's own are a new edit that starts from
 * what stands there now, checked by the same rules as any other.
 */
export function settle(db: WritableDb, { id, choice, value }: Choice, actor: Actor, now: EpochMs, random: Random): Result<{ remaining: number }, AppError> {
  const conflict = openConflictById(db, id);
  if (!conflict) return err({ code: 'not-found', attempted: 'sync.settle', rule: 'conflict-settled' });
  const close = () => {
    closeConflict(db, id, now, choice);
    return ok({ remaining: countConflicts(db) });
  };
  if (choice === 'theirs') return close();
  if (choice === 'value' && value === undefined) return err({ code: 'invalid-input', attempted: 'sync.settle', field: 'value', rule: 'required' });
  const chosen = choice === 'mine' ? conflict.field.mine : value!;
  const { entity, recordId, field } = conflict;
  const record = recordOf(db, entity, recordId);
  if (!record) return err({ code: 'gone', attempted: 'sync.settle' });
  const present = getAt(record.doc, field.path);
  if (sameJson(present, chosen)) return close();
  const op: FieldOp = { op: 'set', path: field.path, base: present, value: chosen };
  const after = touch(applyOps(record.doc, [op]), now);
  const broken = checkOp(op) ?? productDescription.check(record.doc, after, actor);
  if (broken) return err(broken);
  enqueue(db, [{ mid: uuidv7(() => now, random), group: null, entity, id: recordId, baseVersion: record.version, action: 'patch', ops: [op], intent: 'settle-conflict', madeAt: now }]);
  putRecord(db, { entity, id: recordId, version: record.version, doc: after });
  return close();
}
