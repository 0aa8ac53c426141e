import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, type Output } from '#renderer/lib/client.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { Button, ErrorState, MoneyField, NumberField, Skeleton, showToast } from '#renderer/ui/index.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Currency, Minor } from '#shared/kernel/money.ts';
import { maskedAccount } from '#shared/payouts/bank-account.ts';
import styles from './finance.module.css';

type Kept = Output<'payouts.settings'>;
type Rules = Kept['settings'];

/** The rules of payouts that hold for everybody. */
export function SettingsPage() {
  const { data, error, refresh } = useAsk('payouts.settings', {});
  if (error && !data) return <ErrorState error={error} onRetry={refresh} />;
  if (!data) return <div className={styles.loading} aria-busy><Skeleton width="80%" /></div>;
  return <Form key={data.version} kept={data} onSaved={refresh} />;
}

function Form({ kept, onSaved }: { kept: Kept; onSaved: () => void }) {
  const { t } = useTranslation('finance');
  const [rules, setRules] = useState<Rules>(kept.settings);
  const [error, setError] = useState<AppError | null>(null);
  const [isBusy, setBusy] = useState(false);
  const put = (change: Partial<Rules>) => setRules((before) => ({ ...before, ...change }));
  const days = (key: 'availableAfterDays' | 'coolingDays' | 'bankChangeWatchDays', most: number) => <NumberField label={t(`settings.${key}`)} value={rules[key]} minValue={0} maxValue={most} onChange={(value) => put({ [key]: Math.trunc(value) || 0 })} unit={t('settings.days')} />;
  const save = async () => {
    setBusy(true);
    const done = await ask('payouts.changeSettings', { body: { version: kept.version, settings: rules } });
    setBusy(false);
    if (!done.ok) return setError(done.error);
    setError(null);
    showToast({ tone: 'ok', text: t('settings.saved') });
    onSaved();
  };
  return (
    <form className={styles.scroll} onSubmit={(event) => { event.preventDefault(); void save(); }}>
      {Object.entries(rules.currencies).map(([code, of]) => (
        <section key={code} className={styles.section} aria-labelledby={`of-${code}`}>
          <h2 id={`of-${code}`}>{code}</h2>
          <div className={styles.pair}>
            <MoneyField label={t('settings.minimum')} value={of.minimum} currency={code as Currency} onChange={(minimum) => put({ currencies: { ...rules.currencies, [code]: { ...of, minimum: minimum ?? (0 as Minor) } } })} />
            <MoneyField label={t('settings.two')} value={of.twoApproversOver} currency={code as Currency} onChange={(over) => put({ currencies: { ...rules.currencies, [code]: { ...of, twoApproversOver: over ?? (0 as Minor) } } })} />
          </div>
          <p className={styles.note}>{of.account === null ? t('settings.noAccount') : <>{t('settings.account')} <bdi>{of.account.name}</bdi> · <bdi className="num ltr">{maskedAccount(of.account.account)}</bdi></>}</p>
        </section>
      ))}
      <section className={styles.section} aria-labelledby="days-head">
        <h2 id="days-head">{t('settings.title')}</h2>
        <div className={styles.pair}>
          {days('availableAfterDays', 90)}
          {days('coolingDays', 90)}
          {days('bankChangeWatchDays', 365)}
          <NumberField label={t('settings.reserveRate')} value={rules.reserve.rate / 100} minValue={0} maxValue={100} step={0.01} unit="%" onChange={(percent) => put({ reserve: { ...rules.reserve, rate: Math.round(percent * 100) || 0 } })} />
          <NumberField label={t('settings.reserveDays')} value={rules.reserve.days} minValue={0} maxValue={730} unit={t('settings.days')} onChange={(value) => put({ reserve: { ...rules.reserve, days: Math.trunc(value) || 0 } })} />
        </div>
        {error && <ErrorState size="line" error={error} onRetry={onSaved} />}
        <div className={styles.formFoot}><Button variant="go" type="submit" isPending={isBusy} isDisabled={JSON.stringify(rules) === JSON.stringify(kept.settings)}>{t('settings.save')}</Button></div>
      </section>
    </form>
  );
}
