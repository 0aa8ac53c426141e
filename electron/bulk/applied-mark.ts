import type { PlanResult } from '#shared/bulk/plan-model.ts';
import type { ReadableDb, WritableDb } from '../db/connection.ts';
import { reading, writing } from '../db/statement.ts';

/** Which job was applied last, as what: in the cache, in the same transaction, so that a crash never leaves a doubt whether it came through. */
export type AppliedMark = { readonly plan: string; readonly group: string; readonly result: PlanResult };

const markOf = reading()((q) => q.selectFrom('meta').select('value').where('key', '=', 'bulk'));
const markPut = writing<{ value: string }>()((q, p) => q.insertInto('meta').values({ key: 'bulk', value: p('value') }).onConflict((c) => c.column('key').doUpdateSet({ value: p('value') })));

export function appliedMark(db: ReadableDb): AppliedMark | null {
  const row = db.get(markOf);
  return row === undefined ? null : (JSON.parse(row.value) as AppliedMark);
}
export const setAppliedMark = (db: WritableDb, mark: AppliedMark): void => void db.run(markPut, { value: JSON.stringify(mark) });
