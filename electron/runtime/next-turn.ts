/** Lets whoever waits for an answer have their turn: for long work that goes on in slices of a few milliseconds. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
