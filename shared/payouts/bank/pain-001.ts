import type { AppError } from '../../kernel/errors.ts';
import { toDecimal, type Currency, type Minor } from '../../kernel/money.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import type { BankAddress, BankFile, BankParty, CreditTransfer, CreditTransferOrder, ReplacedText } from './credit-transfer.ts';
import { tidyNumber } from './mod-97.ts';
import { checkCreditTransferOrder } from './pain-001-rules.ts';
import { bankReferenceOf } from './payment-ids.ts';
import { sepaText } from './sepa-text.ts';
import { xmlDocument, type Written } from './xml.ts';

export const PAIN_001_NAMESPACE = 'urn:iso:std:iso:20022:tech:xsd:pain.001.001.09';
const EUR = 'EUR' as Currency;

/**
 * Writes the payouts of a run in euro as the file a bank takes: one message, one batch, one payment per payout.
 *
 * Counts and sums are computed from the payments themselves; every reference is the id of the payout or the run. Written twice, it is the same file.
 *
 * @returns the file, with every text that had to lose letters; or all rules that are broken
 *
 * Source: ISO 20022 pain.001.001.09, EPC rules for SEPA credit transfers (DOMAIN 4).
 */
export function writePain001(order: CreditTransferOrder): Result<BankFile, readonly AppError[]> {
  const problems = checkCreditTransferOrder(order);
  if (problems.length > 0) return err(problems);
  const replaced: ReplacedText[] = [];
  const told = (field: string, before: string): string => {
    const { text: after, replaced: signs } = sepaText(before);
    if (signs.length > 0) replaced.push({ field, before, after });
    return after;
  };
  const total = order.transfers.reduce((sum, { amount }) => sum + amount, 0) as Minor;
  const reference = bankReferenceOf(order.runId);
  const figures: Written[] = [['NbOfTxs', String(order.transfers.length)], ['CtrlSum', toDecimal(total, EUR)]];
  const debtorName = told('debtor/name', order.debtor.name);
  const batch: Written = ['PmtInf', [
    ['PmtInfId', reference], ['PmtMtd', 'TRF'], ['BtchBookg', 'true'], ...figures,
    ['PmtTpInf', [['SvcLvl', [['Cd', 'SEPA']]]]],
    ['ReqdExctnDt', [['Dt', order.executionDate]]],
    ['Dbtr', [['Nm', debtorName], address(order.debtor.address, 'debtor/address', told)]],
    ['DbtrAcct', [['Id', [['IBAN', tidyNumber(order.debtor.account)]]]]],
    ['DbtrAgt', [agent(order.debtor.bic) ?? ['FinInstnId', [['Othr', [['Id', 'NOTPROVIDED']]]]]]],
    ['ChrgBr', 'SLEV'],
    ...order.transfers.map((one, index) => transfer(one, `transfers/${index}`, told)),
  ]];
  const text = xmlDocument(['Document', [
    ['CstmrCdtTrfInitn', [['GrpHdr', [['MsgId', reference], ['CreDtTm', `${new Date(order.createdAt).toISOString().slice(0, 19)}Z`], ...figures, ['InitgPty', [['Nm', debtorName]]]]], batch]],
  ], { xmlns: PAIN_001_NAMESPACE }]);
  return ok({ fileName: `pain.001-${reference}.xml`, mediaType: 'application/xml', text, count: order.transfers.length, total, replaced });
}

type Told = (field: string, before: string) => string;

function transfer(one: CreditTransfer, field: string, told: Told): Written {
  const bank = agent(one.bic);
  const text = told(`${field}/text`, one.text);
  return ['CdtTrfTxInf', [
    ['PmtId', [['EndToEndId', bankReferenceOf(one.payoutId)]]],
    ['Amt', [['InstdAmt', toDecimal(one.amount, one.currency), { Ccy: one.currency }]]],
    bank && ['CdtrAgt', [bank]],
    party('Cdtr', one.creditor, `${field}/creditor`, told),
    ['CdtrAcct', [['Id', [['IBAN', tidyNumber(one.account)]]]]],
    text === '' ? null : ['RmtInf', [['Ustrd', text]]],
  ]];
}

const agent = (bic: string | null): Written | null => (bic === null ? null : ['FinInstnId', [['BICFI', tidyNumber(bic)]]]);

const party = (element: string, { name, address: place }: BankParty, field: string, told: Told): Written => [element, [['Nm', told(`${field}/name`, name)], address(place, `${field}/address`, told)]];

/** In the order of the schema; town and country always stand in their own places. */
function address(place: BankAddress, field: string, told: Told): Written {
  const part = (element: string, key: 'street' | 'building' | 'postcode' | 'town'): Written | null => {
    const text = told(`${field}/${key}`, place[key] ?? '');
    return text === '' ? null : [element, text];
  };
  const lines = (place.lines ?? []).map((line, index): Written => ['AdrLine', told(`${field}/lines/${index}`, line)]);
  return ['PstlAdr', [part('StrtNm', 'street'), part('BldgNb', 'building'), part('PstCd', 'postcode'), part('TwnNm', 'town'), ['Ctry', place.country], ...lines]];
}
