import { askerOf, compareStamps, sideOf, type Message, type Part, type Stamp } from './model.ts';

/**
 * What the messages of a conversation come to, as far as its state, its clocks and its line in a list ask: a few moments, however many messages there are.
 * Null: it did not happen yet. `waitingSince`: the first question nobody has answered.
 */
export type Beat = {
  readonly firstAnswerAt: number | null;
  readonly lastAnswer: Stamp | null;
  readonly lastAskedAt: number | null;
  readonly waitingSince: number | null;
  /** The last message that is no note. */
  readonly last: (Stamp & { readonly part: Part }) | null;
};
export const NO_BEAT: Beat = { firstAnswerAt: null, lastAnswer: null, lastAskedAt: null, waitingSince: null, last: null };

/** What a message is to its conversation. */
export const partOf = ({ kind, by, channel }: Pick<Message, 'kind' | 'by' | 'channel'>): Part => (kind === 'note' ? 'note' : sideOf(by.role) === askerOf(channel) ? 'ask' : 'answer');

/** What messages come to, in any order. Where they lie in a database the same is read from an index. */
export function beatOf(messages: readonly Pick<Message, 'id' | 'at' | 'kind' | 'by' | 'channel'>[]): Beat {
  const all = messages.toSorted(compareStamps);
  const of = (part: Part) => all.filter((one) => partOf(one) === part);
  const [asked, answers] = [of('ask'), of('answer')];
  const stampOf = ({ at, id }: Stamp): Stamp => ({ at, id });
  const lastAnswer = answers.at(-1);
  const last = all.findLast((one) => partOf(one) !== 'note');
  const waiting = asked.find((one) => lastAnswer === undefined || compareStamps(one, lastAnswer) > 0);
  return {
    firstAnswerAt: answers[0]?.at ?? null, lastAnswer: lastAnswer ? stampOf(lastAnswer) : null, lastAskedAt: asked.at(-1)?.at ?? null,
    waitingSince: waiting?.at ?? null, last: last ? { ...stampOf(last), part: partOf(last) } : null,
  };
}
