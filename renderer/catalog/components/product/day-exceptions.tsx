import { CalendarPlus, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { regionOf } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { Button, IconButton, Popover, TextField } from '#renderer/ui/index.ts';
import type { DayException } from '#shared/catalog/kind-model.ts';
import { checkException } from '#shared/catalog/kind-rules.ts';
import type { Json } from '#shared/kernel/json.ts';
import { calendarDate } from '#shared/kernel/time.ts';
import { readStretches, stretchesText } from '../../time-input.ts';
import { freshId } from '../views/use-views.ts';
import { useProductPage } from './product-context.ts';
import styles from './hours.module.css';

/** A calendar day, or a first and a last one, as the language on screen writes them. */
function useDaysText(): (from: string, to: string) => string {
  const format = new Intl.DateTimeFormat(regionOf[useLocale()], { dateStyle: 'medium', timeZone: 'UTC' });
  return (from, to) => format.formatRange(new Date(`${from}T00:00Z`), new Date(`${to}T00:00Z`));
}

/** Days on which the usual week does not hold: closed, or other hours. */
export function DayExceptions() {
  const { t } = useTranslation('offer');
  const daysText = useDaysText();
  const { detail: { product, editable }, save } = useProductPage();
  const exceptions = Object.entries(product.exceptions ?? {}).sort(([, a], [, b]) => (a.from < b.from ? -1 : 1));
  return (
    <div className={styles.week} data-field="exceptions">
      <div className={styles.headLine}>
        <h3 className={styles.head}>{t('service.exceptions')}</h3>
        {editable && (
          <Popover label={t('service.addException')} trigger={<Button size="sm" icon={CalendarPlus}>{t('service.addException')}</Button>}>
            {(close) => <NewException onDone={close} />}
          </Popover>
        )}
      </div>
      {exceptions.length === 0 && <p className={styles.closed}>{t('service.noExceptions')}</p>}
      {exceptions.map(([id, one]) => (
        <div key={id} className={styles.exception}>
          <span className={styles.dayName}>{daysText(one.from, one.to)}</span>
          <span className="num">{one.hours.length === 0 ? t('service.closed') : <bdi dir="ltr">{stretchesText(one.hours)}</bdi>}</span>
          {editable && <IconButton size="sm" icon={X} label={t('service.removeException', { days: daysText(one.from, one.to) })} onPress={() => void save([{ op: 'set', path: `exceptions/${id}`, base: one as Json, value: null }], 'edit-details', t('service.exceptionRemoved'))} />}
        </div>
      ))}
    </div>
  );
}

function NewException({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation('offer');
  const explain = useExplain();
  const { detail: { product }, save } = useProductPage();
  const [from, setFrom] = useState('');
  const [to, setTo] = useState<string | null>(null);
  const [hours, setHours] = useState('');
  const [tried, setTried] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  // One day until somebody says another last one.
  const last = to ?? from;
  const read = readStretches(hours);
  const hasDays = calendarDate.safeParse(from).success && calendarDate.safeParse(last).success;
  const exception: DayException | null = hasDays && read.ok ? { from, to: last, hours: [...read.value] } : null;
  const broken = exception && checkException(exception, Object.values(product.exceptions ?? {}), 'exceptions');
  const fault = refused ?? (broken ? `${explain(broken).what} ${explain(broken).wayOut}` : tried && !hasDays ? t('service.dayNeeded') : null);
  const add = async () => {
    setTried(true);
    if (exception === null || broken) return;
    const result = await save([{ op: 'set', path: `exceptions/${freshId()}`, base: null, value: exception as Json }], 'edit-details', t('service.exceptionSaved'));
    if (result.ok) onDone();
    else setRefused(`${explain(result.error).what} ${explain(result.error).wayOut}`);
  };
  return (
    <form
      className={styles.newException}
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <TextField type="date" label={t('service.firstDay')} ltr value={from} onChange={(next) => { setFrom(next); setRefused(null); }} autoFocus />
      <TextField type="date" label={t('service.lastDay')} ltr value={last} onChange={(next) => { setTo(next); setRefused(null); }} />
      <TextField label={t('service.otherHours')} ltr value={hours} onChange={(next) => { setHours(next); setRefused(null); }} placeholder={t('service.otherHoursHint')} error={read.ok ? null : t('service.timeFault')} />
      {fault !== null && <p role="alert" className={styles.fault}>{fault}</p>}
      <Button type="submit" variant="go">{t('service.addException')}</Button>
    </form>
  );
}
