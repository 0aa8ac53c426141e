import { Ellipsis } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatExact, formatMoment, formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import { Button, IconButton, Menu, Status, type MenuEntry } from '#renderer/ui/index.ts';
import type { OrderCommand } from '#shared/orders/commands/command.ts';
import { allOf } from '#shared/orders/happened.ts';
import type { OrderReturn } from '#shared/orders/returns.ts';
import { useOrderPage, type Asked } from '../order-context.ts';
import { returnTones } from '../tones.ts';
import { CommandButton } from './command-button.tsx';
import { PieceWords } from './piece-words.tsx';
import styles from '../order.module.css';

/** What comes back: each return with the step that is due. */
export function ReturnsSection() {
  const { t } = useTranslation('orders');
  const { returns, lines, ask, may } = useOrderPage();
  const some = lines.find(({ shipped, returning }) => shipped > returning);
  const mayAsk = some !== undefined && may({ do: 'ask-return', pieces: { [some.id]: 1 } as Extract<OrderCommand, { do: 'ask-return' }>['pieces'], reason: '-', note: null });
  return (
    <section className={styles.section} aria-labelledby="returns-head">
      <h2 id="returns-head">
        {t('returns.title')}
        {mayAsk && <Button size="sm" onPress={() => ask({ name: 'ask-return' })}>{t('returns.ask')}</Button>}
      </h2>
      {returns.length === 0 ? <p className={styles.none}>{t('returns.empty')}</p> : (
        <ul className={styles.cards}>
          {returns.map((back, at) => <ReturnCard key={back.id} back={back} number={at + 1} />)}
        </ul>
      )}
    </section>
  );
}

function ReturnCard({ back, number }: { back: OrderReturn; number: number }) {
  const { t } = useTranslation('orders');
  const locale = useLocale();
  const now = useNow(60_000);
  const { ask, may, run } = useOrderPage();
  const returnId = back.id;
  const entries: MenuEntry[] = [];
  const offer = (id: string, label: string, command: OrderCommand, asked: Asked | null, tone?: 'danger') => {
    if (may(command)) entries.push({ id, label, ...(tone ? { tone } : {}), onAction: () => (asked ? ask(asked) : void run(command, t('done.saved'))) });
  };
  offer('sent', t('returns.sent'), { do: 'return-sent', returnId, carrier: '-', tracking: null }, { name: 'return-sent', returnId });
  offer('close', t('returns.close'), { do: 'close-return', returnId }, null);
  offer('refuse', t('returns.refuse'), { do: 'refuse-return', returnId, reason: '-' }, { name: 'refuse-return', returnId }, 'danger');
  offer('cancel', t('returns.cancel'), { do: 'cancel-return', returnId }, null, 'danger');
  const mayInspect = may({ do: 'inspect-return', returnId, good: back.pieces, damaged: {} as typeof back.pieces, restockAt: null, scrap: false, note: null });
  const [good, damaged] = [allOf(back.good), allOf(back.damaged)];
  return (
    <li className={styles.card}>
      <div className={styles.cardHead}>
        <b>{t('returns.one', { n: formatNumber(number, locale) })}</b>
        <Status tone={returnTones[back.state]}>{t(`returned.${back.state}`)}</Status>
        <time className={styles.quiet} dateTime={new Date(back.since).toISOString()} title={formatExact(back.since, locale)}>{formatMoment(back.since, now, locale)}</time>
      </div>
      <p><bdi>{back.reason}</bdi></p>
      <PieceWords pieces={back.pieces} />
      {back.inspectedAt !== null && (
        <p className={styles.quiet}>
          {[
            ...(good > 0 ? [`${t('returns.good', { n: formatNumber(good, locale) })}${allOf(back.restocked) > 0 ? ` (${t('returns.restocked')})` : ''}`] : []),
            ...(damaged > 0 ? [`${t('returns.damaged', { n: formatNumber(damaged, locale) })}${allOf(back.scrapped) > 0 ? ` (${t('returns.scrapped')})` : ''}`] : []),
          ].join(' · ')}
        </p>
      )}
      <div className={styles.cardActions}>
        <CommandButton size="sm" variant="go" command={{ do: 'approve-return', returnId, note: null }} said={t('done.saved')}>{t('returns.approve')}</CommandButton>
        <CommandButton size="sm" command={{ do: 'receive-return', returnId }} said={t('done.saved')}>{t('returns.receive')}</CommandButton>
        {mayInspect && <Button size="sm" variant="go" onPress={() => ask({ name: 'inspect', returnId })}>{t('returns.inspect')}</Button>}
        {entries.length > 0 && <Menu label={t('returns.menu')} trigger={<IconButton size="sm" icon={Ellipsis} label={t('returns.menu')} />} entries={entries} />}
      </div>
    </li>
  );
}
