import { useEffect, useMemo, useReducer, useRef, useState } from 'react';
import { ask, type Input } from '#renderer/lib/client.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import type { ProductRow } from '#shared/catalog/contract.ts';
import type { FieldOp } from '#shared/sync/model.ts';
import type { Held } from './components/grid/model.ts';
import type { RowWindow } from '#renderer/lib/rows/row-window.ts';
import { inTurn } from './done.ts';
import { Overlay, type RowPatch } from './overlay.ts';
import { useUndoToast } from './use-undo.ts';

export type RowEdit = {
  readonly row: ProductRow;
  readonly columnId: string;
  readonly ops: readonly FieldOp[];
  /** What the line shows until the cache says the same. */
  readonly patch: RowPatch;
  readonly intent: Intent;
  /** What was typed, kept at the cell when the edit is refused. */
  readonly typed: string;
  /** One line for the toast: what became of what. */
  readonly said: string;
};

/** What a person did, as the history names it. */
export type Intent = 'edit-price' | 'edit-compare-at' | 'edit-stock' | 'edit-title' | 'edit-text' | 'change-status' | 'edit-details' | 'edit-tags' | 'edit-variants' | 'edit-options' | 'edit-codes' | 'edit-cost' | 'edit-cells' | 'take-back-review' | 'decide-review';

/**
 * Edits made in the list: shown at once, on disk before they count, kept at their cell when refused.
 *
 * @param standStill asked before an edit is written, so that its line does not jump away under the hand
 */
export function useEdits(window: RowWindow<ProductRow>, standStill: (columnId: string) => Promise<void>) {
  const explain = useExplain();
  const toast = useUndoToast();
  const [overlay] = useState(() => new Overlay());
  const [held, setHeld] = useState<ReadonlyMap<string, ReadonlyMap<string, Held>>>(new Map());
  const [, bump] = useReducer((count: number) => count + 1, 0);
  const words = useRef({ explain, toast, standStill });
  useEffect(() => {
    words.current = { explain, toast, standStill };
  });

  // Stable for the life of the list: columns are made with it.
  const api = useMemo(() => {
    const hold = (id: string, columnId: string, refused: Held | null) =>
      setHeld((before) => {
        const cells = new Map(before.get(id));
        if (refused) cells.set(columnId, refused);
        else if (!cells.delete(columnId)) return before;
        const after = new Map(before);
        if (cells.size > 0) after.set(id, cells);
        else after.delete(id);
        return after;
      });
    return {
      over: (row: ProductRow) => overlay.over(row),
      /** Gives up a refused edit. */
      release: (id: string, columnId: string) => hold(id, columnId, null),
      async commit({ row, columnId, ops, patch, intent, typed, said }: RowEdit): Promise<void> {
        const ticket = overlay.show(row.id, patch);
        hold(row.id, columnId, null);
        bump();
        const input: Input<'catalog.edit'> = { edits: [{ id: row.id, ops: [...ops] }], intent };
        const answer = await inTurn(async () => {
          await words.current.standStill(columnId);
          const written = await ask('catalog.edit', input);
          if (written.ok) words.current.toast(said, written.value, input);
          return written;
        });
        if (answer.ok) await window.refresh();
        else {
          const { what, wayOut } = words.current.explain(answer.error);
          hold(row.id, columnId, { text: typed, fault: `${what} ${wayOut}` });
        }
        overlay.settle(row.id, ticket);
        bump();
      },
    };
  }, [overlay, window]);
  return { api, held };
}
export type Edits = ReturnType<typeof useEdits>['api'];
