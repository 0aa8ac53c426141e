import { Ellipsis, PackageCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { hrefOf, navigate } from '#renderer/app/router.ts';
import { formatExact, formatMoment, formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { keysOf } from '#renderer/lib/shortcuts.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import { Button, IconButton, Menu, Status, type MenuEntry } from '#renderer/ui/index.ts';
import type { Parcel } from '#shared/orders/parcels.ts';
import { useOrderPage } from '../order-context.ts';
import { parcelTones } from '../tones.ts';
import { CommandButton } from './command-button.tsx';
import { PieceWords } from './piece-words.tsx';
import styles from '../order.module.css';

/** What was sent, parcel by parcel, and where each is. */
export function ParcelsSection() {
  const { t } = useTranslation('orders');
  const { parcels, ask, may } = useOrderPage();
  return (
    <section className={styles.section} aria-labelledby="parcels-head">
      <h2 id="parcels-head">
        {t('parcels.title')}
        {may({ do: 'ship', pieces: null, carrier: '-', tracking: null, locationId: null }) && <Button size="sm" kbd={keysOf('orders.ship')} onPress={() => ask({ name: 'ship' })}>{t('action.ship')}</Button>}
      </h2>
      {parcels.length === 0 ? <p className={styles.none}>{t('parcels.empty')}</p> : (
        <ul className={styles.cards}>
          {parcels.map((parcel, at) => <ParcelCard key={parcel.id} parcel={parcel} number={at + 1} />)}
        </ul>
      )}
    </section>
  );
}

function ParcelCard({ parcel, number }: { parcel: Parcel; number: number }) {
  const { t } = useTranslation('orders');
  const locale = useLocale();
  const now = useNow(60_000);
  const { order, ask, may, run } = useOrderPage();
  const parcelId = parcel.id;
  const [lose, entries] = [{ do: 'lose' as const, parcelId, note: null }, [] as MenuEntry[]];
  if (may({ do: 'change-tracking', parcelId, carrier: parcel.carrier, tracking: parcel.tracking })) entries.push({ id: 'tracking', label: t('parcels.tracking'), onAction: () => ask({ name: 'tracking', parcelId }) });
  if (may({ do: 'delivery-failed', parcelId, reason: '-' })) entries.push({ id: 'failed', label: t('parcels.failed'), onAction: () => ask({ name: 'failed', parcelId }) });
  if (parcel.state !== 'voided') entries.push({ id: 'slip', label: t('print.packing-slip'), onAction: () => navigate(hrefOf(['orders', order.id, 'packing-slip', parcelId])) });
  if (may(lose)) entries.push({ id: 'lost', label: t('parcels.lost'), onAction: () => void run(lose, t('done.saved')) });
  if (may({ do: 'void', parcelId, reason: '-' })) entries.push({ id: 'void', label: t('parcels.void'), tone: 'danger', onAction: () => ask({ name: 'void', parcelId }) });
  return (
    <li className={styles.card} data-over={parcel.state === 'voided' || undefined}>
      <div className={styles.cardHead}>
        <b>{t('parcels.one', { n: formatNumber(number, locale) })}</b>
        <Status tone={parcelTones[parcel.state]}>{t(`parcel.${parcel.state}`)}</Status>
        <time className={styles.quiet} dateTime={new Date(parcel.since).toISOString()} title={formatExact(parcel.since, locale)}>{formatMoment(parcel.since, now, locale)}</time>
      </div>
      <p>
        <bdi>{parcel.carrier}</bdi> · {parcel.tracking === null || parcel.tracking === '' ? <span className={styles.quiet}>{t('parcels.noTracking')}</span> : <bdi className="num ltr">{parcel.tracking}</bdi>}
      </p>
      <PieceWords pieces={parcel.pieces} />
      <div className={styles.cardActions}>
        <CommandButton size="sm" icon={PackageCheck} command={{ do: 'deliver', parcelId }} said={t('done.saved')}>{t('parcels.delivered')}</CommandButton>
        {entries.length > 0 && <Menu label={t('parcels.menu')} trigger={<IconButton size="sm" icon={Ellipsis} label={t('parcels.menu')} />} entries={entries} />}
      </div>
    </li>
  );
}
