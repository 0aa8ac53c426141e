import type { AppError } from '../../kernel/errors.ts';
import { currency, exponentOf, type Currency, type Minor } from '../../kernel/money.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import { calendarDate, type CalendarDate } from '../../kernel/time.ts';
import type { BankStatement, StatementBalance, StatementEntry, StatementPayment } from './bank-statement.ts';
import { all, at, textAt, type XmlElement } from './xml.ts';

const namespaces = new Set(['urn:iso:std:iso:20022:tech:xsd:camt.053.001.02', 'urn:iso:std:iso:20022:tech:xsd:camt.053.001.08']);

/** What a bank writes where whoever paid gave no reference. */
const NOT_PROVIDED = 'NOTPROVIDED';

class Unreadable extends Error {
  readonly error: AppError;
  constructor(rule: string, field: string, details?: AppError['details']) {
    super(rule);
    this.error = { code: 'rule-broken', attempted: 'payouts.read-statement', field, rule, ...(details ? { details } : {}) };
  }
}

/**
 * Reads a bank statement: per account the balances, and what was booked, each payment with the reference we gave it.
 *
 * Both versions banks send are read, 02 and 08; they differ in where a name and a state stand. Nothing is guessed: an amount or a day that is none refuses the file with its place.
 *
 * @param document the root of the message, as `server/payouts/bank/read-xml.ts` gives it
 * @returns the statements; or `camt-version`, `camt-no-statement`, `camt-amount`, `camt-date`, `camt-currency`, `camt-direction` with the place in `field` (`Stmt/0/Ntry/3/Amt`)
 *
 * Source: ISO 20022 camt.053.001.02 and .08.
 */
export function readCamt053(document: XmlElement): Result<readonly BankStatement[], AppError> {
  try {
    if (document.name !== 'Document' || !namespaces.has(document.namespace)) throw new Unreadable('camt-version', 'Document', { found: /[a-z]{4}\.\d{3}\.\d{3}\.\d{2}$/.exec(document.namespace)?.[0] ?? '' });
    const statements = all(at(document, 'BkToCstmrStmt'), 'Stmt');
    if (statements.length === 0) throw new Unreadable('camt-no-statement', 'BkToCstmrStmt');
    return ok(statements.map((statement, index) => readStatement(statement, `Stmt/${index}`)));
  } catch (failure) {
    if (failure instanceof Unreadable) return err(failure.error);
    throw failure;
  }
}

function readStatement(statement: XmlElement, field: string): BankStatement {
  const balance = (kind: string): StatementBalance | null => {
    const places = all(statement, 'Bal');
    const index = places.findIndex((one) => textAt(one, 'Tp', 'CdOrPrtry', 'Cd') === kind);
    const found = places[index];
    return found ? { ...signedAmount(found, `${field}/Bal/${index}`), date: day(at(found, 'Dt'), `${field}/Bal/${index}/Dt`) } : null;
  };
  // A page after the first of a long statement opens with an intermediate balance.
  const [opening, closing] = [balance('OPBD') ?? balance('PRCD'), balance('CLBD')];
  const entries = all(statement, 'Ntry').map((entry, index) => readEntry(entry, `${field}/Ntry/${index}`));
  return {
    id: textAt(statement, 'Id') ?? '',
    account: textAt(statement, 'Acct', 'Id', 'IBAN') ?? textAt(statement, 'Acct', 'Id', 'Othr', 'Id'),
    opening, closing, entries, adds: addsUp(opening, closing, entries),
  };
}

/** Whether what was booked leads from one balance to the other. Banks that leave one out, or write them in two currencies, cannot be checked. */
function addsUp(opening: StatementBalance | null, closing: StatementBalance | null, entries: readonly StatementEntry[]): BankStatement['adds'] {
  if (!opening || !closing || [closing, ...entries].some((one) => one.currency !== opening.currency)) return 'cannot-tell';
  const booked = entries.filter(({ state }) => state === 'booked').reduce((sum, { amount }) => sum + BigInt(amount), 0n);
  return BigInt(opening.amount) + booked === BigInt(closing.amount) ? 'yes' : 'no';
}

