import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatBytes, formatNumber, formatPercent } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { Dialog, ErrorState, Segmented, Skeleton } from '#renderer/ui/index.ts';
import type { Product } from '#shared/catalog/model.ts';
import type { ListedPicture } from '#shared/media/listed-picture.ts';
import { derivativeFormats, derivativePurposes, type Derivative, type DerivativeFormat, type DerivativePurpose } from '#shared/media/model.ts';
import type { Recipe } from '#shared/media/recipe.ts';
import { CompareSlider } from './compare-slider.tsx';
import { likenessOf } from './likeness.ts';
import styles from './compare.module.css';

type Props = { shopId: string; picture: ListedPicture; recipe: Recipe | null; onClose: () => void };

/** What packing took away from a picture, size by size and format by format: a line to pull between before and after, with what it saved. */
export function BeforeAfter({ shopId, picture, recipe, onClose }: Props) {
  const { t } = useTranslation('editor');
  const of = { shopId: shopId as Product['shopId'], sha256: picture.sha256, recipe };
  const { data, error, refresh } = useAsk('media.sizes', of);
  return (
    <Dialog title={t('compare.title', { name: picture.name })} isOpen onClose={onClose} width="full">
      {data ? <Compared of={of} bytesBefore={data.bytesBefore} derivatives={data.derivatives} /> : (
        <div className={styles.waiting} aria-busy={error === null}>
          {error ? <ErrorState error={error} onRetry={refresh} /> : <><Skeleton width="60%" height={240} /><p role="status">{t('compare.made')}</p></>}
        </div>
      )}
    </Dialog>
  );
}

type Of = { readonly shopId: Product['shopId']; readonly sha256: string; readonly recipe: Recipe | null };

function Compared({ of, bytesBefore, derivatives }: { of: Of; bytesBefore: number; derivatives: readonly Derivative[] }) {
  const { t } = useTranslation('editor');
  const locale = useLocale();
  const [wanted, setWanted] = useState<{ readonly purpose: DerivativePurpose | null; readonly format: DerivativeFormat; readonly zoom: 'fit' | 'actual' }>({ purpose: null, format: 'webp', zoom: 'fit' });
  const sizes = derivativePurposes.flatMap((purpose) => derivatives.find((one) => one.purpose === purpose) ?? []);
  const purpose = wanted.purpose ?? sizes.at(-1)?.purpose ?? 'thumbnail';
  const formats = derivativeFormats.filter((format) => derivatives.some((one) => one.purpose === purpose && one.format === format));
  const format = formats.includes(wanted.format) ? wanted.format : formats[0]!;
  const shown = derivatives.find((one) => one.purpose === purpose && one.format === format);
  const pair = useAsk('media.compare', { ...of, purpose, format }, { keep: false });
  const share = shown ? 1 - shown.bytes / bytesBefore : 0;
  return (
    <div className={styles.compare}>
      <div className={styles.bar}>
        <Segmented label={t('compare.size')} value={purpose} items={sizes.map((one) => ({ id: one.purpose, label: `${formatNumber(one.width, locale)} × ${formatNumber(one.height, locale)}` }))} onChange={(id) => setWanted({ ...wanted, purpose: id })} />
        <Segmented label={t('compare.format')} value={format} items={formats.map((id) => ({ id, label: id.toUpperCase() }))} onChange={(id) => setWanted({ ...wanted, format: id })} />
        <Segmented label={t('compare.view')} value={wanted.zoom} items={[{ id: 'fit', label: t('compare.fit') }, { id: 'actual', label: t('compare.zoom') }]} onChange={(zoom) => setWanted({ ...wanted, zoom })} />
      </div>
      {pair.data ? <CompareSlider key={`${purpose} ${format}`} pair={pair.data} isActualSize={wanted.zoom === 'actual'} /> : (
        <div className={styles.waiting} aria-busy={pair.error === null}>
          {pair.error ? (pair.error.code === 'not-ready' ? <p>{t('compare.noneHere')}</p> : <ErrorState error={pair.error} onRetry={pair.refresh} />) : <Skeleton width="60%" height={240} />}
        </div>
      )}
      {shown && (
        <dl className={styles.figures}>
          <div><dt>{t('compare.before')}</dt><dd>{t('compare.beforeAbout', { bytes: formatBytes(bytesBefore, locale) })}</dd></div>
          <div><dt>{t('compare.after')}</dt><dd>{share > 0 ? t('compare.afterAbout', { bytes: formatBytes(shown.bytes, locale), share: formatPercent(share, locale) }) : formatBytes(shown.bytes, locale)}</dd></div>
          <div><dt>{t('compare.likeness')}</dt><dd>{t(`compare.alike.${likenessOf(shown.similarity)}`)}{shown.similarity !== null && <span className="num"> {t('compare.score', { score: formatNumber(Math.round(shown.similarity), locale) })}</span>}</dd></div>
        </dl>
      )}
    </div>
  );
}
