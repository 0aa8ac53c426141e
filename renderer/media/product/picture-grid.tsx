import { useEffect, useRef, type KeyboardEvent } from 'react';
import { ListBox, ListBoxItem, useDragAndDrop, type Key } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useProductPage } from '#renderer/catalog/components/product/product-context.ts';
import { directionOf, languageNames, useLocale } from '#renderer/lib/i18n.ts';
import { formatList } from '#renderer/lib/format.ts';
import { VisuallyHidden } from '#renderer/ui/index.ts';
import { locales } from '#shared/auth/model.ts';
import { PictureBadges } from '../checks/picture-badges.tsx';
import type { useAlike } from '../checks/use-alike.ts';
import { Picture } from '../picture.tsx';
import type { Placed } from './picture-order.ts';
import { shownVariants } from './variants-shown.ts';
import styles from './pictures.module.css';

type Props = { order: readonly Placed[]; /** What looks the same elsewhere in the shop. */ alike: Alike; chosen: string; onChoose: (id: string) => void; onMove: (from: number, to: number) => void; onRemove: (at: number) => void };

type Alike = ReturnType<typeof useAlike>;

const TILE_PX = 112;

/** The pictures of a listing in the order buyers see them: arrows go from one to the next, Alt with arrows moves one, Delete takes it off, the mouse drags it. */
export function PictureGrid({ order, alike, chosen, onChoose, onMove, onRemove }: Props) {
  const { t } = useTranslation('media');
  const locale = useLocale();
  const { detail: { product, editable, marks } } = useProductPage();
  const list = useRef<HTMLDivElement>(null);
  const at = order.findIndex(([id]) => id === chosen);
  const keepFocus = useFocusKept(list, order, chosen);

  const { dragAndDropHooks } = useDragAndDrop({
    isDisabled: !editable || order.length < 2,
    getItems: (keys) => [...keys].map((key) => ({ 'text/plain': nameOf(order, key) })),
    onReorder: ({ keys, target }) => {
      const from = order.findIndex(([id]) => keys.has(id));
      const beside = order.findIndex(([id]) => id === target.key);
      if (from < 0 || beside < 0) return;
      const to = target.dropPosition === 'before' ? beside : beside + 1;
      onMove(from, to > from ? to - 1 : to);
    },
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (!editable || at < 0) return;
    const forward = directionOf(locale) === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    const backward = forward === 'ArrowRight' ? 'ArrowLeft' : 'ArrowRight';
    const to = !event.altKey ? null : event.key === forward || event.key === 'ArrowDown' ? at + 1 : event.key === backward || event.key === 'ArrowUp' ? at - 1 : event.key === 'Home' ? 0 : event.key === 'End' ? order.length - 1 : null;
    const isRemoving = !event.altKey && (event.key === 'Delete' || event.key === 'Backspace');
    if (to === null && !isRemoving) return;
    event.preventDefault();
    event.stopPropagation();
    keepFocus();
    if (to === null) onRemove(at);
    else if (to >= 0 && to < order.length && to !== at) onMove(at, to);
  };
  const missing = (image: Placed[1]) => locales.filter((language) => (image.alt[language] ?? '').trim() === '');
  return (
    <div ref={list} onKeyDownCapture={onKeyDown} className={styles.gridFrame}>
      <ListBox
        aria-label={t('grid.label')} aria-describedby={editable && order.length > 1 ? 'pictures-keys' : undefined} layout="grid" orientation="vertical" className={styles.grid!}
        selectionMode="single" selectionBehavior="replace" disallowEmptySelection selectedKeys={[chosen]}
        onSelectionChange={(keys) => { const [key] = keys === 'all' ? [] : keys; if (key !== undefined) onChoose(String(key)); }}
        dragAndDropHooks={dragAndDropHooks}
      >
        {order.map(([id, image], place) => {
          const without = missing(image);
          const variants = shownVariants(image.variants, product.variants).length;
          const said = [
            t('grid.nth', { n: place + 1, total: order.length }), ...(place === 0 ? [t('grid.main')] : []), ...(image.alt[locale] ? [image.alt[locale]] : []),
            ...(without.length > 0 ? [t('grid.altMissing', { languages: formatList(without.map((one) => languageNames[one]), locale) })] : []),
            ...(variants > 0 ? [t('grid.variants', { count: variants })] : []), ...(markOf(marks, id) === undefined ? [] : [t(`mark.${markOf(marks, id)!}`)]),
          ].join(', ');
          return (
            <ListBoxItem key={id} id={id} textValue={said} className={styles.tile!} data-picture={id}>
              <VisuallyHidden>{said}</VisuallyHidden>
              <Picture image={image} shopId={product.shopId} alt="" size={TILE_PX} fit="contain" className={styles.tilePicture} />
              <span className={styles.tileFoot} aria-hidden>
                {place === 0 ? <b className={styles.main}>{t('grid.main')}</b> : <span className={`num ${styles.soft}`}>{place + 1}</span>}
                {markOf(marks, id) !== undefined && <span className={styles.mark} data-mark={markOf(marks, id)}>{t(`mark.${markOf(marks, id)!}`)}</span>}
                <PictureBadges product={product} imageId={id} alike={alike} />
              </span>
            </ListBoxItem>
          );
        })}
      </ListBox>
    </div>
  );
}

const nameOf = (order: readonly Placed[], key: Key): string => order.find(([id]) => id === key)?.[1].picture?.name ?? String(key);

type Marks = ReturnType<typeof useProductPage>['detail']['marks'];
/** The heaviest mark of anything about a picture. */
function markOf(marks: Marks, id: string): Marks[string] | undefined {
  const found = new Set(Object.entries(marks).flatMap(([path, mark]) => (path === `images/${id}` || path.startsWith(`images/${id}/`) ? [mark] : [])));
  return (['conflict', 'rejected', 'unsent'] as const).find((mark) => found.has(mark));
}

/** A tile that is moved is another place of the document, and loses the keyboard on the way: it gets it back, or the one that took its place does. */
function useFocusKept(list: React.RefObject<HTMLDivElement | null>, order: readonly Placed[], chosen: string): () => void {
  const kept = useRef(false);
  const places = order.map(([id]) => id).join();
  useEffect(() => {
    if (!kept.current) return;
    kept.current = false;
    list.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(chosen)}"]`)?.focus();
  }, [list, places, chosen]);
  return () => {
    kept.current = true;
  };
}
