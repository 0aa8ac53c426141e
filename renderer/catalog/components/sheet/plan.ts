import type { ProductRow } from '#shared/catalog/contract.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Change, Outcome, Plan, Refusal } from './model.ts';

type Asked = {
  readonly rows: readonly ProductRow[];
  readonly columnIds: readonly string[];
  /** The text for a cell, by its place among these lines and columns; undefined: left alone; null: there is none to be had. */
  readonly textAt: (row: number, col: number) => string | null | undefined;
  /** What a cell says now, as it is copied. */
  readonly shown: (row: ProductRow, columnId: string) => string;
  readonly read: (row: ProductRow, columnId: string, text: string, shown: string) => Outcome;
};

type Cell = { readonly columnId: string; readonly text: string; readonly shown: string; readonly outcome: Outcome };

/** Works out everything a command on cells would do, and writes nothing: what changes, what is as it should be, what cannot and why. */
export function planCells({ rows, columnIds, textAt, shown, read }: Asked): Plan {
  const changes: Change[] = [];
  const refused: Refusal[] = [];
  let unchanged = 0;
  for (const [at, row] of rows.entries()) {
    const cells = columnIds.flatMap((columnId, col): Cell[] => {
      const text = textAt(at, col);
      if (text === undefined) return [];
      const now = shown(row, columnId);
      return [{ columnId, text: text ?? '', shown: now, outcome: text === null ? { kind: 'cannot', why: { code: 'no-source' } } : read(row, columnId, text, now) }];
    });
    const isCrossed = crosses(row, cells);
    for (const { columnId, text, shown: before, outcome } of cells) {
      if (outcome.kind === 'same') unchanged++;
      else if (outcome.kind === 'cannot') refused.push({ row, columnId, text, why: outcome.why });
      else if (isCrossed && outcome.amount !== undefined) refused.push({ row, columnId, text, why: { code: 'above-old-price' } });
      else changes.push({ row, columnId, ops: outcome.ops, before, after: outcome.after });
    }
  }
  return { changes, unchanged, refused };
}

/** Whether a new price and a new old price would contradict each other, or the one that stays. */
function crosses(row: ProductRow, cells: readonly Cell[]): boolean {
  const after = (columnId: 'price' | 'compareAt'): number | null => {
    const outcome = cells.find((cell) => cell.columnId === columnId)?.outcome;
    return outcome?.kind === 'change' && outcome.amount !== undefined ? outcome.amount : row[columnId];
  };
  const [price, compareAt] = [after('price'), after('compareAt')];
  return price !== null && compareAt !== null && compareAt <= price;
}

/** What the data process is asked for: one edit for each product. */
export function editsOf({ changes }: Plan): { id: ProductRow['id']; ops: Change['ops'][number][] }[] {
  const byId = new Map<ProductRow['id'], Change['ops'][number][]>();
  for (const { row, ops } of changes) byId.set(row.id, [...(byId.get(row.id) ?? []), ...ops]);
  return [...byId].map(([id, ops]) => ({ id, ops }));
}

/** The plan without the changes of one product that was refused, and with the reason. */
export function withRefused(plan: Plan, error: AppError, isMeant: (change: Change) => boolean): Plan {
  const out = plan.changes.filter(isMeant);
  return {
    ...plan,
    changes: plan.changes.filter((change) => !isMeant(change)),
    refused: [...plan.refused, ...out.map(({ row, columnId, after }) => ({ row, columnId, text: after, why: { code: 'refused' as const, error } }))],
  };
}
