import { sql } from 'kysely';
import type { cellMark, ProductRow } from '#shared/catalog/contract.ts';
import type { FieldOp } from '#shared/sync/model.ts';
import type { z } from 'zod';
import type { ReadableDb } from '../db/connection.ts';
import { builder, reading } from '../db/statement.ts';

export type Mark = z.infer<typeof cellMark>;
export type RowMarks = ProductRow['marks'];

type EditLine = { readonly entity_id: string; readonly action: string; readonly ops: string; readonly state: string };
type ConflictLine = { readonly entity_id: string; readonly path: string };
// One question for all lines of a screen: `ids` is a JSON list.
const editsOf = reading<{ ids: string }>()((_, p) =>
  sql<EditLine>`SELECT entity_id, action, ops, state FROM outbox WHERE entity_id IN (SELECT value FROM json_each(${p('ids')})) AND entity = 'product' ORDER BY cseq`.compile(builder));
const conflictsOf = reading<{ ids: string }>()((_, p) =>
  sql<ConflictLine>`SELECT entity_id, path FROM conflict WHERE entity_id IN (SELECT value FROM json_each(${p('ids')})) AND entity = 'product' AND settled_at IS NULL`.compile(builder));
const anyMark = reading()(() => sql<{ found: number }>`SELECT EXISTS (SELECT 1 FROM outbox) OR EXISTS (SELECT 1 FROM conflict WHERE settled_at IS NULL) AS found`.compile(builder));

/** What a mark hides when two meet on one field: a conflict wants a decision first, then a refusal, then mere waiting. */
const weight: Readonly<Record<Mark, number>> = { unsent: 1, rejected: 2, conflict: 3 };

/** Puts the heavier of two marks. */
function put<K extends string>(marks: Partial<Record<K, Mark>>, key: K, mark: Mark): void {
  const before = marks[key];
  if (before === undefined || weight[before] < weight[mark]) marks[key] = mark;
}

/**
 * For each of these products that has any: field path to what is different about it. A product made or deleted here and not sent carries
 * a mark on `id`. Most of the time nothing waits at all, and then nobody is looked up.
 */
function marksByPathOf(db: ReadableDb, ids: readonly string[]): Map<string, Record<string, Mark>> {
  const all = new Map<string, Record<string, Mark>>();
  if (db.get(anyMark)?.found !== 1) return all;
  const of = (id: string): Record<string, Mark> => {
    const known = all.get(id) ?? {};
    all.set(id, known);
    return known;
  };
  const asked = { ids: JSON.stringify(ids) };
  for (const { entity_id: id, action, ops, state } of db.all(editsOf, asked)) {
    const mark: Mark = state === 'rejected' ? 'rejected' : 'unsent';
    if (action !== 'patch') put(of(id), 'id', mark);
    for (const op of JSON.parse(ops) as FieldOp[]) put(of(id), op.path, mark);
  }
  for (const { entity_id: id, path } of db.all(conflictsOf, asked)) put(of(id), path, 'conflict');
  return all;
}

/** Field path to what is different about it. */
export const marksByPath = (db: ReadableDb, id: string): Record<string, Mark> => marksByPathOf(db, [id]).get(id) ?? {};

const cells: readonly (readonly [RegExp, keyof RowMarks])[] = [
  [/^texts\/[a-z]+(\/title)?$/, 'title'],
  [/^variants\/[^/]+\/price$/, 'price'],
  [/^variants\/[^/]+\/compareAt$/, 'compareAt'],
  [/^variants\/[^/]+\/stock\//, 'available'],
  [/^status$/, 'status'],
];

/** The same for the cells of lines; whatever a line does not show is told by one mark for the rest. */
export function marksByCell(db: ReadableDb, ids: readonly string[]): Map<string, RowMarks> {
  const byCell = new Map<string, RowMarks>();
  for (const [id, paths] of marksByPathOf(db, ids)) {
    const marks: RowMarks = {};
    for (const [path, mark] of Object.entries(paths)) put(marks, cells.find(([pattern]) => pattern.test(path))?.[1] ?? 'other', mark);
    byCell.set(id, marks);
  }
  return byCell;
}
