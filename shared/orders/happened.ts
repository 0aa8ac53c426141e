import type { FactKind, FactOf, Order } from './model.ts';

/** A fact with the id others name it by. */
export type Happened<K extends FactKind = FactKind> = { readonly id: string; readonly fact: FactOf<K> };

type Facts = Order['facts'];
const sorted = new WeakMap<Facts, readonly Happened[]>();

/** Everything that happened to an order, the earliest first; what happened at one moment in the order of ids. */
export function happenedTo({ facts }: Pick<Order, 'facts'>): readonly Happened[] {
  const known = sorted.get(facts);
  if (known) return known;
  const all = Object.entries(facts).map(([id, fact]) => ({ id, fact })).sort((a, b) => a.fact.at - b.fact.at || (a.id < b.id ? -1 : 1));
  sorted.set(facts, all);
  return all;
}

/** Those of some kinds, in their order. */
export const ofKind = <K extends FactKind>(all: readonly Happened[], ...kinds: readonly K[]): readonly Happened<K>[] =>
  all.filter(({ fact }) => (kinds as readonly FactKind[]).includes(fact.kind)) as readonly unknown[] as readonly Happened<K>[];

/** How many pieces of a line some quantities name. */
export const countIn = (some: Readonly<Record<string, number>>, line: string): number => (Object.hasOwn(some, line) ? some[line]! : 0);

/** All pieces of some quantities. */
export const allOf = (some: Readonly<Record<string, number>>): number => Object.values(some).reduce((sum, count) => sum + count, 0);
