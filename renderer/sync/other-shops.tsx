import { useTranslation } from 'react-i18next';
import type { useShop } from '#renderer/app/current-shop.ts';
import type { Output } from '#renderer/lib/client.ts';
import { shopId } from '#shared/auth/model.ts';
import styles from './sync.module.css';

type Other = Output<'sync.shops'>['others'][number];

/** What waits in the other shops of this person while one is looked at: a line each, with the way there. */
export function OtherShops({ others, choose }: { others: readonly Other[]; choose: ReturnType<typeof useShop>['choose'] }) {
  const { t } = useTranslation('sync');
  if (others.length === 0) return null;
  return (
    <ul className={styles.others} aria-label={t('others.label')}>
      {others.map((other) => (
        <li key={other.id}>
          <button type="button" className={styles.other} onClick={() => choose(shopId.parse(other.id))}>
            {t('others.more', { count: other.unsent + other.rejected + other.conflicts, shop: other.name })}
          </button>
        </li>
      ))}
    </ul>
  );
}
