import { useTranslation } from 'react-i18next';
import type { Locale } from '#shared/auth/model.ts';
import { currency as currencySchema, type Minor } from '#shared/kernel/money.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Json } from '#shared/kernel/json.ts';
import { formatBytes, formatDuration, formatMoney, formatNumber } from './format.ts';
import { useLocale } from './i18n.ts';

/** A refusal in words: what was tried, what happened, at which field, and the way out. */
export type Explained = { attempted: string | null; what: string; field: string | null; wayOut: string };

/** `variants/0190…/stock/0190…/onHand` is about `onHand`; ids say nothing to a person. */
export function fieldKey(path: string): string {
  const words = path.split('/').filter((part) => !/^[0-9a-f]{8}-/.test(part) && !/^\d+$/.test(part));
  return words.at(-1) ?? '';
}

/** Details as words: money with its currency, milliseconds as a duration, bytes in the unit that fits, counts grouped, lists joined. */
export function speakDetails(details: Readonly<Record<string, Json>>, locale: Locale): Record<string, string | number> {
  const code = currencySchema.safeParse(details['currency']);
  const said: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(details)) {
    if (typeof value === 'number') {
      if (/Minor$|^(price|compareAt|minimum)$/.test(name) && code.success) said[name] = formatMoney(value as Minor, code.data, locale);
      else if (/Bytes$/.test(name)) said[name] = formatBytes(value, locale);
      else if (/Ms$/.test(name)) said[name] = formatDuration(value, locale);
      // i18next picks the plural by this number and needs it as one.
      else said[name] = name === 'count' ? value : formatNumber(value, locale);
    } else if (typeof value === 'string') said[name] = value;
    else if (Array.isArray(value)) said[name] = value.map(String).join(', ');
  }
  return said;
}

/** Turns an AppError into sentences of the language on screen. */
export function useExplain(): (error: AppError) => Explained {
  const { t, i18n } = useTranslation('errors');
  const locale = useLocale();
  return (error) => {
    // Codes and rules come over the wire as text; the test `every error has its words` holds that each we make is here.
    const say = (key: string, values: Record<string, string | number> = {}) => String(t(key as 'code.internal.what', { defaultValue: '', ...values }));
    const known = (key: string) => i18n.exists(key, { ns: 'errors' });
    const state = (value: Json) => (typeof value === 'string' && known(`status.${value}`) ? say(`status.${value}`) : value);
    const stated = Object.entries(error.details ?? {}).map(([name, value]) => [name, Array.isArray(value) ? value.map(state) : state(value)] as const);
    const details = speakDetails(Object.fromEntries(stated), locale);
    const base = error.rule !== undefined && known(`rule.${error.rule}.what`) ? `rule.${error.rule}` : known(`code.${error.code}.what`) ? `code.${error.code}` : 'code.internal';
    const key = error.field === undefined ? '' : fieldKey(error.field);
    return {
      attempted: error.attempted !== undefined && known(`attempted.${error.attempted}`) ? say(`attempted.${error.attempted}`) : null,
      what: say(`${base}.what`, details),
      field: known(`field.${key}`) ? say('atField', { field: say(`field.${key}`) }) : null,
      wayOut: say(`${base}.wayOut`, details),
    };
  };
}
