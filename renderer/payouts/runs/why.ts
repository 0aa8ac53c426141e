import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { LeftOutReason } from '#shared/payouts/runs/preview.ts';

const reasons: readonly string[] = ['negative', 'nothing-due', 'held', 'below-minimum', 'may-not-be-paid', 'no-bank-account', 'bank-not-verified', 'bank-cooling', 'by-hand', 'less-available', 'bank-changed'] satisfies (LeftOutReason | 'less-available' | 'bank-changed')[];

/** Why a shop gets nothing in a run, or not what was drawn up, in words. */
export function useWhy(): (reason: string) => string {
  const { t } = useTranslation('finance');
  return useCallback((reason: string) => (reasons.includes(reason) ? t(`why.${reason as LeftOutReason}`) : reason), [t]);
}
