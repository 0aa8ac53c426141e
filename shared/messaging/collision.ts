import type { AppError } from '../kernel/errors.ts';
import { compareStamps, type Message, type Stamp } from './model.ts';

/** An answer as far as the guard asks. */
export type Answer = Stamp & { readonly by: Message['by'] };

/**
 * Stops an answer when a colleague has answered since it was begun: whoever asked would read two answers that know nothing of each other.
 * Whoever has seen the colleague's names it in `over` and may send.
 *
 * @param answers of this conversation, in any order; those before `seen` may be left out
 */
export function checkCollision(message: Pick<Message, 'kind' | 'by' | 'seen' | 'over'>, answers: readonly Answer[]): AppError | null {
  if (message.kind === 'note') return null;
  const unseen = answers.filter((one) => one.by.id !== message.by.id && (message.seen === null || compareStamps(one, message.seen) > 0) && !message.over.includes(one.id)).sort(compareStamps);
  const first = unseen[0];
  return first === undefined ? null : { code: 'rule-broken', rule: 'colleague-answered', details: { answers: unseen.slice(0, 50).map(({ id }) => id) } };
}
