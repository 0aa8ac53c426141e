import { useTranslation } from 'react-i18next';
import { formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { err, ok } from '#shared/kernel/result.ts';
import { LiveField } from './live-field.tsx';
import { useField } from './use-field.ts';

type Props = {
  path: string; label: string; value: number | null; least: number; most: number;
  description?: string;
  /** The listing is not submitted without it. */
  isNeeded?: boolean;
};

/** A whole number of the record within its bounds, or nothing. */
export function WholeNumberField({ path, label, value, least, most, description, isNeeded = false }: Props) {
  const { t } = useTranslation('offer');
  const { t: words } = useTranslation('catalog');
  const locale = useLocale();
  const field = useField<number | null>({
    path, value, label, intent: 'edit-details', said: words('edit.saved', { name: label }),
    write: (number) => (number === null ? '' : String(number)),
    read: (text) => {
      const typed = text.trim();
      if (typed === '') return ok(null);
      const number = /^\d{1,7}$/.test(typed) ? Number(typed) : NaN;
      return number >= least && number <= most ? ok(number) : err(t('number.fault', { least: formatNumber(least, locale), most: formatNumber(most, locale) }));
    },
  });
  return <LiveField field={field} figures description={description} {...(isNeeded ? { need: value === null ? 'missing' : 'met' } : {})} />;
}
