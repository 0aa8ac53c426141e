import type { ReactNode } from 'react';
import { Store } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useShop } from '#renderer/app/current-shop.ts';
import { navigate } from '#renderer/app/router.ts';
import { Button, EmptyState } from '#renderer/ui/index.ts';
import { useCatalog } from './store.ts';
import { useProduct } from './use-product.ts';

/**
 * A page of one product, in its own shop: a link to a product of another of this person's shops says which one it belongs to and offers to
 * switch, instead of showing it among the products of the shop that is looked at.
 */
export function InItsShop({ id, children }: { id: string; children: ReactNode }) {
  const { t } = useTranslation('catalog');
  const { shops, current, choose } = useShop();
  const listHref = useCatalog((state) => state.listHref);
  const isOneOfSeveral = shops.length > 1 && current !== null;
  const { data, error } = useProduct(isOneOfSeveral ? id : null);
  if (!isOneOfSeveral || error) return children;
  if (!data) return null;
  if (data.product.shopId === current.id) return children;
  const { id: shop, name } = data.shop;
  return (
    <EmptyState
      icon={Store} title={t('otherShop.title', { shop: name })}
      actions={
        <>
          <Button variant="go" onPress={() => choose(shop)}>{t('otherShop.switch', { shop: name })}</Button>
          <Button variant="quiet" onPress={() => navigate(listHref)}>{t('product.back')}</Button>
        </>
      }
    >
      {t('otherShop.text', { current: current.name })}
    </EmptyState>
  );
}
