import { useTranslation } from 'react-i18next';
import { NumberField, Segmented } from '#renderer/ui/index.ts';
import type { FormProps } from './form.ts';

export function StockForm({ step, onChange }: FormProps<'stock'>) {
  const { t } = useTranslation('bulk');
  return (
    <>
      <Segmented label={t('step.stock.how')} hideLabel items={(['set', 'add'] as const).map((id) => ({ id, label: t(`step.stock.${id}`) }))} value={step.by} onChange={(by) => onChange({ ...step, by, pieces: by === 'set' ? Math.max(0, step.pieces) : step.pieces })} />
      <NumberField label={t('step.stock.pieces')} description={t('step.stock.about')} minValue={step.by === 'set' ? 0 : -1_000_000} maxValue={1_000_000} value={step.pieces} onChange={(pieces) => onChange({ ...step, pieces: Number.isNaN(pieces) ? 0 : Math.round(pieces) })} />
    </>
  );
}
