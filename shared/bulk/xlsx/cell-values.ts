/** The column of a cell by its reference: `A1` is 0, `AB12` is 27; -1 for what is no reference. */
export function columnOf(reference: string): number {
  let column = 0;
  for (let at = 0; at < reference.length; at++) {
    const code = reference.charCodeAt(at) & ~32;
    if (code < 65 || code > 90) return at === 0 ? -1 : column - 1;
    column = column * 26 + code - 64;
  }
  return -1;
}

/** How a cell shows its number, as far as it changes what the number means. */
export type NumberShape = { readonly kind: 'number' } | { readonly kind: 'date' } | { readonly kind: 'padded'; readonly digits: number };
const number: NumberShape = { kind: 'number' };
const date: NumberShape = { kind: 'date' };

/** Formats every workbook has without naming them. Source: ECMA-376 part 1, 18.8.30; 27 to 36 and 50 to 58 are dates in East Asian editions. */
const isBuiltInDate = (id: number): boolean => (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);

/**
 * What a number format makes of a number: a day or time, a code with leading zeros (`0000000000000`, under which a GTIN keeps them), or
 * just a number.
 *
 * @param code null for one of the built-in formats
 */
export function shapeOf(id: number, code: string | null): NumberShape {
  if (code === null) return isBuiltInDate(id) ? date : number;
  const [first = ''] = code.split(';');
  if (/^0{2,}$/.test(first)) return { kind: 'padded', digits: first.length };
  // Words in quotes, colours and conditions in brackets and signs behind a backslash are no parts of a date; `[h]:mm` is.
  const bare = first.replace(/"[^"]*"|\\.|_./g, '').replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '');
  return /[dmyhs]/i.test(bare) && !/general/i.test(bare) ? date : number;
}

const DAY_S = 86_400;
/** 1900-01-01 is day 1; the day that 1900 did not have (29 February) is counted, so days from 60 on lie one later. */
const EPOCH_1900_S = -2_209_075_200;
const DAYS_1904 = 1_462;

/**
 * A day as a spreadsheet counts it, in the form of ISO 8601: `2026-11-21`, with a time `2026-11-21T14:30:00`, a time alone `14:30:00`.
 *
 * @returns null for what is no day: negative, or beyond the year 9999
 */
export function dateOf(serial: number, from1904: boolean): string | null {
  const days = serial + (from1904 ? DAYS_1904 : 0);
  if (!(serial >= 0) || days >= 2_958_466) return null;
  const seconds = Math.round(days * DAY_S);
  const time = seconds % DAY_S;
  const day = (seconds - time) / DAY_S;
  const clock = [Math.floor(time / 3_600), Math.floor(time / 60) % 60, time % 60].map((part) => String(part).padStart(2, '0')).join(':');
  if (day === 0 && !from1904) return clock;
  if (day === 60) return time === 0 ? '1900-02-29' : `1900-02-29T${clock}`;
  const iso = new Date((EPOCH_1900_S + (day < 60 ? day : day - 1) * DAY_S) * 1_000).toISOString().slice(0, 10);
  return time === 0 ? iso : `${iso}T${clock}`;
}

/**
 * A number as a spreadsheet shows it: its binary rest beyond 15 digits (`0.30000000000000004`) is none of the seller's doing, and a GTIN
 * is written out, not as `6.29E+12`.
 */
export function numberText(raw: string, shape: NumberShape, from1904: boolean): string {
  const value = Number(raw);
  if (raw.trim() === '' || !Number.isFinite(value)) return raw;
  if (shape.kind === 'date') return dateOf(value, from1904) ?? raw;
  const shown = Math.abs(value) < 1e21 && Number.isInteger(value) ? BigInt(value).toString() : plainDecimal(Number(value.toPrecision(15)));
  return shape.kind === 'padded' && /^\d+$/.test(shown) ? shown.padStart(shape.digits, '0') : shown;
}

/** Written out digit by digit (`3.2e-7` is `0.00000032`): a fixed number of decimals would round a second time. */
function plainDecimal(value: number): string {
  const text = String(value);
  const small = /^(-?)(\d)(?:\.(\d+))?e-(\d+)$/.exec(text);
  if (small === null) return text;
  const [, sign = '', first = '', rest = '', places] = small;
  return `${sign}0.${'0'.repeat(Number(places) - 1)}${first}${rest}`;
}

/** `_x000D_` and its like stand for letters XML cannot hold. Source: ECMA-376 part 1, 22.9.2.19. */
export const withoutEscapes = (text: string): string => (text.includes('_x') ? text.replace(/_x([0-9a-f]{4})_/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))) : text);
