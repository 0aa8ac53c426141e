import { Trash2 } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { IconButton } from '#renderer/ui/index.ts';
import { setTo, useShopPage } from './shop-context.ts';
import { ShopConflict } from './shop-conflict.tsx';
import { ShopMark } from './shop-mark.tsx';
import styles from './shop.module.css';

type Props = { path: string; name: string; entry: object; order?: ReactNode; children: ReactNode };

/** One entry of a collection of the shop, with the way to take it out; where a rule forbids that, the reason stays below it. */
export function EntryLine({ path, name, entry, order, children }: Props) {
  const { t } = useTranslation('shop');
  const { detail, save } = useShopPage();
  const explain = useExplain();
  const [refused, setRefused] = useState<string | null>(null);
  const remove = async () => {
    const result = await save([setTo(path, entry, null)], t('places.removed', { name }));
    if (result.ok) return;
    const { what, wayOut } = explain(result.error);
    setRefused(`${what} ${wayOut}`);
  };
  return (
    <li className={styles.entry} data-field={path}>
      <div className={styles.entryBody}>{children}</div>
      {detail.editable && (
        <span className={styles.entryTools}>
          <ShopMark mark={detail.marks[path]} />
          {order}
          <IconButton size="sm" icon={Trash2} label={t('places.remove', { name })} onPress={() => void remove()} />
        </span>
      )}
      {refused !== null && <p role="alert" className={styles.refused}>{refused}</p>}
      <ShopConflict path={path} />
    </li>
  );
}
