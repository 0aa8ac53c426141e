import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { freshId } from '#renderer/catalog/components/views/use-views.ts';
import { ask, type Output } from '#renderer/lib/client.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { Checkbox, ComboBox, MoneyField, NumberField, Segmented, Select, TextField, showToast } from '#renderer/ui/index.ts';
import type { BasisPoints, Currency, Minor } from '#shared/kernel/money.ts';
import type { CommissionRule, CommissionRuleId } from '#shared/payouts/commission/model.ts';
import { Effect } from './effect.tsx';
import { FinanceDialog } from './finance-dialog.tsx';
import { ProductChoice } from './try-product.tsx';
import { useCurrencies } from './use-currencies.ts';
import styles from './finance.module.css';

export type KeptRule = Output<'payouts.commissionRules'>['rules'][number];
const ANY = 'any';
const kinds = [ANY, 'physical', 'digital', 'service'] as const;

const fresh = (): CommissionRule => ({
  id: freshId() as CommissionRuleId, name: '', productId: null, kind: null, collection: null, categoryId: null, shopId: null, value: { type: 'percent', rate: 350 as BasisPoints }, includeTax: false, includeShipping: false, priority: 0,
});

/** A rule for commission, new or changed, with what it would have changed in the latest orders before it is saved. */
export function RuleDialog({ kept, onClose, onDone }: { kept: KeptRule | null; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('finance');
  const locale = useLocale();
  const [rule, setRule] = useState<CommissionRule>(() => kept?.rule ?? fresh());
  const put = (change: Partial<CommissionRule>) => setRule((before) => ({ ...before, ...change }));
  const [words, setWords] = useState('');
  const asked = useDeferredValue(words.trim());
  const shops = useAsk('catalog.shops', {});
  const categories = useAsk('catalog.categories', { text: asked, parentId: null, limit: 50 });
  const currencies = useCurrencies();
  const { value } = rule;
  const isFilled = rule.name.trim() !== '' && (value.type === 'percent' || value.amount > 0);
  const save = async () => {
    const { id, ...rest } = rule;
    const done = await ask('payouts.saveCommissionRule', { params: { id }, body: { version: kept?.version ?? 0, rule: { ...rest, name: rule.name.trim() }, ended: false } });
    if (!done.ok) return done.error;
    showToast({ tone: 'ok', text: t('rules.saved') });
    onDone();
    return null;
  };
  return (
    <FinanceDialog title={t(kept === null ? 'rules.add' : 'rules.change')} confirm={t('rules.save')} width="lg" run={isFilled ? save : null} onClose={onClose}>
      <TextField label={t('rules.name')} description={t('rules.nameNote')} value={rule.name} onChange={(name) => put({ name })} maxLength={120} isRequired autoFocus />
      <div className={styles.pair}>
        <ProductChoice label={t('rules.product')} value={rule.productId} onChange={(id) => put({ productId: id as CommissionRule['productId'] })} />
        <Select label={t('rules.kindLabel')} value={rule.kind ?? ANY} onChange={(kind) => put({ kind: kind === ANY ? null : kind })} items={kinds.map((id) => ({ id, label: t(`rules.kind.${id}`) }))} />
        <TextField label={t('rules.collection')} value={rule.collection ?? ''} onChange={(text) => put({ collection: text.trim() === '' ? null : text.trim() })} maxLength={60} />
        <ComboBox
          label={t('rules.category')} filtered value={rule.categoryId} inputValue={words} onInputChange={setWords}
          onChange={(id) => { put({ categoryId: id as CommissionRule['categoryId'] }); setWords(categories.data?.categories.find((one) => one.id === id)?.name[locale] ?? ''); }}
          items={(categories.data?.categories ?? []).map((one) => ({ id: one.id as string, label: one.name[locale], note: one.path[locale] }))}
        />
        <ComboBox label={t('rules.shop')} value={rule.shopId} onChange={(id) => put({ shopId: id as CommissionRule['shopId'] })} items={(shops.data?.shops ?? []).map(({ id, name }) => ({ id: id as string, label: name }))} />
        <NumberField label={t('rules.priority')} value={rule.priority} onChange={(priority) => put({ priority: Math.trunc(priority) || 0 })} />
      </div>
      <Segmented
        label={t('rules.value')} value={value.type} items={[{ id: 'percent' as const, label: t('rules.percent') }, { id: 'fixed' as const, label: t('rules.fixed') }]}
        onChange={(type) => put({ value: type === 'percent' ? { type, rate: 350 as BasisPoints } : { type, amount: 0 as Minor, currency: currencies[0] ?? ('MAD' as Currency) } })}
      />
      {value.type === 'percent' ? <NumberField label={t('rules.rate')} value={value.rate / 100} minValue={0} maxValue={100} step={0.01} unit="%" onChange={(percent) => put({ value: { type: 'percent', rate: (Math.round(percent * 100) || 0) as BasisPoints } })} /> : (
        <div className={styles.pair}>
          <Select label={t('draw.currency')} value={value.currency as string} onChange={(code) => put({ value: { ...value, currency: code as Currency } })} items={currencies.map((code) => ({ id: code as string, label: code }))} />
          <MoneyField key={value.currency} label={t('rules.amount')} value={value.amount} currency={value.currency} onChange={(amount) => put({ value: { ...value, amount: amount ?? (0 as Minor) } })} />
        </div>
      )}
      <div className={styles.checks}>
        <Checkbox isSelected={rule.includeTax} onChange={(includeTax) => put({ includeTax })}>{t('rules.withTax')}</Checkbox>
        <Checkbox isSelected={rule.includeShipping} onChange={(includeShipping) => put({ includeShipping })}>{t('rules.withShipping')}</Checkbox>
      </div>
      {isFilled && <Effect rule={rule} ended={false} />}
    </FinanceDialog>
  );
}
