import { sql } from 'kysely';
import type { cellMark, ProductRow } from '#shared/catalog/contract.ts';
import type { FieldOp } from '#shared/sync/model.ts';
import type { z } from 'zod';
import type { ReadableDb } from '../db/connection.ts';
import { builder, reading } from '../db/statement.ts';

export type Mark = z.infer<typeof cellMark>;
export type RowMarks = ProductRow['marks'];

const editsOf = reading<{ id: string }>()((q, p) => q.selectFrom('outbox').select(['action', 'ops', 'state']).where('entity_id', '=', p('id')).where('entity', '=', 'product').orderBy('cseq'));
const conflictsOf = reading<{ id: string }>()((q, p) => q.selectFrom('conflict').select('path').where('entity_id', '=', p('id')).where('entity', '=', 'product').where('settled_at', 'is', null));
const anyMark = reading()(() => sql<{ any: number }>`SELECT EXISTS (SELECT 1 FROM outbox) OR EXISTS (SELECT 1 FROM conflict WHERE settled_at IS NULL) AS any`.compile(builder));

/** Whether any record has marks at all: most of the time none has, and then nobody needs to look one by one. */
export const hasMarks = (db: ReadableDb): boolean => db.get(anyMark)?.any === 1;

/** What a mark hides when two meet on one field: a conflict wants a decision first, then a refusal, then mere waiting. */
const weight: Readonly<Record<Mark, number>> = { unsent: 1, rejected: 2, conflict: 3 };

/** Field path to what is different about it. A product made here and not sent carries a mark on `id`. */
export function marksByPath(db: ReadableDb, id: string): Record<string, Mark> {
  const marks: Record<string, Mark> = {};
  const put = (path: string, mark: Mark): void => {
    const before = marks[path];
    if (before === undefined || weight[before] < weight[mark]) marks[path] = mark;
  };
  for (const { action, ops, state } of db.all(editsOf, { id })) {
    const mark: Mark = state === 'rejected' ? 'rejected' : 'unsent';
    if (action !== 'patch') put('id', mark);
    for (const op of JSON.parse(ops) as FieldOp[]) put(op.path, mark);
  }
  for (const { path } of db.all(conflictsOf, { id })) put(path, 'conflict');
  return marks;
}

const cells: readonly (readonly [RegExp, keyof RowMarks])[] = [
  [/^texts\/[a-z]+(\/title)?$/, 'title'],
  [/^variants\/[^/]+\/price$/, 'price'],
  [/^variants\/[^/]+\/compareAt$/, 'compareAt'],
  [/^variants\/[^/]+\/stock\//, 'available'],
  [/^status$/, 'status'],
];

/** The same for the cells of a line; whatever the line does not show is told by one mark for the rest. */
export function marksByCell(db: ReadableDb, id: string): RowMarks {
  const marks: Partial<Record<keyof RowMarks, Mark>> = {};
  for (const [path, mark] of Object.entries(marksByPath(db, id))) {
    const cell = cells.find(([pattern]) => pattern.test(path))?.[1] ?? 'other';
    const before = marks[cell];
    if (before === undefined || weight[before] < weight[mark]) marks[cell] = mark;
  }
  return marks;
}
