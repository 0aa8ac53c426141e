import { Landmark } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useShop } from '#renderer/app/current-shop.ts';
import type { PageProps } from '#renderer/app/page-props.ts';
import { usePageTitle } from '#renderer/app/page-title.ts';
import { hrefOf, navigate } from '#renderer/app/router.ts';
import { EmptyState, Select, TabPanel, Tabs } from '#renderer/ui/index.ts';
import type { ShopId } from '#shared/auth/model.ts';
import { BalancePage } from './balance/balance-page.tsx';
import { EntriesPage } from './balance/entries-page.tsx';
import { BankPage } from './bank/bank-page.tsx';
import { PayoutPage } from './list/payout-page.tsx';
import { PayoutsList } from './list/payouts-list.tsx';
import { StatementPage } from './statements/statement-page.tsx';
import styles from './vendor.module.css';

const places = ['balance', 'list', 'statement', 'bank'] as const;
type Place = (typeof places)[number];
const pages: Readonly<Record<Place, (props: { shop: ShopId; query: URLSearchParams }) => React.ReactNode>> = { balance: BalancePage, list: PayoutsList, statement: StatementPage, bank: BankPage };

/**
 * A vendor's money, one shop at a time: `#/payouts` its balances, `#/payouts/entries/<currency>/<figure>` what one is made of, `#/payouts/list` its payouts, `#/payouts/payout/<id>` one of
 * them, `#/payouts/statement` and `#/payouts/bank`.
 */
export function VendorPage({ parts: [part = 'balance', id = '', figure = ''], query }: PageProps) {
  const { t } = useTranslation('payouts');
  const { shops, current, choose } = useShop();
  usePageTitle(t('title'));
  const shop = current ?? shops[0] ?? null;
  if (shop === null) return <EmptyState icon={Landmark} title={t('noShop')} isPage />;
  if (part === 'payout') return <PayoutPage key={`${shop.id} ${id}`} shop={shop.id} id={id} />;
  if (part === 'entries') return <EntriesPage key={`${shop.id} ${id} ${figure}`} shop={shop.id} currency={id} figure={figure} />;
  const place = places.find((one) => one === part) ?? 'balance';
  const Page = pages[place];
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>{t('title')}</h1>
        {shops.length > 1 && <Select label={t('shop')} hideLabel className={styles.shop} items={shops.map(({ id: value, name }) => ({ id: value, label: name }))} value={shop.id} onChange={choose} />}
      </header>
      <Tabs label={t('title')} selected={place} className={styles.tabs} onSelect={(next) => navigate(next === 'balance' ? '#/payouts' : hrefOf(['payouts', next]))} items={places.map((one) => ({ id: one, label: t(`place.${one}`) }))}>
        <TabPanel id={place} className={styles.panel!}><Page key={shop.id} shop={shop.id} query={query} /></TabPanel>
      </Tabs>
    </div>
  );
}
