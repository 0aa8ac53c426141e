import { checkGtin, gtinLengths } from '../../catalog/gtin.ts';
import { sku as skuSchema, type Gtin, type Sku } from '../../catalog/model.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import type { Fault } from '../problem.ts';
import { singleSpaced } from './read-text.ts';

/** What spreadsheets put before a code so that it stays text: `'0629…`, `="0629…"`. A code with an apostrophe of its own has two. */
export const unwrapCode = (text: string): string => (plainCode.test(text) ? text : unwrapped(text));
/** What nearly every code looks like: nothing to take off. */
const plainCode = /^[A-Za-z0-9][\x21-\x7e]*$/;
const unwrapped = (text: string): string => text.trim().replace(/^="([^"]*)"$/, '$1').replace(/^'(?='*[\d\p{L}])/u, '').trim();

/**
 * A GTIN, to the digit.
 *
 * @returns or the rules of `checkGtin`; `gtin-zeros-lost` with the number as it was (a spreadsheet took its leading zeros), where the check digit
 *   proves it. A wrong check digit is never mended: which of the digits is wrong cannot be known
 */
export function readGtin(text: string): Result<Gtin, Fault> {
  const bare = unwrapCode(text);
  const code = bare.endsWith('0') ? bare.replace(/\.0+$/, '') : bare;
  const checked = checkGtin(code);
  if (checked.ok) return checked;
  const { rule = 'gtin-digits', details } = checked.error;
  if ((rule === 'gtin-length' || rule === 'gtin-check-digit') && /^\d+$/.test(code)) {
    const whole = gtinLengths.map((length) => code.padStart(length, '0')).find((padded) => padded.length > code.length && checkGtin(padded).ok);
    // A check digit fits one in ten by chance: with many zeros missing it proves nothing.
    if (whole !== undefined && whole.length - code.length <= 2) return err({ rule: 'gtin-zeros-lost', suggestion: whole, details: { found: code, whole } });
  }
  return err({ rule, ...(details ? { details } : {}) });
}

const usualSku = /^[A-Za-z][\x21-\x7e]{0,63}$/;
/** A SKU; a number a spreadsheet has rounded (`1.2E+15`) is none. @returns or `sku-length` (details `most`), `code-spreadsheet` */
export function readSku(text: string): Result<Sku, Fault> {
  const code = unwrapCode(text);
  // Nothing to object to: a letter first, and no longer than a SKU may be.
  if (usualSku.test(code)) return ok(code as Sku);
  if (/^\d[.,]\d+e\+\d{1,2}$/i.test(code)) return err({ rule: 'code-spreadsheet', details: { found: code } });
  const parsed = skuSchema.safeParse(code);
  return parsed.success ? ok(parsed.data) : err({ rule: 'sku-length', details: { least: 1, most: 64, found: code.length } });
}

/** Any other text of at most so many letters, in one line. @returns or `text-length` (details `found`, `most`) */
export function readLine(text: string, most: number): Result<string, Fault> {
  const line = singleSpaced(text);
  return line.length > most ? err({ rule: 'text-length', details: { found: line.length, most } }) : ok(line);
}
