import type { ErrorCode } from '../contract/error-codes.ts';
import type { AppError } from '../kernel/errors.ts';
import type { Transitions } from '../kernel/state-machine.ts';
import { SECOND_MS, type EpochMs } from '../kernel/time.ts';
import type { Connection } from './sync-state.ts';

export type ConnectionName = Connection['name'];

/** Where the connection may go from where it stands. A state may always be entered again with newer figures. */
export const connectionStates: Transitions<ConnectionName> = {
  'signed-out': ['connecting', 'needs-sign-in', 'stopped'],
  'offline': ['connecting', 'needs-sign-in', 'stopped', 'signed-out'],
  'connecting': ['bootstrapping', 'catching-up', 'sending', 'online', 'offline', 'needs-sign-in', 'stopped', 'signed-out'],
  'bootstrapping': ['catching-up', 'sending', 'online', 'offline', 'needs-sign-in', 'stopped', 'signed-out'],
  'catching-up': ['bootstrapping', 'sending', 'online', 'offline', 'needs-sign-in', 'stopped', 'signed-out'],
  'sending': ['bootstrapping', 'catching-up', 'online', 'offline', 'needs-sign-in', 'stopped', 'signed-out'],
  'online': ['connecting', 'bootstrapping', 'catching-up', 'sending', 'offline', 'needs-sign-in', 'stopped', 'signed-out'],
  'needs-sign-in': ['connecting', 'stopped', 'signed-out'],
  'stopped': ['connecting', 'needs-sign-in', 'signed-out'],
};

/** Waiting does not help against these: the seller has to do something first, and is told what. */
const stopping: ReadonlySet<string> = new Set<ErrorCode>(['disk-full', 'cache-newer', 'cache-broken', 'update-needed', 'forbidden', 'invalid-input']);
const signIn: ReadonlySet<string> = new Set<ErrorCode>(['signed-out', 'refresh-reused']);

/**
 * Where the connection stands after a try has failed.
 *
 * @param since when the server was last heard of before this row of failures
 * @param nextTryAt when the next try begins by itself
 */
export function afterFailure(error: AppError, since: EpochMs, nextTryAt: EpochMs): Extract<Connection, { name: 'offline' | 'needs-sign-in' | 'stopped' }> {
  if (signIn.has(error.code)) return { name: 'needs-sign-in', error };
  return stopping.has(error.code) ? { name: 'stopped', error } : { name: 'offline', since, error, nextTryAt };
}

const FIRST_PAUSE_MS = SECOND_MS / 2;
const LONGEST_PAUSE_MS = 15 * SECOND_MS;

/**
 * How long to wait before the next try: doubling from half a second to a quarter of a minute, spread out so that a thousand
 * consoles do not come back in the same instant when the server does.
 *
 * @param failures tries that failed in a row, 1 or more
 * @param chance from 0 (included) to 1 (excluded)
 * @returns milliseconds, between half of the doubled pause and all of it
 */
export function pauseBeforeTry(failures: number, chance: number): number {
  const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failures - 1, 20));
  return Math.round(longest * (0.5 + chance / 2));
}
