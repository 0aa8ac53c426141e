import { useTranslation } from 'react-i18next';
import { useAttributeWords } from '#renderer/catalog/attribute-words.ts';
import { CategoryPicker } from '#renderer/catalog/components/category-picker.tsx';
import { Checkbox, MoneyField, NumberField, Select, TextField } from '#renderer/ui/index.ts';
import type { FieldValue } from '#shared/bulk/model.ts';
import { attributeKeys } from '#shared/catalog/attributes.ts';
import { conditionOf, taxClass } from '#shared/catalog/model.ts';
import type { Currency } from '#shared/kernel/money.ts';
import { useShopCurrencies } from '../use-shop-currencies.ts';
import type { FormProps } from './form.ts';

const settable = ['brand', 'categoryId', 'condition', 'taxClass', 'price', 'compareAt', 'cost', 'weightG', 'lowStockAt', 'backorder', 'attribute'] as const;
type Settable = (typeof settable)[number];
const clearable: readonly Settable[] = ['brand', 'categoryId', 'compareAt', 'cost', 'weightG', 'lowStockAt', 'attribute'];

/** A field as it is offered when it is chosen; '' is still to be filled in. */
function offered(field: Settable, currency: Currency): FieldValue {
  switch (field) {
    case 'brand': return { field, value: '' };
    case 'categoryId': return { field, value: '' as never };
    case 'condition': return { field, value: 'new' };
    case 'taxClass': return { field, value: 'standard' };
    case 'price':
    case 'compareAt':
    case 'cost': return { field, value: Number.NaN as never, of: currency };
    case 'weightG':
    case 'lowStockAt': return { field, value: 0 };
    case 'backorder': return { field, value: true };
    case 'attribute': return { field, key: attributeKeys[0]!, value: '' };
  }
}

export function SetForm({ step, onChange }: FormProps<'set'>) {
  const { t } = useTranslation('bulk');
  const attributes = useAttributeWords();
  const [currency] = useShopCurrencies();
  const { to } = step;
  const set = (next: FieldValue) => onChange({ ...step, to: next });
  const isCleared = to.value === null;
  return (
    <>
      <Select label={t('step.set.field')} items={settable.map((id) => ({ id, label: t(`step.set.${id}`) }))} value={to.field} onChange={(field) => set(offered(field, currency))} />
      {to.field === 'attribute' && <Select label={t('step.set.attribute')} items={attributeKeys.map((id) => ({ id, label: attributes.name(id) }))} value={to.key as (typeof attributeKeys)[number]} onChange={(key) => set({ ...to, key })} />}
      {!isCleared && <Value to={to} onChange={set} />}
      {clearable.includes(to.field) && (
        <Checkbox
          isSelected={isCleared}
          onChange={(clear) => {
            const fresh = offered(to.field, currency);
            const kept = to.field === 'attribute' && fresh.field === 'attribute' ? { ...fresh, key: to.key } : fresh;
            set(clear ? ({ ...kept, value: null } as FieldValue) : kept);
          }}
        >
          {t('step.set.clear')}
        </Checkbox>
      )}
    </>
  );
}

function Value({ to, onChange }: { to: FieldValue; onChange: (to: FieldValue) => void }) {
  const { t } = useTranslation(['bulk', 'catalog', 'offer']);
  const label = t('step.set.value');
  switch (to.field) {
    case 'brand': return <TextField label={label} value={to.value ?? ''} maxLength={120} onChange={(value) => onChange({ ...to, value })} />;
    case 'attribute': return <TextField label={label} value={to.value ?? ''} maxLength={500} onChange={(value) => onChange({ ...to, value })} />;
    case 'categoryId': return <CategoryPicker value={to.value} autoFocus={false} onChoose={({ id }) => onChange({ ...to, value: id })} />;
    case 'condition': return <Select label={label} items={conditionOf.options.map((id) => ({ id, label: t(`catalog:condition.${id}`) }))} value={to.value} onChange={(value) => onChange({ ...to, value })} />;
    case 'taxClass': return <Select label={label} items={taxClass.options.map((id) => ({ id, label: t(`offer:taxClass.${id}`) }))} value={to.value} onChange={(value) => onChange({ ...to, value })} />;
    case 'weightG': return <NumberField label={label} unit="g" minValue={0} value={to.value ?? 0} onChange={(value) => onChange({ ...to, value: Number.isNaN(value) ? 0 : Math.round(value) })} />;
    case 'lowStockAt': return <NumberField label={label} minValue={0} maxValue={1_000_000} value={to.value ?? 0} onChange={(value) => onChange({ ...to, value: Number.isNaN(value) ? 0 : Math.round(value) })} />;
    case 'backorder': return <Checkbox isSelected={to.value === true} onChange={(value) => onChange({ ...to, value })}>{t('step.set.backorderOn')}</Checkbox>;
    case 'price':
    case 'compareAt':
    case 'cost': return <MoneyField label={label} currency={to.of} value={Number.isNaN(to.value) ? null : to.value} onChange={(value) => onChange({ ...to, value: value ?? (Number.NaN as never) })} />;
  }
}
