import { useTranslation } from 'react-i18next';
import { Switch } from '#renderer/ui/index.ts';
import { wholeNumber } from './read-field.ts';
import { setTo, useSaveOrSay, useShopPage } from './shop-context.ts';
import { ShopConflict } from './shop-conflict.tsx';
import { ShopField } from './shop-field.tsx';
import { ShopMark } from './shop-mark.tsx';
import { useShopField } from './use-shop-field.ts';
import styles from './shop.module.css';

/** How stock is kept where neither the product nor the variant says otherwise. */
export function StockSection() {
  const { t } = useTranslation('shop');
  const { detail } = useShopPage();
  const save = useSaveOrSay();
  const { shop, editable, marks } = detail;
  const low = useShopField<number>({ path: 'lowStockAt', value: shop.lowStockAt, write: String, read: wholeNumber(t, 0, 1_000_000), label: t('stock.low') });
  const choices = [['trackStock', shop.trackStock, true, t('stock.track')], ['backorder', shop.backorder, false, t('stock.backorder')]] as const;
  return (
    <>
      <p className={styles.hint}>{t('stock.hint')}</p>
      {choices.map(([path, value, otherwise, label]) => (
        <div key={path} data-field={path}>
          <Switch isSelected={value ?? otherwise} isDisabled={!editable} onChange={(next) => void save([setTo(path, value, next)], t('saved', { name: label }))}>{label}</Switch> <ShopMark mark={marks[path]} />
          <ShopConflict path={path} />
        </div>
      ))}
      <ShopField field={low} figures inputMode="numeric" className={styles.narrow} />
    </>
  );
}
