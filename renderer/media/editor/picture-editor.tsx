import { Redo2, Undo2 } from 'lucide-react';
import { useDeferredValue, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { keysOf, useScope, useShortcut } from '#renderer/lib/shortcuts.ts';
import { Button, Dialog, ErrorState, IconButton, Segmented, showToast, Skeleton } from '#renderer/ui/index.ts';
import type { Product } from '#shared/catalog/model.ts';
import { resultSize } from '#shared/media/geometry.ts';
import type { ListedPicture } from '#shared/media/listed-picture.ts';
import type { Recipe } from '#shared/media/recipe.ts';
import { useProduct } from '../../catalog/use-product.ts';
import { isEdited } from './editor-state.ts';
import { FocusPreviews } from './focus-previews.tsx';
import { RecipeConflict } from './recipe-conflict.tsx';
import { ResultChecks } from './result-checks.tsx';
import { Stage, type Tool } from './stage.tsx';
import { Group, Tools } from './tools.tsx';
import { useEditor, type Editor } from './use-editor.ts';
import { useShownPicture, type Showing } from './use-shown-picture.ts';
import './shortcuts.ts';
import styles from './editor.module.css';

type Props = {
  shopId: string;
  productId: string;
  imageId: string;
  picture: ListedPicture;
  /** What the listing says now. */
  recipe: Recipe | null;
  onClose: () => void;
};

/** Turns, straightens, cuts and grounds a picture of a listing, and says which point of it stays in view. What is begun stays until it is saved or given up. */
export function PictureEditor({ shopId, productId, imageId, picture, recipe, onClose }: Props) {
  const { t } = useTranslation('editor');
  const explain = useExplain();
  const editor = useEditor({ productId, imageId, size: picture, recipe });
  const product = useProduct(productId).data;
  const showing = useShownPicture({ shopId: shopId as Product['shopId'], sha256: picture.sha256, recipe: null, purpose: '1600', bare: true });
  const [isSaving, setSaving] = useState(false);
  const { state, act } = editor;
  const canSave = isEdited(state) && !isSaving && (product?.editable ?? true);
  const save = async () => {
    if (!canSave) return;
    setSaving(true);
    const result = await editor.save(t('saved', { name: picture.name }));
    setSaving(false);
    if (result.ok) onClose();
    else showToast({ tone: 'bad', text: explain(result.error).what, detail: explain(result.error).wayOut });
  };
  return (
    <Dialog
      title={t('title', { name: picture.name })} isOpen onClose={onClose} width="full" isDismissable={!isSaving}
      actions={
        <div className={styles.bar}>
          <IconButton icon={Undo2} label={t('undo')} kbd={keysOf('editor.undo')} isDisabled={state.past.length === 0} onPress={() => act({ do: 'undo' })} />
          <IconButton icon={Redo2} label={t('redo')} kbd={keysOf('editor.redo')} isDisabled={state.future.length === 0} onPress={() => act({ do: 'redo' })} />
          <Button variant="quiet" onPress={() => act({ do: 'reset' })}>{t('reset')}</Button>
          <span className={styles.spring} />
          <Button onPress={onClose} isDisabled={isSaving}>{t('close')}</Button>
          <Button variant="go" kbd={keysOf('editor.save')} isDisabled={!canSave} isPending={isSaving} onPress={() => void save()}>{t('save')}</Button>
        </div>
      }
    >
      <Keys editor={editor} save={() => void save()} />
      <Body editor={editor} picture={picture} recipe={recipe} showing={showing} product={product} imageId={imageId} />
    </Dialog>
  );
}

/** Inside of the dialog: its own scope would hide one that is set up around it. */
function Keys({ editor: { act }, save }: { editor: Editor; save: () => void }) {
  useScope('editor', { modal: true });
  useShortcut('editor.undo', () => act({ do: 'undo' }));
  useShortcut('editor.redo', () => act({ do: 'redo' }));
  useShortcut('editor.redoToo', () => act({ do: 'redo' }));
  useShortcut('editor.turnRight', () => act({ do: 'turn', by: 90 }));
  useShortcut('editor.turnLeft', () => act({ do: 'turn', by: 270 }));
  useShortcut('editor.save', save);
  return null;
}

type BodyProps = { editor: Editor; picture: ListedPicture; recipe: Recipe | null; showing: Showing; product: ReturnType<typeof useProduct>['data']; imageId: string };

function Body({ editor, picture, recipe, showing, product, imageId }: BodyProps) {
  const { t } = useTranslation('editor');
  const locale = useLocale();
  const hintId = useId();
  const [tool, setTool] = useState<Tool>('cut');
  const { state, act } = editor;
  // What is only looked at may come a moment later than what is in the hand.
  const settled = useDeferredValue(state.now.recipe);
  const result = resultSize(picture, settled);
  const shown = showing.picture;
  const conflict = product?.conflicts.find(({ field }) => field.path === `images/${imageId}/recipe`);
  const isMain = product !== null && !Object.values(product.product.images).some(({ position }) => position < (product.product.images[imageId]?.position ?? 0));
  return (
    <div className={styles.editor}>
      <div className={styles.stage}>
        <div className={styles.notes}>
          <Notes editor={editor} recipe={recipe} isReadOnly={product?.editable === false} />
          {conflict && shown && <RecipeConflict conflict={conflict} image={shown.image} size={picture} onSettled={editor.startOver} />}
        </div>
        {shown ? <Stage url={shown.url} size={picture} state={state} tool={tool} act={act} /> : (
          <div className={styles.waiting} aria-busy={showing.error === null}>
            {showing.error ? <ErrorState error={showing.error} onRetry={showing.retry} /> : <Skeleton width="60%" height={240} />}
          </div>
        )}
      </div>
      <Tools size={picture} state={state} act={act}>
        <Group title={t('focus.title')}>
          <Segmented label={t('focus.tool')} hideLabel value={tool} items={[{ id: 'cut', label: t('focus.cut') }, { id: 'focus', label: t('focus.point') }]} onChange={setTool} />
          <p id={hintId} className={styles.hint}>{t(tool === 'focus' ? 'focus.hint' : 'focus.why')}</p>
          {shown && <FocusPreviews image={shown.image} size={picture} recipe={settled} />}
        </Group>
        <Group title={t('result.title')}>
          <p className={styles.size} role="status">{result ? t('result.size', { width: formatNumber(result.width, locale), height: formatNumber(result.height, locale) }) : t('result.nothing')}</p>
          {shown && result && <ResultChecks image={shown.image} picture={picture} recipe={settled} isMain={isMain} onFix={(fixed) => act({ do: 'take', recipe: fixed })} />}
        </Group>
      </Tools>
    </div>
  );
}

function Notes({ editor, recipe, isReadOnly }: { editor: Editor; recipe: Recipe | null; isReadOnly: boolean }) {
  const { t } = useTranslation('editor');
  const [wasKept] = useState(editor.wasKept && isEdited(editor.state));
  const { state } = editor;
  // Another recipe is in force than the one this was begun over.
  const isOld = isEdited(state) && JSON.stringify(state.base) !== JSON.stringify(recipe);
  return (
    <>
      {isReadOnly && <p className={styles.note}><span>{t('note.readOnly')}</span></p>}
      {isOld ? (
        <p className={styles.note} data-tone="warn" role="status">
          <span>{t('note.meanwhile')}</span>
          <Button size="sm" onPress={() => editor.startOver(recipe)}>{t('note.takeTheirs')}</Button>
        </p>
      ) : wasKept && isEdited(state) && (
        <p className={styles.note} role="status">
          <span>{t('note.kept')}</span>
          <Button size="sm" onPress={() => editor.startOver(recipe)}>{t('note.giveUp')}</Button>
        </p>
      )}
    </>
  );
}
