import { useTranslation } from 'react-i18next';
import { hrefOf } from '#renderer/app/router.ts';
import type { TrayPicture } from '#shared/media/library-channels.ts';
import { Picture } from '../picture.tsx';
import styles from './tray-detail.module.css';
import words from './tray.module.css';

/** Listings that show this very picture, or one that looks the same, each with its link. */
export function AlikeList({ shopId, alike }: Pick<TrayPicture, 'shopId' | 'alike'>) {
  const { t } = useTranslation(['media', 'catalog']);
  if (alike.length === 0) return null;
  return (
    <div className={styles.alike} role="group" aria-label={t('alike.title')}>
      <b>{t('alike.title')}</b>
      <ul>
        {alike.map(({ productId, imageId, title, sha256, recipe, distance }) => (
          <li key={imageId}>
            <Picture image={{ drawing: '', picture: { sha256, placeholder: '' }, recipe }} shopId={shopId} alt="" size={36} />
            <a href={hrefOf(['catalog', productId], { field: `images/${imageId}` })}><bdi>{title === '' ? t('catalog:untitled') : title}</bdi></a>
            <span className={words.soft}>{t(distance === 0 ? 'alike.same' : 'alike.near')}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
