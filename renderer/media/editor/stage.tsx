import { useLayoutEffect, useRef, useState } from 'react';
import { boundsOf, cutOf } from '#shared/media/crop.ts';
import { uncutMatrix, type Box, type Size } from '#shared/media/geometry.ts';
import { CropFrame } from './crop-frame.tsx';
import type { Edit, EditorState } from './editor-state.ts';
import { FocusMark } from './focus-mark.tsx';
import styles from './stage.module.css';

export type Tool = 'cut' | 'focus';
type Props = { url: string; size: Size; state: EditorState; tool: Tool; act: (edit: Edit) => void };

/** Room around the picture, where handles at its edges can still be grabbed, CSS pixels. */
const MARGIN_PX = 20;

/** The picture as the recipe turns it, with what is kept of it; what is left out stays to be seen. Never mirrored, whatever the language. */
export function Stage({ url, size, state, tool, act }: Props) {
  const room = useRef<HTMLDivElement>(null);
  const [space, setSpace] = useState<Size | null>(null);
  useLayoutEffect(() => {
    const element = room.current!;
    const measure = () => setSpace({ width: element.clientWidth, height: element.clientHeight });
    measure();
    const watcher = new ResizeObserver(measure);
    watcher.observe(element);
    return () => watcher.disconnect();
  }, []);
  return (
    <div ref={room} className={styles.room} dir="ltr">
      {space !== null && space.width > 2 * MARGIN_PX && <Scene url={url} size={size} state={state} tool={tool} act={act} space={space} />}
    </div>
  );
}

function Scene({ url, size, state, tool, act, space }: Props & { space: Size }) {
  const { now } = state;
  // While a frame is being pulled, what it lies on stands still.
  const still = state.run !== null && !state.run.startsWith('slider') ? (state.past.at(-1) ?? now) : now;
  const bounds = boundsOf(size, still.recipe);
  const scale = Math.min((space.width - 2 * MARGIN_PX) / bounds.width, (space.height - 2 * MARGIN_PX) / bounds.height);
  const start = { left: (space.width - bounds.width * scale) / 2, top: (space.height - bounds.height * scale) / 2 };
  const placed = ({ left, top, width, height }: Box): Box => ({ left: start.left + (left - bounds.left) * scale, top: start.top + (top - bounds.top) * scale, width: width * scale, height: height * scale });
  const [a, b, c, d, e, f] = uncutMatrix(size, now.recipe);
  const origin = { x: start.left + (e - bounds.left) * scale, y: start.top + (f - bounds.top) * scale };
  const at = placed(cutOf(size, now.recipe));
  const where = { insetInlineStart: at.left, insetBlockStart: at.top, inlineSize: at.width, blockSize: at.height };
  return (
    <>
      <div className={styles.ground} data-see-through={now.recipe.background === null || undefined} style={{ ...where, ...(now.recipe.background === null ? {} : { background: now.recipe.background }) }} />
      <img
        src={url} alt="" draggable={false} className={styles.picture}
        style={{ inlineSize: size.width, blockSize: size.height, transform: `matrix(${a * scale}, ${b * scale}, ${c * scale}, ${d * scale}, ${origin.x}, ${origin.y})` }}
      />
      <div className={styles.shade} style={where} data-tool={tool} aria-hidden />
      {tool === 'cut' ? <CropFrame size={size} step={now} scale={scale} at={at} act={act} /> : <FocusMark focus={now.recipe.focus} at={at} act={act} />}
    </>
  );
}
