import { useRef } from 'react';
import { extend, rangeOf, toggle, type Selection } from './selection.ts';

type Options = {
  selection: Selection;
  onSelection: (selection: Selection) => void;
  idsBetween: (from: number, to: number) => Promise<readonly string[]>;
};

/** Choosing whole lines: one by one, or from the last one chosen to here. */
export function useLines({ selection, onSelection, idsBetween }: Options) {
  const ticket = useRef(0);
  // After Space the arrows with Shift go on choosing lines, until somebody moves on without it.
  const choosing = useRef(false);
  return {
    isChoosing: () => choosing.current,
    rest: () => {
      choosing.current = false;
    },
    toggleAt: (id: string, row: number) => {
      choosing.current = true;
      onSelection(toggle(selection, id, row));
    },
    extendTo: async (row: number, cursorRow: number) => {
      const anchor = selection.anchor ?? cursorRow;
      const mine = ++ticket.current;
      const { from, to } = rangeOf(anchor, row);
      const ids = await idsBetween(from, to);
      if (mine === ticket.current) onSelection(extend(selection.anchor === null ? { ...selection, base: selection.chosen } : selection, ids, anchor));
    },
    letGo: () => onSelection({ chosen: new Set(), anchor: null, base: new Set() }),
  };
}
export type Lines = ReturnType<typeof useLines>;
