import type { Conversation, ConversationFactKind, ConversationFactOf } from './model.ts';

export type Happened<K extends ConversationFactKind = ConversationFactKind> = { readonly id: string; readonly fact: ConversationFactOf<K> };
type Facts = Conversation['facts'];
const sorted = new WeakMap<Facts, readonly Happened[]>();

/** Everything that was done about a conversation, the earliest first; what was done at one moment in the order of ids. */
export function happenedTo({ facts }: Pick<Conversation, 'facts'>): readonly Happened[] {
  const known = sorted.get(facts);
  if (known) return known;
  const all = Object.entries(facts).map(([id, fact]) => ({ id, fact })).sort((a, b) => a.fact.at - b.fact.at || (a.id < b.id ? -1 : 1));
  sorted.set(facts, all);
  return all;
}

/** The last thing done of some kinds; undefined when none was. */
export const lastOf = <K extends ConversationFactKind>(all: readonly Happened[], ...kinds: readonly K[]): ConversationFactOf<K> | undefined =>
  all.findLast(({ fact }) => (kinds as readonly ConversationFactKind[]).includes(fact.kind))?.fact as ConversationFactOf<K> | undefined;
