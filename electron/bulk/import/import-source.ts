import { intendedChange, type IntendedChange, type Making } from '#shared/bulk/rows/intended-change.ts';
import { lookUpOf } from '#shared/bulk/rows/group-rows.ts';
import type { ImportChoices } from '#shared/bulk/rows/model.ts';
import type { RowProblem } from '#shared/bulk/problem.ts';
import { readRow } from '#shared/bulk/rows/read-row.ts';
import type { ProductId } from '#shared/catalog/model.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Intended, PlanSource } from '../plan-source.ts';
import { findProduct } from './find-product.ts';
import type { ImportMeta, StagedImport } from './staged-import.ts';

/** The products of a staged file, and what the file wants of each; what is wrong with its rows is written down beside them. */
export function importSource(staged: StagedImport, { asked, columns }: ImportMeta, total: number, choices: ImportChoices, making: Making): PlanSource {
  return {
    total,
    intended: (db, at) => {
      const rows = staged.rowsAt(at).map((row) => readRow(row, columns, choices));
      const group = { key: String(at), rows };
      const change = intendedChange(group, findProduct(db, asked.shopId, lookUpOf(group)), choices, making);
      const { intended, problems } = planned(change, making);
      staged.judged(at, rows.length, rows.filter(({ command }) => command === 'IGNORE').length, problems);
      return intended;
    },
  };
}

function planned(change: IntendedChange, { makeId }: Making): { intended: Intended; problems: readonly RowProblem[] } {
  const { problems } = change;
  switch (change.what) {
    case 'edit': return { problems, intended: { what: 'edit', before: change.before, after: change.after, paths: change.ops.map(({ path }) => path) } };
    case 'create': return { problems, intended: { what: 'create', product: change.product } };
    case 'skip': return { problems, intended: change.why === 'unchanged' && change.before !== null ? { what: 'edit', before: change.before, after: change.before, paths: [] } : { what: 'skip', record: recordOf(change, makeId), product: change.before, problem: null } };
    case 'delete': {
      // A preview lists cells that change; what takes whole products away is done in the list, where its way back is.
      const refused: RowProblem = { line: change.lines[0] ?? 1, column: null, value: '', rule: 'import-delete', suggestion: null, severity: 'error' };
      return { problems: [...problems, refused], intended: { what: 'fail', record: change.before.id, product: change.before, problem: errorOf(refused) } };
    }
    case 'fail': return { problems, intended: { what: 'fail', record: recordOf(change, makeId), product: change.before, problem: errorOf(problems.find(({ severity }) => severity === 'error')) } };
  }
}

const recordOf = ({ before }: { readonly before: { readonly id: ProductId } | null }, makeId: () => string): ProductId => before?.id ?? (makeId() as ProductId);

/** The first thing that is wrong with a product's rows, in the words of a rule. */
const errorOf = (problem: RowProblem | undefined): AppError =>
  problem === undefined ? { code: 'invalid-input' } : { code: 'invalid-input', field: problem.column ?? undefined, rule: problem.rule, details: { ...problem.details, line: problem.line, value: problem.value } } as AppError;
