import { useTranslation } from 'react-i18next';
import type { Locale } from '#shared/auth/model.ts';
import { locale as localeSchema } from '#shared/auth/model.ts';
import type { LocationId, Product, Shop } from '#shared/catalog/model.ts';
import type { Json } from '#shared/kernel/json.ts';
import type { Currency, Minor } from '#shared/kernel/money.ts';
import { fieldKey } from '#renderer/lib/explain-error.ts';
import { formatMoney, formatNumber } from '#renderer/lib/format.ts';
import { languageNames, useLocale } from '#renderer/lib/i18n.ts';
import { useFieldName } from '#renderer/catalog/field-name.ts';

/** What is known of the record a field belongs to; the record may be gone from this machine. */
export type FieldContext = { readonly product: Product | null; readonly shop: Shop | null; readonly currency: Currency | null };

/** What kind of thing stands in a field, for showing and for typing another value. */
export type FieldNature = 'money' | 'count' | 'status' | 'text' | 'long' | 'category' | 'whole' | 'chosen';

/** Collections whose entries come and go whole. */
const wholes: readonly string[] = ['variants', 'images', 'texts', 'stock', 'prices', 'files', 'hours', 'exceptions', 'locations', 'taxProfiles', 'shippingProfiles', 'closures'];

/** The nature of a field by its path; `chosen` is not typed but picked on its page. */
export function natureOf(path: string): FieldNature {
  const parts = path.split('/');
  const last = parts.at(-1) ?? '';
  if (parts[0] === 'variants' && ['price', 'compareAt', 'cost'].includes(last)) return 'money';
  if (['onHand', 'reserved', 'incoming', 'position', 'weightG', 'lowStockAt', 'returnDays'].includes(last)) return 'count';
  if (path === 'status') return 'status';
  if (path === 'categoryId') return 'category';
  if (last === 'description' || path === 'address' || parts[0] === 'about' || parts[0] === 'returnTerms' || (parts[0] === 'locations' && last === 'address')) return 'long';
  if (parts.length % 2 === 0 && wholes.includes(parts.at(-2) ?? '')) return 'whole';
  if (['rates', 'zones', 'note', 'included', 'trackStock', 'backorder', 'template', 'returnPaidBy', 'review', 'picture', 'recipe', 'watermark'].includes(last) || (parts[0] === 'images' && last === 'variants')) return 'chosen';
  return 'text';
}

/** Where in the record: `prix · 38 · Rouge`, `titre · Français`, `stock en main · Casablanca`. */
export function placeOf(path: string, { product, shop }: FieldContext): string[] {
  const parts = path.split('/');
  const places: string[] = [];
  const variantKey = parts[0] === 'variants' ? parts[1] : undefined;
  if (variantKey !== undefined && product && Object.keys(product.variants).length > 1) {
    const variant = Object.entries(product.variants).find(([id]) => id === variantKey)?.[1];
    if (variant) places.push(variant.options.length > 0 ? variant.options.join(' · ') : variant.sku);
  }
  const stockAt = parts.indexOf('stock');
  const place = stockAt >= 0 ? shop?.locations[parts[stockAt + 1] as LocationId] : undefined;
  if (place) places.push(place.name);
  const entry = shop && namedEntry(shop, parts);
  if (entry) places.push(entry);
  const language = localeSchema.safeParse(parts[0] === 'texts' || parts[0] === 'about' || parts[0] === 'returnTerms' ? parts[1] : parts.includes('alt') ? parts.at(-1) : undefined);
  if (language.success) places.push(languageNames[language.data]);
  return places;
}

/** What a place or profile of a shop is called; a closure by its first day. */
function namedEntry(shop: Shop, [collection, id = '']: readonly string[]): string | null {
  switch (collection) {
    case 'locations': return shop.locations[id as LocationId]?.name ?? null;
    case 'taxProfiles': return shop.taxProfiles?.[id]?.name ?? null;
    case 'shippingProfiles': return shop.shippingProfiles?.[id]?.name ?? null;
    case 'closures': return shop.closures?.[id]?.from ?? null;
    default: return null;
  }
}

const keyOf = (path: string): string => {
  const parts = path.split('/');
  if (parts.includes('alt')) return 'alt';
  if (parts[0] === 'about' || parts[0] === 'returnTerms') return parts[0];
  if (parts[0] === 'images' && parts[2] === 'variants') return 'shownVariants';
  if (natureOf(path) === 'whole') return parts.at(-2) ?? '';
  return fieldKey(path);
};

/** Speaks fields and their values in the language on screen. */
export function useFieldWords() {
  const { t, i18n } = useTranslation(['sync', 'errors', 'shop']);
  const locale: Locale = useLocale();
  const fieldName = useFieldName();
  /** The field alone: `Prix`; an attribute by its own name, `Couleur`. */
  const name = (path: string): string => {
    if (path.startsWith('attributes/')) return fieldName(path);
    const key = keyOf(path);
    const word = i18n.exists(`field.${key}`, { ns: 'errors' }) ? t(`errors:field.${key}` as 'errors:field.price') : key;
    const [first = '', ...rest] = [...word];
    return first.toLocaleUpperCase(locale) + rest.join('');
  };
  /** The field and where in the record it is: `Prix · 38 · Rouge`. */
  const label = (path: string, context: FieldContext): string => [name(path), ...placeOf(path, context)].join(' · ');
  const value = (path: string, raw: Json, context: FieldContext): string => {
    if (raw === null || raw === '') return t('value.none');
    switch (natureOf(path)) {
      case 'money':
        if (typeof raw !== 'number') return String(raw);
        // Without its currency an amount cannot be written: its decimals are not known. The record is being looked up.
        return context.currency ? formatMoney(raw as Minor, context.currency, locale) : '…';
      case 'count':
        return typeof raw === 'number' ? formatNumber(raw, locale) : String(raw);
      case 'status':
        return typeof raw === 'string' && i18n.exists(`status.${raw}`, { ns: 'errors' }) ? t(`errors:status.${raw}` as 'errors:status.draft') : String(raw);
      case 'category':
        return t('value.category');
      case 'whole':
        return t('value.added');
      case 'chosen':
        if (typeof raw === 'boolean') return t(raw ? 'value.yes' : 'value.no');
        if (path === 'returnPaidBy' && (raw === 'buyer' || raw === 'shop')) return t(`shop:returns.payer.${raw}`);
        return typeof raw === 'string' && i18n.exists(`template.${raw}`, { ns: 'shop' }) ? t(`shop:template.${raw}` as 'shop:template.counter') : t('value.changed');
      case 'text':
      case 'long':
        return Array.isArray(raw) ? raw.map(String).join(', ') : typeof raw === 'object' ? t('value.added') : String(raw);
    }
  };
  return { name, label, value };
}
