import { ArrowLeft, ArrowRight, Crop, Star, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConflictNote } from '#renderer/catalog/components/product/conflict-note.tsx';
import { useProductPage } from '#renderer/catalog/components/product/product-context.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { formatBytes, formatNumber } from '#renderer/lib/format.ts';
import { Button, IconButton } from '#renderer/ui/index.ts';
import type { Json } from '#shared/kernel/json.ts';
import type { FieldOp } from '#shared/sync/model.ts';
import { CompareButton } from '../editor/compare-button.tsx';
import { PictureEditor } from '../editor/picture-editor.tsx';
import { Picture } from '../picture.tsx';
import { SavedWords } from '../saved-words.tsx';
import { AltTexts } from './alt-texts.tsx';
import type { Placed } from './picture-order.ts';
import type { Saved } from './use-saved.ts';
import { VariantChoice } from './variant-choice.tsx';
import styles from './pictures.module.css';

type Props = { placed: Placed; at: number; count: number; saved: Saved | null; onMove: (to: number) => void; onRemove: () => void; onSave: (ops: readonly FieldOp[], said: string) => void };

/** The chosen picture: what it is, what is said of it in each language, which variants it shows, and what can be done with it. */
export function PictureDetail({ placed, at, count, saved, onMove, onRemove, onSave }: Props) {
  const { t } = useTranslation('media');
  const locale = useLocale();
  const { detail: { product, editable }, conflictAt } = useProductPage();
  const [id, image] = placed;
  const { picture = null } = image;
  const [isEditing, setEditing] = useState(false);
  const conflicts = [`images/${id}`, `images/${id}/picture`, `images/${id}/recipe`, `images/${id}/variants`].flatMap((path) => {
    const conflict = conflictAt(path);
    return conflict === null ? [] : [{ path, conflict }];
  });
  return (
    <div className={styles.detail} role="group" aria-label={t('grid.nth', { n: at + 1, total: count })} data-field={`images/${id}`}>
      <div className={styles.look}>
        <Picture image={image} shopId={product.shopId} alt={image.alt[locale] ?? ''} size={220} fit="contain" />
        {picture === null ? <p className={styles.soft}>{t('detail.drawn')}</p> : (
          <>
            <p className={styles.name}><bdi>{picture.name}</bdi></p>
            <p className={styles.soft}>
              <span className="num ltr">{formatNumber(picture.width, locale)} × {formatNumber(picture.height, locale)}</span> · <span className="ltr">{picture.mime.replace('image/', '').toUpperCase()}</span>
            </p>
            <p className={styles.soft}>{saved === null ? formatBytes(picture.bytes, locale) : <SavedWords before={saved.before} after={saved.after} />}</p>
            <CompareButton shopId={product.shopId} picture={picture} recipe={image.recipe ?? null} />
          </>
        )}
      </div>
      <div className={styles.words}>
        {editable && (
          <div className={styles.acts}>
            {picture !== null && <Button size="sm" icon={Crop} onPress={() => setEditing(true)}>{t('detail.edit')}</Button>}
            {at > 0 && <Button size="sm" icon={Star} onPress={() => onMove(0)}>{t('detail.makeMain')}</Button>}
            {count > 1 && (
              <>
                <IconButton size="sm" icon={ArrowLeft} label={t('detail.earlier')} kbd="Alt+ArrowLeft" isDisabled={at === 0} onPress={() => onMove(at - 1)} />
                <IconButton size="sm" icon={ArrowRight} label={t('detail.later')} kbd="Alt+ArrowRight" isDisabled={at === count - 1} onPress={() => onMove(at + 1)} />
              </>
            )}
            <Button size="sm" variant="quiet" icon={Trash2} onPress={onRemove}>{t('detail.remove')}</Button>
          </div>
        )}
        {conflicts.map(({ path, conflict }) => <ConflictNote key={path} conflict={conflict} path={path} />)}
        <AltTexts key={id} placed={placed} nth={at + 1} />
        {isEditing && picture !== null && <PictureEditor shopId={product.shopId} productId={product.id} imageId={id} picture={picture} recipe={image.recipe ?? null} onClose={() => setEditing(false)} />}
        <VariantChoice key={`variants ${id}`} placed={placed} onChoose={(path, base, next) => onSave([{ op: 'set', path, base: base as Json, value: next as Json }], t('variants.saved', { n: at + 1 }))} />
      </div>
    </div>
  );
}
