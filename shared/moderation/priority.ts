import type { CaseReason, Finding, Severity } from './model.ts';

/** What is known of a case when it is put in order. Amounts in whole units of the shop's currency. */
export type PriorityFacts = {
  readonly reason: CaseReason;
  readonly findings: readonly Pick<Finding, 'severity'>[];
  /** Stages that took too long: a person looks instead. */
  readonly timedOut: number;
  readonly reports: number;
  /** Of what the same people reported before: how much was right, and how much was decided at all. */
  readonly reportsRight: number;
  readonly reportsDecided: number;
  readonly strikePoints: number;
  readonly valueAtRisk: number;
};

export const priorityTerms = ['reason', 'findings', 'timed-out', 'reports', 'vendor', 'value'] as const;
export type PriorityTerm = (typeof priorityTerms)[number];
/** One line of the sum: how many points, out of which figures. */
export type PriorityLine = { readonly term: PriorityTerm; readonly points: number; readonly figures: Readonly<Record<string, number | string>> };

const reasonPoints: Readonly<Record<CaseReason, number>> = { 'appeal': 40, 'report': 25, 'first-look': 10, 'edit': 5 };
const findingPoints: Readonly<Record<Severity | 'hint', number>> = { hint: 0, low: 3, medium: 8, high: 20, critical: 40 };
const REPORT_POINTS = 6;
const MOST = { reports: 30, vendor: 20, value: 16 };

/**
 * How urgent a case is, as a sum a reviewer can follow. Whole figures only: console and server come to the same.
 *
 * The word of whoever reports counts by how often it was right, as (right + 1) of (decided + 2): a first report counts half, and none for nothing. Of all
 * findings the gravest counts. The value at risk counts by its number of digits.
 *
 * @returns one line per term, in the same order each time; `total` is their sum
 */
export function priorityOf(facts: PriorityFacts): { readonly total: number; readonly lines: readonly PriorityLine[] } {
  const { reason, findings, timedOut, reports, reportsRight, reportsDecided, strikePoints, valueAtRisk } = facts;
  const gravest = findings.reduce<Finding['severity']>((worst, { severity }) => (findingPoints[severity] > findingPoints[worst] ? severity : worst), 'hint');
  const accuracyPercent = Math.floor((100 * (reportsRight + 1)) / (reportsDecided + 2));
  const digits = valueAtRisk < 1 ? 0 : String(Math.floor(valueAtRisk)).length;
  const lines: PriorityLine[] = [
    { term: 'reason', points: reasonPoints[reason], figures: { reason } },
    { term: 'findings', points: findingPoints[gravest], figures: { gravest, count: findings.length } },
    { term: 'timed-out', points: timedOut > 0 ? 10 : 0, figures: { count: timedOut } },
    { term: 'reports', points: Math.min(MOST.reports, Math.floor((reports * REPORT_POINTS * accuracyPercent) / 100)), figures: { count: reports, percent: reports === 0 ? 0 : accuracyPercent } },
    { term: 'vendor', points: Math.min(MOST.vendor, strikePoints * 2), figures: { count: strikePoints } },
    { term: 'value', points: Math.min(MOST.value, digits * 2), figures: { amount: Math.floor(valueAtRisk) } },
  ];
  return { total: lines.reduce((sum, { points }) => sum + points, 0), lines };
}
