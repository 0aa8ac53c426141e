import type { Transitions } from '../kernel/state-machine.ts';
import type { Beat } from './beat.ts';
import { happenedTo, lastOf } from './happened.ts';
import type { Conversation, ConversationId, Priority } from './model.ts';

export const conversationStates = ['new', 'open', 'pending', 'resolved', 'closed', 'spam', 'merged'] as const;
export type ConversationState = (typeof conversationStates)[number];

/** Where a conversation may go from each state; `pending` waits for the side that asked. Snoozing hides one that is not over, and is no state of its own. */
export const conversationTransitions: Transitions<ConversationState> = {
  new: ['open', 'pending', 'resolved', 'closed', 'spam', 'merged'],
  open: ['pending', 'resolved', 'closed', 'spam', 'merged', 'new'],
  pending: ['open', 'resolved', 'closed', 'spam', 'merged'],
  resolved: ['open', 'pending', 'closed', 'spam', 'merged'],
  closed: ['open', 'pending'],
  spam: ['new', 'open', 'pending', 'resolved'],
  merged: ['new', 'open', 'pending', 'resolved'],
};

/** Later than any moment: asleep until somebody asks again. */
export const UNTIL_ASKED = 8_640_000_000_000_000;

/** How a conversation stands. `snoozedUntil`: out of sight until then; whether that is over is for whoever knows what time it is (`isAsleep`). */
export type Standing = {
  readonly state: ConversationState;
  readonly snoozedUntil: number | null;
  readonly assigneeId: string | null;
  readonly priority: Priority;
  readonly tags: readonly string[];
  readonly subject: string;
  readonly mergedInto: ConversationId | null;
};

/** Reads from what was done and said how a conversation stands. A question nobody had seen opens what was resolved and wakes what was asleep. */
export function standingOf(conversation: Conversation, beat: Beat): Standing {
  const all = happenedTo(conversation);
  const tags: string[] = [];
  for (const { fact } of all) {
    if (fact.kind === 'tagged' && !tags.includes(fact.tag)) tags.push(fact.tag);
    if (fact.kind === 'untagged' && tags.includes(fact.tag)) tags.splice(tags.indexOf(fact.tag), 1);
  }
  const merge = lastOf(all, 'merged', 'unmerged');
  const assigneeId = lastOf(all, 'assigned')?.to ?? null;
  return {
    state: stateOf(conversation, beat, assigneeId), snoozedUntil: snoozedUntil(conversation, beat), assigneeId,
    priority: lastOf(all, 'prioritised')?.priority ?? 'normal', tags: tags.sort(), subject: lastOf(all, 'renamed')?.subject ?? conversation.subject,
    mergedInto: merge?.kind === 'merged' ? merge.into : null,
  };
}

const askedSince = ({ lastAskedAt }: Beat, known: number): boolean => lastAskedAt !== null && lastAskedAt > known;

function stateOf(conversation: Conversation, beat: Beat, assigneeId: string | null): ConversationState {
  const all = happenedTo(conversation);
  if (lastOf(all, 'merged', 'unmerged')?.kind === 'merged') return 'merged';
  if (lastOf(all, 'spam-marked', 'spam-cleared')?.kind === 'spam-marked') return 'spam';
  const end = lastOf(all, 'resolved', 'closed', 'reopened');
  // Nobody writes into what is closed: it opens by hand alone.
  if (end?.kind === 'closed') return 'closed';
  if (end?.kind === 'resolved' && !askedSince(beat, end.askedAt)) return 'resolved';
  if (end?.kind === 'reopened' && end.at > (beat.lastAnswer?.at ?? 0)) return 'open';
  if (beat.last?.part === 'answer') return 'pending';
  return beat.lastAnswer === null && assigneeId === null && end === undefined ? 'new' : 'open';
}

function snoozedUntil(conversation: Conversation, beat: Beat): number | null {
  const last = lastOf(happenedTo(conversation), 'snoozed', 'woken', 'resolved', 'closed', 'reopened');
  return last?.kind === 'snoozed' && !askedSince(beat, last.askedAt) ? (last.until ?? UNTIL_ASKED) : null;
}

/** Whether it is out of sight now. */
export const isAsleep = ({ state, snoozedUntil: until }: Pick<Standing, 'state' | 'snoozedUntil'>, now: number): boolean => !isOver(state) && until !== null && until > now;
/** Nothing is to be done about it any more. */
export const isOver = (state: ConversationState): boolean => state === 'resolved' || state === 'closed' || state === 'spam' || state === 'merged';
