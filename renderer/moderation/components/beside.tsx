import { useTranslation } from 'react-i18next';
import { hrefOf } from '#renderer/app/router.ts';
import { formatMoment, formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import { Picture } from '#renderer/media/picture.tsx';
import { Status } from '#renderer/ui/index.ts';
import { imagesOf } from '#shared/catalog/listing-images.ts';
import type { CaseDetail } from '#shared/moderation/contract.ts';
import { activePoints } from '#shared/moderation/strikes.ts';
import styles from '../moderation.module.css';

/** What stands around a listing: its shop and what was decided about it, pictures it shares with others, reports, and what happened to the case. */
export function Beside({ one, blurred }: { one: CaseDetail; blurred: boolean }) {
  const { t } = useTranslation('moderation');
  const { t: words } = useTranslation('catalog');
  const locale = useLocale();
  const now = useNow(60_000);
  const { vendor, copies, reports, events, product } = one;
  const pictureOf = (sha256: string) => imagesOf(product).find(([, image]) => image.picture?.sha256 === sha256)?.[1] ?? null;
  const number = (value: number) => formatNumber(value, locale);
  return (
    <aside className={styles.beside}>
      <section aria-labelledby="vendor-head">
        <h3 id="vendor-head" className={styles.sectionHead}><bdi>{vendor.name}</bdi></h3>
        <p>{t('vendorFigures', { listings: number(vendor.listings), published: number(vendor.published), decided: number(vendor.decided), refused: number(vendor.refused) })}</p>
        <p>{t('points', { count: activePoints(vendor.strikes, now) })}{vendor.sanction !== null && <> · <Status tone="bad">{t(`sanction.${vendor.sanction.kind}`)}</Status></>}</p>
        <ul className={styles.others}>{vendor.others.map((other) => <li key={other.id}><a href={hrefOf(['catalog', other.id])} dir="auto">{other.title}</a> <span className={styles.quiet}>{words(`status.${other.status}`)}</span></li>)}</ul>
      </section>
      {copies.length > 0 && (
        <section aria-labelledby="copies-head">
          <h3 id="copies-head" className={styles.sectionHead}>{t('copies')}</h3>
          <ul className={styles.others}>
            {copies.map((copy) => (
              <li key={`${copy.sha256} ${copy.otherSha256}`} className={styles.copy}>
                <span className={blurred ? styles.blurred : ''}><Picture image={pictureOf(copy.sha256)} shopId={product.shopId} alt="" size={48} /></span>
                <span>{t(copy.wasFirst ? 'copyFirst' : 'copyLater', { shop: copy.otherShopName, bits: number(copy.distance) })} {copy.products.map((other) => <a key={other.id} href={hrefOf(['catalog', other.id])} dir="auto">{other.title}</a>)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {reports.length > 0 && (
        <section aria-labelledby="reports-head">
          <h3 id="reports-head" className={styles.sectionHead}>{t('reports')}</h3>
          <ul className={styles.others}>{reports.map((report) => <li key={report.at}><b>{t(`policy.${report.policy}`)}</b> <span dir="auto">{report.text}</span></li>)}</ul>
        </section>
      )}
      <section aria-labelledby="events-head">
        <h3 id="events-head" className={styles.sectionHead}>{t('events')}</h3>
        <ol className={styles.others}>{events.map((event) => <li key={event.id}><b>{t(`event.${event.kind}`)}</b> <span className={styles.quiet}>{event.by?.name ?? t('byItself')} · {formatMoment(event.at, now, locale)}</span>{/\s/.test(event.reason) && <span dir="auto" className={styles.eventReason}>{event.reason}</span>}</li>)}</ol>
      </section>
    </aside>
  );
}
