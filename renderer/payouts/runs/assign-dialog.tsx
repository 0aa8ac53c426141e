import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '#renderer/lib/client.ts';
import { formatMoney } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { ErrorState, Select, showToast } from '#renderer/ui/index.ts';
import type { KeptLine } from './kept-line.ts';
import { FinanceDialog } from './finance-dialog.tsx';
import styles from './finance.module.css';

const NONE = 'none';

/** Somebody says which payout a line of the bank belongs to, or that it belongs to none. */
export function AssignDialog({ line, onClose, onDone }: { line: KeptLine; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('finance');
  const locale = useLocale();
  const offered = useAsk('payouts.payoutsForLine', { params: { id: line.id } });
  const [chosen, setChosen] = useState<string | null>(null);
  const settle = async () => {
    const done = await ask('payouts.settleLine', { params: { id: line.id }, body: { payoutId: chosen === NONE ? null : chosen } });
    if (!done.ok) return done.error;
    showToast({ tone: 'ok', text: t(chosen === NONE ? 'assign.ignored' : 'assign.done') });
    onDone();
    return null;
  };
  const payouts = offered.data?.payouts ?? [];
  return (
    <FinanceDialog title={t('assign.title')} confirm={t('assign.do')} run={chosen === null ? null : settle} onClose={onClose}>
      <p>{line.amount !== null && formatMoney(line.amount, line.currency, locale)} · <bdi>{line.name ?? line.text}</bdi></p>
      {offered.error ? <ErrorState size="line" error={offered.error} onRetry={offered.refresh} /> : (
        <Select
          label={t('assign.payout')} value={chosen} onChange={setChosen} placeholder={t('assign.choose')}
          items={[...payouts.map((payout) => ({ id: payout.id as string, label: payout.shopName, note: [payout.account, payout.exportedOn, t(`payout.${payout.state}`)].filter(Boolean).join(' · ') })), { id: NONE, label: t('assign.none') }]}
        />
      )}
      {offered.data !== null && payouts.length === 0 && <p className={styles.note}>{t('assign.nothing')}</p>}
    </FinanceDialog>
  );
}
