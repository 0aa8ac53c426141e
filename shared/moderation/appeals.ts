import type { AppError } from '../kernel/errors.ts';
import { DAY_MS } from '../kernel/time.ts';
import type { CaseAction } from './model.ts';

/** How long a vendor may contradict a decision: Regulation (EU) 2022/2065, art. 20(1) asks for six months at least, and no half year has more days. */
export const APPEAL_DAYS = 184;
export const appealUntil = (decidedAt: number): number => decidedAt + APPEAL_DAYS * DAY_MS;

export type Appealable = { readonly action: CaseAction; readonly decidedAt: number; readonly decidedBy: string; readonly appealedAt: number | null };

/** Whether a decision may be contradicted. @returns null when it may; else `rule-broken`: `nothing-to-appeal`, `appealed-already`, or `appeal-too-late` with `until` */
export function checkAppeal({ action, decidedAt, appealedAt }: Appealable, now: number): AppError | null {
  if (action === 'approve') return { code: 'rule-broken', field: 'decision', rule: 'nothing-to-appeal' };
  if (appealedAt !== null) return { code: 'rule-broken', field: 'decision', rule: 'appealed-already' };
  return now > appealUntil(decidedAt) ? { code: 'rule-broken', field: 'decision', rule: 'appeal-too-late', details: { until: appealUntil(decidedAt) } } : null;
}

/** An appeal is decided by somebody who did not decide before. */
export const checkAppealReviewer = ({ decidedBy }: Pick<Appealable, 'decidedBy'>, by: string): AppError | null =>
  decidedBy === by ? { code: 'forbidden', field: 'decision', rule: 'appeal-by-another' } : null;
