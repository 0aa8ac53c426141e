/** The day of the books a moment belongs to: in UTC, so that it is the same wherever the server stands and on every day of the year. */
export const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
