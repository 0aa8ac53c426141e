import { useTranslation } from 'react-i18next';
import { formatMoney, formatPercent } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import type { CommissionRule, CommissionValue } from '#shared/payouts/commission/model.ts';
import { DEFAULT_RATE } from '#shared/payouts/commission/rules.ts';

/** Rules for commission in words: what they hold for, what is taken, and of what. */
export function useRuleWords(): { readonly scope: (rule: CommissionRule) => string; readonly value: (value: CommissionValue) => string; readonly base: (rule: CommissionRule) => string; readonly usual: string } {
  const { t } = useTranslation('finance');
  const locale = useLocale();
  const shops = useAsk('catalog.shops', {});
  const share = (rate: number) => formatPercent(rate / 10_000, locale, 2);
  return {
    scope: (rule) => {
      const parts = [
        ...(rule.productId === null ? [] : [t('rules.ofProduct')]),
        ...(rule.kind === null ? [] : [t(`rules.kind.${rule.kind}`)]),
        ...(rule.collection === null ? [] : [t('rules.ofCollection', { name: rule.collection })]),
        ...(rule.categoryId === null ? [] : [t('rules.ofCategory')]),
        ...(rule.shopId === null ? [] : [t('rules.ofShop', { name: shops.data?.shops.find(({ id }) => id === rule.shopId)?.name ?? '' })]),
      ];
      return parts.length === 0 ? t('rules.everything') : parts.join(' · ');
    },
    value: (value) => (value.type === 'percent' ? share(value.rate) : t('rules.perPiece', { amount: formatMoney(value.amount, value.currency, locale) })),
    base: (rule) => [t('rules.net'), ...(rule.includeTax ? [t('rules.tax')] : []), ...(rule.includeShipping ? [t('rules.shipping')] : [])].join(' + '),
    usual: share(DEFAULT_RATE),
  };
}
