import type { Locale } from '../../auth/model.ts';
import type { Category } from '../../catalog/model.ts';
import { exponentOf, toDecimal, type Currency, type Minor } from '../../kernel/money.ts';
import { withGuard } from '../formula-guard.ts';

/** A code that begins with an apostrophe gets one more: reading takes one away, as spreadsheets add it to keep a code a text. */
export const codeCell = (code: string): string => (/^'+[\d\p{L}]/u.test(code) ? `'${code}` : withGuard(code));

/** A whole number that files can carry; what is below zero (pieces sold that are not there) is left out, and stays as it is. */
export const figureCell = (value: number | null): string => (value === null || value < 0 ? '' : String(value));

/** An amount with a dot. Three decimals get a zero behind them: `1.250` could be a thousand as well, `1.2500` cannot. */
export function moneyCell(amount: Minor | null, code: Currency): string {
  if (amount === null || amount < 0) return '';
  return exponentOf(code) === 3 ? `${toDecimal(amount, code)}0` : toDecimal(amount, code);
}

export const yesNo = (value: boolean | null | undefined): string => (value === null || value === undefined ? '' : value ? 'yes' : 'no');

/** Entries of a list parted by commas; one that holds a sign lists are parted by stands in quotes. */
export const listCell = (entries: readonly string[]): string => entries.map((entry) => (/[,;|"]/.test(entry) ? `"${entry.replaceAll('"', '""')}"` : entry)).join(', ');

/** A category by number and path: people read the one, the import the other. As far as numbers are read; without one by its path. */
export function categoryNumbered(category: Category | null, locale: Locale): string {
  if (category === null) return '';
  return category.number >= 0 && category.number <= 999_999 ? `${category.number} - ${category.path[locale]}` : category.path[locale];
}

const signs: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** A text as a page shows it: paragraphs and lines, nothing in it that would be markup. '' stays ''. */
export function htmlOfText(text: string): string {
  if (text.trim() === '') return '';
  const safe = text.replace(/\r\n?/g, '\n').trim().replace(/[&<>]/g, (sign) => signs[sign]!);
  return safe.split(/\n{2,}/).map((paragraph) => `<p>${paragraph.replaceAll('\n', '<br>')}</p>`).join('');
}
