/** Lines further off than this were not pushed aside by what others do, they went somewhere else in the order. */
const MOST_FOLLOWED = 64;

/**
 * How many lines further down most of the lines drawn are now: lines came or went above them. One that moved among them does not take the others along.
 *
 * @param first where the first of them was
 * @param rowAt what is held now, by place in the list
 * @returns 0 when they stayed, or did not move together
 */
export function movedTogether<Row>(drawn: readonly Row[], first: number, rowAt: (index: number) => Row | undefined, idOf: (row: Row) => string): number {
  const votes = new Map<number, number>();
  for (const [at, row] of drawn.entries()) {
    const by = movedBy(idOf(row), first + at, rowAt, idOf);
    if (by !== null) votes.set(by, (votes.get(by) ?? 0) + 1);
  }
  const [by, most] = [...votes].reduce((best, vote) => (vote[1] > best[1] ? vote : best), [0, 0]);
  return most * 2 <= drawn.length ? 0 : by;
}

/** How many lines further down a line is now; null when it is nowhere near. */
function movedBy<Row>(id: string, from: number, rowAt: (index: number) => Row | undefined, idOf: (row: Row) => string): number | null {
  for (let away = 0; away <= MOST_FOLLOWED; away++) {
    for (const by of away === 0 ? [0] : [away, -away]) {
      const there = rowAt(from + by);
      if (there !== undefined && idOf(there) === id) return by;
    }
  }
  return null;
}
