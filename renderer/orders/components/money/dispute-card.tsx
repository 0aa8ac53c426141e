import { useTranslation } from 'react-i18next';
import { useNow } from '#renderer/lib/use-now.ts';
import { Amount, Button, Status, type Tone } from '#renderer/ui/index.ts';
import type { Dispute, DisputeState } from '#shared/orders/money.ts';
import type { Evidence } from '#shared/payments/order-money.ts';
import { useOrderPage } from '../../order-context.ts';
import styles from '../../order.module.css';
import { Deadline } from '../deadline.tsx';

const tones: Readonly<Record<DisputeState, Tone>> = { open: 'bad', evidence_sent: 'warn', won: 'ok', lost: 'mute' };

/** A payment the buyer's bank asks back: how much is frozen, until when to answer, and what was answered. */
export function DisputeCard({ dispute: { amount, reasonCode, evidenceDueAt, state }, evidence, mayAnswer, onAnswer }: { dispute: Dispute; evidence: Evidence | null; mayAnswer: boolean; onAnswer: () => void }) {
  const { t } = useTranslation('orders');
  const now = useNow(60_000);
  const { order: { currency } } = useOrderPage();
  const isOpen = state === 'open';
  return (
    <li className={styles.card}>
      <div className={styles.cardHead}>
        <b>{t('dispute.one')}</b>
        <Status tone={tones[state]}>{t(`dispute.state.${state}`)}</Status>
        <b><Amount amount={amount} currency={currency} /></b>
      </div>
      <p className={styles.quiet}><bdi className="ltr">{reasonCode}</bdi></p>
      {(isOpen || state === 'evidence_sent') && <p className={styles.note}>{t('dispute.frozen')}</p>}
      {isOpen && evidenceDueAt !== null && <p><Deadline dueAt={evidenceDueAt} now={now} what="answer" /></p>}
      {evidence !== null && <p className={styles.said}><bdi>{evidence.text}</bdi>{evidence.tracking !== null && <> · <bdi className="num ltr">{evidence.tracking}</bdi></>}</p>}
      <div className={styles.cardActions}>
        {isOpen && mayAnswer && (evidenceDueAt === null || evidenceDueAt >= now) && <Button size="sm" variant="go" onPress={onAnswer}>{t('dispute.answer')}</Button>}
      </div>
    </li>
  );
}
