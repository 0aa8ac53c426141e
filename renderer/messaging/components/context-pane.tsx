import { X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hrefOf, navigate } from '#renderer/app/router.ts';
import { formatMoment, formatMoney } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import { Button, Chip, IconButton, Status, TextField } from '#renderer/ui/index.ts';
import type { OrderId } from '#shared/orders/model.ts';
import { statesOf } from '#shared/orders/states.ts';
import { totalsOf } from '#shared/orders/totals.ts';
import { AxisChip, axes } from '../../orders/components/axis-chip.tsx';
import { useCommand, type ConversationDetail } from '../use-conversation.ts';
import { Clocks } from './clocks.tsx';
import styles from '../messaging.module.css';

/** What a conversation is about: its promises, the order, the customer, tags, and what was talked about before. */
export function ContextPane({ detail, isShown, onClose }: { detail: ConversationDetail; isShown: boolean; onClose: () => void }) {
  const { t } = useTranslation('messaging');
  const locale = useLocale();
  const now = useNow(60_000);
  const run = useCommand();
  const [tag, setTag] = useState('');
  const { conversation, standing, earlier } = detail;
  const { id, customer, orderId } = conversation;
  const addTag = () => {
    if (tag.trim() === '') return;
    void run([id], { do: 'tag', tag: tag.trim() }, t('done.tagged')).then((done) => done && setTag(''));
  };
  return (
    <aside className={styles.context} aria-label={t('context.label')} data-shown={isShown || undefined}>
      <span className={styles.closeContext}><IconButton icon={X} label={t('context.close')} onPress={onClose} /></span>
      <Clocks clocks={detail.clocks} now={now} />
      {orderId !== null && <OrderSection id={orderId} />}
      {customer !== null && (
        <section className={styles.section}>
          <h3>{t('context.customer')}</h3>
          <p><b><bdi>{customer.name}</bdi></b></p>
          {customer.email !== null && <p><a href={`mailto:${customer.email}`}><bdi className="ltr">{customer.email}</bdi></a></p>}
        </section>
      )}
      <section className={styles.section}>
        <h3>{t('context.tags')}</h3>
        <div className={styles.tags}>
          {standing.tags.map((one) => <Chip key={one} onRemove={() => void run([id], { do: 'untag', tag: one }, t('done.untagged'))} removeLabel={t('tags.remove', { tag: one })}>{one}</Chip>)}
        </div>
        <form className={styles.tagForm} onSubmit={(event) => { event.preventDefault(); addTag(); }}>
          <TextField label={t('tags.add')} hideLabel placeholder={t('tags.add')} value={tag} onChange={setTag} maxLength={40} />
        </form>
      </section>
      {earlier.length > 0 && (
        <section className={styles.section}>
          <h3>{t('context.earlier')}</h3>
          <ul className={styles.plainList}>
            {earlier.map((row) => (
              <li key={row.id}>
                <a href={hrefOf(['conversations', row.id])} dir="auto">{row.subject}</a> <span className={`num ${styles.quiet}`}>{formatMoment(row.lastAt, now, locale)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </aside>
  );
}

function OrderSection({ id }: { id: OrderId }) {
  const { t } = useTranslation('messaging');
  const locale = useLocale();
  const { data } = useAsk('orders.order', { id }, { refreshOn: ['orders.changed'] });
  if (!data) return null;
  const { order } = data;
  const states = statesOf(order);
  return (
    <section className={styles.section}>
      <h3>{t('context.order')}</h3>
      <p><b><bdi className="num ltr">{order.number}</bdi></b> <span className="num">{formatMoney(totalsOf(order).whole.gross, order.currency, locale)}</span></p>
      <p className={styles.tags}>{axes.map((axis) => <AxisChip key={axis} axis={axis} states={states} named />)}</p>
      <dl className={styles.pairs}>
        {Object.entries(order.lines).slice(0, 5).map(([lineId, line]) => (
          <div key={lineId}><dt dir="auto">{line.quantity > 1 && <span className="num">{line.quantity} × </span>}{line.title}</dt><dd className="num">{formatMoney(line.unitPrice, order.currency, locale)}</dd></div>
        ))}
      </dl>
      {data.refused.length > 0 && <Status tone="bad">{t('context.orderRefused')}</Status>}
      <Button size="sm" onPress={() => navigate(hrefOf(['orders', id]))}>{t('context.openOrder')}</Button>
    </section>
  );
}
