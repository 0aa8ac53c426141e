import { useTranslation } from 'react-i18next';
import { formatExact, formatMoment } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import { Amount, Button, Status, type Tone } from '#renderer/ui/index.ts';
import { happenedTo, ofKind } from '#shared/orders/happened.ts';
import type { Minor } from '#shared/kernel/money.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { Order } from '#shared/orders/model.ts';
import { refundAsksOf, refundsUnderWay, type RefundAsk } from '#shared/orders/refunds/under-way.ts';
import { useOrderPage } from '../../order-context.ts';
import styles from '../../order.module.css';

type State = 'asked' | 'declined' | 'underWay' | 'made' | 'failed';
type Card = { readonly id: string; readonly at: EpochMs; readonly amount: Minor; readonly state: State; readonly reason: string; readonly answer: string | null; readonly ask: RefundAsk | null };
const tones: Readonly<Record<State, Tone>> = { asked: 'warn', declined: 'mute', underWay: 'info', made: 'ok', failed: 'bad' };

/** Every refund of an order with how far it came: asked for, under way, made, failed. */
export function refundCards(order: Order): readonly Card[] {
  const all = happenedTo(order);
  const failures = new Map(ofKind(all, 'refund-failed').map(({ fact }) => [fact.refundId, fact.code]));
  const waiting = new Set(refundsUnderWay(order).map(({ id }) => id));
  return [
    ...refundAsksOf(order).filter(({ state }) => state !== 'done').map((ask): Card => ({ id: ask.id, at: ask.at, amount: ask.fact.amount, state: ask.state === 'declined' ? 'declined' : 'asked', reason: ask.fact.reason, answer: ask.answer, ask })),
    ...ofKind(all, 'refund-begun').filter(({ fact }) => waiting.has(fact.refundId) || failures.has(fact.refundId)).map(({ id, fact }): Card => ({ id, at: fact.at, amount: fact.amount, state: failures.has(fact.refundId) ? 'failed' : 'underWay', reason: fact.reason, answer: failures.get(fact.refundId) ?? null, ask: null })),
    ...ofKind(all, 'refund-made').map(({ id, fact }): Card => ({ id, at: fact.at, amount: fact.amount, state: failures.has(id) ? 'failed' : 'made', reason: fact.reason, answer: failures.get(id) ?? null, ask: null })),
  ].sort((a, b) => a.at - b.at);
}

export function RefundCard({ card: { at, amount, state, reason, answer, ask }, mayMake, onMake, onDecline }: { card: Card; mayMake: boolean; onMake: (ask: RefundAsk) => void; onDecline: (ask: RefundAsk) => void }) {
  const { t } = useTranslation('orders');
  const locale = useLocale();
  const now = useNow(60_000);
  const { order: { currency } } = useOrderPage();
  return (
    <li className={styles.card}>
      <div className={styles.cardHead}>
        <b><Amount amount={amount} currency={currency} /></b>
        <Status tone={tones[state]}>{t(`refund.state.${state}`)}</Status>
        <time className={styles.quiet} dateTime={new Date(at).toISOString()} title={formatExact(at, locale)}>{formatMoment(at, now, locale)}</time>
      </div>
      <p><bdi>{reason}</bdi></p>
      {answer !== null && <p className={styles.quiet}><bdi>{answer}</bdi></p>}
      <div className={styles.cardActions}>
        {ask !== null && state === 'asked' && mayMake && (
          <>
            <Button size="sm" variant="go" onPress={() => onMake(ask)}>{t('refund.open')}</Button>
            <Button size="sm" variant="quiet" onPress={() => onDecline(ask)}>{t('refund.decline')}</Button>
          </>
        )}
      </div>
    </li>
  );
}
