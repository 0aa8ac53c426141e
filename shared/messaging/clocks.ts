import type { Beat } from './beat.ts';
import { promises, workHours, type AnswerPromise } from './clock-policy.ts';
import { happenedTo } from './happened.ts';
import type { Conversation, Part, Stamp } from './model.ts';
import { isOver, standingOf, type Standing } from './states.ts';
import { afterWork, stretchesFrom, workBetween, type WorkHours } from './work-hours.ts';

export type ClockKind = 'first' | 'next' | 'resolved';
/** Why a clock stood still: nobody works, or the other side has to answer. */
export type Pause = { readonly from: number; readonly to: number | null; readonly why: 'closed' | 'waiting' };
/**
 * A promise and how it is kept, milliseconds. `dueAt`: by when, as far as it is known now; null while it stands still or is over.
 * `usedMs`: time of work that has counted; `pauses` explain what has not.
 */
export type ClockStanding = { readonly kind: ClockKind; readonly startedAt: number; readonly promisedMs: number; readonly usedMs: number; readonly dueAt: number | null; readonly metAt: number | null; readonly breached: boolean; readonly pauses: readonly Pause[] };

/** By when somebody has to answer: the soonest promise that runs; null when nobody waits. What lists sort by. */
export function answerDueAt(conversation: Conversation, beat: Beat, { state, priority }: Pick<Standing, 'state' | 'priority'>, hours: WorkHours = workHours): number | null {
  if (isOver(state) || beat.waitingSince === null || state === 'pending') return null;
  return afterWork(hours, beat.waitingSince, promises[priority][beat.firstAnswerAt === null ? 'first' : 'next']);
}

/** The conversation's messages as far as clocks ask, in their order. */
export type Spoken = Stamp & { readonly part: Part };

/** Every promise of a conversation with what counted and what did not: why it is late, or why it is not, can be read from it. */
export function clocksOf(conversation: Conversation, beat: Beat, spoken: readonly Spoken[], now: number, hours: WorkHours = workHours): readonly ClockStanding[] {
  const standing = standingOf(conversation, beat);
  const promise: AnswerPromise = promises[standing.priority];
  const clocks: ClockStanding[] = [];
  const asked = spoken.find(({ part }) => part === 'ask');
  if (asked === undefined) return clocks;
  const over = isOver(standing.state);
  clocks.push(clock('first', asked.at, beat.firstAnswerAt, promise.first, [], { now, hours, over }));
  if (beat.firstAnswerAt !== null && beat.waitingSince !== null) clocks.push(clock('next', beat.waitingSince, null, promise.next, [], { now, hours, over }));
  const said = happenedTo(conversation).findLast(({ fact }) => fact.kind === 'resolved' || fact.kind === 'closed')?.fact.at ?? null;
  // A console whose clock is wrong by an age says when something was done: nobody counts its days of work up to there.
  const end = said === null ? null : Math.min(said, now);
  clocks.push(clock('resolved', asked.at, over ? (end ?? Math.min(conversation.updatedAt, now)) : null, promise.resolved, waits(spoken, over ? end : null), { now, hours, over }));
  return clocks;
}

/** From each answer that was the last word until the next question. */
function waits(spoken: readonly Spoken[], endedAt: number | null): Pause[] {
  const pauses: Pause[] = [];
  let since: number | null = null;
  for (const { part, at } of spoken) {
    if (part === 'answer') since ??= at;
    if (part !== 'ask' || since === null) continue;
    pauses.push({ from: since, to: at, why: 'waiting' });
    since = null;
  }
  if (since !== null) pauses.push({ from: since, to: endedAt, why: 'waiting' });
  return pauses;
}

type Looking = { readonly now: number; readonly hours: WorkHours; /** Nothing is promised any more. */ readonly over: boolean };

function clock(kind: ClockKind, startedAt: number, metAt: number | null, promisedMs: number, waiting: readonly Pause[], { now, hours, over }: Looking): ClockStanding {
  const until = metAt ?? now;
  const stood = waiting.reduce((sum, { from, to }) => sum + workBetween(hours, Math.min(from, until), Math.min(to ?? until, until)), 0);
  const usedMs = Math.max(0, workBetween(hours, startedAt, until) - stood);
  const still = waiting.at(-1)?.to === null;
  const runs = metAt === null && !over && !still;
  return {
    kind, startedAt, promisedMs, usedMs, metAt, breached: usedMs > promisedMs,
    // What is left, counted from now on: earlier pauses are in `usedMs`. One that is late was due in the past.
    dueAt: runs ? (usedMs > promisedMs ? now - (usedMs - promisedMs) : afterWork(hours, now, promisedMs - usedMs)) : null,
    pauses: [...waiting.slice(-MOST_PAUSES), ...closings(hours, startedAt, until)].sort((a, b) => a.from - b.from),
  };
}

/** As many of each kind are told one by one: the last times the other side was waited for, and the first closings. */
const MOST_PAUSES = 60;

/** Nights, week-ends and days off between two moments. */
function closings(hours: WorkHours, from: number, to: number): Pause[] {
  const pauses: Pause[] = [];
  let closedSince = from;
  for (const { start, end, closed } of stretchesFrom(hours, from)) {
    if (pauses.length >= MOST_PAUSES || closedSince >= to) break;
    if (closed) continue;
    if (start > closedSince) pauses.push({ from: closedSince, to: Math.min(start, to), why: 'closed' });
    closedSince = Math.max(closedSince, end);
  }
  return pauses;
}
