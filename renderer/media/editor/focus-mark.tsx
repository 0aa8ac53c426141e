import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { formatPercent } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import type { Box } from '#shared/media/geometry.ts';
import type { Recipe } from '#shared/media/recipe.ts';
import type { Edit } from './editor-state.ts';
import { usePull } from './use-pull.ts';
import styles from './stage.module.css';

type Props = { focus: Recipe['focus']; /** Where the result lies on the stage, CSS pixels. */ at: Box; act: (edit: Edit) => void };

/** The point that stays in view: pressed where it belongs, pulled, or moved by the arrows. */
export function FocusMark({ focus, at, act }: Props) {
  const { t } = useTranslation('editor');
  const locale = useLocale();
  const put = (point: { readonly x: number; readonly y: number }) => act({ do: 'focus', x: point.x / at.width, y: point.y / at.height, run: 'point' });
  const pull = usePull({ onStart: put, onPull: (_by, point) => put(point), onEnd: () => act({ do: 'settle' }) });
  const onKeyDown = (event: KeyboardEvent) => {
    const far = event.shiftKey ? 0.1 : 0.01;
    const by = { ArrowLeft: [-far, 0], ArrowRight: [far, 0], ArrowUp: [0, -far], ArrowDown: [0, far] }[event.key];
    if (by === undefined || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    act({ do: 'focus', x: focus.x + by[0]!, y: focus.y + by[1]!, run: 'point keys' });
  };
  return (
    <div
      className={styles.aim} style={{ insetInlineStart: at.left, insetBlockStart: at.top, inlineSize: at.width, blockSize: at.height }}
      role="group" tabIndex={0} aria-roledescription={t('focus.role')} aria-label={t('focus.label', { across: formatPercent(focus.x, locale), down: formatPercent(focus.y, locale) })}
      onKeyDown={onKeyDown} onKeyUp={() => act({ do: 'settle' })} {...pull}
    >
      <span className={styles.point} style={{ insetInlineStart: `${focus.x * 100}%`, insetBlockStart: `${focus.y * 100}%` }} aria-hidden />
    </div>
  );
}
