import { useTranslation } from 'react-i18next';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { formatNumber } from '#renderer/lib/format.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import { Button, Checkbox, Kbd, Select, TextField } from '#renderer/ui/index.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { CaseDetail } from '#shared/moderation/contract.ts';
import { sanctionKind, type PolicyId } from '#shared/moderation/model.ts';
import { policies, policyOf } from '#shared/moderation/policies.ts';
import { bringsStrike, isSuspension, strikeOutlook } from '#shared/moderation/strikes.ts';
import type { Draft } from '../draft.ts';
import type { Against, ReviewAct, ReviewState } from '../review-keys.ts';
import styles from '../moderation.module.css';

type Props = { one: CaseDetail; state: ReviewState; onState: (state: ReviewState) => void; onAct: (act: ReviewAct) => void; draft: Draft; onDraft: (draft: Draft) => void; factsOf: (policy: PolicyId) => string; fault: AppError | null };

/** The decision, by mouse or keys; against the listing with its rule, the words the vendor reads, and what it brings the shop, seen before it is sent. */
export function DecisionBar({ one, state, onState, onAct, draft, onDraft, factsOf, fault }: Props) {
  const { t } = useTranslation('moderation');
  const locale = useLocale();
  const now = useNow(60_000);
  const explain = useExplain();
  const choosing = state.name === 'reasons' ? state : null;
  const policy = choosing?.policy ? policyOf(choosing.policy) : null;
  const outlook = strikeOutlook(one.vendor.strikes, policy !== null && bringsStrike(choosing!.action) ? policy.severity : null, now);
  const isOnline = one.product.status === 'published';
  const open = (action: Against) => onState({ name: 'reasons', action, policy: choosing?.policy ?? null });
  const waits = one.row.reason !== 'report' || one.product.review?.state === 'pending';
  return (
    <footer className={styles.decision}>
      {fault !== null && <p role="alert" className={styles.fault}>{explain(fault).what} {explain(fault).wayOut}</p>}
      {choosing !== null && (
        <div className={styles.reasons} role="group" aria-label={t('reasonsFor', { action: t(`action.${choosing.action}`) })}>
          <ul className={styles.policies}>
            {policies.map(({ id, digit }) => <li key={id}><button type="button" aria-pressed={choosing.policy === id} onClick={() => onState({ ...choosing, policy: id })}><Kbd keys={digit} /> {t(`policy.${id}`)}</button></li>)}
          </ul>
          {policy !== null && (
            <div className={styles.words}>
              <TextField label={t('factsLabel')} description={t('groundIs', { ground: t(`ground.${policy.ground.kind}`, { reference: policy.ground.reference }), severity: t(`severity.${policy.severity}`) })} multiline rows={2} maxLength={1_500} value={factsOf(policy.id)} onChange={(facts) => onDraft({ ...draft, facts })} />
              <p role="status">{t('outlook', { now: formatNumber(outlook.now, locale), then: formatNumber(outlook.then, locale), suggested: t(`sanction.${outlook.suggested}`) })}</p>
              <span className={styles.sanction}>
                <Select label={t('sanctionLabel')} items={sanctionKind.options.map((id) => ({ id, label: t(`sanction.${id}`) }))} value={draft.sanction} onChange={(sanction) => onDraft({ ...draft, sanction, holdPayouts: isSuspension(sanction) && draft.holdPayouts })} />
                {isSuspension(draft.sanction) && <Checkbox isSelected={draft.holdPayouts} onChange={(holdPayouts) => onDraft({ ...draft, holdPayouts })}>{t('holdPayouts')}</Checkbox>}
              </span>
            </div>
          )}
        </div>
      )}
      <p className={styles.acts}>
        {choosing === null ? (
          <>
            <Button variant="go" kbd="A" onPress={() => onAct({ kind: 'approve' })}>{t(waits ? 'approve' : 'noBreach')}</Button>
            {waits && <Button kbd="C" onPress={() => open('ask-changes')}>{t('askChanges')}</Button>}
            {waits && <Button variant="danger" kbd="R" onPress={() => open('reject')}>{t('reject')}</Button>}
            {isOnline && <Button variant="danger" kbd="S" onPress={() => open('suspend')}>{t('suspend')}</Button>}
          </>
        ) : (
          <>
            <Button variant="danger" kbd="Enter" isDisabled={choosing.policy === null} onPress={() => { if (choosing.policy !== null) onAct({ kind: 'send', action: choosing.action, policy: choosing.policy }); }}>{t(`send.${choosing.action}`)}</Button>
            <Button variant="quiet" onPress={() => onState({ name: 'reading' })}>{t('cancel')}</Button>
          </>
        )}
      </p>
    </footer>
  );
}
