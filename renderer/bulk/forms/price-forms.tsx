import { useTranslation } from 'react-i18next';
import { Checkbox, MoneyField, NumberField, Segmented, Select } from '#renderer/ui/index.ts';
import { direction, ending } from '#shared/bulk/model.ts';
import type { Currency, Minor } from '#shared/kernel/money.ts';
import { useShopCurrencies } from '../use-shop-currencies.ts';
import { AmountPlace } from './amount-place.tsx';
import type { FormProps } from './form.ts';

const ways = ['lower', 'raise'] as const;
type Way = (typeof ways)[number];

/** Up or down: said in a word rather than by a sign. A step that changes nothing yet keeps the way it was given. */
function useWay(): (value: Way, onChange: (way: Way) => void) => React.ReactNode {
  const { t } = useTranslation('bulk');
  return (value, onChange) => <Segmented label={t('way.label')} hideLabel items={ways.map((id) => ({ id, label: t(`way.${id}`) }))} value={value} onChange={onChange} />;
}

export function PercentForm({ step, onChange }: FormProps<'percent'>) {
  const { t } = useTranslation('bulk');
  const way = useWay();
  const down = step.by < 0 || Object.is(step.by, -0);
  const by = (size: number, lower: boolean) => onChange({ ...step, by: Math.round(Math.min(size, lower ? 100 : 10_000) * 100) * (lower ? -1 : 1) });
  return (
    <>
      <AmountPlace field={step.field} currency={step.currency} onChange={(place) => onChange({ ...step, ...place })} />
      {way(down ? 'lower' : 'raise', (next) => by(Math.abs(step.by) / 100, next === 'lower'))}
      <NumberField label={t('step.percent.by')} unit="%" minValue={0} maxValue={down ? 100 : 10_000} formatOptions={{ maximumFractionDigits: 2 }} value={Math.abs(step.by) / 100} onChange={(size) => by(Number.isNaN(size) ? 0 : size, down)} />
    </>
  );
}

export function AmountForm({ step, onChange }: FormProps<'amount'>) {
  const { t } = useTranslation('bulk');
  const way = useWay();
  const currencies = useShopCurrencies();
  const down = step.by < 0 || Object.is(step.by, -0);
  const signed = (size: number, lower: boolean) => (size * (lower ? -1 : 1)) as Minor;
  const of = step.currency ?? step.of;
  return (
    <>
      <AmountPlace field={step.field} currency={step.currency} onChange={(place) => onChange({ ...step, ...place, of: place.currency ?? currencies[0] })} />
      {way(down ? 'lower' : 'raise', (next) => onChange({ ...step, by: signed(Math.abs(step.by), next === 'lower') }))}
      {step.currency === null && currencies.length > 1 && <Select label={t('amount.currency')} items={currencies.map((code) => ({ id: code as string, label: code }))} value={step.of} onChange={(next) => onChange({ ...step, of: next as Currency })} />}
      <MoneyField label={t('step.amount.by')} currency={of} value={Math.abs(step.by) as Minor} onChange={(size) => onChange({ ...step, by: signed(Math.abs(size ?? 0), down) })} />
    </>
  );
}

export function RoundForm({ step, onChange }: FormProps<'round'>) {
  const { t } = useTranslation('bulk');
  return (
    <>
      <AmountPlace field={step.field} currency={step.currency} onChange={(place) => onChange({ ...step, ...place })} />
      <Select label={t('step.round.ending')} items={ending.options.map((id) => ({ id, label: t('step.round.dot', { ending: id }) }))} value={step.ending} onChange={(next) => onChange({ ...step, ending: next })} />
      <Segmented label={t('step.round.direction')} hideLabel items={direction.options.map((id) => ({ id, label: t(`step.round.${id}`) }))} value={step.direction} onChange={(next) => onChange({ ...step, direction: next })} />
    </>
  );
}

export function OldPriceForm({ step, onChange }: FormProps<'old-price'>) {
  const { t } = useTranslation('bulk');
  return (
    <>
      <p>{t('step.old-price.about')}</p>
      <Checkbox isSelected={step.keep} onChange={(keep) => onChange({ ...step, keep })}>{t('step.old-price.keep')}</Checkbox>
    </>
  );
}

export function FloorForm({ step, onChange }: FormProps<'floor'>) {
  const { t } = useTranslation('bulk');
  return <NumberField label={t('step.floor.above')} description={t('step.floor.about')} unit="%" minValue={0} maxValue={10_000} formatOptions={{ maximumFractionDigits: 2 }} value={step.above / 100} onChange={(above) => onChange({ ...step, above: Number.isNaN(above) ? 0 : Math.round(above * 100) })} />;
}
