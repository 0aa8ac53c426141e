import { useTranslation } from 'react-i18next';
import { hrefOf } from '#renderer/app/router.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { formatBytes, formatPercent } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { ProgressBar, Status } from '#renderer/ui/index.ts';
import { shopId } from '#shared/auth/model.ts';
import type { UploadState } from '#shared/media/upload-channels.ts';
import { Picture } from '../picture.tsx';
import styles from './uploads.module.css';

/** One file on its way: the picture it is of, which of its sizes, how far, and what stands in its way. */
export function UploadLine({ upload: { shopId: shop, sha256, role, bytes, sent, now, error, refused, scan } }: { upload: UploadState }) {
  const { t } = useTranslation('media');
  const locale = useLocale();
  const explain = useExplain();
  const asset = role.kind === 'derivative' ? role.asset : sha256;
  const what = role.kind === 'original' ? t('uploads.original') : t('uploads.size', { size: role.purpose === 'thumbnail' ? t('uploads.thumbnail') : `${role.purpose} px`, format: role.format.toUpperCase() });
  const words = error && explain(error);
  return (
    <li className={styles.line}>
      <Picture image={{ drawing: '', picture: { sha256: asset, placeholder: '' } }} shopId={shopId.parse(shop)} alt="" size={36} />
      <span className={styles.what}>
        <span>{what} <span className={`num ${styles.soft}`}>{formatBytes(bytes, locale)}</span></span>
        {role.kind === 'original' && role.productId !== undefined && <a href={hrefOf(['catalog', role.productId], { field: 'images' })} className={styles.soft}>{t('uploads.listing')}</a>}
      </span>
      <span className={styles.how}>
        {now || sent > 0 ? <ProgressBar hideLabel label={t('uploads.sending')} value={(100 * sent) / bytes} text={formatPercent(sent / bytes, locale)} /> : !refused && words === null && <span className={styles.soft}>{t('uploads.inTurn')}</span>}
        {scan === 'quarantined' && <Status tone="bad">{t('uploads.scan.quarantined')}</Status>}
        {scan === 'not scanned' && <Status tone="warn">{t('uploads.scan.notScanned')}</Status>}
        {words && <p className={refused ? styles.bad : styles.warn} role={refused ? 'alert' : undefined}>{words.what} {words.wayOut}</p>}
      </span>
    </li>
  );
}
