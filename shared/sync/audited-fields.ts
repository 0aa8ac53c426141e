import type { Json } from '../kernel/json.ts';
import { sameJson } from './equal.ts';
import type { FieldOp } from './model.ts';
import { getAt } from './paths.ts';

/** One field of a change as the audit keeps it. */
export type AuditedField = { readonly path: string; readonly before: Json; readonly after: Json; readonly delta: number | null; readonly reason: string | null };

/** Stands for a whole record in the audit: its last state when it was deleted. */
export const WHOLE_RECORD = 'record';

/** What an edit changed, field by field; a field touched twice counts once, stock movements each with their reason. */
export function auditedFields(before: Json | null, after: Json | null, ops: readonly FieldOp[]): AuditedField[] {
  if (before === null) return [];
  if (after === null) return [{ path: WHOLE_RECORD, before, after: null, delta: null, reason: null }];
  const fields = new Map<string, AuditedField>();
  for (const op of ops) {
    const [was, is] = [getAt(before, op.path), getAt(after, op.path)];
    if (sameJson(was, is)) continue;
    const moved = op.op === 'add' ? { delta: op.delta, reason: op.reason } : { delta: null, reason: null };
    fields.set(op.op === 'add' ? `${op.path} ${fields.size}` : op.path, { path: op.path, before: was, after: is, ...moved });
  }
  return [...fields.values()];
}
