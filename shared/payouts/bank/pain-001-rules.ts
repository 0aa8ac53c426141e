import type { AppError } from '../../kernel/errors.ts';
import { HOUR_MS, type EpochMs } from '../../kernel/time.ts';
import { checkBic } from './bic.ts';
import { checkIban, countryOfIban } from './iban.ts';
import type { BankParty, CreditTransfer, CreditTransferOrder } from './credit-transfer.ts';
import { sepaCountries } from './sepa-countries.ts';
import { sepaText } from './sepa-text.ts';

/** What the scheme allows, where it asks for more than the schema does. Source: EPC SEPA credit transfer rulebook and DOMAIN 4; lengths also pain.001.001.09. */
export const sepaLimits = {
  currency: 'EUR', leastCents: 1, mostCents: 99_999_999_999, nameSigns: 70, streetSigns: 70, buildingSigns: 16, postcodeSigns: 16, townSigns: 35, addressLines: 2, addressLineSigns: 70, textSigns: 140,
} as const;

const broken = (rule: string, field: string, details?: AppError['details']): AppError => ({ code: 'rule-broken', attempted: 'payouts.write-file', field, rule, ...(details ? { details } : {}) });

/** Whether a text can be written at all and is not longer than the bank takes; its length is that of what is written. */
function text(value: string, most: number, field: string): AppError[] {
  const written = sepaText(value);
  if (written.unwritable.length > 0) return [broken('sepa-unwritable', field, { signs: written.unwritable.length })];
  return written.text.length > most ? [broken('sepa-text-length', field, { length: written.text.length, most })] : [];
}
const needed = (value: string, most: number, field: string, rule: string): AppError[] => {
  const found = text(value, most, field);
  return found.length === 0 && sepaText(value).text === '' ? [broken(rule, field)] : found;
};

function party({ name, address }: BankParty, field: string): AppError[] {
  const lines = address.lines ?? [];
  const to = `${field}/address`;
  return [
    ...needed(name, sepaLimits.nameSigns, `${field}/name`, 'sepa-name'),
    ...needed(address.town, sepaLimits.townSigns, `${to}/town`, 'sepa-address-town'),
    ...(/^[A-Z]{2}$/.test(address.country) ? [] : [broken('sepa-address-country', `${to}/country`)]),
    ...text(address.street ?? '', sepaLimits.streetSigns, `${to}/street`),
    ...text(address.building ?? '', sepaLimits.buildingSigns, `${to}/building`),
    ...text(address.postcode ?? '', sepaLimits.postcodeSigns, `${to}/postcode`),
    ...(lines.length > sepaLimits.addressLines ? [broken('sepa-address-lines', `${to}/lines`, { count: lines.length, most: sepaLimits.addressLines })] : []),
    ...lines.flatMap((line, index) => needed(line, sepaLimits.addressLineSigns, `${to}/lines/${index}`, 'sepa-address-line')),
  ];
}

function account(value: string, bic: string | null, field: string): AppError[] {
  const read = checkIban(value);
  const bank = bic === null ? null : checkBic(bic);
  return [
    ...(read.ok ? [] : [{ ...read.error, field: `${field}/account` }]),
    ...(read.ok && !sepaCountries.has(countryOfIban(read.value)) ? [broken('sepa-country', `${field}/account`, { country: countryOfIban(read.value) })] : []),
    ...(bank && !bank.ok ? [{ ...bank.error, field: `${field}/bic` }] : []),
  ];
}

function transfer(one: CreditTransfer, field: string): AppError[] {
  const { leastCents, mostCents } = sepaLimits;
  return [
    ...(one.currency === sepaLimits.currency ? [] : [broken('sepa-currency', `${field}/currency`, { currency: one.currency })]),
    ...(one.amount >= leastCents && one.amount <= mostCents ? [] : [broken('sepa-amount', `${field}/amount`, { amount: one.amount, least: leastCents, most: mostCents })]),
    ...party(one.creditor, `${field}/creditor`),
    ...account(one.account, one.bic, field),
    ...text(one.text, sepaLimits.textSigns, `${field}/text`),
  ];
}

/** The earliest day it still is somewhere on earth: whoever writes the file may be twelve hours behind UTC. */
const earliestToday = (at: EpochMs): string => new Date(Math.max(0, at - 12 * HOUR_MS)).toISOString().slice(0, 10);

/**
 * Everything that would make a bank refuse a file of payments in euro, all of it at once: the schema of the message leaves most of it unsaid.
 *
 * @returns one refusal per fault with its place (`transfers/3/creditor/name`); none: the file may be written
 */
export function checkCreditTransferOrder(order: CreditTransferOrder): readonly AppError[] {
  const seen = new Set<string>();
  const twice = order.transfers.flatMap(({ payoutId }, index) => {
    if (seen.has(payoutId)) return [broken('payout-twice', `transfers/${index}`)];
    seen.add(payoutId);
    return [];
  });
  const total = order.transfers.reduce((sum, { amount }) => sum + amount, 0);
  return [
    ...(Number.isSafeInteger(total) ? [] : [broken('bank-file-total', 'transfers', { most: Number.MAX_SAFE_INTEGER })]),
    ...(order.transfers.length === 0 ? [broken('bank-file-empty', 'transfers')] : []),
    ...(order.executionDate < earliestToday(order.createdAt) ? [broken('execution-date-past', 'executionDate')] : []),
    ...party(order.debtor, 'debtor'),
    ...account(order.debtor.account, order.debtor.bic, 'debtor'),
    ...twice,
    ...order.transfers.flatMap((one, index) => transfer(one, `transfers/${index}`)),
  ];
}
