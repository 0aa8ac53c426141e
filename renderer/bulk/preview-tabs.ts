import { useTranslation } from 'react-i18next';
import { formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import type { TabItem } from '#renderer/ui/tabs.tsx';
import { rowOutcome, type PlanHead, type RowOutcome, type RowResult } from '#shared/bulk/plan-model.ts';
import { warning, type Warning } from '#shared/bulk/warnings.ts';

/** What a tab of the preview narrows the rows to. */
export type Narrowed = { readonly outcome: RowOutcome | null; readonly warning: Warning | null; readonly result: RowResult | null };

const results = ['left', 'refused'] as const;

/** The part of the rows a tab stands for. */
export function narrowedBy(tab: string): Narrowed {
  return {
    outcome: rowOutcome.options.find((one) => one === tab) ?? null,
    warning: warning.options.find((one) => one === tab) ?? null,
    result: results.find((one) => one === tab) ?? null,
  };
}

/** All rows, then each outcome, each warning, and what did not come through; those that are empty stay away. */
export function usePreviewTabs(head: PlanHead): readonly TabItem[] {
  const { t } = useTranslation('bulk');
  const locale = useLocale();
  const number = (count: number) => formatNumber(count, locale);
  const computed = Object.values(head.counts).reduce((sum, count) => sum + count, 0);
  return [
    { id: 'all', label: t('tab.all'), count: number(computed) },
    ...results.filter((one) => (head.result?.[one] ?? 0) > 0).map((one): TabItem => ({ id: one, label: t(`tab.${one}`), count: number(head.result![one]), tone: 'warn' })),
    ...rowOutcome.options.filter((one) => head.counts[one] > 0).map((one): TabItem => ({ id: one, label: t(`tab.${one}`), count: number(head.counts[one]), ...(one === 'failed' ? { tone: 'warn' as const } : {}) })),
    ...warning.options.filter((one) => head.warnings[one] > 0).map((one): TabItem => ({ id: one, label: t(`warning.${one}`), count: number(head.warnings[one]), tone: 'warn' })),
  ];
}
