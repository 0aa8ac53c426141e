import { Copy, Plus, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { regionOf } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { IconButton, Menu } from '#renderer/ui/index.ts';
import type { OpenHours } from '#shared/catalog/kind-model.ts';
import { checkStretch, hoursOn, kindNeeds } from '#shared/catalog/kind-rules.ts';
import type { Json } from '#shared/kernel/json.ts';
import { err, ok } from '#shared/kernel/result.ts';
import type { FieldOp } from '#shared/sync/model.ts';
import { readTime, timeText } from '../../time-input.ts';
import { freshId } from '../views/use-views.ts';
import { CellField } from './cell-field.tsx';
import { NeedMark } from './need-mark.tsx';
import { useProductPage } from './product-context.ts';
import { useField } from './use-field.ts';
import styles from './hours.module.css';

/** ISO weekdays: 1 is Monday. */
const days = [1, 2, 3, 4, 5, 6, 7] as const;
const END_OF_DAY = 1_440;
const FIRST: Pick<OpenHours, 'from' | 'to'> = { from: 540, to: 720 };

/** What the weekdays are called in the language on screen. */
function useDayNames(): (day: number) => string {
  const format = new Intl.DateTimeFormat(regionOf[useLocale()], { weekday: 'long', timeZone: 'UTC' });
  // 1 January 2024 was a Monday.
  return (day) => format.format(Date.UTC(2024, 0, day));
}

/** The hours of a usual week: as many stretches a day as wanted, one day copied to others. */
export function WeekHours() {
  const { t } = useTranslation('offer');
  const { product } = useProductPage().detail;
  return (
    <div className={styles.week} data-field="hours">
      <h3 className={styles.head}>{t('service.week')} <NeedMark isMissing={kindNeeds(product).some(({ field }) => field === 'hours')} /></h3>
      {days.map((day) => <Day key={day} day={day} />)}
    </div>
  );
}

/** Where one more stretch fits on a day: the morning first, else an hour after the last for four hours. */
function nextStretch(hours: readonly OpenHours[]): Pick<OpenHours, 'from' | 'to'> | null {
  const last = hours.at(-1);
  if (last === undefined) return FIRST;
  const from = Math.min(last.to + 60, END_OF_DAY - 60);
  return from >= last.to ? { from, to: Math.min(from + 240, END_OF_DAY) } : null;
}

function Day({ day }: { day: number }) {
  const { t } = useTranslation('offer');
  const explain = useExplain();
  const name = useDayNames();
  const { detail: { product, editable }, save } = useProductPage();
  const [refused, setRefused] = useState<string | null>(null);
  const hours = hoursOn(product.hours, day);
  const next = nextStretch(hours.map(([, one]) => one));
  const put = async (ops: readonly FieldOp[], said: string) => {
    if (ops.length === 0) return;
    const result = await save(ops, 'edit-details', said);
    setRefused(result.ok ? null : `${explain(result.error).what} ${explain(result.error).wayOut}`);
  };
  const copyTo = (targets: readonly number[]) =>
    put(
      targets.filter((target) => target !== day).flatMap((target) => [
        ...hoursOn(product.hours, target).map(([id, one]): FieldOp => ({ op: 'set', path: `hours/${id}`, base: one, value: null })),
        ...hours.map(([, { from, to }]): FieldOp => ({ op: 'set', path: `hours/${freshId()}`, base: null, value: { day: target, from, to } })),
      ]),
      t('service.copied'),
    );
  return (
    <div className={styles.day} role="group" aria-label={name(day)}>
      <span className={styles.dayName}>{name(day)}</span>
      <div className={styles.stretches}>
        {hours.length === 0 && <span className={styles.closed}>{t('service.closed')}</span>}
        {hours.map(([id, one], at) => <Stretch key={id} id={id} stretch={one} nth={at + 1} day={name(day)} />)}
        {refused !== null && <p role="alert" className={styles.fault}>{refused}</p>}
      </div>
      {editable && (
        <span className={styles.tools}>
          <IconButton size="sm" icon={Plus} label={t('service.addStretch', { day: name(day) })} isDisabled={next === null} onPress={() => next && void put([{ op: 'set', path: `hours/${freshId()}`, base: null, value: { day, ...next } }], t('service.hoursSaved'))} />
          <Menu
            label={t('service.copyDay', { day: name(day) })} placement="bottom end"
            trigger={<IconButton size="sm" icon={Copy} label={t('service.copyDay', { day: name(day) })} />}
            entries={[
              { id: 'weekdays', label: t('service.copyWeekdays'), onAction: () => void copyTo([1, 2, 3, 4, 5]) },
              { id: 'all', label: t('service.copyAll'), onAction: () => void copyTo(days) },
              { kind: 'separator', id: 'line' },
              ...days.filter((other) => other !== day).map((other) => ({ id: `day-${other}`, label: name(other), onAction: () => void copyTo([other]) })),
            ]}
          />
        </span>
      )}
    </div>
  );
}

function Stretch({ id, stretch, nth, day }: { id: string; stretch: OpenHours; nth: number; day: string }) {
  const { t } = useTranslation('offer');
  const { detail: { product, editable, marks }, save } = useProductPage();
  const path = `hours/${id}`;
  const [from, to] = [timeText(stretch.from), timeText(stretch.to)];
  return (
    <span className={styles.stretch}>
      <TimeCell id={id} stretch={stretch} end="from" label={t('service.stretchFrom', { day, n: nth })} others={hoursOn(product.hours, stretch.day).filter(([other]) => other !== id).map(([, one]) => one)} />
      <span aria-hidden>–</span>
      <TimeCell id={id} stretch={stretch} end="to" label={t('service.stretchTo', { day, n: nth })} others={hoursOn(product.hours, stretch.day).filter(([other]) => other !== id).map(([, one]) => one)} />
      {editable && <IconButton size="sm" icon={X} label={t('service.removeStretch', { from, to, day })} onPress={() => void save([{ op: 'set', path, base: stretch as Json, value: null }], 'edit-details', t('service.hoursSaved'))} />}
      {marks[path] && <span className={styles.mark} data-mark={marks[path]} />}
    </span>
  );
}

function TimeCell({ id, stretch, end, label, others }: { id: string; stretch: OpenHours; end: 'from' | 'to'; label: string; others: readonly OpenHours[] }) {
  const { t } = useTranslation('offer');
  const explain = useExplain();
  const path = `hours/${id}`;
  const field = useField<number>({
    path: `${path}/${end}`, value: stretch[end], write: timeText, label, intent: 'edit-details', said: t('service.hoursSaved'),
    read: (text) => {
      const minute = readTime(text);
      if (!minute.ok) return err(t('service.timeFault'));
      const refused = checkStretch({ ...stretch, [end]: minute.value }, others, path);
      return refused ? err(`${explain(refused).what} ${explain(refused).wayOut}`) : ok(minute.value);
    },
    ops: (base, value) => [{ op: 'set', path, base: { ...stretch, [end]: base }, value: { ...stretch, [end]: value } }],
  });
  return <CellField field={field} mark={undefined} figures boxed />;
}
