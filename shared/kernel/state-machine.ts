import { err, ok, type Result } from './result.ts';

/** A life cycle as data: every state and the states it may go to. A state that leads nowhere is an end. */
export type Transitions<S extends string> = { readonly [state in S]: readonly S[] };

export type IllegalTransition<S extends string> = { readonly code: 'illegal-transition'; readonly from: S; readonly to: S; readonly legal: readonly S[] };

/** May it go from here to there? The answer names the legal choices when it may not. */
export function transition<S extends string>(table: Transitions<S>, from: S, to: S): Result<S, IllegalTransition<S>> {
  return table[from].includes(to) ? ok(to) : err({ code: 'illegal-transition', from, to, legal: table[from] });
}

/** The states that can be reached from `start`, itself included: a life cycle whose table leaves one out has a hole. */
export function reachableFrom<S extends string>(table: Transitions<S>, start: S): ReadonlySet<S> {
  const seen = new Set<S>([start]);
  const queue: S[] = [start];
  for (let state = queue.pop(); state !== undefined; state = queue.pop()) {
    for (const next of table[state]) {
      if (seen.has(next)) continue;
      seen.add(next);
      queue.push(next);
    }
  }
  return seen;
}
