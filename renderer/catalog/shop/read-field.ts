import type { TFunction } from 'i18next';
import { readWebAddress } from '#shared/catalog/web-address.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { latinDigits } from '#shared/kernel/text.ts';

type Words = TFunction<'shop'>;
type Reader<T> = (text: string) => Result<T, string>;

/** A text of limited length that must be there. */
export const neededText = (t: Words, most: number): Reader<string> => (text) => {
  const said = text.trim();
  if (said === '') return err(t('needed'));
  return said.length > most ? err(t('tooLong', { count: most, found: said.length })) : ok(said);
};

/** A text of limited length; an emptied field is none. */
export const optionalText = (t: Words, most: number): Reader<string | null> => (text) =>
  text.length > most ? err(t('tooLong', { count: most, found: text.length })) : ok(text.trim() === '' ? null : text);

/** An address somebody can write to; what is certainly none is told at once. */
export const emailText = (t: Words): Reader<string | null> => (text) => {
  const said = text.trim();
  if (said === '') return ok(null);
  if (said.length > 254) return err(t('tooLong', { count: 254, found: said.length }));
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(said) ? ok(said) : err(t('email.wrong'));
};

/** A telephone number as people write it; digits of any script become Latin ones. */
export const phoneText = (t: Words): Reader<string | null> => (text) => {
  const said = latinDigits(text).trim();
  if (said === '') return ok(null);
  return said.length <= 40 && /^\+?[\d\s().\-/]{4,}$/.test(said) ? ok(said) : err(t('phone.wrong'));
};

/** Where the shop is on the web, as links begin with it. */
export const webAddressText = (t: Words): Reader<string | null> => (text) => {
  if (text.trim() === '') return ok(null);
  if (text.length > 300) return err(t('tooLong', { count: 300, found: text.length }));
  const read = readWebAddress(text);
  return read.ok ? read : err(t(`webAddress.${read.error}`));
};

/** A whole number within limits; an emptied field is none. */
export const optionalNumber = (t: Words, least: number, most: number): Reader<number | null> => (text) => (text.trim() === '' ? ok(null) : wholeNumber(t, least, most)(text));

/** A whole number within limits. */
export const wholeNumber = (t: Words, least: number, most: number): Reader<number> => (text) => {
  const said = latinDigits(text).replace(/[\s\u202f\u00a0]/gu, '');
  const value = /^\d{1,12}$/.test(said) ? Number(said) : Number.NaN;
  return value >= least && value <= most ? ok(value) : err(t('number.wrong', { least, most }));
};

/** A tax rate in percent, as basis points: `20` and `20,5` are 2000 and 2050. */
export const basisPoints = (t: Words): Reader<number> => (text) => {
  const found = /^(\d{1,3})(?:[.,٫](\d{1,2}))?$/.exec(latinDigits(text).replace(/[\s%٪]/gu, ''));
  const value = found ? Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0')) : Number.NaN;
  return value <= 10_000 ? ok(value) : err(t('taxes.wrong'));
};

/** Basis points as they are typed: 2050 is `20.5`. */
export const percentText = (points: number): string => String(points / 100);
