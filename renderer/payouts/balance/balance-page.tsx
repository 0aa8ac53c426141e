import { useTranslation } from 'react-i18next';
import { hrefOf } from '#renderer/app/router.ts';
import { formatMoment, formatMoney } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import { Amount, EmptyState, Status } from '#renderer/ui/index.ts';
import type { ShopId } from '#shared/auth/model.ts';
import type { Currency } from '#shared/kernel/money.ts';
import { balanceFigure, type ShopFigures } from '#shared/payouts/balance/figures.ts';
import { Day } from '../day.tsx';
import { Loaded } from '../loaded.tsx';
import { useTold } from '../use-told.ts';
import { ReserveCalendar } from './reserve-calendar.tsx';
import { Trend } from './trend.tsx';
import styles from '../vendor.module.css';

/** How a shop stands, currency by currency: each figure leads to what it is made of; below, what is held and why, what comes back when, and how it went. */
export function BalancePage({ shop }: { shop: ShopId }) {
  const { t } = useTranslation('payouts');
  const locale = useLocale();
  const now = useNow(60_000);
  const asking = useTold('payouts.balances', { params: { shop } });
  const next = useTold('payouts.payouts', { params: { shop }, query: { limit: 1 } });
  return (
    <div className={styles.scroll}>
      <Loaded asking={asking}>
        {({ balances, holds, mayBePaid }) => (
          <>
            {!mayBePaid && <p className={styles.notice} data-bad>{t('balance.mayNot')}</p>}
            {balances.length === 0 && <EmptyState title={t('balance.none')}>{t('balance.noneText')}</EmptyState>}
            {balances.map((figures) => (
              <section key={figures.currency} className={styles.section} aria-labelledby={`in-${figures.currency}`}>
                <h2 id={`in-${figures.currency}`}>
                  {t('balance.in', { currency: figures.currency })}
                  <NextPayout currency={figures.currency} next={next.data?.told.next ?? []} />
                </h2>
                <Figures figures={figures} />
                {holds.filter(({ currency }) => currency === figures.currency).map((hold) => (
                  <p key={hold.id} className={styles.hold}>
                    <Status tone="warn">{hold.amount === null ? t('balance.heldAll') : t('balance.held', { amount: formatMoney(hold.amount, hold.currency, locale) })}</Status>
                    <bdi className={styles.said}>{hold.reason}</bdi>
                    <span className={styles.quiet}>{t('balance.since', { when: formatMoment(hold.placedAt, now, locale) })}</span>
                  </p>
                ))}
                <div className={styles.beside}>
                  <Trend shop={shop} currency={figures.currency} />
                  <ReserveCalendar shop={shop} currency={figures.currency} />
                </div>
              </section>
            ))}
          </>
        )}
      </Loaded>
    </div>
  );
}

function NextPayout({ currency, next }: { currency: Currency; next: readonly { readonly currency: Currency; readonly on: string | null }[] }) {
  const { t } = useTranslation('payouts');
  const on = next.find((one) => one.currency === currency)?.on ?? null;
  return on === null ? null : <span className={styles.quiet}>{t('balance.next')} <Day day={on} /></span>;
}

/** Six figures, each with one sentence and its entries behind it; a debt only where there is one. */
function Figures({ figures }: { figures: ShopFigures }) {
  const { t } = useTranslation('payouts');
  const shown = balanceFigure.options.filter((name) => name !== 'negative' || figures.negative > 0);
  return (
    <dl className={styles.figures}>
      {shown.map((name) => (
        <div key={name} className={styles.figure} data-figure={name}>
          <dt>{t(`figure.${name}`)}</dt>
          <dd><a href={hrefOf(['payouts', 'entries', figures.currency, name])}><Amount amount={figures[name]} currency={figures.currency} showCurrency={false} /></a></dd>
          <dd className={styles.quiet}>{t(`figure.${name}Text`)}</dd>
        </div>
      ))}
    </dl>
  );
}
