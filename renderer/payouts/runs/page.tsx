import { useTranslation } from 'react-i18next';
import type { PageProps } from '#renderer/app/page-props.ts';
import { usePageTitle } from '#renderer/app/page-title.ts';
import { hrefOf, navigate } from '#renderer/app/router.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { TabPanel, Tabs } from '#renderer/ui/index.ts';
import { BankPage } from './bank-page.tsx';
import { BooksPage } from './books-page.tsx';
import { CommissionPage } from './commission-page.tsx';
import { DebtsPage } from './debts-page.tsx';
import { HoldsPage } from './holds-page.tsx';
import { JobsPage } from './jobs-page.tsx';
import { RunPage } from './run-page.tsx';
import { RunsPage } from './runs-page.tsx';
import { SettingsPage } from './settings-page.tsx';
import styles from './finance.module.css';

const places = ['runs', 'bank', 'holds', 'debts', 'commission', 'books', 'settings', 'jobs'] as const;
type Place = (typeof places)[number];
const pages: Readonly<Record<Place, () => React.ReactNode>> = { runs: RunsPage, bank: BankPage, holds: HoldsPage, debts: DebtsPage, commission: CommissionPage, books: BooksPage, settings: SettingsPage, jobs: JobsPage };

/** The money of vendors as the marketplace's finance sees it: `#/payouts` the runs, `#/payouts/run/<id>` one of them, `#/payouts/bank` … the other places. */
export function FinancePage({ parts: [part = 'runs', id] }: PageProps) {
  if (part === 'run' && id !== undefined) return <RunPage key={id} id={id} />;
  return <Places place={places.find((one) => one === part) ?? 'runs'} />;
}

function Places({ place }: { place: Place }) {
  const { t } = useTranslation('finance');
  usePageTitle(t('title'));
  const unmatched = useAsk('payouts.bankLines', { query: { state: 'unmatched', limit: 50 } });
  const dead = useAsk('payouts.queue', { query: { state: 'dead', limit: 1 } });
  const counts: Partial<Record<Place, number>> = { bank: unmatched.data?.lines.length ?? 0, jobs: dead.data?.counts.dead ?? 0 };
  const Page = pages[place];
  return (
    <div className={styles.page}>
      <header className={styles.top}>
        <h1>{t('title')}</h1>
      </header>
      <Tabs
        label={t('title')} selected={place} className={styles.tabs} onSelect={(next) => navigate(next === 'runs' ? '#/payouts' : hrefOf(['payouts', next]))}
        items={places.map((one) => ({ id: one, label: t(`place.${one}`), ...((counts[one] ?? 0) > 0 ? { count: String(counts[one]), tone: 'warn' as const } : {}) }))}
      >
        <TabPanel id={place} className={styles.panel!}>
          <Page />
        </TabPanel>
      </Tabs>
    </div>
  );
}
