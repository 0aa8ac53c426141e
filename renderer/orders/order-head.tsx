import { ArrowLeft, Ellipsis } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { hrefOf, navigate } from '#renderer/app/router.ts';
import { formatExact, formatMoment } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { keysOf, useShortcut } from '#renderer/lib/shortcuts.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import { Amount, Button, IconButton, Menu, type MenuEntry } from '#renderer/ui/index.ts';
import type { OrderCommand } from '#shared/orders/commands/command.ts';
import { dueAt, openHolds } from '#shared/orders/states.ts';
import { axes, AxisChip } from './components/axis-chip.tsx';
import { Deadline } from './components/deadline.tsx';
import { useOrderPage } from './order-context.ts';
import styles from './order.module.css';

const accept = { do: 'accept', lines: null } as const;
const release = { do: 'release', note: null } as const;

/** What the order is called, how it stands on its four axes, what is due, and what can be done about it now. */
export function OrderHead({ onBack, shopName }: { onBack: () => void; shopName: string | null }) {
  const { t } = useTranslation('orders');
  const locale = useLocale();
  const now = useNow(30_000);
  const { order, states, totals, may, run, ask } = useOrderPage();
  const placedAt = order.createdAt;
  const [mayAccept, mayRelease] = [may(accept), may(release)];
  const mayHold = !mayRelease && may({ do: 'hold', reason: '-' });
  const mayShip = may({ do: 'ship', pieces: null, carrier: '-', tracking: null, locationId: null });
  const doIt = (command: OrderCommand, said: string) => void run(command, said);
  useShortcut('orders.accept', () => doIt(accept, t('done.accepted')), { enabled: mayAccept && states.order === 'awaiting_acceptance' });
  useShortcut('orders.ship', () => ask({ name: 'ship' }), { enabled: mayShip });
  useShortcut('orders.hold', () => (mayRelease ? doIt(release, t('done.released')) : ask({ name: 'hold' })), { enabled: mayRelease || mayHold });
  const entries: MenuEntry[] = [];
  const offer = (id: string, label: string, command: OrderCommand, onAction: () => void) => {
    if (may(command)) entries.push({ id, label, onAction });
  };
  offer('packing', t('action.startPacking'), { do: 'start-packing' }, () => doIt({ do: 'start-packing' }, t('done.saved')));
  offer('cancel', t('action.cancel'), { do: 'cancel', pieces: null, reason: '-' }, () => ask({ name: 'cancel' }));
  for (const sheet of ['pick-list', 'packing-slip'] as const) entries.push({ id: sheet, label: t(`print.${sheet}`), onAction: () => navigate(hrefOf(['orders', order.id, sheet])) });
  offer('archive', t('action.archive'), { do: 'archive' }, () => doIt({ do: 'archive' }, t('done.saved')));
  offer('unarchive', t('action.unarchive'), { do: 'unarchive' }, () => doIt({ do: 'unarchive' }, t('done.saved')));
  const due = dueAt(order, states);
  const [hold] = openHolds(order);
  return (
    <>
      <header className={styles.head}>
        <Button variant="quiet" size="sm" icon={ArrowLeft} kbd="Escape" onPress={onBack}>{t('page.back')}</Button>
        <div className={styles.names}>
          <h1><bdi className="num ltr">{order.number}</bdi></h1>
          <p className={styles.quiet}>
            <bdi>{order.customer.name}</bdi> · <time dateTime={new Date(placedAt).toISOString()} title={formatExact(placedAt, locale)}>{t('page.placed', { when: formatMoment(placedAt, now, locale) })}</time>
            {' · '}<Amount amount={totals.whole.gross} currency={order.currency} />
            {shopName !== null && <> · <bdi>{shopName}</bdi></>}
            {order.cashOnDelivery && <> · {t('page.cash')}</>}
          </p>
        </div>
        <div className={styles.actions}>
          {mayHold && <Button kbd={keysOf('orders.hold')} onPress={() => ask({ name: 'hold' })}>{t('action.hold')}</Button>}
          {mayRelease && <Button kbd={keysOf('orders.hold')} onPress={() => doIt(release, t('done.released'))}>{t('action.release')}</Button>}
          {mayAccept && states.order === 'awaiting_acceptance' && <Button variant="go" kbd={keysOf('orders.accept')} onPress={() => doIt(accept, t('done.accepted'))}>{t('action.accept')}</Button>}
          {mayShip && <Button variant={states.order === 'awaiting_acceptance' ? 'plain' : 'go'} kbd={keysOf('orders.ship')} onPress={() => ask({ name: 'ship' })}>{t('action.ship')}</Button>}
          {entries.length > 0 && <Menu label={t('action.more')} placement="bottom end" trigger={<IconButton icon={Ellipsis} label={t('action.more')} />} entries={entries} />}
        </div>
      </header>
      <div className={styles.standing} role="group" aria-label={t('axis.label')}>
        <dl className={styles.axes}>
          {axes.filter((axis) => axis !== 'returned' || states.returned !== null).map((axis) => (
            <div key={axis} className={styles.axis}>
              <dt>{t(`axis.${axis}`)}</dt>
              <dd><AxisChip axis={axis} states={states} /></dd>
            </div>
          ))}
        </dl>
        {due !== null && <Deadline dueAt={due} now={now} what={states.order === 'awaiting_acceptance' ? 'accept' : states.payment === 'disputed' ? 'answer' : 'send'} />}
      </div>
      {hold && <p className={styles.notice} data-bad role="status">{t('page.held', { when: formatMoment(hold.at, now, locale), reason: hold.reason })}</p>}
    </>
  );
}
