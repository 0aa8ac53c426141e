import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '#renderer/lib/client.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { useWho } from '#renderer/lib/use-who.ts';
import { Button, showToast } from '#renderer/ui/index.ts';
import { resultSize, type Size } from '#shared/media/geometry.ts';
import { plainRecipe, recipe as recipeSchema, type Recipe } from '#shared/media/recipe.ts';
import type { FieldConflict } from '#shared/sync/model.ts';
import { useUnsettle } from '../../sync/use-unsettle.ts';
import { drawResult } from './draw-result.ts';
import styles from './editor.module.css';

type Props = { conflict: { readonly id: string; readonly field: FieldConflict }; image: HTMLImageElement; size: Size; /** With the recipe that holds from now on. */ onSettled: (recipe: Recipe | null) => void };

/** Two people changed how one picture is cut: both results side by side, and the choice. */
export function RecipeConflict({ conflict: { id, field }, image, size, onSettled }: Props) {
  const { t } = useTranslation('editor');
  const who = useWho();
  const explain = useExplain();
  const unsettle = useUnsettle();
  const [busy, setBusy] = useState(false);
  const read = (value: FieldConflict['mine']): Recipe | null => recipeSchema.nullable().catch(null).parse(value);
  const settle = async (choice: 'mine' | 'theirs') => {
    setBusy(true);
    const result = await ask('sync.settle', { decisions: [{ id, choice }] });
    setBusy(false);
    if (!result.ok) return showToast({ tone: 'bad', text: explain(result.error).what, detail: explain(result.error).wayOut });
    const { settlement } = result.value;
    onSettled(read(field[choice]));
    showToast({ tone: 'ok', text: t('conflict.settled'), undo: () => void unsettle(settlement) });
  };
  return (
    <section className={styles.conflict} aria-label={t('conflict.title')}>
      <p>{t('conflict.title')}</p>
      <div className={styles.both}>
        {(['mine', 'theirs'] as const).map((side) => (
          <figure key={side}>
            <figcaption>{side === 'mine' ? t('conflict.mine') : field.theirsBy === null ? t('conflict.theirs') : t('conflict.theirsBy', { name: who(field.theirsBy) })}</figcaption>
            <Result image={image} size={size} recipe={read(field[side]) ?? plainRecipe} label={t(`conflict.${side}`)} />
            <Button size="sm" isDisabled={busy} onPress={() => void settle(side)}>{t(`conflict.keep.${side}`)}</Button>
          </figure>
        ))}
      </div>
    </section>
  );
}

function Result({ image, size, recipe, label }: { image: HTMLImageElement; size: Size; recipe: Recipe; label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const result = resultSize(size, recipe) ?? { width: 1, height: 1 };
  const scale = Math.min(1, 480 / Math.max(result.width, result.height));
  useEffect(() => {
    if (canvas.current) drawResult(canvas.current, image, size, recipe);
  }, [image, size, recipe]);
  return <canvas ref={canvas} width={Math.max(1, Math.round(result.width * scale))} height={Math.max(1, Math.round(result.height * scale))} role="img" aria-label={label} />;
}
