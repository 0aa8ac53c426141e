import { ArrowDown, ArrowUp } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '#renderer/ui/index.ts';
import { setTo, useSaveOrSay } from './shop-context.ts';
import styles from './shop.module.css';

type Placed = { readonly id: string; readonly name: string; readonly position: number };

/** Moves an entry of a collection up or down; two entries change places in one edit. */
export function OrderButtons({ collection, entries, at }: { collection: 'locations' | 'taxProfiles' | 'shippingProfiles'; entries: readonly Placed[]; at: number }) {
  const { t } = useTranslation('shop');
  const save = useSaveOrSay();
  const one = entries[at]!;
  const swap = (other: Placed) => {
    // Entries that came with one and the same number part here.
    const [first, second] = at < entries.indexOf(other) ? [one, other] : [other, one];
    const low = Math.min(first.position, second.position);
    const high = Math.max(first.position, second.position, low + 1);
    void save([setTo(`${collection}/${second.id}/position`, second.position, low), setTo(`${collection}/${first.id}/position`, first.position, high)], t('order.moved', { name: one.name }));
  };
  return (
    <span className={styles.order}>
      <IconButton size="sm" icon={ArrowUp} label={t('order.up', { name: one.name })} isDisabled={at === 0} onPress={() => swap(entries[at - 1]!)} />
      <IconButton size="sm" icon={ArrowDown} label={t('order.down', { name: one.name })} isDisabled={at === entries.length - 1} onPress={() => swap(entries[at + 1]!)} />
    </span>
  );
}
