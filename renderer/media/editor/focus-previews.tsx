import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { resultSize, type Size } from '#shared/media/geometry.ts';
import type { Recipe } from '#shared/media/recipe.ts';
import { drawResult } from './draw-result.ts';
import styles from './editor.module.css';

type Props = { image: HTMLImageElement; size: Size; recipe: Recipe };

/** How wide a preview is unpacked, px: twice as wide as it is shown. */
const DRAWN_PX = 240;
const PLACES = ['square', 'wide', 'tall'] as const;

/** How the result looks in places of other shapes: what is cut off there is cut around the point that stays in view. */
export function FocusPreviews({ image, size, recipe }: Props) {
  const { t } = useTranslation('editor');
  return (
    <ul className={styles.previews}>
      {PLACES.map((place) => (
        <li key={place}>
          <Preview image={image} size={size} recipe={recipe} place={place} />
          <span>{t(`shape.${place}`)}</span>
        </li>
      ))}
    </ul>
  );
}

function Preview({ image, size, recipe, place }: Props & { place: (typeof PLACES)[number] }) {
  const { t } = useTranslation('editor');
  const canvas = useRef<HTMLCanvasElement>(null);
  const result = resultSize(size, recipe) ?? { width: 1, height: 1 };
  const width = Math.max(1, Math.round(Math.min(DRAWN_PX, (DRAWN_PX * 2 * result.width) / result.height)));
  const height = Math.max(1, Math.round((width * result.height) / result.width));
  useEffect(() => {
    if (canvas.current) drawResult(canvas.current, image, size, recipe);
  }, [image, size, recipe, width, height]);
  const { x, y } = recipe.focus;
  return <canvas ref={canvas} width={width} height={height} className={styles.preview} data-place={place} style={{ objectPosition: `${x * 100}% ${y * 100}%` }} role="img" aria-label={t('focus.preview', { shape: t(`shape.${place}`) })} />;
}
