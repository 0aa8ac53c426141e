import { useTranslation } from 'react-i18next';
import { useLocale } from '#renderer/lib/i18n.ts';
import { addressLines } from '../address-lines.ts';
import { useOrderPage } from '../order-context.ts';
import styles from '../order.module.css';

/** Who bought, and where it goes. */
export function CustomerSection() {
  const { t } = useTranslation('orders');
  const locale = useLocale();
  const { order: { customer, shipTo, shipping } } = useOrderPage();
  return (
    <section className={styles.section} aria-labelledby="customer-head">
      <h2 id="customer-head">{t('customer.title')}</h2>
      <p className={styles.strong}><bdi>{customer.name}</bdi></p>
      {customer.email !== null && <p><a href={`mailto:${customer.email}`} aria-label={`${t('customer.email')} ${customer.email}`}><bdi className="ltr">{customer.email}</bdi></a></p>}
      {customer.phone !== null && <p><a href={`tel:${customer.phone}`} aria-label={`${t('customer.phone')} ${customer.phone}`}><bdi className="num ltr">{customer.phone}</bdi></a></p>}
      <h3 className={styles.subhead}>{t('customer.shipTo')}</h3>
      {shipTo === null ? <p className={styles.none}>{t('customer.noAddress')}</p> : (
        <address className={styles.address}>
          {addressLines(shipTo, locale).map((line, at) => <bdi key={at}>{line}</bdi>)}
          {shipTo.phone !== null && <bdi className="num ltr">{shipTo.phone}</bdi>}
        </address>
      )}
      {shipping.method !== '' && <p className={styles.quiet}>{t('customer.method', { method: shipping.method })}</p>}
    </section>
  );
}
