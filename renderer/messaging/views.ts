import { conversationFilter, type ConversationFilter, type ConversationSort } from '#shared/messaging/contract.ts';
import { HOUR_MS, MINUTE_MS, type EpochMs } from '#shared/kernel/time.ts';

export const viewNames = ['open', 'mine', 'nobody', 'due', 'pending', 'asleep', 'support', 'resolved', 'spam', 'all'] as const;
export type ViewName = (typeof viewNames)[number];
/** Those at hand above the list; the others are in its menu. */
export const quickViews: readonly ViewName[] = ['open', 'mine', 'due'];

export const isView = (name: string | null): name is ViewName => name !== null && (viewNames as readonly string[]).includes(name);

/** What is due within two hours is about to be late. The moment is one of every five minutes, so that the question stays the same for a while. */
export const dueSoon = (now: number): EpochMs => (Math.ceil((now + 2 * HOUR_MS) / (5 * MINUTE_MS)) * 5 * MINUTE_MS) as EpochMs;

/** What each view of the list asks for. */
export function filterOf(view: ViewName, me: string, now: number): ConversationFilter {
  const of = (given: Partial<ConversationFilter>): ConversationFilter => conversationFilter.parse(given);
  const waiting = { state: ['new', 'open'] as ConversationFilter['state'], asleep: 'without' as const };
  switch (view) {
    case 'open': return of(waiting);
    case 'mine': return of({ ...waiting, state: ['new', 'open', 'pending'], assignee: me as never });
    case 'nobody': return of({ ...waiting, assignee: 'none' });
    case 'due': return of({ ...waiting, dueBefore: dueSoon(now) });
    case 'pending': return of({ state: ['pending'], asleep: 'without' });
    case 'asleep': return of({ asleep: 'only' });
    case 'support': return of({ channel: 'support', state: ['new', 'open', 'pending'] });
    case 'resolved': return of({ state: ['resolved', 'closed', 'merged'] });
    case 'spam': return of({ state: ['spam'] });
    case 'all': return of({});
  }
}

/** Whoever waits longest comes first where somebody waits; else what moved last. */
export const sortOf = (view: ViewName): ConversationSort => (view === 'due' ? { by: 'dueAt', dir: 'asc' } : { by: 'lastAt', dir: 'desc' });
