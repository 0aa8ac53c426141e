import { FileDown, Printer } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { navigate } from '#renderer/app/router.ts';
import { useMe } from '#renderer/app/live.ts';
import { ask } from '#renderer/lib/client.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { chooseWhither } from '#renderer/lib/shell.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import { Button, EmptyState, Select, showToast } from '#renderer/ui/index.ts';
import type { ShopId } from '#shared/auth/model.ts';
import { currency as currencyShape, type Currency } from '#shared/kernel/money.ts';
import type { CalendarDate } from '#shared/kernel/time.ts';
import { formatMonth } from '../format-day.ts';
import { Loaded } from '../loaded.tsx';
import { useTold } from '../use-told.ts';
import { periodsUntil } from './periods.ts';
import { StatementPaper } from './statement-paper.tsx';
import styles from '../vendor.module.css';
import paper from './paper.module.css';

/** The statement of a month or a year: opening, every movement, closing; to read, to print or keep as PDF, and as CSV for bookkeeping. */
export function StatementPage({ shop, query }: { shop: ShopId; query: URLSearchParams }) {
  const { t } = useTranslation('payouts');
  const me = useMe();
  const own = me?.shops.find(({ id }) => id === shop);
  const balances = useTold('payouts.balances', { params: { shop } });
  const currencies = (balances.data?.told.balances ?? []).map(({ currency }) => currency);
  const asked = currencyShape.safeParse(query.get('currency') ?? '');
  const currency = asked.success ? asked.data : (currencies[0] ?? own?.currency);
  if (currency === undefined) return <Loaded asking={balances}>{() => <EmptyState title={t('balance.none')}>{t('balance.noneText')}</EmptyState>}</Loaded>;
  return <Statement shop={shop} shopName={own?.name ?? ''} currency={currency} currencies={currencies.length > 0 ? currencies : [currency]} period={query.get('period')} />;
}

function Statement({ shop, shopName, currency, currencies, period: chosen }: { shop: ShopId; shopName: string; currency: Currency; currencies: readonly Currency[]; period: string | null }) {
  const { t } = useTranslation('payouts');
  const locale = useLocale();
  const explain = useExplain();
  const now = useNow(3_600_000);
  const { months, years } = periodsUntil(now);
  const period = [...months, ...years].find(({ id }) => id === chosen) ?? months[0]!;
  const question = { params: { shop }, query: { currency, from: period.from as CalendarDate, through: period.through as CalendarDate } };
  // The figures of one month never stand under the name of another, nor are they printed so.
  const asking = useTold('payouts.statement', question, false);
  const [isSaving, setSaving] = useState(false);
  const go = (next: { currency?: string; period?: string }) => navigate(`#/payouts/statement?${new URLSearchParams({ currency, period: period.id, ...next }).toString()}`, { replace: true });
  const save = async () => {
    const name = `${t('statement.file')}-${shopName}-${currency}-${period.id}`;
    const whither = await chooseWhither(`${name}.csv`);
    const complain = (error: Parameters<typeof explain>[0]) => showToast({ tone: 'bad', text: explain(error).what, detail: explain(error).wayOut });
    if (!whither.ok) return complain(whither.error);
    if (whither.value === null) return;
    setSaving(true);
    const saved = await ask('payouts.saveStatement', { ...question, name, ...whither.value });
    setSaving(false);
    if (saved.ok) showToast({ tone: 'ok', text: t('statement.saved', { count: saved.value.rows }), detail: saved.value.file });
    else complain(saved.error);
  };
  return (
    <div className={styles.scroll}>
      <div className={`${styles.tools} ${paper.tools}`}>
        {currencies.length > 1 && <Select label={t('statement.currency')} items={currencies.map((code) => ({ id: code as string, label: code }))} value={currency} onChange={(next) => go({ currency: next })} />}
        <Select label={t('statement.period')} items={[...months.map(({ id }) => ({ id, label: formatMonth(id, locale) })), ...years.map(({ id }) => ({ id, label: id }))]} value={period.id} onChange={(next) => go({ period: next })} />
        <span className={styles.toolsEnd}>
          <Button icon={FileDown} isDisabled={isSaving || asking.data === null} onPress={() => void save()}>{t('statement.csv')}</Button>
          <Button variant="go" icon={Printer} isDisabled={asking.data === null} onPress={() => window.print()}>{t('statement.print')}</Button>
        </span>
      </div>
      <Loaded asking={asking} lines={6}>{(statement) => <StatementPaper statement={statement} shopName={shopName} period={period} />}</Loaded>
    </div>
  );
}
