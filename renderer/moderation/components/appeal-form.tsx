import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '#renderer/app/live.ts';
import { ask } from '#renderer/lib/client.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { Button, showToast, TextField } from '#renderer/ui/index.ts';
import type { CaseDetail } from '#shared/moderation/contract.ts';
import type { AppealOutcome } from '#shared/moderation/model.ts';
import styles from '../moderation.module.css';

/** An appeal: what was decided, what the vendor says, and the answer of another person, with its reason. */
export function AppealForm({ one: { decision, row }, onChanged }: { one: CaseDetail; onChanged: () => void }) {
  const { t } = useTranslation('moderation');
  const locale = useLocale();
  const me = useMe();
  const explain = useExplain();
  const [reason, setReason] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  if (decision?.appeal == null) return null;
  const answer = async (outcome: AppealOutcome) => {
    if (reason.trim() === '') return setFault(t('reasonNeeded'));
    setBusy(true);
    const result = await ask('moderation.decideAppeal', { id: row.id, outcome, reason: reason.trim() });
    setBusy(false);
    if (!result.ok) return setFault(`${explain(result.error).what} ${explain(result.error).wayOut}`);
    showToast({ tone: 'ok', text: t(`outcomeSaid.${outcome}`) });
    onChanged();
  };
  const isOwn = decision.by?.id === me?.id;
  return (
    <footer className={styles.decision}>
      <details><summary>{t('statement')}</summary><p className={styles.statement}>{decision.statement?.[locale]}</p></details>
      <blockquote className={styles.quote} dir="auto">{decision.appeal.text}</blockquote>
      {isOwn ? <p role="status">{t('notOwnAppeal')}</p> : (
        <>
          <TextField label={t('appealReason')} multiline rows={2} maxLength={500} value={reason} onChange={(text) => { setReason(text); setFault(null); }} error={fault} />
          <p className={styles.acts}>{(['overturned', 'partly', 'upheld'] as const).map((outcome) => <Button key={outcome} variant={outcome === 'overturned' ? 'go' : 'plain'} isDisabled={busy} onPress={() => void answer(outcome)}>{t(`answer.${outcome}`)}</Button>)}</p>
        </>
      )}
    </footer>
  );
}
