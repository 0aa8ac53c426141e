import { ImagePlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProductPage } from '#renderer/catalog/components/product/product-context.ts';
import { useNoStrayDrops } from '#renderer/catalog/use-no-stray-drops.ts';
import { formatBytes } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { Icon, showToast, VisuallyHidden } from '#renderer/ui/index.ts';
import { imagesOf } from '#shared/catalog/listing-images.ts';
import { MOST_PICTURE_BYTES } from '#shared/media/limits.ts';
import type { FieldOp } from '#shared/sync/model.ts';
import { AddPictures } from '../add-pictures.tsx';
import { PictureChecks } from '../checks/picture-checks.tsx';
import { useAlike } from '../checks/use-alike.ts';
import type { Entry } from '../dropped-files.ts';
import { handOver } from '../hand-over.ts';
import { SavedWords } from '../saved-words.tsx';
import { usePictureDrops } from '../use-picture-drops.ts';
import { PendingPictures } from './pending-pictures.tsx';
import { moveOps, removeOp } from './picture-order.ts';
import { PictureDetail } from './picture-detail.tsx';
import { PictureGrid } from './picture-grid.tsx';
import { savedOf, sumOf, useSaved } from './use-saved.ts';
import page from '#renderer/catalog/components/product/product.module.css';
import styles from './pictures.module.css';

/** The pictures of a listing: dropped anywhere on its page, pasted or picked; put in order, described, assigned to variants, taken off. */
export function PicturesSection({ focus }: { focus: string | null }) {
  const { t } = useTranslation('media');
  const locale = useLocale();
  const explain = useExplain();
  const { detail: { product, editable }, save } = useProductPage();
  const [picked, setPicked] = useState<{ readonly id: string; readonly focus: string | null } | null>(null);
  const [said, setSaid] = useState('');
  const order = imagesOf(product);
  const asked = picked !== null && picked.focus === focus ? picked.id : (focus?.split('/')[1] ?? picked?.id);
  const at = Math.max(0, order.findIndex(([id]) => id === asked));
  const chosen = order[at];
  const choose = (id: string) => setPicked({ id, focus });

  const { id: productId, shopId } = product;
  const take = (entries: readonly (Entry | File)[]) => void handOver({ shopId, productId }, entries);
  const isOver = usePictureDrops(editable ? take : null);
  useNoStrayDrops();
  const real = order.flatMap(([, { picture, recipe }]) => (picture ? [{ sha256: picture.sha256, recipe: recipe ?? null }] : []));
  const saved = useSaved(shopId, real);
  const alike = useAlike(productId);
  const sum = sumOf(real.flatMap((one) => savedOf(saved, one) ?? []));

  const saveOrSay = async (ops: readonly FieldOp[], words: string) => {
    const result = await save(ops, 'edit-details', words);
    if (!result.ok) showToast({ tone: 'bad', text: explain(result.error).what, detail: explain(result.error).wayOut });
    return result.ok;
  };
  const move = async (from: number, to: number) => {
    const placed = order[from];
    if (placed === undefined || from === to) return;
    choose(placed[0]);
    if (await saveOrSay(moveOps(order, from, to), t(to === 0 ? 'moved.main' : 'moved.to', { n: to + 1 }))) setSaid(t('moved.said', { from: from + 1, to: to + 1, total: order.length }));
  };
  const remove = async (place: number) => {
    const placed = order[place];
    if (placed === undefined) return;
    const next = order[place + 1] ?? order[place - 1];
    if (next) choose(next[0]);
    await saveOrSay([removeOp(placed)], t('removed', { n: place + 1 }));
  };
  const image = chosen?.[1];
  return (
    <section className={`${page.section} ${styles.section}`} aria-labelledby="pictures-head" data-field="images" data-over={isOver || undefined}>
      <h2 id="pictures-head">
        {t('section.title')}
        {real.length > 1 && sum.before > 0 && <span className={styles.sum}>{t('section.sum')} <SavedWords before={sum.before} after={sum.after} /></span>}
      </h2>
      {order.length > 0 && chosen && image && (
        <>
          <PictureGrid order={order} alike={alike} chosen={chosen[0]} onChoose={choose} onMove={(from, to) => void move(from, to)} onRemove={(place) => void remove(place)} />
          {editable && order.length > 1 && <p id="pictures-keys" className={styles.keys}>{t('grid.keys')}</p>}
          <PictureDetail
            placed={chosen} at={at} count={order.length} saved={image.picture ? savedOf(saved, { sha256: image.picture.sha256, recipe: image.recipe ?? null }) : null}
            onMove={(to) => void move(at, to)} onRemove={() => void remove(at)} onSave={(ops, words) => void saveOrSay(ops, words)}
          />
        </>
      )}
      {order.length === 0 && !editable && <p className={page.none}>{t('section.none')}</p>}
      {editable && (
        <div className={styles.drop} data-empty={order.length === 0 || undefined}>
          {order.length === 0 && <Icon icon={ImagePlus} size={20} />}
          <AddPictures onFiles={take} />
          <p className={styles.hint}>{t(isOver ? 'section.letGo' : 'section.hint', { size: formatBytes(MOST_PICTURE_BYTES, locale) })}</p>
        </div>
      )}
      {editable && <PendingPictures shopId={shopId} productId={productId} />}
      {real.length > 0 && <PictureChecks product={product} editable={editable} />}
      <VisuallyHidden><p role="status">{said}</p></VisuallyHidden>
    </section>
  );
}
