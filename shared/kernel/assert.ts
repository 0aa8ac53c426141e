/** Thrown when one of our own parts broke its promise: a bug, never an answer to the seller. */
export class BrokenPromise extends Error {
  override readonly name = 'BrokenPromise';
}

/** Stops here when `condition` does not hold; the message is only built when it is needed. */
export function assert(condition: unknown, message: () => string): asserts condition {
  if (!condition) throw new BrokenPromise(message());
}

/** Closes a `switch` over a union: a new member then fails to compile at every place that must answer. */
export function assertNever(value: never): never {
  throw new BrokenPromise(`unexpected case ${JSON.stringify(value)}`);
}
