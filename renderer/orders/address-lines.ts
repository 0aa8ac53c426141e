import { regionOf } from '#renderer/lib/format.ts';
import type { Locale } from '#shared/auth/model.ts';
import type { Address } from '#shared/orders/model.ts';

/** An address as it stands on a parcel, line by line, its country in words of the reader. */
export function addressLines({ name, lines, postcode, city, region, country }: Address, locale: Locale): readonly string[] {
  const land = new Intl.DisplayNames(regionOf[locale], { type: 'region' }).of(country) ?? country;
  return [name, ...lines, [postcode, city].filter(Boolean).join(' '), [region, land].filter(Boolean).join(', ')].filter((line) => line !== '');
}
