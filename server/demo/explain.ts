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
  'marketplace-there': 'there is a marketplace in this database already; choose another folder with --data',
};

/** Says in one line why the demo marketplace was not made: file, line, column, rule, figures. */
export function explainDemo({ code, rule, field, details = {} }: AppError): string {
  const { file, line, ...figures } = details;
  const place = [file, typeof line === 'number' && line > 0 ? `line ${line}` : undefined, field === undefined ? undefined : `column ${field}`].filter((part) => part !== undefined).join(', ');
  const facts = Object.entries(figures).map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`).join(', ');
  return `${place === '' ? '' : `${place}: `}${sentences[rule ?? ''] ?? rule ?? code}${facts === '' ? '' : ` (${facts})`}`;
}
