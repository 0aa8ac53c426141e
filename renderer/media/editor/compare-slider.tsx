import { useId, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Output } from '#renderer/lib/client.ts';
import { formatPercent } from '#renderer/lib/format.ts';
import { directionOf, useLocale } from '#renderer/lib/i18n.ts';
import { useDensity } from '#renderer/lib/use-density.ts';
import { usePull } from './use-pull.ts';
import styles from './compare.module.css';

type Props = { pair: Output<'media.compare'>; /** One pixel of the picture on one of the screen. */ isActualSize: boolean };

const address = ({ mime, data }: { readonly mime: string; readonly data: string }): string => `data:${mime};base64,${data}`;

/** Two pictures on top of each other with a line between them: before on the side where reading begins, after on the other. The pictures are never mirrored. */
export function CompareSlider({ pair: { width, height, before, after }, isActualSize }: Props) {
  const { t } = useTranslation('editor');
  const locale = useLocale();
  const helpId = useId();
  const density = useDensity();
  const isRtl = directionOf(locale) === 'rtl';
  const [share, setShare] = useState(0.5);
  const put = (next: number) => setShare(Math.min(1, Math.max(0, next)));
  const [from, setFrom] = useState(0.5);
  const [across, setAcross] = useState(1);
  const pull = usePull({ onStart: () => setFrom(share), onPull: (by) => put(from + ((isRtl ? -1 : 1) * by.x) / across), onEnd: () => undefined });
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.shiftKey ? 0.1 : 0.01;
    const onward = isRtl ? 'ArrowLeft' : 'ArrowRight';
    const back = isRtl ? 'ArrowRight' : 'ArrowLeft';
    const next = { [onward]: share + step, [back]: share - step, ArrowUp: share + step, ArrowDown: share - step, PageUp: share + 0.1, PageDown: share - 0.1, Home: 0, End: 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    put(next);
  };
  const edge = `${share * 100}%`;
  const rest = `${(1 - share) * 100}%`;
  return (
    <div className={styles.scroll}>
      <div className={styles.pair} data-actual={isActualSize || undefined} style={isActualSize ? { inlineSize: width / density, blockSize: height / density } : { aspectRatio: `${width} / ${height}`, maxInlineSize: width / density, inlineSize: `min(100%, calc((100vh - 300px) * ${width / height}))` }}>
        <img src={address(after)} alt={t('compare.after')} draggable={false} />
        <img src={address(before)} alt={t('compare.before')} draggable={false} style={{ clipPath: isRtl ? `inset(0 0 0 ${rest})` : `inset(0 ${rest} 0 0)` }} />
        <span className={styles.tag} data-side="before" aria-hidden>{t('compare.before')}</span>
        <span className={styles.tag} data-side="after" aria-hidden>{t('compare.after')}</span>
        <div
          className={styles.line} style={{ insetInlineStart: edge }} role="slider" tabIndex={0} aria-label={t('compare.slider')} aria-describedby={helpId} aria-orientation="horizontal"
          aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(share * 100)} aria-valuetext={t('compare.value', { share: formatPercent(share, locale) })}
          onKeyDown={onKeyDown} {...pull}
          onPointerDown={(event) => {
            setAcross(event.currentTarget.parentElement!.clientWidth);
            pull.onPointerDown(event);
          }}
        />
        <span id={helpId} hidden>{t('compare.keys')}</span>
      </div>
    </div>
  );
}
