import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShopId } from '#shared/auth/model.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Result } from '#shared/kernel/result.ts';
import type { VerificationCase } from '#shared/verification/contract.ts';
import { legalForms, type LegalForm } from '#shared/verification/model.ts';
import { mayAnswer, stillWanted } from '#shared/verification/rules.ts';
import { ask } from '#renderer/lib/client.ts';
import { formatExact } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { Button, ErrorState, Select, Skeleton, Status, TextField } from '#renderer/ui/index.ts';
import titled from '#renderer/ui/titled-page.module.css';
import { CapabilityList } from './capability-list.tsx';
import { RequirementForm } from './requirement-form.tsx';
import { caseTone } from './tones.ts';
import styles from './verification.module.css';

/** What a shop has to show, one thing after the other, each with how it stands; typed answers are checked as they are typed. */
export function SellerCase({ shop }: { shop: ShopId }) {
  const { t } = useTranslation('verification');
  const locale = useLocale();
  const { data, error, refresh, amend } = useAsk('verification.of', { shop });
  const [failed, setFailed] = useState<AppError | null>(null);
  const [pending, setPending] = useState(false);
  const take = (done: Result<VerificationCase, AppError>) => {
    setFailed(done.ok ? null : done.error);
    if (done.ok) amend(() => done.value);
  };
  if (data === null) return error ? <ErrorState error={error} onRetry={refresh} /> : <div className={styles.waiting} aria-busy><Skeleton width="40%" /><Skeleton width="60%" /></div>;
  const wanted = stillWanted(data.requirements);
  const open = mayAnswer(data.state);
  const submit = async () => {
    setPending(true);
    take(await ask('verification.submit', { shop }));
    setPending(false);
  };
  return (
    <div className={titled.page}>
      <header className={titled.head}>
        <h1>{t('title')}</h1>
        <Status tone={caseTone[data.state]}>{t(`state.${data.state}`)}</Status>
        {data.dueAt !== null && <span className={styles.soft}>{t('dueAt', { when: formatExact(data.dueAt, locale) })}</span>}
        {open && <Button variant="go" size="sm" className={styles.atEnd} isDisabled={wanted.length > 0} isPending={pending} onPress={() => void submit()}>{t('submit')}</Button>}
      </header>
      <div className={styles.sheet}>
        <p className={styles.lead}>{t(`lead.${data.state}`)}</p>
        {failed && <ErrorState size="line" error={failed} />}
        {data.requirements.length > 0 && <CapabilityList may={data.may} />}
        {(data.state === 'not_started' || data.state === 'rejected' || data.state === 'expired') && <Begin shop={shop} country={data.country} onDone={take} />}
        <ol className={styles.requirements}>
          {data.requirements.map((requirement) => <RequirementForm key={requirement.kind} shop={shop} requirement={requirement} isOpen={open} onDone={take} />)}
        </ol>
        {open && wanted.length > 0 && <p className={styles.soft}>{t('wanted', { count: wanted.length })}</p>}
      </div>
    </div>
  );
}

function Begin({ shop, country, onDone }: { shop: ShopId; country: string; onDone: (done: Result<VerificationCase, AppError>) => void }) {
  const { t } = useTranslation('verification');
  const [where, setWhere] = useState(country);
  const [form, setForm] = useState<LegalForm>('company');
  return (
    <form
      className={styles.begin}
      onSubmit={(event) => {
        event.preventDefault();
        void ask('verification.begin', { shop, country: where.trim().toUpperCase(), legalForm: form }).then(onDone);
      }}
    >
      <TextField label={t('begin.country')} description={t('begin.countryHint')} value={where} onChange={setWhere} maxLength={2} ltr />
      <Select label={t('begin.form')} items={legalForms.map((id) => ({ id, label: t(`form.${id}`) }))} value={form} onChange={setForm} />
      <Button type="submit" variant="go" isDisabled={!/^[a-z]{2}$/i.test(where.trim())}>{t('begin.go')}</Button>
    </form>
  );
}
