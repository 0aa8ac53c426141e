import { DAY_MS } from '../kernel/time.ts';
import type { CaseAction, SanctionKind, Severity } from './model.ts';

/** Points a breach brings, and for how many days they count. */
export const strikeTerms: Readonly<Record<Severity, { readonly points: number; readonly days: number }>> = {
  low: { points: 1, days: 90 },
  medium: { points: 2, days: 180 },
  high: { points: 4, days: 365 },
  critical: { points: 8, days: 730 },
};

/** From how many points on which sanction is suggested, the gravest first; a person decides. `days` null: without an end. */
export const sanctionSteps: readonly { readonly kind: SanctionKind; readonly from: number; readonly days: number | null }[] = [
  { kind: 'terminate', from: 16, days: null },
  { kind: 'suspend-30', from: 10, days: 30 },
  { kind: 'suspend-7', from: 6, days: 7 },
  { kind: 'warning', from: 3, days: 0 },
  { kind: 'none', from: 0, days: 0 },
];

/** Points a shop was given. What an appeal took away stands as a strike of its own, with fewer than no points. */
export type Strike = { readonly points: number; readonly at: number; readonly expiresAt: number };

/** The points that count now; never below none. */
export function activePoints(strikes: readonly Strike[], now: number): number {
  return Math.max(0, strikes.reduce((sum, { points, expiresAt }) => (expiresAt > now ? sum + points : sum), 0));
}

/** Whether a decision brings points: what only has to be mended brings none. */
export const bringsStrike = (action: CaseAction): boolean => action === 'reject' || action === 'suspend';

/** The strike a breach brings. */
export function strikeFor(severity: Severity, now: number): Strike {
  const { points, days } = strikeTerms[severity];
  return { points, at: now, expiresAt: now + days * DAY_MS };
}

/** What takes a strike away again: as many points less, for exactly as long. */
export const takenAway = (strike: Strike, now: number): Strike => ({ points: -strike.points, at: now, expiresAt: strike.expiresAt });

/** The sanction these points suggest. */
export const suggestedSanction = (points: number): SanctionKind => sanctionSteps.find(({ from }) => points >= from)!.kind;

/** When a sanction that begins now ends; null: never by itself. A warning is over as it is said. */
export function sanctionUntil(kind: SanctionKind, now: number): number | null {
  const { days } = sanctionSteps.find((step) => step.kind === kind)!;
  return days === null ? null : now + days * DAY_MS;
}

/** Whether a sanction keeps a shop from sending in and publishing listings. */
export const isSuspension = (kind: SanctionKind): boolean => kind === 'suspend-7' || kind === 'suspend-30' || kind === 'terminate';

/** What a reviewer sees before deciding: points now, what the decision brings, and what that suggests. */
export function strikeOutlook(strikes: readonly Strike[], severity: Severity | null, now: number): { readonly now: number; readonly brings: number; readonly then: number; readonly suggested: SanctionKind } {
  const current = activePoints(strikes, now);
  const brings = severity === null ? 0 : strikeTerms[severity].points;
  return { now: current, brings, then: current + brings, suggested: suggestedSanction(current + brings) };
}
