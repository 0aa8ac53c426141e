import { z } from 'zod';

/** How one person arranged a list's columns; kept per account. Widths in CSS pixels. */
export const columnChoice = z.object({
  order: z.array(z.string().max(60)).max(60),
  hidden: z.array(z.string().max(60)).max(60),
  widths: z.record(z.string().max(60), z.number().int().min(24).max(2_000)),
});
export type ColumnChoice = z.infer<typeof columnChoice>;

/** What a list says about a column, apart from how a cell is drawn. */
export type ColumnShape = {
  readonly id: string;
  readonly widthPx: number;
  readonly minPx: number;
  /** Takes the room that is left; its width is then the least it gets. */
  readonly grows?: boolean;
  /** Stays where it is: first columns that cannot be moved or hidden. */
  readonly fixed?: boolean;
  /** Not shown until somebody asks for it. */
  readonly optional?: boolean;
};

/** The arrangement nobody has touched. */
export const untouched = (shapes: readonly ColumnShape[]): ColumnChoice => ({
  order: shapes.map((shape) => shape.id),
  hidden: shapes.filter((shape) => shape.optional).map((shape) => shape.id),
  widths: {},
});

/**
 * Brings a stored arrangement in line with the columns that exist now: unknown ones are dropped, new ones appear
 * at their place (hidden when optional), fixed ones stay first.
 */
export function reconcile(shapes: readonly ColumnShape[], stored: ColumnChoice | null): ColumnChoice {
  if (!stored) return untouched(shapes);
  const byId = new Map(shapes.map((shape) => [shape.id, shape]));
  const fixed = shapes.filter((shape) => shape.fixed).map((shape) => shape.id);
  const known = [...new Set(stored.order)].filter((id) => byId.has(id) && !byId.get(id)!.fixed);
  const order = [...fixed, ...known];
  const fresh: string[] = [];
  shapes.forEach((shape, at) => {
    if (order.includes(shape.id)) return;
    fresh.push(shape.id);
    const before = shapes.slice(0, at).findLast((other) => order.includes(other.id));
    order.splice(before ? order.indexOf(before.id) + 1 : 0, 0, shape.id);
  });
  const hidden = [...new Set(stored.hidden)].filter((id) => byId.has(id) && !byId.get(id)!.fixed);
  for (const id of fresh) if (byId.get(id)!.optional && !hidden.includes(id)) hidden.push(id);
  const widths = Object.fromEntries(
    Object.entries(stored.widths).filter(([id]) => byId.has(id)).map(([id, px]) => [id, Math.max(px, byId.get(id)!.minPx)]),
  );
  return { order, hidden, widths };
}

/** The columns to draw, in order. */
export const visibleColumns = <Shape extends ColumnShape>(shapes: readonly Shape[], choice: ColumnChoice): Shape[] =>
  choice.order.filter((id) => !choice.hidden.includes(id)).map((id) => shapes.find((shape) => shape.id === id)!);

export const widthOf = (shape: ColumnShape, choice: ColumnChoice): number => choice.widths[shape.id] ?? shape.widthPx;

/** Makes a column wider or narrower, down to what its content needs. */
export const resize = (shape: ColumnShape, choice: ColumnChoice, px: number): ColumnChoice => ({
  ...choice,
  widths: { ...choice.widths, [shape.id]: Math.round(Math.min(Math.max(px, shape.minPx), 2_000)) },
});

/** Shows a hidden column or hides a shown one; fixed ones stay. */
export function showHide(shapes: readonly ColumnShape[], choice: ColumnChoice, id: string): ColumnChoice {
  if (shapes.find((shape) => shape.id === id)?.fixed) return choice;
  const hidden = choice.hidden.includes(id) ? choice.hidden.filter((other) => other !== id) : [...choice.hidden, id];
  return { ...choice, hidden };
}

/**
 * Moves a column one or more places among the visible ones; it never passes a fixed column.
 *
 * @param by places, negative towards the start
 */
export function moveColumn(shapes: readonly ColumnShape[], choice: ColumnChoice, id: string, by: number): ColumnChoice {
  const shown = visibleColumns(shapes, choice);
  const from = shown.findIndex((shape) => shape.id === id);
  if (from < 0 || shown[from]!.fixed) return choice;
  const firstFree = shown.filter((shape) => shape.fixed).length;
  const to = Math.min(Math.max(from + by, firstFree), shown.length - 1);
  if (to === from) return choice;
  const neighbour = shown[to]!.id;
  const order = choice.order.filter((other) => other !== id);
  order.splice(order.indexOf(neighbour) + (to > from ? 1 : 0), 0, id);
  return { ...choice, order };
}

/** How narrow a column gets where room is short: one whose width somebody set, a fixed one and the one that grows stay. */
const leastOf = (shape: ColumnShape, choice: ColumnChoice): number => choice.widths[shape.id] ?? (shape.fixed || shape.grows ? shape.widthPx : Math.min(shape.minPx, shape.widthPx));

/** The `grid-template-columns` of a line: where room is short, columns draw in before the last ones leave the view. */
export const template = (shapes: readonly ColumnShape[], choice: ColumnChoice): string =>
  shapes.map((shape) => {
    const [least, width] = [leastOf(shape, choice), widthOf(shape, choice)];
    return shape.grows ? `minmax(${least}px, 1fr)` : least === width ? `${width}px` : `minmax(${least}px, ${width}px)`;
  }).join(' ');

/** The least width of a line, for the horizontal scroll bar. */
export const lineWidth = (shapes: readonly ColumnShape[], choice: ColumnChoice): number =>
  shapes.reduce((sum, shape) => sum + leastOf(shape, choice), 0);
