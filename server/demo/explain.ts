import type { AppError } from '#shared/kernel/errors.ts';

/** What a rule of the demo's files means, for whoever started the server or the command; the figures come behind. */
const sentences: Readonly<Record<string, string>> = {
  'file-unreadable': 'the file cannot be read',
  'utf8': 'the file is not text in UTF-8',
  'csv-quotes': 'a quoted field is not closed; the file may be cut short',
  'columns': 'the first line must name the columns of the Olist files',
  'column-count': 'the line has another number of columns than the first one; the file may be cut short',
  'no-rows': 'there are no rows',
  'id-32-hex': 'expected an id of 32 hexadecimal digits',
  'id-twice': 'this id stands in the file already',
  'whole-number': 'expected a whole number',
  'taxonomy-line': 'expected "number | [left-right] | name"',
  'taxonomy-number': 'the numbers must count up by one',
  'taxonomy-bounds': 'the bounds do not nest; a line is missing or was changed',
  'file-too-large': 'the file is larger than what is read',
  'line-too-long': 'the line is longer than what is read',
  'insert-shape': 'expected "INSERT INTO table VALUES (…);" on a line of its own',
  'insert-cut': 'the row does not end on its line; the file may be cut short',
  'insert-value': 'expected NULL, a number or a text in quotes',
  'insert-count': 'the row has another number of values than its table has columns',
  'too-many-rows': 'there are more rows than what is read',
  'not-null': 'there has to be a value here',
  'decimal-number': 'expected a number that is not negative, within the limit',
  'calendar-date': 'expected a day like 1996-07-04',
  'no-orders': 'there are no orders; the file may be cut short',
  'no-lines': 'the order has no lines',
  'not-in-file': 'no row of the file has this id; the file may be cut short',
  'order-limits': 'the order has a text or an amount beyond what an order holds',
  'country-unknown': 'not one of the countries of Northwind',
  'customer-letters': 'expected five capital letters',
  'shipped-before-ordered': 'it was sent before it was ordered',
  'marketplace-there': 'there is a marketplace in this database already; choose another folder with --data',
};

/** Says in one line why the demo marketplace was not made: file, line, column, rule, figures. */
export function explainDemo({ code, rule, field, details = {} }: AppError): string {
  const { file, line, ...figures } = details;
  const place = [file, typeof line === 'number' && line > 0 ? `line ${line}` : undefined, field === undefined ? undefined : `column ${field}`].filter((part) => part !== undefined).join(', ');
  const facts = Object.entries(figures).map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`).join(', ');
  return `${place === '' ? '' : `${place}: `}${sentences[rule ?? ''] ?? rule ?? code}${facts === '' ? '' : ` (${facts})`}`;
}
