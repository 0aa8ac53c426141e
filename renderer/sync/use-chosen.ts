import { useState } from 'react';
import type { Lines } from './use-lines.ts';

/**
 * The chosen line of a list that changes underneath: it stays with its record while that is there; when the record leaves (settled, sent), the
 * line that takes its place is chosen.
 */
export function useChosen<T>(list: string, lines: Lines<T>, idOf: (line: T) => string): { index: number; line: T | undefined; choose: (index: number) => void } {
  const [chosen, setChosen] = useState<{ list: string; index: number; id: string | null }>({ list, index: 0, id: null });
  const mine = chosen.list === list ? chosen : { list, index: 0, id: null };
  const there = mine.id === null ? null : lines.find(mine.id);
  const index = Math.max(0, Math.min(lines.total - 1, there ?? mine.index));
  const line = lines.at(index);
  // Written down while drawing, so that the next change of the list is met with the record that is on screen now.
  if (line !== undefined && (chosen.list !== list || mine.id !== idOf(line) || mine.index !== index)) setChosen({ list, index, id: idOf(line) });
  return {
    index, line,
    choose: (next) => {
      const at = lines.at(next);
      setChosen({ list, index: next, id: at === undefined ? null : idOf(at) });
    },
  };
}
