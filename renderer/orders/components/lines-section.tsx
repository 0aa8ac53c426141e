import { useTranslation } from 'react-i18next';
import { formatMoney, formatNumber, formatPercent } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { hrefOf } from '#renderer/app/router.ts';
import { Amount, Button } from '#renderer/ui/index.ts';
import type { LineStanding } from '#shared/orders/lines.ts';
import type { Amounts } from '#shared/orders/totals.ts';
import { useOrderPage } from '../order-context.ts';
import { CommandButton } from './command-button.tsx';
import { OrderPayoutNote } from '../../payouts/order-payout.tsx';
import styles from '../order.module.css';

/** What was sold: how much of each line is where, what the marketplace keeps of it and by which rule, and what the shop gets. */
export function LinesSection() {
  const { t } = useTranslation('orders');
  const { lines, totals, order } = useOrderPage();
  const { currency } = order;
  return (
    <section className={styles.section} aria-labelledby="lines-head">
      <h2 id="lines-head">{t('lines.title')}</h2>
      <div className={styles.tableBox} role="group" aria-labelledby="lines-head" tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t('lines.product')}</th>
              <th scope="col" data-end>{t('lines.price')}</th>
              <th scope="col" data-end>{t('lines.ordered')}</th>
              <th scope="col" data-end>{t('lines.sent')}</th>
              <th scope="col" data-end>{t('lines.left')}</th>
              <th scope="col" data-end>{t('lines.gross')}</th>
              <th scope="col" data-end>{t('lines.commission')}</th>
              <th scope="col" data-end>{t('lines.net')}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line, at) => <Line key={line.id} line={line} amounts={totals.lines[at]!} />)}
            {(order.shipping.amount !== 0 || totals.shipping.gross !== 0) && (
              <tr>
                <th scope="row">{t('lines.shipping')} <span className={styles.quiet}>{order.shipping.method}</span></th>
                <td colSpan={4} />
                <Sums amounts={totals.shipping} />
              </tr>
            )}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t('lines.sum')} <span className={styles.quiet}>{currency}</span></th>
              <td colSpan={4} />
              <Sums amounts={totals.whole} />
            </tr>
          </tfoot>
        </table>
      </div>
      <MoneyNote />
    </section>
  );
}

function Line({ line, amounts }: { line: LineStanding; amounts: Amounts }) {
  const { t } = useTranslation('orders');
  const locale = useLocale();
  const { order, ask, may } = useOrderPage();
  const { currency } = order;
  const { line: sold } = line;
  const name = sold.title === '' ? sold.sku : sold.title;
  const standing = [
    ...(line.cancelled > 0 ? [t('lines.cancelled', { n: formatNumber(line.cancelled, locale) })] : []),
    ...(line.returning > 0 ? [t('lines.returned', { n: formatNumber(line.returning, locale) })] : []),
    ...(order.acceptBy === null || line.cancelled >= line.ordered ? [] : [t(line.accepted ? 'lines.accepted' : 'lines.waiting')]),
  ];
  const accept = { do: 'accept' as const, lines: [line.id] };
  const isWaiting = order.acceptBy !== null && !line.answered && may(accept);
  return (
    <tr>
      <th scope="row">
        <span className={styles.lineName}><bdi>{sold.productId === null ? name : <a href={hrefOf(['catalog', sold.productId])}>{name}</a>}</bdi></span>
        <span className={styles.quiet}>
          <bdi className="num ltr">{sold.sku}</bdi>
          {standing.map((word) => <span key={word}> · {word}</span>)}
        </span>
        {isWaiting && (
          <span className={styles.lineActions}>
            <CommandButton size="sm" command={accept} said={t('done.accepted')} aria-label={t('action.acceptOf', { name })}>{t('action.acceptLine')}</CommandButton>
            <Button size="sm" variant="quiet" aria-label={t('action.declineOf', { name })} onPress={() => ask({ name: 'decline', lineId: line.id })}>{t('action.declineLine')}</Button>
          </span>
        )}
      </th>
      <td data-end><Amount amount={sold.unitPrice} currency={currency} showCurrency={false} /></td>
      <td data-end className="num">{formatNumber(line.ordered, locale)}</td>
      <td data-end className="num">{formatNumber(line.shipped, locale)}</td>
      <td data-end className="num">{line.left > 0 ? <b>{formatNumber(line.left, locale)}</b> : formatNumber(0, locale)}</td>
      <Sums amounts={amounts} rule={<Rule line={line} />} />
    </tr>
  );
}

function Sums({ amounts, rule }: { amounts: Amounts; rule?: React.ReactNode }) {
  const { order: { currency } } = useOrderPage();
  return (
    <>
      <td data-end><Amount amount={amounts.gross} currency={currency} showCurrency={false} /></td>
      <td data-end><Amount amount={amounts.commission} currency={currency} showCurrency={false} />{rule}</td>
      <td data-end><b><Amount amount={amounts.net} currency={currency} showCurrency={false} /></b></td>
    </>
  );
}

/** Rate, base and name of the rule the commission came from, as they were when the line was sold. */
function Rule({ line: { line: { commission } } }: { line: LineStanding }) {
  const { t } = useTranslation('orders');
  const locale = useLocale();
  const { order: { currency } } = useOrderPage();
  const rate = commission.value.type === 'percent' ? formatPercent(commission.value.rate / 10_000, locale, 2) : formatMoney(commission.value.amount, commission.value.currency, locale);
  return <span className={styles.rule}>{t('lines.rule', { rate, base: formatMoney(commission.base, currency, locale, { currency: false }), name: commission.ruleName ?? t('lines.defaultRule') })}</span>;
}

/** What is taken off beside the commission, and when the rest is paid out. */
function MoneyNote() {
  const { t } = useTranslation('orders');
  const locale = useLocale();
  const { totals: { whole, payoutOn }, order: { id, shopId, currency } } = useOrderPage();
  const say = (amount: typeof whole.net) => formatMoney(amount, currency, locale);
  const parts = [
    ...(whole.vat === 0 ? [] : [t('lines.vat', { vat: say(whole.vat) })]),
    ...(whole.fees === 0 ? [] : [t('lines.fees', { fees: say(whole.fees) })]),
    ...(whole.refunded === 0 ? [] : [t('lines.refunded', { amount: say(whole.refunded) })]),
    ...(payoutOn === null ? [] : [t('lines.payoutOn', { day: payoutOn })]),
  ];
  return <p className={styles.note}>{parts.join(' · ')}{payoutOn === null && <> {parts.length > 0 && '·'} <OrderPayoutNote shop={shopId} order={id} /></>}</p>;
}
