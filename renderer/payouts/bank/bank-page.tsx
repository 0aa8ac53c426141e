import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '#renderer/app/live.ts';
import { formatExact, formatMoment } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import { Button, EmptyState, Status } from '#renderer/ui/index.ts';
import type { ShopId } from '#shared/auth/model.ts';
import { may } from '#shared/auth/permissions.ts';
import type { Currency } from '#shared/kernel/money.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { ShopBankAccount } from '#shared/payouts/vendor-contract.ts';
import { Loaded } from '../loaded.tsx';
import { useTold } from '../use-told.ts';
import { ChangeBankDialog } from './change-bank-dialog.tsx';
import styles from '../vendor.module.css';

/** Where the shop is paid: one account per currency, masked, with what it still waits for; and where it was paid before. */
export function BankPage({ shop }: { shop: ShopId }) {
  const { t } = useTranslation('payouts');
  const me = useMe();
  const asking = useTold('payouts.bankAccounts', { params: { shop } });
  const [changing, setChanging] = useState<Currency | null>(null);
  const own = me?.shops.find(({ id }) => id === shop);
  const mayChange = me !== null && may({ role: me.role, shopIds: me.shops.map(({ id }) => id), sellerRoles: Object.fromEntries(me.shops.flatMap(({ id, sellerRole }) => (sellerRole === undefined ? [] : [[id, sellerRole]]))) }, 'change', { of: 'bank-account', shopId: shop }).may;
  return (
    <div className={styles.scroll}>
      <Loaded asking={asking}>
        {({ accounts, coolingDays }) => {
          const current = accounts.filter(({ replacedAt }) => replacedAt === null);
          const past = accounts.filter(({ replacedAt }) => replacedAt !== null);
          const missing = own !== undefined && current.every(({ currency }) => currency !== own.currency) ? own.currency : null;
          return (
            <>
              <p className={styles.hint}>{t('bank.text', { count: coolingDays })}</p>
              {missing !== null && (
                <EmptyState inline title={t('bank.none', { currency: missing })} actions={mayChange && <Button variant="go" onPress={() => setChanging(missing)}>{t('bank.add')}</Button>}>{t('bank.noneText')}</EmptyState>
              )}
              <div className={styles.cards}>
                {current.map((account) => <AccountCard key={account.id} account={account} onChange={mayChange ? () => setChanging(account.currency) : null} />)}
              </div>
              {!mayChange && <p className={styles.hint}>{t('bank.mayNot')}</p>}
              {past.length > 0 && (
                <section className={styles.section} aria-labelledby="bank-past">
                  <h2 id="bank-past">{t('bank.past')}</h2>
                  <ul className={styles.plain}>{past.map((account) => <Past key={account.id} account={account} />)}</ul>
                </section>
              )}
              {changing !== null && own !== undefined && <ChangeBankDialog shop={shop} shopName={own.name} town={own.city} country={own.currency === 'MAD' ? 'MA' : ''} currency={changing} coolingDays={coolingDays} onClose={() => setChanging(null)} onChanged={asking.refresh} />}
            </>
          );
        }}
      </Loaded>
    </div>
  );
}

function AccountCard({ account: { currency, holder, account, town, country, changedAt, coolingUntil, verifiedAt }, onChange }: { account: ShopBankAccount; onChange: (() => void) | null }) {
  const { t } = useTranslation('payouts');
  const locale = useLocale();
  const now = useNow(60_000);
  return (
    <section className={styles.card} aria-label={t('bank.of', { currency })}>
      <header className={styles.cardHead}><b>{currency}</b><Standing verifiedAt={verifiedAt} coolingUntil={coolingUntil} now={now} /></header>
      <p className={styles.account}><bdi className="num ltr">{account}</bdi></p>
      <p><bdi>{holder}</bdi> <span className={styles.quiet}>· <bdi>{town}</bdi>, {country}</span></p>
      {coolingUntil > now && <p className={styles.quiet}>{t('bank.cooling', { when: formatExact(coolingUntil, locale) })}</p>}
      <p className={styles.quiet}>{t('bank.changed', { when: formatMoment(changedAt, now, locale) })}</p>
      {onChange !== null && <p><Button size="sm" onPress={onChange}>{t('bank.change')}</Button></p>}
    </section>
  );
}

function Standing({ verifiedAt, coolingUntil, now }: { verifiedAt: EpochMs | null; coolingUntil: EpochMs; now: EpochMs }) {
  const { t } = useTranslation('payouts');
  if (verifiedAt === null) return <Status tone="warn">{t('bank.notVerified')}</Status>;
  return coolingUntil > now ? <Status tone="info">{t('bank.rests')}</Status> : <Status tone="ok">{t('bank.verified')}</Status>;
}

function Past({ account: { account, currency, replacedAt } }: { account: ShopBankAccount }) {
  const { t } = useTranslation('payouts');
  const locale = useLocale();
  const now = useNow(60_000);
  return <li><bdi className="num ltr">{account}</bdi> <span className={styles.quiet}>{currency} · {t('bank.until', { when: formatMoment(replacedAt!, now, locale) })}</span></li>;
}
