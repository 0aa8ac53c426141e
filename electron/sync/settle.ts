import { editable } from '#shared/contract/editable.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import type { Json } from '#shared/kernel/json.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { alikeKey } from '#shared/sync/alike.ts';
import { sameJson } from '#shared/sync/equal.ts';
import { applyOps, getAt, finishEdit } from '#shared/sync/merge.ts';
import type { Actor, FieldOp } from '#shared/sync/model.ts';
import type { CacheDb } from '../db/cache-db.ts';
import type { WritableDb } from '../db/connection.ts';
import type { Random } from '../runtime/scheduler.ts';
import { enqueue } from './outbox.ts';
import { putRecord, recordOf } from './records.ts';
import { closeBy, openByKind } from './settlements.ts';
import { countConflicts, openConflictById } from './store.ts';

export type Decision = { readonly id: string; readonly choice: 'mine' | 'theirs' | 'value'; readonly value?: Json | undefined };
/** Binds what was decided at one moment; `group` binds the edits that come of it. */
export type Bound = { readonly settlement: string; readonly group: string | null };
export type Settled = { readonly settlement: string; readonly settled: number; readonly refused: number; readonly error: AppError | null; readonly remaining: number };

/** Settling thousands lets others have their turn every so many milliseconds. */
const SLICE_MS = 10;

/**
 * Settles one conflict. "Theirs" leaves the record as it is; "mine" and a value of one's own are a new edit that starts from
 * what stands there now, checked by the same rules as any other. Nothing is written when it is refused.
 */
export function settle(db: WritableDb, { id, choice, value }: Decision, actor: Actor, now: EpochMs, random: Random, bound: Bound = { settlement: uuidv7(() => now, random), group: null }): Result<{ remaining: number }, AppError> {
  const conflict = openConflictById(db, id);
  if (!conflict) return err({ code: 'not-found', attempted: 'sync.settle', rule: 'conflict-settled' });
  const close = (edit: { mid: string; op: FieldOp } | null) => {
    closeBy(db, id, now, { settlement: bound.settlement, choice, edit });
    return ok({ remaining: countConflicts(db) });
  };
  if (choice === 'theirs') return close(null);
  if (choice === 'value' && value === undefined) return err({ code: 'invalid-input', attempted: 'sync.settle', field: 'value', rule: 'required' });
  const chosen = choice === 'mine' ? conflict.field.mine : value!;
  const { entity, recordId, field } = conflict;
  const record = recordOf(db, entity, recordId);
  if (!record) return err({ code: 'gone', attempted: 'sync.settle' });
  const present = getAt(record.doc, field.path);
  if (sameJson(present, chosen)) return close(null);
  const op: FieldOp = { op: 'set', path: field.path, base: present, value: chosen };
  const { description, checkOp } = editable[entity]!;
  const edited = applyOps(record.doc, [op]);
  const broken = checkOp(op) ?? description.check(record.doc, edited, actor);
  if (broken) return err(broken);
  const after = finishEdit(description, record.doc, edited, now);
  const mid = uuidv7(() => now, random);
  enqueue(db, [{ mid, group: bound.group, entity, id: recordId, baseVersion: record.version, action: 'patch', ops: [op], intent: 'settle-conflict', madeAt: now }]);
  putRecord(db, { entity, id: recordId, version: record.version, doc: after });
  return close({ mid, op });
}

/**
 * Settles several conflicts as one decision, that can be undone as one. With `alike` the first choice is taken for every open conflict
 * of the same kind of field; of one shop when `shop` names it. What a rule refuses stays open; the others are settled.
 */
export function settleAll(cache: CacheDb, decisions: readonly Decision[], alike: boolean, actor: Actor, now: EpochMs, random: Random, shop: string | null = null): Promise<Settled> {
  const settlement = uuidv7(() => now, random);
  return cache.inSlices(function* (db) {
    const asked = alike ? withAlike(db, decisions[0]!, shop) : decisions;
    const bound: Bound = { settlement, group: asked.length > 1 ? settlement : null };
    let settled = 0;
    let refused = 0;
    let error: AppError | null = null;
    let since = performance.now();
    for (const decision of asked) {
      const done = settle(db, decision, actor, now, random, bound);
      if (done.ok) settled++;
      else {
        refused++;
        error ??= done.error;
      }
      if (performance.now() - since < SLICE_MS) continue;
      yield;
      since = performance.now();
    }
    return { settlement, settled, refused, error, remaining: countConflicts(db) };
  });
}

/** The decision for its own conflict and for every open one of the same kind of field, in the shop that is looked at. */
function withAlike(db: WritableDb, first: Decision, shop: string | null): Decision[] {
  const conflict = openConflictById(db, first.id);
  const others = conflict ? (openByKind(db, shop).get(alikeKey(conflict.field.path)) ?? []) : [];
  return [first, ...others.filter((id) => id !== first.id).map((id) => ({ ...first, id }))];
}
