import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { Button, TextField } from '#renderer/ui/index.ts';
import { isUndecided } from '#shared/catalog/listing-states.ts';
import { decide, type Decision } from '#shared/catalog/review-ops.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { useProductPage } from '../product/product-context.ts';
import styles from './review.module.css';

const MOST = 2_000;

/** For the marketplace: take what was sent in or proposed, send it back, or refuse it, the last two with a word to the vendor. */
export function DecisionForm() {
  const { t } = useTranslation('catalog');
  const { detail, save } = useProductPage();
  const explain = useExplain();
  const [note, setNote] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const first = isUndecided(detail.product.status);
  const say = async (decision: Decision) => {
    if (decision.kind !== 'confirm' && decision.note === '') return setFault(t('review.noteNeeded'));
    if (decision.kind !== 'confirm' && decision.note.length > MOST) return setFault(t('input.tooLong', { count: MOST, found: decision.note.length }));
    setBusy(true);
    const said = first ? t(`review.first.said.${decision.kind}`) : t(`review.said.${decision.kind}`);
    const result = await save(decide(detail.product, decision, Date.now() as EpochMs), 'decide-review', said);
    setBusy(false);
    if (!result.ok) return setFault(`${explain(result.error).what} ${explain(result.error).wayOut}`);
    setNote('');
    setFault(null);
  };
  return (
    <div className={styles.decision}>
      <TextField label={t('review.note')} multiline rows={2} value={note} onChange={(text) => { setNote(text); setFault(null); }} error={fault} description={first ? t('review.first.noteHint') : t('review.noteHint')} />
      <p className={styles.acts}>
        <Button variant="go" isDisabled={busy} onPress={() => void say({ kind: 'confirm' })}>{first ? t('review.first.confirm') : t('review.confirm')}</Button>
        <Button isDisabled={busy} onPress={() => void say({ kind: 'ask-changes', note: note.trim() })}>{first ? t('review.first.askChanges') : t('review.askChanges')}</Button>
        <Button variant="danger" isDisabled={busy} onPress={() => void say({ kind: 'decline', note: note.trim() })}>{first ? t('review.first.decline') : t('review.decline')}</Button>
      </p>
    </div>
  );
}
