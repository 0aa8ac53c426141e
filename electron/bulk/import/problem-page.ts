import type { bulkChannels } from '#shared/bulk/contract.ts';
import type { ProblemGroup } from '#shared/bulk/fix-model.ts';
import type { RowProblem } from '#shared/bulk/problem.ts';
import type { Answer, Heard } from '#shared/contract/channel.ts';
import type { PlanStore } from '../plan-store.ts';

type C = typeof bulkChannels;

/** Problems of a file, narrowed and by line, and all of them counted by rule and column. @param headers of the columns, by place */
export function problemPage(store: PlanStore, plan: string, headers: readonly string[], { rule, column, severity, offset, limit }: Heard<C, 'bulk.problems'>): Answer<C, 'bulk.problems'> {
  const narrowed = ([['rule', rule], ['header', column], ['severity', severity]] as const).filter(([, value]) => value !== null);
  const where = `plan = ?${narrowed.map(([name]) => ` AND ${name} = ?`).join('')}`;
  const params = [plan, ...narrowed.map(([, value]) => value)];
  const { total } = store.of(`SELECT count(*) AS total FROM import_problem WHERE ${where}`).get(...params) as { total: number };
  const page = store.of(`SELECT at, problem FROM import_problem WHERE ${where} ORDER BY line, rowid LIMIT ? OFFSET ?`).all(...params, limit, offset) as { at: number; problem: string }[];
  return {
    total, groups: problemGroups(store, plan),
    problems: page.map(({ at, problem: text }) => {
      const problem = JSON.parse(text) as RowProblem;
      const place = problem.column === null ? -1 : headers.indexOf(problem.column);
      return { ...problem, at: at < 0 ? null : at, place: place < 0 ? null : place };
    }),
  };
}

/** Errors first, then what is said most often. */
function problemGroups(store: PlanStore, plan: string): ProblemGroup[] {
  return store.of(`SELECT rule, header AS "column", severity, count(*) AS count, sum(suggested) AS suggested FROM import_problem WHERE plan = ? GROUP BY rule, header, severity ORDER BY severity, count DESC, rule, header`).all(plan) as ProblemGroup[];
}

/** What the problems of one rule in a column suggest, one for each line. */
export function suggestionsFor(store: PlanStore, plan: string, rule: string, header: string): { readonly line: number; readonly suggestion: string }[] {
  const rows = store.of('SELECT problem FROM import_problem WHERE plan = ? AND rule = ? AND header = ? AND suggested = 1 ORDER BY line, rowid').all(plan, rule, header) as { problem: string }[];
  const byLine = new Map<number, string>();
  for (const { line, suggestion } of rows.map(({ problem }) => JSON.parse(problem) as RowProblem)) if (suggestion !== null && !byLine.has(line)) byLine.set(line, suggestion);
  return [...byLine].map(([line, suggestion]) => ({ line, suggestion }));
}