function readEntry(entry: XmlElement, field: string): StatementEntry {
  const status = textAt(entry, 'Sts', 'Cd') ?? textAt(entry, 'Sts');
  const sign = signedAmount(entry, field);
  const details = all(entry, 'NtryDtls').flatMap((one) => all(one, 'TxDtls'));
  return {
    ...sign,
    state: status === 'BOOK' ? 'booked' : status === 'PDNG' ? 'pending' : 'information',
    isReversal: textAt(entry, 'RvslInd') === 'true' || textAt(entry, 'RvslInd') === '1',
    booked: day(at(entry, 'BookgDt'), `${field}/BookgDt`),
    value: day(at(entry, 'ValDt'), `${field}/ValDt`),
    bankReference: textAt(entry, 'AcctSvcrRef') ?? textAt(entry, 'NtryRef'),
    payments: details.map((one, index) => readPayment(one, sign, details.length, `${field}/TxDtls/${index}`)),
  };
}

type Signed = { readonly amount: Minor; readonly currency: Currency };

function readPayment(details: XmlElement, entry: Signed, siblings: number, field: string): StatementPayment {
  const own = amountOf(at(details, 'Amt') ?? at(details, 'AmtDtls', 'TxAmt', 'Amt'), `${field}/Amt`);
  const direction = textAt(details, 'CdtDbtInd');
  const isOut = direction ? direction === 'DBIT' : entry.amount < 0;
  const returnReason = textAt(details, 'RtrInf', 'Rsn', 'Cd') ?? textAt(details, 'RtrInf', 'Rsn', 'Prtry');
  // Of a payment that came back, debtor and creditor stay who they were when it was sent.
  const other = isOut === (returnReason === null) ? 'Cdtr' : 'Dbtr';
  const parties = at(details, 'RltdPties');
  const reference = textAt(details, 'Refs', 'EndToEndId');
  return {
    // The only payment of an entry is its amount, whatever it says itself in the currency it was instructed in.
    ...(siblings === 1 ? entry : own ? { ...own, amount: (isOut ? -own.amount : own.amount) as Minor } : { amount: null, currency: entry.currency }),
    reference: reference === NOT_PROVIDED ? null : reference,
    name: textAt(parties, other, 'Pty', 'Nm') ?? textAt(parties, other, 'Nm'),
    account: textAt(parties, `${other}Acct`, 'Id', 'IBAN') ?? textAt(parties, `${other}Acct`, 'Id', 'Othr', 'Id'),
    text: all(at(details, 'RmtInf'), 'Ustrd').map((line) => line.text.trim()).join(' '),
    returnReason,
  };
}

/** Money that left the account is negative. */
function signedAmount(element: XmlElement, field: string): Signed {
  const found = amountOf(at(element, 'Amt'), `${field}/Amt`);
  if (!found) throw new Unreadable('camt-amount', `${field}/Amt`);
  const direction = textAt(element, 'CdtDbtInd');
  if (direction !== 'CRDT' && direction !== 'DBIT') throw new Unreadable('camt-direction', `${field}/CdtDbtInd`);
  return { ...found, amount: (direction === 'DBIT' && found.amount !== 0 ? -found.amount : found.amount) as Minor };
}

function amountOf(element: XmlElement | null, field: string): Signed | null {
  if (!element) return null;
  const code = currency.safeParse(element.attributes['Ccy']);
  if (!code.success) throw new Unreadable('camt-currency', field);
  const shape = /^\+?(\d{1,18})(?:\.(\d{0,5}))?$/.exec(element.text.trim());
  const exponent = exponentOf(code.data);
  const decimals = (shape?.[2] ?? '').replace(/0+$/, '');
  const units = Number(`${shape?.[1] ?? ''}${decimals.padEnd(exponent, '0')}`);
  if (!shape || decimals.length > exponent || !Number.isSafeInteger(units)) throw new Unreadable('camt-amount', field);
  return { amount: units as Minor, currency: code.data };
}

/** A day, or the day a moment has where the bank is. */
function day(element: XmlElement | null, field: string): CalendarDate | null {
  const text = textAt(element, 'Dt') ?? textAt(element, 'DtTm');
  if (text === null) return null;
  const date = calendarDate.safeParse(text.slice(0, 10));
  if (!date.success) throw new Unreadable('camt-date', field);
  return date.data;
}
