import { useTranslation } from 'react-i18next';
import { formatMoney } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { Amount } from '#renderer/ui/index.ts';
import type { RefundPreview } from '#shared/payments/order-money.ts';
import styles from '../../order.module.css';

const shown = ['pending', 'available', 'negative'] as const;

/** What a refund does to buyer, marketplace and shop, as the server worked it out: what is confirmed is exactly this. */
export function RefundEffect({ preview, isOld }: { preview: RefundPreview; /** A newer one is on its way. */ isOld: boolean }) {
  const { t } = useTranslation('orders');
  const locale = useLocale();
  const { currency, plan, commission, vat, shopPays, before, after } = preview;
  const say = (amount: typeof shopPays) => formatMoney(amount, currency, locale);
  return (
    <section className={styles.effect} aria-label={t('refund.effect')} aria-busy={isOld} data-old={isOld || undefined}>
      <dl className={styles.sums}>
        <div><dt>{t('refund.buyerGets')}</dt><dd><b><Amount amount={plan.amount} currency={currency} /></b></dd></div>
        <div><dt>{t('refund.commissionBack')}</dt><dd><Amount amount={commission} currency={currency} /></dd></div>
        {vat !== 0 && <div><dt>{t('refund.vatBack')}</dt><dd><Amount amount={vat} currency={currency} /></dd></div>}
        <div><dt>{t('refund.shopPays')}</dt><dd><b><Amount amount={shopPays} currency={currency} /></b></dd></div>
      </dl>
      <ul className={styles.quiet}>
        {shown.filter((figure) => before[figure] !== after[figure]).map((figure) => <li key={figure}>{t('refund.balance', { figure: t(`refund.figure.${figure}`), before: say(before[figure]), after: say(after[figure]) })}</li>)}
      </ul>
      <details>
        <summary>{t('refund.books')}</summary>
        <table className={styles.table}>
          <thead><tr><th scope="col">{t('refund.account')}</th><th scope="col" data-end>{t('refund.debit')}</th><th scope="col" data-end>{t('refund.credit')}</th></tr></thead>
          <tbody>
            {preview.entries.map(({ account, debit, credit }, at) => (
              <tr key={at}>
                <th scope="row"><span className="num ltr">{account}</span> {t(`refund.accounts.${account}`)}</th>
                <td data-end>{debit !== 0 && <Amount amount={debit} currency={currency} showCurrency={false} />}</td>
                <td data-end>{credit !== 0 && <Amount amount={credit} currency={currency} showCurrency={false} />}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}
