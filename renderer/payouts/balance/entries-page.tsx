import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { navigate } from '#renderer/app/router.ts';
import { ask } from '#renderer/lib/client.ts';
import { Amount, Button, EmptyState, ErrorState } from '#renderer/ui/index.ts';
import type { ShopId } from '#shared/auth/model.ts';
import { currency as currencyShape, type Currency } from '#shared/kernel/money.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { balanceFigure, type BalanceFigure } from '#shared/payouts/balance/figures.ts';
import type { VendorEntry } from '#shared/payouts/vendor-contract.ts';
import { ok } from '#shared/kernel/result.ts';
import { Loaded } from '../loaded.tsx';
import { usePages } from '../use-pages.ts';
import { useTold } from '../use-told.ts';
import { EntryTable } from './entry-rows.tsx';
import styles from '../vendor.module.css';

/** What one figure of the balance is made of, newest first: each line leads to its order or payout. An address nobody made leads back to the balances. */
export function EntriesPage({ shop, currency, figure }: { shop: ShopId; currency: string; figure: string }) {
  const { t } = useTranslation('payouts');
  const [code, name] = [currencyShape.safeParse(currency), balanceFigure.safeParse(figure)];
  if (!code.success || !name.success) return <EmptyState title={t('entries.unknown')} isPage actions={<Button onPress={() => navigate('#/payouts')}>{t('back')}</Button>} />;
  return <Entries shop={shop} currency={code.data} figure={name.data} />;
}

function Entries({ shop, currency, figure }: { shop: ShopId; currency: Currency; figure: BalanceFigure }) {
  const { t } = useTranslation('payouts');
  const asking = useTold('payouts.entries', { params: { shop }, query: { currency, figure, limit: 50 } });
  const at = asking.data?.told.at ?? (0 as EpochMs);
  const pages = usePages<VendorEntry>(asking.data?.told.entries.at(-1)?.rid ?? null, useCallback(async (last) => {
    // As it stood when the first page was told: what is posted meanwhile moves no line.
    const told = await ask('payouts.entries', { params: { shop }, query: { currency, figure, at, before: last.rid, limit: 100 } });
    return told.ok ? ok({ rows: told.value.told.entries, more: told.value.told.more }) : told;
  }, [shop, currency, figure, at]));
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <Button variant="quiet" onPress={() => navigate('#/payouts')}>{t('back')}</Button>
        <h1>{t(`figure.${figure}`)} {currency}</h1>
        {asking.data !== null && <b className={styles.total}><Amount amount={asking.data.told.total} currency={currency} /></b>}
      </header>
      <div className={styles.scroll}>
        <p className={styles.hint}>{t(`figure.${figure}Text`)}</p>
        <Loaded asking={asking} lines={6}>
          {({ entries, more }) => {
            const rows = [...entries, ...pages.rows];
            return rows.length === 0 ? <EmptyState title={t('entries.none')}>{t('entries.noneText')}</EmptyState> : (
              <>
                <EntryTable entries={rows} currency={currency} label={t(`figure.${figure}`)} />
                {pages.error && <ErrorState size="line" error={pages.error} />}
                {(pages.more ?? more) && <p className={styles.more}><Button isDisabled={pages.isLoading} onPress={() => pages.next(rows.at(-1)!)}>{t('entries.more')}</Button></p>}
              </>
            );
          }}
        </Loaded>
      </div>
    </div>
  );
}
