import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { hrefOf, navigate } from '#renderer/app/router.ts';
import { ask } from '#renderer/lib/client.ts';
import { formatExact } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { Amount, Button, ErrorState } from '#renderer/ui/index.ts';
import type { ShopId } from '#shared/auth/model.ts';
import type { Minor } from '#shared/kernel/money.ts';
import { ok } from '#shared/kernel/result.ts';
import { utcDay } from '#shared/payouts/balance/rhythm.ts';
import type { VendorEntry, VendorPayout } from '#shared/payouts/vendor-contract.ts';
import { EntryTable } from '../balance/entry-rows.tsx';
import { Day } from '../day.tsx';
import { Loaded } from '../loaded.tsx';
import { usePages } from '../use-pages.ts';
import { useTold } from '../use-told.ts';
import { PayoutStateWords } from './payout-state.tsx';
import styles from '../vendor.module.css';

/** One payout: how its amount came about, where it went, what became of it, and the entries it paid with the orders behind them. */
export function PayoutPage({ shop, id }: { shop: ShopId; id: string }) {
  const { t } = useTranslation('payouts');
  const asking = useTold('payouts.paidBy', { params: { shop, payout: id }, query: { limit: 50 } });
  const pages = usePages<VendorEntry>(asking.data?.told.entries.at(-1)?.rid ?? null, useCallback(async (last) => {
    const told = await ask('payouts.paidBy', { params: { shop, payout: id }, query: { before: last.rid, limit: 100 } });
    return told.ok ? ok({ rows: told.value.told.entries, more: told.value.told.more }) : told;
  }, [shop, id]));
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <Button variant="quiet" onPress={() => navigate('#/payouts/list')}>{t('payout.back')}</Button>
        <h1>{t('payout.title')}{asking.data !== null && <> <Day day={utcDay(asking.data.told.payout.drawnAt)} /></>}</h1>
      </header>
      <div className={styles.scroll}>
        <Loaded asking={asking} lines={6}>
          {({ payout, leftBefore, total, entries, more }) => {
            const rows = [...entries, ...pages.rows];
            return (
              <>
                <Arithmetic payout={payout} leftBefore={leftBefore} total={total} />
                <section className={styles.section} aria-labelledby="paid-head">
                  <h2 id="paid-head">{t('payout.entries')}</h2>
                  <p className={styles.hint}>{t('payout.entriesText')}</p>
                  <EntryTable entries={rows} currency={payout.currency} label={t('payout.entries')} />
                  {pages.error && <ErrorState size="line" error={pages.error} />}
                  {(pages.more ?? more) && <p className={styles.more}><Button isDisabled={pages.isLoading} onPress={() => pages.next(rows.at(-1)!)}>{t('entries.more')}</Button></p>}
                </section>
              </>
            );
          }}
        </Loaded>
      </div>
    </div>
  );
}

function Arithmetic({ payout, leftBefore, total }: { payout: VendorPayout; leftBefore: Minor; total: Minor }) {
  const { t } = useTranslation('payouts');
  const locale = useLocale();
  const { currency } = payout;
  const lines: readonly (readonly [string, number])[] = [
    [t('payout.earned'), total], ...(leftBefore === 0 ? [] : [[t('payout.leftBefore'), leftBefore] as const]), ...(payout.released === 0 ? [] : [[t('payout.released'), payout.released] as const]),
    ...(payout.recovered === 0 ? [] : [[t('payout.recovered'), -payout.recovered] as const]), ...(payout.held === 0 ? [] : [[t('payout.held'), -payout.held] as const]),
  ];
  return (
    <section className={styles.section} aria-label={t('payout.sum')}>
      <div className={styles.beside}>
        <dl className={styles.sum}>
          {lines.map(([name, amount]) => <div key={name}><dt>{name}</dt><dd><Amount amount={amount as Minor} currency={currency} showCurrency={false} /></dd></div>)}
          <div data-total><dt>{t('payout.amount')}</dt><dd><Amount amount={payout.amount} currency={currency} /></dd></div>
        </dl>
        <dl className={styles.facts}>
          <div><dt>{t('list.state')}</dt><dd><PayoutStateWords payout={payout} /></dd></div>
          <div><dt>{t('list.account')}</dt><dd>{payout.account === null ? '—' : <bdi className="num ltr">{payout.account}</bdi>}</dd></div>
          {payout.exportedAt !== null && <div><dt>{t('payout.sent')}</dt><dd>{formatExact(payout.exportedAt, locale)}</dd></div>}
          {payout.state === 'paid' && <div><dt>{t('list.arrived')}</dt><dd><Day day={utcDay(payout.changedAt)} /></dd></div>}
          {payout.originalId !== null && <div><dt>{t('payout.again')}</dt><dd><a href={hrefOf(['payouts', 'payout', payout.originalId])}>{t('payout.first')}</a></dd></div>}
          {payout.retryId !== null && <div><dt>{t('payout.retried')}</dt><dd><a href={hrefOf(['payouts', 'payout', payout.retryId])}>{t('payout.new')}</a></dd></div>}
          {payout.state === 'reversed' && payout.retryId === null && <div><dt>{t('payout.retried')}</dt><dd>{t('payout.notYet')}</dd></div>}
        </dl>
      </div>
    </section>
  );
}
