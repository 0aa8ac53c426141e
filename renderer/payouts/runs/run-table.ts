import { useTranslation } from 'react-i18next';
import { ask } from '#renderer/lib/client.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { chooseWhither } from '#renderer/lib/shell.ts';
import { showToast } from '#renderer/ui/index.ts';
import { toDecimal, type Minor } from '#shared/kernel/money.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { PayoutRun } from '#shared/payouts/contract.ts';
import { dayHere } from './moments.tsx';
import { useWhy } from './why.ts';

type Table = { readonly name: string; readonly headers: readonly string[]; readonly figures: readonly number[]; readonly rows: readonly (readonly string[])[] };

/** The preview of a run as a table, one line for each shop: how its amount comes about, and why nothing where nothing is paid. */
export function useRunTable(run: PayoutRun): Table {
  const { t } = useTranslation('finance');
  const why = useWhy();
  const money = (amount: Minor) => toDecimal(amount, run.currency);
  return {
    name: `${t('run.file')}-${run.currency}-${dayHere(run.createdAt)}-${run.id.slice(-6)}`,
    headers: [t('line.shop'), t('line.currency'), t('line.opening'), t('line.released'), t('line.recovered'), t('line.held'), t('line.amount'), t('line.state'), t('line.why'), t('line.account'), t('line.id')],
    figures: [2, 3, 4, 5, 6],
    rows: run.payouts.map(({ id, shopName, line, amount, state, account }) => [
      shopName, run.currency, money(line.opening), money(line.released), money(line.recovered), money(line.held), money(amount), t(`payout.${state}`), line.leftOut === null ? '' : why(line.leftOut), account ?? '', id,
    ]),
  };
}

/** Asks where a table goes and writes it there. */
export function useSaveTable(): (table: Table, format: 'csv' | 'xlsx') => Promise<void> {
  const { t } = useTranslation('finance');
  const explain = useExplain();
  return async ({ name, headers, figures, rows }, format) => {
    const complain = (error: AppError) => showToast({ tone: 'bad', text: explain(error).what, detail: explain(error).wayOut });
    const whither = await chooseWhither(`${name}.${format}`);
    if (!whither.ok) return complain(whither.error);
    if (whither.value === null) return;
    const written = await ask('payouts.saveTable', { name, format, headers: [...headers], figures: [...figures], rows: rows.map((row) => [...row]), ...whither.value });
    if (written.ok) showToast({ tone: 'ok', text: t('saved', { count: written.value.rows }), detail: written.value.file });
    else complain(written.error);
  };
}
