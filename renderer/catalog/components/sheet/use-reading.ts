import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { amountForEditing, decimalSignOf } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { listingStates, type ListingMover } from '#shared/catalog/listing-states.ts';
import type { ListingStatus } from '#shared/catalog/model.ts';
import { fold } from '#shared/kernel/text.ts';
import type { Reading } from './read-cell.ts';

/** How texts are read into cells for whoever is here: in their language, by what they may do. */
export function useReading(mover: ListingMover | null): Reading {
  const { t } = useTranslation('catalog');
  const locale = useLocale();
  return useMemo(() => {
    // A state is found by its word, by the step that leads there, or by the name it has in files.
    const names = new Map<string, ListingStatus>();
    for (const status of listingStates) for (const name of [t(`move.${status}`), t(`status.${status}`), status]) names.set(fold(name), status);
    return {
      mover,
      statusNamed: (text) => names.get(fold(text)) ?? null,
      sayStatus: (status) => t(`status.${status}`),
      decimalSign: decimalSignOf(locale),
      sayAmount: (amount, row) => amountForEditing(amount, row.currency, locale),
    };
  }, [t, locale, mover]);
}
