import { useState } from 'react';
import type { RowWindow } from '#renderer/lib/rows/row-window.ts';
import type { Cell } from './keyboard.ts';
import { areaOf, cellArea, followed, type Anchored, type Area, type Range } from './range.ts';

type Options<Row> = { rows: RowWindow<Row>; idOf: (row: Row) => string; total: number; /** Another list or other columns: nothing stays marked. */ listKey: string };

/** The marked cells of the list: they stay with their lines, and are let go of when these no longer stand together. */
export function useRange<Row>({ rows, idOf, total, listKey }: Options<Row>) {
  const [marked, setMarked] = useState<(Anchored & { readonly listKey: string }) | null>(null);
  const idAt = (row: number): string | undefined => {
    const there = rows.row(row);
    return there === undefined ? undefined : idOf(there);
  };
  const range: Range | null = marked?.listKey === listKey ? followed(marked, { idAt, rowOf: (id) => rows.find((row) => idOf(row) === id), total }) : null;
  return {
    area: range === null ? null : areaOf(range),
    anchor: range?.anchor ?? null,
    mark: (anchor: Cell, head: Cell) => {
      const one = anchor.row === head.row && anchor.col === head.col;
      setMarked(one ? null : { range: { anchor, head }, anchorId: idAt(anchor.row) ?? null, headId: idAt(head.row) ?? null, listKey });
    },
    letGo: () => setMarked(null),
    /** The marked cells, or the one the keyboard is on. */
    areaOr: (cursor: Cell): Area => (range === null ? cellArea(cursor) : areaOf(range)),
  };
}
export type MarkedRange = ReturnType<typeof useRange>;
