import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { Picture } from '#renderer/media/picture.tsx';
import { Button, DiffText, IconButton } from '#renderer/ui/index.ts';
import { categoryId, productImage } from '#shared/catalog/model.ts';
import type { WaitingField } from '#shared/catalog/review-ops.ts';
import type { Json } from '#shared/kernel/json.ts';
import { useChangeWords } from '../history/change-words.ts';
import { useProductPage } from '../product/product-context.ts';
import styles from './review.module.css';

/** One field that waits: live and proposed side by side; of texts, the words that differ are marked. */
export function ReviewField({ field, onTakeBack }: { field: WaitingField; onTakeBack: (() => void) | null }) {
  const { t } = useTranslation('catalog');
  const { detail } = useProductPage();
  const words = useChangeWords(detail.product, detail.shop);
  const { path, live, proposed } = field;
  const { what } = words({ path, before: live, after: proposed, delta: null, reason: null });
  const isText = path.startsWith('texts/') && typeof live === 'string' && typeof proposed === 'string' && live !== '';
  return (
    <tr>
      <th scope="row">{what}</th>
      <td><Value path={path} value={live} /></td>
      <td>{isText ? <span className={styles.text} dir="auto"><DiffText before={live} after={proposed} /></span> : <Value path={path} value={proposed} />}</td>
      {onTakeBack && <td className={styles.act}><Button size="sm" variant="quiet" onPress={onTakeBack} aria-label={t('review.takeBackOf', { name: what })}>{t('review.takeBack')}</Button></td>}
    </tr>
  );
}

/** Pictures that were added: side by side in one row, each with its own way back. */
export function AddedPictures({ fields, onTakeBack }: { fields: readonly WaitingField[]; onTakeBack: ((paths: readonly string[]) => void) | null }) {
  const { t } = useTranslation('catalog');
  const { detail } = useProductPage();
  const name = t('review.added', { count: fields.length });
  return (
    <tr>
      <th scope="row">{name}</th>
      <td><span className={styles.none}>{t('none')}</span></td>
      <td>
        <ul className={styles.added}>
          {fields.map(({ path, proposed }, at) => (
            <li key={path}>
              <Picture image={productImage.safeParse(proposed).data ?? null} shopId={detail.product.shopId} fit="contain" alt={`${t('field.images')} ${at + 1}`} size={64} />
              {onTakeBack && <IconButton size="sm" icon={X} label={t('review.takeBackOf', { name: `${t('field.images')} ${at + 1}` })} onPress={() => onTakeBack([path])} />}
            </li>
          ))}
        </ul>
      </td>
      {onTakeBack && <td className={styles.act}><Button size="sm" variant="quiet" onPress={() => onTakeBack(fields.map(({ path }) => path))} aria-label={t('review.takeBackOf', { name })}>{t('review.takeBack')}</Button></td>}
    </tr>
  );
}

function Value({ path, value }: { path: string; value: Json }) {
  const { t } = useTranslation('catalog');
  const { detail } = useProductPage();
  const words = useChangeWords(detail.product, detail.shop);
  if (value === null || value === '') return <span className={styles.none}>{t('none')}</span>;
  if (path === 'categoryId') return <CategoryName id={String(value)} />;
  if (path.startsWith('images/')) return <Picture image={typeof value === 'string' ? { drawing: value } : (productImage.safeParse(value).data ?? null)} shopId={detail.product.shopId} fit="contain" alt={t('field.images')} size={96} />;
  if (path.startsWith('texts/')) return <span className={styles.text} dir="auto">{String(value)}</span>;
  return <bdi className="num">{words({ path, before: null, after: value, delta: null, reason: null }).after}</bdi>;
}

function CategoryName({ id }: { id: string }) {
  const locale = useLocale();
  const { data } = useAsk('catalog.categories', { text: '', ids: [categoryId.parse(id)] });
  return <span>{data?.categories[0]?.path[locale] ?? '…'}</span>;
}
