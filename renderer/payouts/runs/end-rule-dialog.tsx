import { useTranslation } from 'react-i18next';
import { ask } from '#renderer/lib/client.ts';
import { showToast } from '#renderer/ui/index.ts';
import { Effect } from './effect.tsx';
import { FinanceDialog } from './finance-dialog.tsx';
import type { KeptRule } from './rule-dialog.tsx';
import styles from './finance.module.css';

/** Ends a rule: what was sold stays as it was, what is sold from now on falls to the next one. */
export function EndRuleDialog({ kept, onClose, onDone }: { kept: KeptRule; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('finance');
  const end = async () => {
    const { id, ...rule } = kept.rule;
    const done = await ask('payouts.saveCommissionRule', { params: { id }, body: { version: kept.version, rule, ended: true } });
    if (!done.ok) return done.error;
    showToast({ tone: 'ok', text: t('rules.ended') });
    onDone();
    return null;
  };
  return (
    <FinanceDialog title={t('rules.endTitle', { name: kept.rule.name })} confirm={t('rules.end')} tone="danger" run={end} onClose={onClose}>
      <p className={styles.note}>{t('rules.endText')}</p>
      <Effect rule={kept.rule} ended />
    </FinanceDialog>
  );
}
