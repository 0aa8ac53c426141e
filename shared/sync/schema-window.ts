import type { Json } from '../kernel/json.ts';
import type { EntityName, FieldConflict, FieldOp, Mutation, Outcome, SyncRow } from './model.ts';

/**
 * One change of what records look like, from schema `from` to the one after it.
 *
 * - `up` a whole record written by an older console, with what it could not know
 * - `down` a record for an older console, without what it does not know; its edits are by field, so what it never saw stays
 * - `upPath`, `downPath` the new and the old name of a field, where it was renamed
 * - `newKinds` kinds of records that came with this step: an older console is not told of any
 * - `upValue`, `downValue` what an edit or a conflict says of a field, told by its name before the step: an entry (a variant) has fields of its own
 */
export type SchemaStep = {
  readonly from: number;
  readonly newKinds?: readonly EntityName[];
  readonly up: (entity: EntityName, doc: Json) => Json;
  readonly down: (entity: EntityName, doc: Json) => Json;
  readonly upPath?: (entity: EntityName, path: string) => string;
  readonly downPath?: (entity: EntityName, path: string) => string;
  readonly upValue?: (entity: EntityName, path: string, value: Json) => Json;
  readonly downValue?: (entity: EntityName, path: string, value: Json) => Json;
};

/** What a server speaks: its own schema, and the steps that led there, oldest first. */
export type SchemaWindow = { readonly current: number; readonly steps: readonly SchemaStep[] };

/** Consoles so many schemas behind are still served. */
export const SERVED_BEHIND = 2;

/** Whether a console of this schema is served; one that is too old or too new has to wait for a newer console or server, and keeps its edits. */
export function standingOf({ current, steps }: SchemaWindow, schema: number): 'served' | 'too-old' | 'too-new' {
  if (schema > current) return 'too-new';
  if (schema < current - SERVED_BEHIND) return 'too-old';
  for (let from = schema; from < current; from++) if (!steps.some((step) => step.from === from)) return 'too-old';
  return 'served';
}

const stepsFrom = ({ steps }: SchemaWindow, schema: number): SchemaStep[] => steps.filter(({ from }) => from >= schema).sort((a, b) => a.from - b.from);

/** The kinds of records a console of this schema is not told of. */
export const untoldKinds = (window: SchemaWindow, schema: number): readonly EntityName[] => (schema >= window.current ? [] : stepsFrom(window, schema).flatMap(({ newKinds = [] }) => newKinds));

/** Whether a console of this schema knows such records at all. */
export const isTold = (window: SchemaWindow, schema: number, entity: EntityName): boolean => !untoldKinds(window, schema).includes(entity);

/** A row as a console of an older schema reads it. */
export function rowAs(window: SchemaWindow, schema: number, row: SyncRow): SyncRow {
  if (schema === window.current || row.doc === null) return row;
  return { ...row, doc: stepsFrom(window, schema).reduceRight<Json>((doc, { down }) => down(row.entity, doc), row.doc) };
}

/** An edit of an older console in the words of today. */
export function mutationFrom(window: SchemaWindow, schema: number, mutation: Mutation): Mutation {
  if (schema === window.current) return mutation;
  return stepsFrom(window, schema).reduce((now, step): Mutation => ({
    ...now,
    ops: now.ops.map((op) => opUp(step, now.entity, op)),
    ...(now.doc === undefined ? {} : { doc: step.up(now.entity, now.doc) }),
  }), mutation);
}

function opUp({ upPath, upValue }: SchemaStep, entity: EntityName, op: FieldOp): FieldOp {
  const path = upPath?.(entity, op.path) ?? op.path;
  const said = (value: Json): Json => (upValue ? upValue(entity, op.path, value) : value);
  return op.op === 'set' ? { ...op, path, base: said(op.base), value: said(op.value) } : { ...op, path };
}

/** An outcome as a console of an older schema reads it. */
export function outcomeAs(window: SchemaWindow, schema: number, outcome: Outcome): Outcome {
  if (schema === window.current || !('row' in outcome) || outcome.row === null) return outcome;
  const row = rowAs(window, schema, outcome.row);
  const steps = stepsFrom(window, schema).reverse();
  switch (outcome.kind) {
    case 'rejected': return { ...outcome, row, error: steps.reduce((error, step) => (error.field === undefined ? error : { ...error, field: step.downPath?.(row.entity, error.field) ?? error.field }), outcome.error) };
    case 'merged': return { ...outcome, row };
    case 'conflict': return { ...outcome, row, fields: outcome.fields.map((field) => steps.reduce((now, step) => fieldDown(step, row.entity, now), field)) };
  }
}

function fieldDown({ downPath, downValue }: SchemaStep, entity: EntityName, field: FieldConflict): FieldConflict {
  const said = (value: Json): Json => (downValue ? downValue(entity, field.path, value) : value);
  return { ...field, path: downPath?.(entity, field.path) ?? field.path, base: said(field.base), mine: said(field.mine), theirs: said(field.theirs) };
}
