import { Proportions, RotateCcw, RotateCw, Square, SquareDashed } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { keysOf } from '#renderer/lib/shortcuts.ts';
import { Button, IconButton, NumberField, Segmented, Slider } from '#renderer/ui/index.ts';
import { boundsOf, cutOf, LEAST_CUT_PX } from '#shared/media/crop.ts';
import { WHITE } from '#shared/media/fixes.ts';
import { showsGround, type Box, type Size } from '#shared/media/geometry.ts';
import type { Edit, EditorState } from './editor-state.ts';
import { GroundTool } from './ground-tool.tsx';
import { ratioOf, shapes } from './shapes.ts';
import styles from './editor.module.css';

type Props = { size: Size; state: EditorState; act: (edit: Edit) => void };

/** Everything that can be done to a picture, in the order in which it is done. */
export function Tools({ size, state, act, children }: Props & { children: ReactNode }) {
  const { t } = useTranslation('editor');
  return (
    <div className={styles.tools}>
      <Group title={t('turn.title')}><TurnTool size={size} state={state} act={act} /></Group>
      <Group title={t('cut.title')}><CutTool size={size} state={state} act={act} /></Group>
      <Group title={t('ground.title')}><GroundTool state={state} act={act} /></Group>
      {children}
    </div>
  );
}

export function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.group} aria-label={title}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function TurnTool({ state: { now }, act }: Props) {
  const { t } = useTranslation('editor');
  const locale = useLocale();
  const { straighten } = now.recipe;
  return (
    <div className={styles.turn}>
      <IconButton icon={RotateCcw} label={t('turn.left')} kbd={keysOf('editor.turnLeft')} onPress={() => act({ do: 'turn', by: 270 })} />
      <IconButton icon={RotateCw} label={t('turn.right')} kbd={keysOf('editor.turnRight')} onPress={() => act({ do: 'turn', by: 90 })} />
      <div className={styles.straighten}>
        <Slider
          label={t('turn.straighten')} value={straighten} min={-45} max={45} step={0.1} said={t('turn.degrees', { degrees: formatNumber(straighten, locale) })}
          onChange={(degrees) => act({ do: 'straighten', degrees, run: 'slider' })} onChangeEnd={() => act({ do: 'settle' })}
        />
      </div>
      <NumberField label={t('turn.exact')} hideLabel value={straighten} minValue={-45} maxValue={45} step={0.1} unit={t('turn.unit')} steps={false} className={styles.angle} onChange={(degrees) => act({ do: 'straighten', degrees: Number.isNaN(degrees) ? 0 : degrees })} />
    </div>
  );
}

function CutTool({ size, state: { now }, act }: Props) {
  const { t } = useTranslation('editor');
  const [box, bounds] = [cutOf(size, now.recipe), boundsOf(size, now.recipe)];
  const ratio = ratioOf(now.shape, size, now.recipe);
  const round = Math.round;
  /** One measure typed: the other follows where the shape is kept. */
  const put = (part: Partial<Box>) => {
    const next = { ...box, ...part };
    if (ratio !== null && part.width !== undefined) next.height = next.width / ratio;
    if (ratio !== null && part.height !== undefined) next.width = next.height * ratio;
    if (Object.values(part).every((value) => Number.isFinite(value))) act({ do: 'cut', box: next });
  };
  const field = (part: keyof Box, least: number, most: number) => (
    <NumberField key={part} label={t(`cut.${part}`)} value={round(box[part])} minValue={round(least)} maxValue={round(most)} steps={false} unit={t('cut.unit')} onChange={(value) => put({ [part]: value })} />
  );
  return (
    <>
      <Segmented label={t('cut.shape')} hideLabel value={now.shape} items={shapes.map((shape) => ({ id: shape, label: t(`shape.${shape}`) }))} onChange={(shape) => act({ do: 'shape', shape })} />
      <div className={styles.fields}>
        {field('left', bounds.left, bounds.left + bounds.width - box.width)}
        {field('top', bounds.top, bounds.top + bounds.height - box.height)}
        {field('width', LEAST_CUT_PX, bounds.left + bounds.width - box.left)}
        {field('height', LEAST_CUT_PX, bounds.top + bounds.height - box.top)}
      </div>
      <div className={styles.row}>
        <Button size="sm" icon={Square} onPress={() => act({ do: 'pad', background: WHITE })}>{t('cut.pad')}</Button>
        <Button size="sm" icon={Proportions} isDisabled={now.recipe.crop === null} onPress={() => act({ do: 'whole' })}>{t('cut.whole')}</Button>
        {now.recipe.straighten !== 0 && showsGround(size, now.recipe) && <Button size="sm" icon={SquareDashed} onPress={() => act({ do: 'close-corners' })}>{t('cut.closeCorners')}</Button>}
      </div>
    </>
  );
}
