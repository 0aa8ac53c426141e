import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '#renderer/lib/client.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { formatNumber, formatPercent } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { Amount, Button, ErrorState, showToast } from '#renderer/ui/index.ts';
import type { PlacedHold, ShopReserve } from '#shared/payouts/holds-contract.ts';
import { HoldDialog } from './hold-dialog.tsx';
import { Moment } from './moments.tsx';
import { ReserveDialog } from './reserve-dialog.tsx';
import styles from './finance.module.css';

/** So many days of release are written out for each shop; the rest is counted. */
const DAYS = 4;

/** What is kept back: by people with a reason the shop reads, of sales for a time, and set aside until a day. */
export function HoldsPage() {
  const { t } = useTranslation('finance');
  const holds = useAsk('payouts.holds', {});
  const reserves = useAsk('payouts.reserves', {});
  const [asked, setAsked] = useState<'hold' | 'reserve' | null>(null);
  const error = holds.error ?? reserves.error;
  const refresh = () => {
    holds.refresh();
    reserves.refresh();
  };
  if (error && !holds.data) return <ErrorState error={error} onRetry={refresh} />;
  return (
    <div className={styles.scroll}>
      <section className={styles.section} aria-labelledby="holds-head">
        <h2 id="holds-head">{t('holds.title')} <Button size="sm" icon={Plus} onPress={() => setAsked('hold')}>{t('holds.place')}</Button></h2>
        {holds.data?.holds.length === 0 ? <p className={styles.note}>{t('holds.none')}</p> : <Holds holds={holds.data?.holds ?? []} onChanged={refresh} />}
      </section>
      <section className={styles.section} aria-labelledby="reserves-head">
        <h2 id="reserves-head">{t('reserves.title')} <Button size="sm" icon={Plus} onPress={() => setAsked('reserve')}>{t('reserves.aside')}</Button></h2>
        {reserves.data?.shops.length === 0 ? <p className={styles.note}>{t('reserves.none')}</p> : <Reserves shops={reserves.data?.shops ?? []} />}
      </section>
      {asked === 'hold' && <HoldDialog onClose={() => setAsked(null)} onDone={refresh} />}
      {asked === 'reserve' && <ReserveDialog onClose={() => setAsked(null)} onDone={refresh} />}
    </div>
  );
}

function Holds({ holds, onChanged }: { holds: readonly PlacedHold[]; onChanged: () => void }) {
  const { t } = useTranslation('finance');
  const explain = useExplain();
  const release = async (id: string) => {
    const done = await ask('payouts.releaseHold', { params: { id }, body: {} });
    if (done.ok) showToast({ tone: 'ok', text: t('holds.released') });
    else showToast({ tone: 'bad', text: explain(done.error).what, detail: explain(done.error).wayOut });
    onChanged();
  };
  return (
    <div className={styles.tableBox}>
      <table className={styles.table} aria-labelledby="holds-head">
        <thead><tr><th scope="col">{t('line.shop')}</th><th scope="col" data-end>{t('holds.amount')}</th><th scope="col">{t('holds.reason')}</th><th scope="col">{t('holds.by')}</th><th scope="col">{t('line.actions')}</th></tr></thead>
        <tbody>
          {holds.map((hold) => (
            <tr key={hold.id}>
              <th scope="row"><bdi>{hold.shopName}</bdi></th>
              <td data-end>{hold.amount === null ? <>{t('holds.all')} <span className={styles.quiet}>{hold.currency}</span></> : <Amount amount={hold.amount} currency={hold.currency} />}</td>
              <td><bdi>{hold.reasonPublic}</bdi>{hold.reasonInternal !== null && <span className={styles.under}>{t('holds.internal')} <bdi>{hold.reasonInternal}</bdi></span>}</td>
              <td><bdi>{hold.placedBy}</bdi><span className={styles.under}><Moment at={hold.placedAt} /></span></td>
              <td><Button size="sm" aria-label={t('holds.releaseOf', { name: hold.shopName })} onPress={() => void release(hold.id)}>{t('holds.release')}</Button></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Reserves({ shops }: { shops: readonly ShopReserve[] }) {
  const { t } = useTranslation('finance');
  const locale = useLocale();
  return (
    <div className={styles.tableBox}>
      <table className={styles.table} aria-labelledby="reserves-head">
        <thead><tr><th scope="col">{t('line.shop')}</th><th scope="col" data-end>{t('reserves.total')}</th><th scope="col">{t('reserves.rule')}</th><th scope="col">{t('reserves.days')}</th></tr></thead>
        <tbody>
          {shops.map((shop) => (
            <tr key={`${shop.shopId} ${shop.currency}`}>
              <th scope="row"><bdi>{shop.shopName}</bdi></th>
              <td data-end><Amount amount={shop.total} currency={shop.currency} /></td>
              <td>{shop.own === null ? <span className={styles.quiet}>{t('reserves.usual')}</span> : t('reserves.own', { rate: formatPercent(shop.own.rate / 10_000, locale, 2), days: formatNumber(shop.own.days, locale) })}</td>
              <td>
                <ul className={styles.days}>
                  {shop.days.slice(0, DAYS).map(({ day, amount, reason }) => <li key={`${day} ${reason ?? ''}`}><bdi className="num ltr">{day}</bdi> · <Amount amount={amount} currency={shop.currency} showCurrency={false} />{reason !== null && <span className={styles.quiet}> · <bdi>{reason}</bdi></span>}</li>)}
                  {shop.days.length > DAYS && <li className={styles.quiet}>{t('reserves.more', { count: shop.days.length - DAYS })}</li>}
                </ul>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
