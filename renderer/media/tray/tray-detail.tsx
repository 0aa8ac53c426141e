import { RotateCw, Trash2, X } from 'lucide-react';
import { Radio, RadioGroup } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { hrefOf } from '#renderer/app/router.ts';
import { ask } from '#renderer/lib/client.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { formatBytes, formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { Button, Status } from '#renderer/ui/index.ts';
import type { TrayMatch, TrayPicture } from '#shared/media/library-channels.ts';
import { adviceOn } from '#shared/media/look.ts';
import { Picture } from '../picture.tsx';
import { AlikeList } from './alike-list.tsx';
import { Assign } from './assign.tsx';
import type { ChosenTarget, Target } from './targets.ts';
import { imageInTray, toneOfState } from './tray-line.tsx';
import styles from './tray-detail.module.css';
import words from './tray.module.css';

type Props = { picture: TrayPicture; match: TrayMatch | undefined; target: Target | null; onChoose: (target: ChosenTarget | null) => void; onDismiss: () => void };

/** One picture of the tray: large, what it is, where it goes and how that is known, what it looks like already. */
export function TrayDetail({ picture, match, target, onChoose, onDismiss }: Props) {
  const { t } = useTranslation('media');
  const locale = useLocale();
  const explain = useExplain();
  const { id, shopId, name, bytes, bytesAfter, state, error, picture: read, notes, copyright, alike } = picture;
  const advice = read === null ? [] : adviceOn(read.look);
  return (
    <article className={styles.detail} aria-label={name}>
      <header className={styles.detailHead}>
        <h2><bdi>{name}</bdi></h2>
        <Status tone={toneOfState[state]}>{t(`state.${state}`)}</Status>
      </header>
      <div className={styles.detailBody}>
        <div className={styles.large}>
          <Picture image={imageInTray(picture)} shopId={shopId} alt={name} size={280} fit="contain" />
          <dl className={styles.facts}>
            <dt>{t('facts.bytes')}</dt>
            <dd className="num">{bytesAfter === null ? formatBytes(bytes, locale) : t('facts.made', { before: formatBytes(bytes, locale), after: formatBytes(bytesAfter, locale) })}</dd>
            {read && <><dt>{t('facts.size')}</dt><dd className="num"><bdi dir="ltr">{formatNumber(read.width, locale)} × {formatNumber(read.height, locale)}</bdi></dd></>}
            {read && <><dt>{t('facts.type')}</dt><dd><bdi dir="ltr">{read.mime.replace('image/', '').toUpperCase()}</bdi></dd></>}
            {copyright !== null && <><dt>{t('facts.copyright')}</dt><dd><bdi>{copyright}</bdi></dd></>}
          </dl>
        </div>
        <div className={styles.whitherBox}>
          {error !== null && (
            <div className={styles.refusedBox} role="alert">
              <p><b>{explain(error).what}</b> {explain(error).wayOut}</p>
              <Button size="sm" icon={RotateCw} onPress={() => void ask('media.retry', { ids: [id] })}>{t('refused.retry')}</Button>
            </div>
          )}
          {[...advice.map((one) => t(`advice.${one}`)), ...notes.map((one) => t(`note.${one}`))].map((line) => <p key={line} className={words.warn}>{line}</p>)}
          <AlikeList shopId={shopId} alike={alike} />
          {picture.productId !== null && error === null && <p>{t('tray.onItsWay')} <a href={hrefOf(['catalog', picture.productId])}>{t('tray.openListing')}</a></p>}
          {picture.productId === null && error === null && (
            <>
              <h3>{t('tray.whither')}</h3>
              {target !== null && (
                <p className={styles.targetLine}>
                  <a href={hrefOf(['catalog', target.productId])}><bdi>{target.title}</bdi></a> <bdi dir="ltr" className={`num ${words.soft}`}>{target.sku}</bdi>
                  <span className={words.soft}>{t(`tray.by.${target.by}`)}</span>
                  {target.by === 'hand' && <Button size="sm" variant="quiet" icon={X} onPress={() => onChoose(null)}>{t('tray.unchoose')}</Button>}
                </p>
              )}
              {match?.is === 'ambiguous' && (
                <RadioGroup
                  aria-label={t('tray.which')} className={styles.which!} value={target?.by === 'hand' ? (target.variantId ?? '') : ''}
                  onChange={(chosen) => onChoose(match.variants.find(({ variantId }) => variantId === chosen) ?? null)}
                >
                  <span className={words.soft}>{t('tray.which')}</span>
                  {match.variants.map(({ variantId, sku, title }) => (
                    <Radio key={variantId} value={variantId} className={styles.radio!}><bdi dir="ltr" className="num">{sku}</bdi> <bdi>{title}</bdi></Radio>
                  ))}
                </RadioGroup>
              )}
              {target === null && match?.is === 'unmatched' && <p className={words.soft}>{t('tray.unmatchedText')}</p>}
              <Assign key={id} shopId={shopId} onChoose={onChoose} />
            </>
          )}
          <Button size="sm" variant="quiet" icon={Trash2} kbd="Delete" onPress={onDismiss} className={styles.dismiss}>{t('tray.dismiss')}</Button>
        </div>
      </div>
    </article>
  );
}
