import { fold } from '#shared/kernel/text.ts';
import type { PaletteEntry } from './palette-entry.ts';

/**
 * Actions whose words begin with what was typed, best first: every typed word must begin a word of the label.
 * "th so" finds "Thème sombre".
 */
export function matchActions(actions: readonly PaletteEntry[], text: string): PaletteEntry[] {
  const wanted = fold(text).split(' ').filter((word) => word !== '');
  if (wanted.length === 0) return [...actions];
  const scored = actions.flatMap((action) => {
    const words = fold(`${action.label} ${action.note ?? ''}`).split(/[\s'’·:,-]+/);
    const places = wanted.map((typed) => words.findIndex((word) => word.startsWith(typed)));
    return places.includes(-1) ? [] : [{ action, score: Math.min(...places) }];
  });
  return scored.sort((one, other) => one.score - other.score).map(({ action }) => action);
}
