import { CircleAlert, Copy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { formatBytes } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { Icon, Status, type Tone } from '#renderer/ui/index.ts';
import type { TrayMatch, TrayPicture } from '#shared/media/library-channels.ts';
import { Picture, type ShownImage } from '../picture.tsx';
import type { Target } from './targets.ts';
import styles from './tray.module.css';

export const toneOfState: Readonly<Record<TrayPicture['state'], Tone>> = { waiting: 'mute', reading: 'info', ready: 'ok', refused: 'bad' };

/** What can be seen of a picture in the tray: of one that was refused, nothing is sure. */
export const imageInTray = ({ sha256, state, picture }: Pick<TrayPicture, 'sha256' | 'state' | 'picture'>): ShownImage | null =>
  sha256 === null || state === 'refused' ? null : { drawing: '', picture: { sha256, placeholder: picture?.placeholder ?? '' } };

/** A picture of the tray as a line: itself, its name, how it stands, and the listing it goes to. */
export function TrayLine({ picture, match, target }: { picture: TrayPicture; match: TrayMatch | undefined; target: Target | null }) {
  const { t } = useTranslation('media');
  const locale = useLocale();
  const explain = useExplain();
  const { name, bytes, state, error, alike } = picture;
  const whither = (): React.ReactNode => {
    if (error !== null) return <span className={styles.bad}>{explain(error).what}</span>;
    if (picture.productId !== null) return t('tray.goesByItself');
    if (target !== null) return <>→ <bdi dir="ltr" className="num">{target.sku}</bdi> · <bdi>{target.title}</bdi></>;
    if (match?.is === 'ambiguous') return <span className={styles.warn}>{t('tray.ambiguous', { count: match.variants.length })}</span>;
    return t('tray.unmatched');
  };
  return (
    <span className={styles.line}>
      <Picture image={imageInTray(picture)} shopId={picture.shopId} alt="" size={40} />
      <span className={styles.lineText}>
        <span className={styles.lineHead}>
          <span className={styles.lineName}><bdi>{name}</bdi></span>
          {alike.length > 0 && <Icon icon={Copy} size={13} label={t('tray.alikeSome')} className={styles.warn} />}
          <span className={`num ${styles.soft}`}>{formatBytes(bytes, locale)}</span>
        </span>
        <span className={styles.lineFoot}>
          <span className={styles.whither}>{whither()}</span>
          {state === 'ready' ? null : state === 'refused' ? <Icon icon={CircleAlert} size={13} label={t('state.refused')} className={styles.bad} /> : <Status tone={toneOfState[state]} dot={false} className={styles.small}>{t(`state.${state}`)}</Status>}
        </span>
      </span>
    </span>
  );
}
