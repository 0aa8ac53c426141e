import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShopId } from '#shared/auth/model.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Requirement, VerificationStep } from '#shared/verification/contract.ts';
import { inputOf, isFigure } from '#shared/verification/rules.ts';
import { refusalReasons, type RefusalReason } from '#shared/verification/model.ts';
import { ask } from '#renderer/lib/client.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { Button, ErrorState, Select, Skeleton, Status, TextField } from '#renderer/ui/index.ts';
import { CapabilityList } from './capability-list.tsx';
import { DocumentView } from './document-view.tsx';
import { caseTone, requirementTone } from './tones.ts';
import styles from './verification.module.css';

const DAYS_TO_ANSWER = 14;

/** One case as a reviewer works it: taken on first, then one thing after the other, then the decision. */
export function ReviewCase({ shop, onChanged }: { shop: ShopId; onChanged: () => void }) {
  const { t } = useTranslation('verification');
  const { data, error, refresh, amend } = useAsk('verification.of', { shop });
  const [failed, setFailed] = useState<AppError | null>(null);
  const [pending, setPending] = useState(false);
  const [note, setNote] = useState('');
  if (data === null) return error ? <ErrorState error={error} onRetry={refresh} /> : <div className={styles.waiting} aria-busy><Skeleton width="60%" /></div>;
  const step = async (asked: VerificationStep) => {
    setPending(true);
    const done = await ask('verification.step', { shop, step: asked });
    setPending(false);
    setFailed(done.ok ? null : done.error);
    if (done.ok) amend(() => done.value);
    onChanged();
  };
  const working = data.state === 'in_review' && data.isMine;
  const count = (state: Requirement['state']) => data.requirements.filter((one) => one.state === state).length;
  const all = data.requirements.length;
  return (
    <section className={styles.review} aria-label={data.shop.name}>
      <header className={styles.reviewHead}>
        <h2><bdi>{data.shop.name}</bdi></h2>
        <Status tone={caseTone[data.state]}>{t(`state.${data.state}`)}</Status>
        {data.claimedBy !== null && <span className={styles.soft}>{t('review.claimedBy', { name: data.claimedBy })}</span>}
        {!working && ['submitted', 'in_review', 're_verification_due'].includes(data.state) && <Button size="sm" variant="go" isPending={pending} onPress={() => void step({ kind: 'claim' })}>{t('review.claim')}</Button>}
      </header>
      {failed && <ErrorState size="line" error={failed} />}
      <CapabilityList may={data.may} />
      <ol className={styles.requirements}>
        {data.requirements.map((one) => <Reviewed key={one.kind} requirement={one} isOpen={working && !pending} onStep={(asked) => void step(asked)} />)}
      </ol>
      {working && (
        <div className={styles.decide}>
          <Button variant="go" isDisabled={count('valid') < all} isPending={pending} onPress={() => void step({ kind: 'verify' })}>{t('review.verify')}</Button>
          <Button isDisabled={count('invalid') === 0} isPending={pending} onPress={() => void step({ kind: 'ask-again', days: DAYS_TO_ANSWER })}>{t('review.askAgain', { days: DAYS_TO_ANSWER })}</Button>
          <TextField label={t('review.note')} value={note} onChange={setNote} maxLength={1_000} />
          <Button variant="danger" isDisabled={note.trim().length < 3} isPending={pending} onPress={() => void step({ kind: 'reject', note })}>{t('review.reject')}</Button>
        </div>
      )}
    </section>
  );
}

function Reviewed({ requirement, isOpen, onStep }: { requirement: Requirement; isOpen: boolean; onStep: (asked: VerificationStep) => void }) {
  const { t } = useTranslation('verification');
  const [reason, setReason] = useState<RefusalReason>('unreadable');
  const [note, setNote] = useState('');
  const { kind, state } = requirement;
  return (
    <li className={styles.requirement}>
      <div className={styles.what}>
        <b>{t(`requirement.${kind}`)}</b>
        <Status tone={requirementTone[state]}>{t(`given.${state}`)}</Status>
        {state === 'invalid' && requirement.reason !== null && <span className={styles.why}>{t(`reason.${requirement.reason}`)}{requirement.note !== null && <> — <bdi>{requirement.note}</bdi></>}</span>}
      </div>
      <div className={styles.giving}>
        {requirement.document !== null ? <DocumentView key={requirement.document.id} document={requirement.document} name={t(`requirement.${kind}`)} /> : <bdi dir={isFigure(kind) ? 'ltr' : 'auto'}>{requirement.answer === 'yes' ? t('statement.given') : requirement.answer}</bdi>}
        {inputOf[kind] === 'number' && requirement.answer !== null && <span className={styles.soft}>{requirement.check === null ? t('formatOnly') : t(`check.${requirement.check as 'ice-control'}`)}</span>}
        {isOpen && state !== 'missing' && (
          <div className={styles.judge}>
            <Button size="sm" onPress={() => onStep({ kind: 'accept', requirement: kind, expiresOn: null })} isDisabled={state === 'valid'}>{t('review.accept')}</Button>
            <Select label={t('review.reason')} hideLabel items={refusalReasons.map((id) => ({ id, label: t(`reason.${id}`) }))} value={reason} onChange={setReason} />
            <TextField label={t('review.word')} hideLabel placeholder={t('review.word')} value={note} onChange={setNote} maxLength={1_000} />
            <Button size="sm" onPress={() => onStep({ kind: 'refuse', requirement: kind, reason, note: note.trim().length < 3 ? null : note.trim() })} isDisabled={state === 'invalid'}>{t('review.refuse')}</Button>
          </div>
        )}
      </div>
    </li>
  );
}
