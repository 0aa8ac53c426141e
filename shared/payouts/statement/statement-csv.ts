import { csvLine } from '../../bulk/export/csv-line.ts';
import { exponentOf, type Currency } from '../../kernel/money.ts';
import type { EpochMs } from '../../kernel/time.ts';
import { accounts } from '../ledger/accounts.ts';
import { statementAccounts, type Statement } from './statement.ts';

/** The columns of the file, by which programs know them in every language. */
export const statementColumns = ['time', 'kind', 'account', 'event', 'reference_kind', 'reference', 'transaction', 'amount', 'balance', 'currency', 'order'] as const;

const moment = (at: EpochMs): string => new Date(at).toISOString();

/** An amount of any size with a dot and all decimals of its currency. */
function decimal(amount: bigint, currency: Currency): string {
  const exponent = exponentOf(currency);
  const digits = String(amount < 0n ? -amount : amount).padStart(exponent + 1, '0');
  return `${amount < 0n ? '-' : ''}${exponent === 0 ? digits : `${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`}`;
}

/**
 * A statement as CSV for bookkeeping: an opening line per account, every entry, a closing line per account. Per account, opening plus all amounts is closing.
 * Times are UTC, amounts have a dot and all decimals; `order` is its number as people call it.
 */
export function statementCsv({ currency, period, lines, accounts: sums }: Statement): string {
  const frame = (kind: 'opening' | 'closing'): string[][] =>
    statementAccounts.map((account) => [moment(kind === 'opening' ? period.from : period.until), kind, accounts[account].name, '', '', '', '', '', decimal(sums[account][kind], currency), currency, '']);
  const entries = lines.map(({ at, account, event, ref, transactionId, amount, balance, order }) =>
    [moment(at), 'entry', accounts[account].name, event, ref.kind, ref.id, transactionId, decimal(amount, currency), decimal(balance, currency), currency, order?.number ?? '']);
  return [[...statementColumns], ...frame('opening'), ...entries, ...frame('closing')].map((cells) => csvLine(cells)).join('');
}
