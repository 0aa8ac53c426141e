import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '#renderer/app/live.ts';
import { ask } from '#renderer/lib/client.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { formatMoment } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import { Button, TextField } from '#renderer/ui/index.ts';
import { DAY_MS, type EpochMs } from '#shared/kernel/time.ts';
import type { CaseDetail, CaseStep } from '#shared/moderation/contract.ts';
import type { ReviewAct } from '../review-keys.ts';
import styles from '../moderation.module.css';

/** Who works on the case and who else looks at it; taking it, giving it back, passing it on, putting it aside, each with a reason. */
export function ClaimLine({ one, onAct, onChanged }: { one: CaseDetail; onAct: (act: ReviewAct) => void; onChanged: () => void }) {
  const { t } = useTranslation('moderation');
  const locale = useLocale();
  const me = useMe();
  const now = useNow(30_000);
  const explain = useExplain();
  const [asking, setAsking] = useState<'take-over' | 'escalate' | 'mute' | null>(null);
  const [reason, setReason] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const { row, viewers } = one;
  const isMine = row.claimedBy !== null && row.claimedBy.id === me?.id;
  const isTheirs = row.claimedBy !== null && !isMine;
  const isOver = row.state === 'decided' || row.state === 'closed' || row.state === 'withdrawn';
  const step = async (what: CaseStep) => {
    const result = await ask('moderation.step', { id: row.id, step: what });
    if (!result.ok) return setFault(`${explain(result.error).what} ${explain(result.error).wayOut}`);
    setAsking(null);
    setReason('');
    setFault(null);
    onChanged();
  };
  const send = () => {
    const said = reason.trim();
    if (said === '') return setFault(t('reasonNeeded'));
    void step(asking === 'mute' ? { kind: 'mute', reason: said, until: (Date.now() + DAY_MS) as EpochMs } : { kind: asking!, reason: said });
  };
  return (
    <div className={styles.claim}>
      <p role="status">
        {isMine && row.claimUntil !== null && t('mineUntil', { when: formatMoment(row.claimUntil, now, locale) })}
        {isTheirs && row.claimUntil !== null && t('theirsUntil', { name: row.claimedBy!.name ?? '', when: formatMoment(row.claimUntil, now, locale) })}
        {viewers.length > 0 && <span className={styles.quiet}> {t('alsoLooking', { names: viewers.map(({ name }) => name ?? '').join(', ') })}</span>}
      </p>
      {!isOver && (
        <span className={styles.claimActs}>
          {row.claimedBy === null && <Button size="sm" onPress={() => onAct({ kind: 'claim' })}>{t('claim')}</Button>}
          {isMine && <Button size="sm" onPress={() => void step({ kind: 'release' })}>{t('release')}</Button>}
          {isTheirs && <Button size="sm" onPress={() => setAsking('take-over')}>{t('takeOver')}</Button>}
          {!isTheirs && (row.state === 'new' || row.state === 'claimed') && <Button size="sm" variant="quiet" onPress={() => setAsking('escalate')}>{t('escalate')}</Button>}
          {!isTheirs && (row.state === 'new' || row.state === 'claimed' || row.state === 'escalated') && <Button size="sm" variant="quiet" onPress={() => setAsking('mute')}>{t('mute')}</Button>}
        </span>
      )}
      {asking !== null && (
        <form className={styles.reason} onSubmit={(event) => { event.preventDefault(); send(); }}>
          <TextField label={t(`why.${asking}`)} value={reason} onChange={(text) => { setReason(text); setFault(null); }} error={fault} maxLength={500} autoFocus />
          <Button type="submit" variant="go">{t(asking === 'take-over' ? 'takeOver' : asking)}</Button>
          <Button variant="quiet" onPress={() => setAsking(null)}>{t('cancel')}</Button>
        </form>
      )}
      {asking === null && fault !== null && <p role="alert" className={styles.fault}>{fault}</p>}
    </div>
  );
}
