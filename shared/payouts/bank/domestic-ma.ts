import { csvLine } from '../../bulk/export/csv-line.ts';
import { withGuard } from '../../bulk/formula-guard.ts';
import type { AppError } from '../../kernel/errors.ts';
import { toDecimal, type Currency, type Minor } from '../../kernel/money.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import type { BankFile, CreditTransferOrder } from './credit-transfer.ts';
import { tidyNumber } from './mod-97.ts';
import { bankReferenceOf } from './payment-ids.ts';
import { checkRib } from './rib.ts';

/** How one bank of a country wants payments in its own currency. Moroccan banks publish no common form: another bank is another adapter. */
export type DomesticAdapter = {
  readonly currency: Currency;
  readonly write: (order: CreditTransferOrder) => Result<BankFile, readonly AppError[]>;
};

const MAD = 'MAD' as Currency;
const header = ['reference', 'rib', 'beneficiaire', 'montant', 'devise', 'motif', 'date_execution'];
const broken = (rule: string, field: string, details?: AppError['details']): AppError => ({ code: 'rule-broken', attempted: 'payouts.write-file', field, rule, ...(details ? { details } : {}) });
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

function problemsOf({ transfers, debtor }: CreditTransferOrder): AppError[] {
  const rib = (account: string, field: string): AppError[] => {
    const read = checkRib(account);
    return read.ok ? [] : [{ ...read.error, field }];
  };
  const seen = new Set<string>();
  const total = transfers.reduce((sum, { amount }) => sum + amount, 0);
  return [
    ...(transfers.length === 0 ? [broken('bank-file-empty', 'transfers')] : []),
    ...(Number.isSafeInteger(total) ? [] : [broken('bank-file-total', 'transfers', { most: Number.MAX_SAFE_INTEGER })]),
    ...rib(debtor.account, 'debtor/account'),
    ...transfers.flatMap(({ payoutId, currency, amount, account, creditor }, index) => {
      const field = `transfers/${index}`;
      const twice = seen.has(payoutId);
      seen.add(payoutId);
      return [
        ...(twice ? [broken('payout-twice', field)] : []),
        ...(currency === MAD ? [] : [broken('domestic-currency', `${field}/currency`, { currency, expected: MAD })]),
        ...(amount > 0 ? [] : [broken('domestic-amount', `${field}/amount`, { amount })]),
        ...rib(account, `${field}/account`),
        ...(oneLine(creditor.name) === '' ? [broken('sepa-name', `${field}/creditor/name`)] : []),
      ];
    }),
  ];
}

/**
 * Payouts in dirham as a table by RIB: one line per payout, then one with how many there are and their sum. UTF-8, commas, a dot before the centimes;
 * the RIB keeps its leading zeros, and no name can be taken for a formula.
 */
export const madByRib: DomesticAdapter = {
  currency: MAD,
  write: (order) => {
    const problems = problemsOf(order);
    if (problems.length > 0) return err(problems);
    const total = order.transfers.reduce((sum, { amount }) => sum + amount, 0) as Minor;
    const lines = order.transfers.map(({ payoutId, account, creditor, amount, text }) => [
      bankReferenceOf(payoutId), tidyNumber(account), withGuard(oneLine(creditor.name)), toDecimal(amount, MAD), MAD, withGuard(oneLine(text)), order.executionDate,
    ]);
    const sums = ['TOTAL', '', String(order.transfers.length), toDecimal(total, MAD), MAD, '', ''];
    const reference = bankReferenceOf(order.runId);
    return ok({ fileName: `virements-mad-${reference}.csv`, mediaType: 'text/csv', text: [header, ...lines, sums].map((cells) => csvLine(cells)).join(''), count: order.transfers.length, total, replaced: [] });
  },
};
