import type { Input, Output } from '#renderer/lib/client.ts';

/** Something done in this window: what it takes to undo it, and to do it again. */
export type Done = { readonly edited: { readonly mids: readonly string[]; readonly group: string | null }; /** Null: it cannot be done again by itself. */ readonly again: Input<'catalog.edit'> | null };

/** Steps back a window remembers; earlier ones are found in the history. */
const MOST = 50;

/** What was done last, in order, and what was undone of it: a new deed forgets the second. */
let done: readonly Done[] = [];
let undone: readonly Input<'catalog.edit'>[] = [];

let turn: Promise<unknown> = Promise.resolve();
/** One thing after the other: whoever presses Ctrl+Z three times, or right after an edit, takes back what they see last, not what has been answered. */
export function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const mine = turn.then(work);
  turn = mine.catch(() => undefined);
  return mine;
}

export const lastDone = (): Done | undefined => done.at(-1);
export const lastUndone = (): Input<'catalog.edit'> | undefined => undone.at(-1);

/** Remembers a deed. */
export function noteDone(deed: Done, { isRepeated = false }: { isRepeated?: boolean } = {}): void {
  done = [...done, deed].slice(-MOST);
  undone = isRepeated ? undone.slice(0, -1) : [];
}

/** A deed was taken back: it may be done again, apart from what stayed as it was because somebody changed it since. */
export function noteUndone(deed: Done, { kept, left }: Pick<Output<'catalog.undo'>, 'kept' | 'left'>): void {
  done = done.filter((other) => other !== deed);
  if (deed.again === null) return;
  const stayed = new Set<string>(left.map(({ record }) => record));
  // Only the first of them are named: with more, nobody knows which ones to leave alone.
  if (stayed.size < kept) return;
  const edits = deed.again.edits.filter(({ id }) => !stayed.has(id));
  if (edits.length > 0) undone = [...undone, { ...deed.again, edits }].slice(-MOST);
}

/** Another account, or another shop: nobody takes back what they do not see. */
export function forgetDone(): void {
  done = [];
  undone = [];
}
