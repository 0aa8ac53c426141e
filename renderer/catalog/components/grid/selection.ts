/**
 * The lines somebody has chosen, by id: they stay chosen while the list is filtered, sorted or changed by others.
 *
 * `anchor` is where a range starts; `base` what was chosen before the range, so that shortening it gives lines back.
 */
export type Selection = { readonly chosen: ReadonlySet<string>; readonly anchor: number | null; readonly base: ReadonlySet<string> };

const none: ReadonlySet<string> = new Set();
export const nothing: Selection = { chosen: none, anchor: null, base: none };

/** Chooses a line, or lets it go; ranges start from here. */
export function toggle(selection: Selection, id: string, index: number): Selection {
  const chosen = new Set(selection.chosen);
  if (!chosen.delete(id)) chosen.add(id);
  return { chosen, anchor: index, base: chosen };
}

/** Chooses everything between the anchor and here on top of what was chosen before the range began. */
export function extend(selection: Selection, idsInRange: readonly string[], anchor: number): Selection {
  return { chosen: new Set([...selection.base, ...idsInRange]), anchor, base: selection.base };
}

/** A frozen choice: exactly these, whatever happens to the list afterwards. */
export function only(ids: readonly string[]): Selection {
  const chosen = new Set(ids);
  return { chosen, anchor: null, base: chosen };
}

/** Lets go of lines that no longer exist. */
export function without(selection: Selection, ids: readonly string[]): Selection {
  if (!ids.some((id) => selection.chosen.has(id))) return selection;
  const chosen = new Set(selection.chosen);
  for (const id of ids) chosen.delete(id);
  return { chosen, anchor: selection.anchor, base: chosen };
}

/** From the anchor of a range to its moving end, in list order, both included. */
export const rangeOf = (anchor: number, index: number): { from: number; to: number } => ({ from: Math.min(anchor, index), to: Math.max(anchor, index) });
