import { useTranslation } from 'react-i18next';
import { Button, DiffText } from '#renderer/ui/index.ts';
import { kindOf } from '#shared/catalog/description.ts';
import type { Product, Shop } from '#shared/catalog/model.ts';
import { differences, staysBecause, type Difference } from '#shared/catalog/versions.ts';
import type { Json } from '#shared/kernel/json.ts';
import { useChangeWords } from '../history/change-words.ts';
import { ValueCell } from './value-cell.tsx';
import styles from './versions.module.css';

type Props = {
  /** What the fields were, and what they are beside it. */
  from: Json; to: Json;
  heads: readonly [from: string, to: string];
  product: Product; shop: Shop;
  /** Brings one field back to `from`; null where nobody may. */
  onRestore: ((path: string) => void) | null;
};

/** Field by field, where two states of a product differ; each can be brought back, or says why not. */
export function VersionDiff({ from, to, heads, product, shop, onRestore }: Props) {
  const { t } = useTranslation('versions');
  const fields = differences(kindOf, from, to);
  if (fields.length === 0) return <p className={styles.soft}>{t('same')}</p>;
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{t('field')}</th>
          <th scope="col">{heads[0]}</th>
          <th scope="col">{heads[1]}</th>
          {onRestore && <th scope="col"><span className={styles.hidden}>{t('restoreOne')}</span></th>}
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => <Line key={field.path} field={field} product={product} shop={shop} onRestore={onRestore} />)}
      </tbody>
    </table>
  );
}

function Line({ field, product, shop, onRestore }: { field: Difference } & Pick<Props, 'product' | 'shop' | 'onRestore'>) {
  const { t } = useTranslation('versions');
  const words = useChangeWords(product, shop);
  const { path, kind, before, after } = field;
  const { what } = words({ path, before, after, delta: null, reason: null });
  const why = staysBecause(path, kind);
  const isText = path.startsWith('texts/') && typeof before === 'string' && typeof after === 'string' && before !== '';
  return (
    <tr>
      <th scope="row">{what}</th>
      <td><ValueCell path={path} value={before} product={product} shop={shop} /></td>
      <td>{isText ? <span className={styles.text} dir="auto"><DiffText before={before} after={after} /></span> : <ValueCell path={path} value={after} product={product} shop={shop} />}</td>
      {onRestore && (
        <td className={styles.act}>
          {why === null || why === 'status'
            ? <Button size="sm" variant="quiet" aria-label={t('restoreOneOf', { name: what })} onPress={() => onRestore(path)}>{t('restoreOne')}</Button>
            : <span className={styles.why}>{t(`why.${why}`)}</span>}
        </td>
      )}
    </tr>
  );
}
