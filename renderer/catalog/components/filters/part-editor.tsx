import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { Checkbox, ComboBox, MoneyField, NumberField, Select, TextField } from '#renderer/ui/index.ts';
import { productFilter, type ProductFilter } from '#shared/catalog/contract.ts';
import { listingStatus, productKind } from '#shared/catalog/model.ts';
import type { ShopId } from '#shared/auth/model.ts';
import type { Currency } from '#shared/kernel/money.ts';
import type { FilterPart } from '../../filter.ts';
import { CategoryPicker } from '../category-picker.tsx';
import styles from './filters.module.css';

type Props = { part: FilterPart; filter: ProductFilter; onFilter: (filter: ProductFilter) => void; currency: Currency; close: () => void };

const completeColumns = productFilter.shape.completeFor.unwrap().options;
const missingKinds = productFilter.shape.missingAny.unwrap().element.options;

/** What one part of a filter may say; the list follows with every change. */
export function PartEditor({ part, filter, onFilter, currency, close }: Props) {
  const { t } = useTranslation('catalog');
  const put = (change: Partial<ProductFilter>) => onFilter({ ...filter, ...change });
  switch (part) {
    case 'shop':
      return <ShopEditor value={filter.shopId} onChange={(shopId) => put({ shopId })} />;
    case 'status':
      return <Boxes label={t('filter.status')} items={listingStatus.options} chosen={filter.status} word={(id) => t(`status.${id}`)} onChange={(status) => put({ status })} columns />;
    case 'kind':
      return <Boxes label={t('filter.kind')} items={productKind.options} chosen={filter.kind} word={(id) => t(`kind.${id}`)} onChange={(kind) => put({ kind })} />;
    case 'missing':
      return <Boxes label={t('filter.missing')} items={missingKinds} chosen={filter.missingAny} word={(id) => t(`missing.${id}`)} onChange={(missingAny) => put({ missingAny })} />;
    case 'category':
      return (
        <CategoryPicker
          value={filter.categoryId}
          onChoose={(category) => {
            put({ categoryId: category.id });
            close();
          }}
        />
      );
    case 'brand':
      return <BrandEditor value={filter.brand} onChange={(brand) => put({ brand })} />;
    case 'tag':
      return <TextField label={t('filter.tag')} autoFocus value={filter.tag ?? ''} onChange={(tag) => put({ tag: tag === '' ? null : tag.slice(0, 60) })} />;
    case 'price':
      return (
        <div className={styles.pair}>
          <MoneyField label={t('filter.priceMin')} currency={currency} value={filter.priceMin} onChange={(priceMin) => put({ priceMin })} autoFocus />
          <MoneyField label={t('filter.priceMax')} currency={currency} value={filter.priceMax} onChange={(priceMax) => put({ priceMax })} />
        </div>
      );
    case 'available':
      return (
        <NumberField
          label={t('filter.availableBelow')} autoFocus minValue={0} maxValue={1_000_000}
          value={filter.availableBelow ?? Number.NaN}
          onChange={(below) => put({ availableBelow: Number.isNaN(below) ? null : below })}
        />
      );
    case 'score':
      return <BelowField label={t('filter.scoreBelow')} value={filter.scoreBelow} onChange={(scoreBelow) => put({ scoreBelow })} />;
    case 'complete':
      return (
        <div className={styles.pair}>
          <BelowField label={t('filter.completeBelow')} value={filter.completeBelow} onChange={(completeBelow) => put({ completeBelow })} />
          <Select
            label={t('filter.completeFor')} value={filter.completeFor}
            items={completeColumns.map((id) => ({ id, label: t(`filter.completeNames.${id}`) }))}
            onChange={(completeFor) => put({ completeFor })}
          />
        </div>
      );
    case 'inReview':
      return <Checkbox autoFocus isSelected={filter.inReview} onChange={(inReview) => put({ inReview })}>{t('filter.inReviewOnly')}</Checkbox>;
    case 'unsent':
      return <Checkbox autoFocus isSelected={filter.unsent} onChange={(unsent) => put({ unsent })}>{t('filter.unsentOnly')}</Checkbox>;
    case 'conflicted':
      return <Checkbox autoFocus isSelected={filter.conflicted} onChange={(conflicted) => put({ conflicted })}>{t('filter.conflictedOnly')}</Checkbox>;
  }
}

/** A whole figure from 1 to 100; emptied, the condition is gone. */
function BelowField({ label, value, onChange }: { label: string; value: number | null; onChange: (value: number | null) => void }) {
  return <NumberField label={label} autoFocus minValue={1} maxValue={100} value={value ?? Number.NaN} onChange={(below) => onChange(Number.isNaN(below) ? null : below)} />;
}

type BoxesProps<Id extends string> = { label: string; items: readonly Id[]; chosen: readonly Id[]; word: (id: Id) => string; onChange: (chosen: Id[]) => void; columns?: boolean };

function Boxes<Id extends string>({ label, items, chosen, word, onChange, columns = false }: BoxesProps<Id>) {
  return (
    <div role="group" aria-label={label} className={styles.boxes} data-columns={columns || undefined}>
      {items.map((id, at) => (
        <Checkbox key={id} autoFocus={at === 0} isSelected={chosen.includes(id)} onChange={(on) => onChange(on ? [...chosen, id] : chosen.filter((other) => other !== id))}>
          {word(id)}
        </Checkbox>
      ))}
    </div>
  );
}

function ShopEditor({ value, onChange }: { value: ShopId | null; onChange: (shop: ShopId | null) => void }) {
  const { t } = useTranslation('catalog');
  const { data } = useAsk('catalog.shops', {});
  const shops = data?.shops ?? [];
  const [text, setText] = useState<string | null>(null);
  return (
    <ComboBox
      label={t('filter.shop')} autoFocus
      items={shops.map(({ id, name }) => ({ id, label: name }))}
      value={value} onChange={(id) => onChange(id as ShopId | null)} inputValue={text ?? shops.find(({ id }) => id === value)?.name ?? ''}
      onInputChange={(next) => {
        setText(next);
        if (next === '') onChange(null);
      }}
    />
  );
}

function BrandEditor({ value, onChange }: { value: string | null; onChange: (brand: string | null) => void }) {
  const { t } = useTranslation('catalog');
  const [text, setText] = useState(value ?? '');
  const { data } = useAsk('catalog.brands', { text: text === value ? '' : text, limit: 30 });
  return (
    <ComboBox
      label={t('filter.brand')} autoFocus filtered
      items={(data?.brands ?? []).map((brand) => ({ id: brand, label: brand }))}
      value={value} onChange={onChange} inputValue={text}
      onInputChange={(next) => {
        setText(next);
        if (next === '') onChange(null);
      }}
    />
  );
}
