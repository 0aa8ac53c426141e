import { hasMarkup, leadsAway } from '../../catalog/forbidden-text.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import type { Fault } from '../problem.ts';

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', laquo: '«', raquo: '»', hellip: '…', ndash: '–', mdash: '—', rsquo: '’', lsquo: '‘', ldquo: '“', rdquo: '”', eacute: 'é', egrave: 'è', ecirc: 'ê', agrave: 'à', acirc: 'â', ccedil: 'ç', ocirc: 'ô', ucirc: 'û', ugrave: 'ù', icirc: 'î', iuml: 'ï', euro: '€', deg: '°', times: '×', copy: '©', reg: '®', trade: '™', middot: '·', bull: '•' };
/** Every repetition has an end, so that a text made to be slow is not. */
const hidden = /<(script|style|head|template|svg)\b[^<>]{0,2000}>[\s\S]{0,200000}?<\/\1\s{0,10}>|<!--[\s\S]{0,200000}?-->/gi;
const breaks = /<br\b[^<>]{0,500}>|<\/?(?:p|div|section|article|h[1-6]|ul|ol|table|tr|blockquote|pre|hr)\b[^<>]{0,2000}>/gi;
const tag = /<\/?[a-z][^<>]{0,5000}>/gi;
const entity = /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,8}));/gi;

/** A text written for a page (HTML) as plain paragraphs and lines: ours are shown as they stand. Text without markup comes back as it is. */
export function plainOfHtml(text: string): string {
  if (!hasMarkup(text)) return text;
  const shown = text.replace(hidden, '');
  // Where there are paragraphs, line breaks of the source mean nothing.
  return (/<(?:p|br|div|li)\b/i.test(shown) ? shown.replace(/\n/g, ' ') : shown)
    .replace(/<li\b[^<>]{0,500}>/gi, '\n• ')
    .replace(breaks, '\n')
    .replace(tag, '')
    .replace(entity, (whole, hex: string | undefined, decimal: string | undefined, name: string | undefined) => {
      if (name !== undefined) return named[name.toLowerCase()] ?? whole;
      const code = hex !== undefined ? Number.parseInt(hex, 16) : Number(decimal);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
    })
    .replace(/[ \t\u00a0]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** Of white space, anything but one blank between two words. */
const unevenSpace = /\s\s|[^\S ]|^\s|\s$/;
/** A text in one line, with one blank between words. */
export const singleSpaced = (text: string): string => (unevenSpace.test(text) ? text.replace(/\s+/g, ' ').trim() : text);

/** A text as a file gives it to us, whatever it was before: what is only written differently is no change. */
export const cleanText = (text: string, isLong: boolean): string => (isLong ? plainOfHtml(text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text).trim() : singleSpaced(text));

export type ReadText = { readonly text: string; readonly warnings: readonly Fault[] };

/**
 * A title or description. Markup of a description is turned into plain text; what leads buyers away from the marketplace is warned about, as the
 * preview of the listing does.
 *
 * @returns or `text-length` (details `found`, `most`), `text-damaged` where letters were lost before the file came here
 */
export function readText(text: string, most: number, isLong: boolean): Result<ReadText, Fault> {
  const clean = cleanText(text, isLong);
  if (clean.includes('\ufffd')) return err({ rule: 'text-damaged', details: { found: clean.slice(Math.max(0, clean.indexOf('\ufffd') - 15), clean.indexOf('\ufffd') + 15) } });
  if (clean.includes('\0')) return err({ rule: 'zero-character', suggestion: clean.replaceAll('\0', '') });
  if (clean.length > most) return err({ rule: 'text-length', details: { found: clean.length, most } });
  const warnings: Fault[] = [];
  if (leadsAway(clean)) warnings.push({ rule: 'leads-away', severity: 'warning' });
  if (hasMarkup(clean)) warnings.push({ rule: 'markup-left', severity: 'warning' });
  return ok({ text: clean, warnings });
}
