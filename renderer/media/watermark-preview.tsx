import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import type { Shop } from '#shared/catalog/model.ts';
import type { Watermark } from '#shared/media/recipe.ts';
import { markBoxes } from './mark-boxes.ts';
import { imageOfRow, Picture } from './picture.tsx';
import styles from './watermark-preview.module.css';

const SIZE = 300;

/** Where a mark comes to lie and how strongly it is seen, on one of the shop's own pictures. */
export function WatermarkPreview({ shop, mark }: { shop: Shop; mark: Watermark }) {
  const { t } = useTranslation('media');
  const locale = useLocale();
  const { data } = useAsk('catalog.page', { query: { locale, filter: { shopId: shop.id }, sort: { by: 'updatedAt', dir: 'desc' } }, offset: 0, limit: 20 });
  const rows = data?.rows ?? [];
  const row = rows.find(({ picture }) => picture !== null) ?? rows.find(({ drawing }) => drawing !== null);
  const { fontPx, lines } = useMemo(() => markBoxes(mark, SIZE, widthOf), [mark]);
  return (
    <figure className={styles.preview}>
      <div className={styles.frame} style={{ inlineSize: SIZE, blockSize: SIZE }}>
        <Picture image={row ? imageOfRow(row) : null} shopId={shop.id} alt="" size={SIZE} bare />
        <svg viewBox={`0 0 ${SIZE} ${SIZE}`} className={styles.mark} aria-hidden>
          {lines.map(({ text, x, y }, at) => (
            <g key={at} opacity={mark.opacity} fontSize={fontPx} fontWeight={700} textAnchor="middle">
              <text x={x + 1} y={y + 1} fill="black">{text}</text>
              <text x={x} y={y} fill="white">{text}</text>
            </g>
          ))}
        </svg>
      </div>
      <figcaption>{t('watermark.preview')}</figcaption>
    </figure>
  );
}

let brush: CanvasRenderingContext2D | null | undefined;
/** How wide a text is, in its own size. */
function widthOf(text: string): number {
  brush ??= document.createElement('canvas').getContext('2d');
  if (!brush) return text.length * 0.6;
  brush.font = '700 100px sans-serif';
  return brush.measureText(text).width / 100;
}
