import type { OrderNamed, Statement, StatementAccount, StatementLine, StatementSums } from './statement.ts';
import { statementAccounts } from './statement.ts';
import type { LedgerTransactionId } from '../ledger/model.ts';
import type { WireStatement } from '../vendor-contract.ts';

type WireSums = WireStatement['total'];
const toWire = ({ opening, movements, closing }: StatementSums): WireSums => ({ opening: String(opening), movements: String(movements), closing: String(closing) });
const fromWire = ({ opening, movements, closing }: WireSums): StatementSums => ({ opening: BigInt(opening), movements: BigInt(movements), closing: BigInt(closing) });

/** A statement as it travels: JSON has no numbers of its size. @param orderOf the order a line belongs to */
export function statementToWire({ shopId, currency, period, lines, accounts, total }: Statement, orderOf: (line: StatementLine) => OrderNamed | null): WireStatement {
  return {
    shopId, currency, from: period.from, until: period.until, total: toWire(total), accounts: Object.fromEntries(statementAccounts.map((code) => [code, toWire(accounts[code])])),
    lines: lines.map((line) => ({ transactionId: line.transactionId, at: line.at, event: line.event, ref: line.ref, order: orderOf(line), account: line.account, amount: String(line.amount), balance: String(line.balance) })),
  };
}

/** The same statement again. @throws SyntaxError for what no statement is; the contract has parsed it before */
export function statementFromWire({ shopId, currency, from, until, lines, accounts, total }: WireStatement): Statement {
  return {
    shopId, currency, period: { from, until }, total: fromWire(total),
    accounts: Object.fromEntries(statementAccounts.map((code) => [code, fromWire(accounts[code]!)])) as Statement['accounts'],
    lines: lines.map(({ amount, balance, transactionId, account, ...line }) => ({ ...line, transactionId: transactionId as LedgerTransactionId, account: account as StatementAccount, amount: BigInt(amount), balance: BigInt(balance) })),
  };
}
