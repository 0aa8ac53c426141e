import { useTranslation } from 'react-i18next';
import { useNow } from '#renderer/lib/use-now.ts';
import { Checkbox, MoneyField, Segmented, TextField } from '#renderer/ui/index.ts';
import type { Currency } from '#shared/kernel/money.ts';
import { DAY_MS, type EpochMs } from '#shared/kernel/time.ts';
import type { OrderFilter } from '#shared/orders/contract.ts';
import { fulfilmentStates, orderStates, paymentStates, returnStates } from '#shared/orders/states.ts';
import styles from '../../catalog/components/filters/filters.module.css';
import { dueNow, type FilterPart } from '../filter.ts';

type Props = { part: FilterPart; filter: OrderFilter; onFilter: (filter: OrderFilter) => void; currency: Currency };

/** A day as a field of the browser writes it, at its first moment where the reader is. */
const dayOf = (at: EpochMs | null): string => {
  if (at === null) return '';
  const date = new Date(at);
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`;
};
const startOf = (day: string): EpochMs | null => {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return /^\d{4}-\d{2}-\d{2}$/.test(day) ? (new Date(year, month - 1, date).getTime() as EpochMs) : null;
};

/** The first moment of the day after: days of a clock change are not 24 hours long. */
const dayAfter = (day: string): EpochMs | null => {
  const start = startOf(day);
  return start === null ? null : (new Date(start).setDate(new Date(start).getDate() + 1) as EpochMs);
};

/** What one part of a filter may say; the list follows with every change. */
export function PartEditor({ part, filter, onFilter, currency }: Props) {
  const { t } = useTranslation('orders');
  const now = useNow(60_000);
  const put = (change: Partial<OrderFilter>) => onFilter({ ...filter, ...change });
  switch (part) {
    case 'order': return <Boxes label={t('filter.order')} items={orderStates.filter((id) => id !== 'draft')} chosen={filter.order} word={(id) => t(`order.${id}`)} onChange={(order) => put({ order })} />;
    case 'payment': return <Boxes label={t('filter.payment')} items={paymentStates} chosen={filter.payment} word={(id) => t(`payment.${id}`)} onChange={(payment) => put({ payment })} />;
    case 'fulfilment': return <Boxes label={t('filter.fulfilment')} items={fulfilmentStates} chosen={filter.fulfilment} word={(id) => t(`fulfilment.${id}`)} onChange={(fulfilment) => put({ fulfilment })} />;
    case 'returned': return <Boxes label={t('filter.returned')} items={returnStates} chosen={filter.returned} word={(id) => t(`returned.${id}`)} onChange={(returned) => put({ returned })} />;
    case 'due':
      return (
        <Segmented
          label={t('filter.due')} value={filter.dueBefore === null ? null : filter.dueBefore <= now ? 'overdue' : 'within'}
          items={[{ id: 'overdue', label: t('filter.overdue') }, { id: 'within', label: t('filter.within') }]}
          onChange={(id) => put({ dueBefore: (id === 'overdue' ? dueNow(now) : dueNow((now + DAY_MS) as EpochMs)) })}
        />
      );
    case 'placed':
      return (
        <div className={styles.pair}>
          <TextField type="date" label={t('filter.from')} autoFocus value={dayOf(filter.placedFrom)} onChange={(day) => put({ placedFrom: startOf(day) })} />
          <TextField
            type="date" label={t('filter.to')} value={dayOf(filter.placedBefore === null ? null : ((filter.placedBefore - 1) as EpochMs))}
            onChange={(day) => put({ placedBefore: dayAfter(day) })}
          />
        </div>
      );
    case 'gross':
      return (
        <div className={styles.pair}>
          <MoneyField label={t('filter.min')} currency={currency} value={filter.grossMin} onChange={(grossMin) => put({ grossMin })} autoFocus />
          <MoneyField label={t('filter.max')} currency={currency} value={filter.grossMax} onChange={(grossMax) => put({ grossMax })} />
        </div>
      );
    case 'unsent': return <Checkbox autoFocus isSelected={filter.unsent} onChange={(unsent) => put({ unsent })}>{t('filter.unsentOnly')}</Checkbox>;
  }
}

type BoxesProps<Id extends string> = { label: string; items: readonly Id[]; chosen: readonly Id[]; word: (id: Id) => string; onChange: (chosen: Id[]) => void };

function Boxes<Id extends string>({ label, items, chosen, word, onChange }: BoxesProps<Id>) {
  return (
    <div role="group" aria-label={label} className={styles.boxes}>
      {items.map((id, at) => (
        <Checkbox key={id} autoFocus={at === 0} isSelected={chosen.includes(id)} onChange={(on) => onChange(on ? [...chosen, id] : chosen.filter((other) => other !== id))}>
          {word(id)}
        </Checkbox>
      ))}
    </div>
  );
}
