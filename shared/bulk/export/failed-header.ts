import { locales, type Locale } from '../../auth/model.ts';

/** What the column of errors is called in a file of failed rows: known again in any of the languages when the file comes back, and passed over. */
export const failedHeader: Readonly<Record<Locale, string>> = { fr: 'Erreurs à corriger', en: 'Errors to mend', ar: 'أخطاء للتصحيح' };

/** What a file of failed rows is called, after the file they came in. @param isSheet it is a workbook */
export const failedName = (name: string, locale: Locale, isSheet: boolean): string =>
  `${name.replace(/\.[a-z]{2,4}$/i, '')}-${failedHeader[locale].toLowerCase().replaceAll(' ', '-')}${isSheet ? '.xlsx' : '.csv'}`;

/** What a file of notes is called, after the file they came in. */
export const notesName = (name: string): string => `${name.replace(/\.[a-z]{2,4}$/i, '')}-notes.csv`;

const known: ReadonlySet<string> = new Set(locales.map((locale) => failedHeader[locale]));
export const isFailedHeader = (header: string): boolean => known.has(header.trim());
