import { useTranslation } from 'react-i18next';
import type { ShopId } from '#shared/auth/model.ts';
import { useShop } from '#renderer/app/current-shop.ts';
import { useMe } from '#renderer/app/live.ts';
import type { PageProps } from '#renderer/app/page-props.ts';
import { EmptyState } from '#renderer/ui/index.ts';
import { QueuePage } from './queue-page.tsx';
import { SellerCase } from './seller-case.tsx';

/** Who a seller is: their own checklist, or, for the marketplace, the cases that wait (`#/verification/<shop>` one of them). */
export function VerificationPage({ parts: [shop] }: PageProps) {
  const { t } = useTranslation('verification');
  const me = useMe();
  const { current, shops } = useShop();
  if (me === null) return null;
  if (me.role !== 'vendor') return <QueuePage shop={(shop ?? null) as ShopId | null} />;
  const mine = current ?? shops[0] ?? null;
  return mine === null ? <EmptyState isPage title={t('noShop')}>{t('noShopText')}</EmptyState> : <SellerCase key={mine.id} shop={mine.id as ShopId} />;
}
