import { useEffect, useId, useRef, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { boundsOf, cutOf, movedBox, resizedBox, type Handle } from '#shared/media/crop.ts';
import type { Box, Size } from '#shared/media/geometry.ts';
import type { Edit, Step } from './editor-state.ts';
import { ratioOf } from './shapes.ts';
import { usePull } from './use-pull.ts';
import styles from './stage.module.css';

type Props = { size: Size; step: Step; /** CSS pixels for each pixel of the picture. */ scale: number; /** Where the frame lies on the stage, CSS pixels. */ at: Box; act: (edit: Edit) => void };

const HANDLES: readonly Handle[] = [{ x: -1, y: -1 }, { x: 0, y: -1 }, { x: 1, y: -1 }, { x: 1, y: 0 }, { x: 1, y: 1 }, { x: 0, y: 1 }, { x: -1, y: 1 }, { x: -1, y: 0 }];
const ARROWS: Readonly<Record<string, readonly [x: -1 | 0 | 1, y: -1 | 0 | 1]>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** What is kept of a picture: pulled as a whole or by its handles; arrows move it, with Shift they move its right and lower sides. */
export function CropFrame({ size, step, scale, at, act }: Props) {
  const { t } = useTranslation('editor');
  const locale = useLocale();
  const helpId = useId();
  const box = cutOf(size, step.recipe);
  const bounds = boundsOf(size, step.recipe);
  const ratio = ratioOf(step.shape, size, step.recipe);
  /** The cut as it was when it was grabbed. */
  const grabbed = useRef({ box, bounds });
  const begin = () => {
    grabbed.current = { box, bounds };
  };
  const settle = () => act({ do: 'settle' });
  const pull = usePull({ onStart: begin, onEnd: settle, onPull: (by) => act({ do: 'cut', run: 'move', box: movedBox(grabbed.current.box, { x: by.x / scale, y: by.y / scale }, grabbed.current.bounds) }) });
  const onKeyDown = (event: KeyboardEvent) => {
    const arrow = ARROWS[event.key];
    if (arrow === undefined || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    const far = event.altKey ? 1 : Math.max(1, Math.round(Math.min(bounds.width, bounds.height) / 100));
    const by = { x: arrow[0] * far, y: arrow[1] * far };
    // A key that is held is one step: it ends when the key comes up.
    act({ do: 'cut', run: 'keys', box: event.shiftKey ? resizedBox(box, { x: arrow[0] === 0 ? 0 : 1, y: arrow[1] === 0 ? 0 : 1 }, by, bounds, ratio) : movedBox(box, by, bounds) });
  };
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The picture came a moment after the dialog, which has the keyboard until somebody takes it elsewhere.
    if (document.activeElement?.getAttribute('role') === 'dialog') frame.current?.focus({ preventScroll: true });
  }, []);
  const pixels = (value: number): string => formatNumber(Math.round(value), locale);
  return (
    <div
      ref={frame} className={styles.frame} style={{ insetInlineStart: at.left, insetBlockStart: at.top, inlineSize: at.width, blockSize: at.height }}
      role="group" tabIndex={0} aria-roledescription={t('frame.role')} aria-label={t('frame.label', { width: pixels(box.width), height: pixels(box.height), left: pixels(box.left), top: pixels(box.top) })} aria-describedby={helpId}
      onKeyDown={onKeyDown} onKeyUp={settle} {...pull}
    >
      <span className={styles.thirds} aria-hidden />
      <span id={helpId} hidden>{t('frame.help')}</span>
      {HANDLES.map((handle) => <Grip key={`${handle.x} ${handle.y}`} handle={handle} begin={begin} settle={settle} onPull={(by) => act({ do: 'cut', run: 'resize', box: resizedBox(grabbed.current.box, handle, { x: by.x / scale, y: by.y / scale }, grabbed.current.bounds, ratio) })} />)}
    </div>
  );
}

function Grip({ handle: { x, y }, begin, settle, onPull }: { handle: Handle; begin: () => void; settle: () => void; onPull: (by: { readonly x: number; readonly y: number }) => void }) {
  const pull = usePull({ onStart: begin, onPull, onEnd: settle });
  const kind = x === 0 ? 'ns' : y === 0 ? 'ew' : x === y ? 'nwse' : 'nesw';
  return <span className={styles.grip} data-kind={kind} style={{ insetInlineStart: `${(x + 1) * 50}%`, insetBlockStart: `${(y + 1) * 50}%` }} {...pull} />;
}
