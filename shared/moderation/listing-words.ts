import { locales, type Locale } from '../auth/model.ts';
import { isUndecided, stageOf } from '../catalog/listing-states.ts';
import type { Product } from '../catalog/model.ts';
import type { EpochMs } from '../kernel/time.ts';
import type { CaseReason } from './model.ts';

/** The language most of a listing is written in; null while nothing is. */
export function mainLocale({ texts }: Pick<Product, 'texts'>): Locale | null {
  const length = (locale: Locale): number => (texts[locale]?.title.trim().length ?? 0) + (texts[locale]?.description.trim().length ?? 0);
  const first = locales.toSorted((a, b) => length(b) - length(a))[0]!;
  return length(first) === 0 ? null : first;
}

/** A listing's title in a language, or in the one it is mostly written in; its handle where it has none. */
export const titleIn = (product: Pick<Product, 'texts' | 'handle'>, locale: Locale): string =>
  [locale, mainLocale(product)].map((one) => (one === null ? '' : (product.texts[one]?.title.trim() ?? ''))).find((title) => title !== '') ?? product.handle;

/** Why somebody of the marketplace has to look at a listing as it stands; null: nobody has. */
export function waitsFor({ status, review }: Pick<Product, 'status' | 'review'>): CaseReason | null {
  if (isUndecided(status)) return 'first-look';
  return stageOf(status) === 'online' && review?.state === 'pending' ? 'edit' : null;
}

/** When a word to the vendor is written: later than the one before, also where clocks stand still. */
export const wordAt = ({ review }: Pick<Product, 'review'>, now: number): EpochMs => Math.max(now, (review?.noteAt ?? 0) + 1) as EpochMs;
