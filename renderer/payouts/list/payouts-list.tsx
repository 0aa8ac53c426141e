import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { hrefOf } from '#renderer/app/router.ts';
import { ask } from '#renderer/lib/client.ts';
import { Amount, Button, EmptyState, ErrorState } from '#renderer/ui/index.ts';
import type { ShopId } from '#shared/auth/model.ts';
import { ok } from '#shared/kernel/result.ts';
import { utcDay } from '#shared/payouts/balance/rhythm.ts';
import type { VendorPayout } from '#shared/payouts/vendor-contract.ts';
import { Day } from '../day.tsx';
import { Loaded } from '../loaded.tsx';
import { usePages } from '../use-pages.ts';
import { useTold } from '../use-told.ts';
import { PayoutStateWords } from './payout-state.tsx';
import styles from '../vendor.module.css';

/** All payouts of a shop, newest first: when, how much, where to, what became of it. */
export function PayoutsList({ shop }: { shop: ShopId }) {
  const { t } = useTranslation('payouts');
  const asking = useTold('payouts.payouts', { params: { shop }, query: { limit: 50 } });
  const pages = usePages<VendorPayout>(asking.data?.told.payouts.at(-1)?.id ?? null, useCallback(async (last) => {
    const told = await ask('payouts.payouts', { params: { shop }, query: { before: last.id, limit: 100 } });
    return told.ok ? ok({ rows: told.value.told.payouts, more: told.value.told.more }) : told;
  }, [shop]));
  return (
    <div className={styles.scroll}>
      <Loaded asking={asking} lines={6}>
        {({ payouts, more, next }) => {
          const rows = [...payouts, ...pages.rows];
          const expected = next.flatMap(({ currency, on }) => (on === null ? [] : [{ currency, on }]));
          return (
            <>
              {expected.length > 0 && <p className={styles.hint}>{expected.map(({ currency, on }) => <span key={currency}>{t('list.next', { currency })} <Day day={on} />. </span>)}{t('list.rhythm')}</p>}
              {rows.length === 0 ? <EmptyState title={t('list.none')}>{t('list.noneText')}</EmptyState> : (
                <div className={styles.tableBox}>
                  <table className={styles.table} aria-label={t('place.list')}>
                    <thead><tr><th scope="col">{t('list.drawn')}</th><th scope="col">{t('list.state')}</th><th scope="col" data-end>{t('list.amount')}</th><th scope="col">{t('list.account')}</th><th scope="col">{t('list.arrived')}</th></tr></thead>
                    <tbody>
                      {rows.map((payout) => (
                        <tr key={payout.id}>
                          <th scope="row"><a href={hrefOf(['payouts', 'payout', payout.id])}><Day day={utcDay(payout.drawnAt)} /></a></th>
                          <td><PayoutStateWords payout={payout} /></td>
                          <td data-end><Amount amount={payout.amount} currency={payout.currency} /></td>
                          <td>{payout.account === null ? '—' : <bdi className="num ltr">{payout.account}</bdi>}</td>
                          <td>{payout.state === 'paid' ? <Day day={utcDay(payout.changedAt)} /> : '—'}</td>
                        </tr>
                      ))}
                    </tbody>
                  </table>
                </div>
              )}
              {pages.error && <ErrorState size="line" error={pages.error} />}
              {(pages.more ?? more) && <p className={styles.more}><Button isDisabled={pages.isLoading} onPress={() => pages.next(rows.at(-1)!)}>{t('entries.more')}</Button></p>}
            </>
          );
        }}
      </Loaded>
    </div>
  );
}
