import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatExact, formatMoment, formatMoney } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import { Button } from '#renderer/ui/index.ts';
import type { OrderFact } from '#shared/orders/model.ts';
import { timelineOf, type TimelineEntry } from '#shared/orders/timeline.ts';
import { useOrderPage } from '../order-context.ts';
import { axes, useStateWord } from './axis-chip.tsx';
import { PieceWords } from './piece-words.tsx';
import styles from '../order.module.css';

const FIRST_SHOWN = 30;

/** Everything that happened to the order, newest first: when, who, and how it stood before and after. None of it ever changes. */
export function TimelineSection() {
  const { t } = useTranslation('orders');
  const { order } = useOrderPage();
  const entries = useMemo(() => timelineOf(order).toReversed(), [order]);
  const [whole, setWhole] = useState(false);
  return (
    <section className={styles.section} aria-labelledby="timeline-head">
      <h2 id="timeline-head">{t('timeline.title')}</h2>
      <ol className={styles.timeline}>
        {(whole ? entries : entries.slice(0, FIRST_SHOWN)).map((entry) => <Entry key={entry.id} entry={entry} />)}
      </ol>
      {!whole && entries.length > FIRST_SHOWN && <Button size="sm" variant="quiet" onPress={() => setWhole(true)}>{t('timeline.all')}</Button>}
    </section>
  );
}

function Entry({ entry: { fact, kind, before, after } }: { entry: TimelineEntry }) {
  const { t } = useTranslation('orders');
  const locale = useLocale();
  const now = useNow(60_000);
  const { account } = useOrderPage();
  const word = useStateWord();
  const changed = axes.filter((axis) => axis in before || axis in after);
  return (
    <li className={styles.entry}>
      <time className={`num ${styles.time}`} dateTime={new Date(fact.at).toISOString()} title={formatExact(fact.at, locale)}>{formatMoment(fact.at, now, locale)}</time>
      <div className={styles.what}>
        <p><b>{t(`fact.${kind}`)}</b> <span className={styles.quiet}>{fact.by.id !== null && fact.by.id === account ? t('actor.you') : t(`actor.${fact.by.role}`)}</span></p>
        <Details fact={fact} />
        {changed.map((axis) => (
          <p key={axis} className={styles.quiet}>{t('timeline.changed', { axis: t(`axis.${axis}`), before: word(axis, before), after: word(axis, after) })}</p>
        ))}
      </div>
    </li>
  );
}

/** What a fact carries beside its name: the same few things, whatever its kind. */
function Details({ fact }: { fact: OrderFact }) {
  const locale = useLocale();
  const { order: { currency } } = useOrderPage();
  const words = [
    ...('reason' in fact ? [fact.reason] : []), ...('text' in fact ? [fact.text] : []), ...('note' in fact && fact.note !== null && fact.note !== '' ? [fact.note] : []),
    ...('code' in fact ? [fact.code] : []), ...('reasonCode' in fact ? [fact.reasonCode] : []),
  ];
  return (
    <>
      {'carrier' in fact && <p><bdi>{fact.carrier}</bdi>{fact.tracking !== null && fact.tracking !== '' && <> · <bdi className="num ltr">{fact.tracking}</bdi></>}</p>}
      {'amount' in fact && <p className="num">{formatMoney(fact.amount, currency, locale)}</p>}
      {'pieces' in fact && <PieceWords pieces={fact.pieces} />}
      {words.map((text) => <p key={text} className={styles.said}><bdi>{text}</bdi></p>)}
    </>
  );
}
