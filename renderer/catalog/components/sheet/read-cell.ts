import { withoutCurrency, withoutZeroDecimals } from '#shared/bulk/clipboard/figures.ts';
import type { ProductRow } from '#shared/catalog/contract.ts';
import { transitionsFor, type ListingMover } from '#shared/catalog/listing-states.ts';
import type { ListingStatus } from '#shared/catalog/model.ts';
import type { DecimalSign } from '#shared/kernel/money.ts';
import { readPrice } from '../../price-input.ts';
import { likelyReason, readStock } from '../../stock-input.ts';
import type { Outcome, Why } from './model.ts';

export type Reading = {
  /** Null: this person reads only. */
  readonly mover: ListingMover | null;
  /** The state a word names, in the reader's language or as the files name it. */
  readonly statusNamed: (text: string) => ListingStatus | null;
  readonly sayStatus: (status: ListingStatus) => string;
  /** How the reader writes decimals. */
  readonly decimalSign: DecimalSign;
  readonly sayAmount: (amount: NonNullable<ProductRow['compareAt']>, row: ProductRow) => string;
};

const LONGEST_TITLE = 200;
const cannot = (code: Exclude<Why['code'], 'refused'>): Outcome => ({ kind: 'cannot', why: { code } });
const same: Outcome = { kind: 'same' };

/**
 * What a text does to a cell of the list: the operations it comes to, nothing, or why it cannot. Read like what is typed there, with what
 * spreadsheets add: the name of the currency, `12,00` pieces. A count is that of the column, available pieces; `+5` and `-2` move some.
 *
 * @param shown what the cell says now, as it is copied; the same text changes nothing, whatever the column
 */
export function readCell(row: ProductRow, columnId: string, text: string, shown: string, reading: Reading): Outcome {
  if (text === shown) return same;
  if (reading.mover === null) return cannot('read-only');
  switch (columnId) {
    case 'title': return readTitle(row, text);
    case 'price': return readMoney(row, 'price', text, reading);
    case 'compareAt': return readMoney(row, 'compareAt', text, reading);
    case 'available': return readAvailable(row, text);
    case 'status': return readStatus(row, text, reading.mover, reading);
    default: return cannot('read-only');
  }
}

/** One line: breaks and tabs that came along from a wrapped cell become spaces. */
function readTitle(row: ProductRow, text: string): Outcome {
  const after = text.replace(/[\r\n\t]+/g, ' ').trim();
  if (after === row.title) return same;
  if (after === '') return cannot('empty');
  if (after.length > LONGEST_TITLE) return cannot('title-long');
  return { kind: 'change', ops: [{ op: 'set', path: `texts/${row.titleLocale}/title`, base: row.title, value: after }], after };
}

function readMoney(row: ProductRow, field: 'price' | 'compareAt', text: string, { sayAmount, decimalSign }: Reading): Outcome {
  if (row.variantId === null) return cannot('several-variants');
  const figures = withoutCurrency(text, row.currency);
  if (!figures.ok) return cannot(figures.error.code);
  const before = row[field];
  const read = readPrice(figures.value, row.currency, before, decimalSign, field === 'compareAt');
  if (!read.ok) return cannot(read.error.code);
  if (read.value === before) return same;
  return {
    kind: 'change', amount: read.value, after: read.value === null ? '' : sayAmount(read.value, row),
    ops: [{ op: 'set', path: `variants/${row.variantId}/${field}`, base: before, value: read.value }],
  };
}

function readAvailable(row: ProductRow, text: string): Outcome {
  if (row.variantId === null) return cannot('several-variants');
  if (row.locationId === null) return cannot('several-places');
  const read = readStock(withoutZeroDecimals(text), row.onHand);
  if (!read.ok) return cannot(read.error.code);
  // The column shows what can be sold: a new count of it moves the shelf by as much, whatever is promised to buyers.
  const delta = read.value.counted ? read.value.delta + row.onHand - row.available : read.value.delta;
  if (delta === 0) return same;
  if (row.onHand + delta < 0) return cannot('below-zero');
  return {
    kind: 'change', after: String(row.available + delta),
    ops: [{ op: 'add', path: `variants/${row.variantId}/stock/${row.locationId}/onHand`, delta, reason: likelyReason(read.value) }],
  };
}

function readStatus(row: ProductRow, text: string, mover: ListingMover, { statusNamed, sayStatus }: Reading): Outcome {
  if (text.trim() === '') return cannot('empty');
  const to = statusNamed(text);
  if (to === null) return cannot('unknown-status');
  if (to === row.status) return same;
  if (!transitionsFor(mover, row.status).includes(to)) return cannot('illegal-step');
  return { kind: 'change', ops: [{ op: 'set', path: 'status', base: row.status, value: to }], after: sayStatus(to) };
}
