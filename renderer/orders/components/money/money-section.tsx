import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { Amount, Button } from '#renderer/ui/index.ts';
import { disputesOf, receivedFor } from '#shared/orders/money.ts';
import { leftToRefund } from '#shared/orders/refunds/left.ts';
import type { RefundAsk } from '#shared/orders/refunds/under-way.ts';
import type { Minor } from '#shared/kernel/money.ts';
import { useOrderPage } from '../../order-context.ts';
import styles from '../../order.module.css';
import { ReasonDialog } from '../dialogs/reason-dialog.tsx';
import { AskRefundDialog } from './ask-refund-dialog.tsx';
import { DisputeCard } from './dispute-card.tsx';
import { EvidenceDialog } from './evidence-dialog.tsx';
import { RefundCard, refundCards } from './refund-cards.tsx';
import { RefundDialog } from './refund-dialog.tsx';
import { nothingTyped, type RefundTyped } from './refund-form.ts';
import { useMoneyRights } from './use-rights.ts';

type Open = { readonly name: 'ask' | 'make' } | { readonly name: 'answer-ask' | 'decline'; readonly ask: RefundAsk } | { readonly name: 'evidence'; readonly disputeId: string };

/** What was paid, what went back or is on its way there, and what a bank asks back. Money moves only with a connection; asking for it does not. */
export function MoneySection() {
  const { t } = useTranslation('orders');
  const { order, may, totals } = useOrderPage();
  const rights = useMoneyRights(order.shopId);
  const disputes = disputesOf(order);
  const [open, setOpen] = useState<Open | null>(null);
  // What was said in a dispute lies with the server; without a connection the rest is shown all the same.
  const known = useAsk('orders.money', { id: order.id }, { enabled: disputes.length > 0 && rights.read, refreshOn: ['orders.changed'] });
  if (!rights.read) return null;
  const { captured, refunded } = receivedFor(order);
  const left = leftToRefund(order);
  const over = Math.max(0, captured - refunded - left.underWay - (totals.whole.gross - totals.whole.refunded)) as Minor;
  const cards = refundCards(order);
  const mayAsk = !rights.make && may({ do: 'ask-refund', wish: { by: 'amount', amount: 1 as Minor }, reason: '-', returnId: null });
  const sums = [{ id: 'captured', amount: captured }, { id: 'refunded', amount: refunded }, { id: 'underWay', amount: left.underWay }, { id: 'toGiveBack', amount: Math.min(over, left.amount) as Minor }] as const;
  return (
    <section className={styles.section} aria-labelledby="money-head">
      <h2 id="money-head">
        {t('money.title')}
        {rights.make && left.amount > 0 && !order.cashOnDelivery && <Button size="sm" onPress={() => setOpen({ name: 'make' })}>{t('refund.open')}</Button>}
        {mayAsk && left.amount > 0 && <Button size="sm" onPress={() => setOpen({ name: 'ask' })}>{t('refund.ask')}</Button>}
      </h2>
      <dl className={styles.sums}>
        {sums.filter(({ id, amount }) => id === 'captured' || amount > 0).map(({ id, amount }) => <div key={id}><dt>{t(`money.${id}`)}</dt><dd><Amount amount={amount} currency={order.currency} /></dd></div>)}
      </dl>
      {(cards.length > 0 || disputes.length > 0) && (
        <ul className={styles.cards}>
          {disputes.map((dispute) => (
            <DisputeCard key={dispute.id} dispute={dispute} evidence={known.data?.disputes.find(({ disputeId }) => disputeId === dispute.id)?.evidence ?? null} mayAnswer={rights.answer} onAnswer={() => setOpen({ name: 'evidence', disputeId: dispute.id })} />
          ))}
          {cards.map((card) => <RefundCard key={card.id} card={card} mayMake={rights.make} onMake={(ask) => setOpen({ name: 'answer-ask', ask })} onDecline={(ask) => setOpen({ name: 'decline', ask })} />)}
        </ul>
      )}
      {open !== null && <Opened open={open} over={over} onClose={() => setOpen(null)} onSent={known.refresh} />}
    </section>
  );
}

function Opened({ open, over, onClose, onSent }: { open: Open; over: Minor; onClose: () => void; onSent: () => void }) {
  const { t } = useTranslation('orders');
  switch (open.name) {
    case 'ask': return <AskRefundDialog onClose={onClose} />;
    // What was paid for and is not sold any more is what most refunds are about.
    case 'make': return <RefundDialog onClose={onClose} start={over > 0 ? { ...nothingTyped, by: 'amount', amount: over } : nothingTyped} />;
    case 'answer-ask': return <RefundDialog onClose={onClose} askId={open.ask.id} returnId={open.ask.fact.returnId} start={typedFrom(open.ask)} />;
    case 'decline': return <ReasonDialog title={t('refund.declineTitle')} confirm={t('refund.declineDo')} said={t('done.saved')} onClose={onClose} command={(reason) => ({ do: 'decline-refund', askId: open.ask.id, reason })} />;
    case 'evidence': return <EvidenceDialog disputeId={open.disputeId} onClose={onClose} onSent={onSent} />;
  }
}

const typedFrom = ({ fact }: RefundAsk): RefundTyped => ({ ...nothingTyped, lines: fact.lines, shipping: fact.shipping, reason: fact.reason });
