import { useId, useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './split-pane.module.css';

type Props = {
  children: ReactNode;
  /** The part with a width of its own. */
  side: ReactNode;
  /** On which side, in reading direction. */
  sideAt?: 'start' | 'end';
  width: number;
  min?: number;
  max?: number;
  onWidth: (width: number) => void;
  /** Left out of view and out of the tab order. */
  sideHidden?: boolean;
};

/** Two parts side by side with a movable line between them; arrows move it too. */
export function SplitPane({ children, side, sideAt = 'end', width, min = 240, max = 640, onWidth, sideHidden = false }: Props) {
  const { t } = useTranslation('common');
  const id = useId();
  const frame = useRef<HTMLDivElement>(null);
  const [dragging, setDragging] = useState<number | null>(null);
  const shown = dragging ?? width;
  const clamp = (value: number) => Math.round(Math.min(max, Math.max(min, value)));

  /** Width that puts the line under the pointer, whatever the reading direction. */
  const widthAt = (clientX: number) => {
    const box = frame.current!.getBoundingClientRect();
    const rtl = getComputedStyle(frame.current!).direction === 'rtl';
    const fromStart = rtl ? box.right - clientX : clientX - box.left;
    return clamp(sideAt === 'start' ? fromStart : box.width - fromStart);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const rtl = getComputedStyle(event.currentTarget).direction === 'rtl';
    const towardsEnd = rtl ? 'ArrowLeft' : 'ArrowRight';
    const towardsStart = rtl ? 'ArrowRight' : 'ArrowLeft';
    const step = event.shiftKey ? 48 : 12;
    const grow = sideAt === 'start' ? step : -step;
    const next =
      event.key === towardsEnd ? width + grow : event.key === towardsStart ? width - grow : event.key === 'Home' ? min : event.key === 'End' ? max : null;
    if (next === null) return;
    event.preventDefault();
    onWidth(clamp(next));
  };
  const line = (
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={t('split.resize')}
      aria-controls={id}
      aria-valuenow={shown}
      aria-valuemin={min}
      aria-valuemax={max}
      tabIndex={0}
      className={styles.line}
      data-dragging={dragging !== null || undefined}
      onKeyDown={onKeyDown}
      onPointerDown={(event: PointerEvent<HTMLDivElement>) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        setDragging(width);
      }}
      onPointerMove={(event) => {
        if (dragging !== null) setDragging(widthAt(event.clientX));
      }}
      onPointerUp={() => {
        if (dragging !== null) onWidth(dragging);
        setDragging(null);
      }}
      onPointerCancel={() => setDragging(null)}
    />
  );
  const sidePart = !sideHidden && (
    <div id={id} className={styles.side} style={{ inlineSize: shown }}>
      {side}
    </div>
  );
  return (
    <div ref={frame} className={styles.frame}>
      {sideAt === 'start' && sidePart}
      {sideAt === 'start' && !sideHidden && line}
      <div className={styles.main}>{children}</div>
      {sideAt === 'end' && !sideHidden && line}
      {sideAt === 'end' && sidePart}
    </div>
  );
}
