import { useTranslation } from 'react-i18next';
import { formatDelta, formatMoney, formatNumber } from '#renderer/lib/format.ts';
import { languageNames, useLocale } from '#renderer/lib/i18n.ts';
import { locale as localeSchema } from '#shared/auth/model.ts';
import type { HistoryEntry } from '#shared/catalog/contract.ts';
import { type LocationId, conditionOf, listingStatus, type Product, type Shop } from '#shared/catalog/model.ts';
import { pendingReview } from '#shared/catalog/review-model.ts';
import type { Json } from '#shared/kernel/json.ts';
import type { Minor } from '#shared/kernel/money.ts';
import { WHOLE_RECORD } from '#shared/sync/audited-fields.ts';
import { membersOf } from '#shared/sync/apply.ts';
import { useFieldName } from '../../field-name.ts';
import { stockReasons } from '../../stock-input.ts';

type Change = HistoryEntry['changes'][number];
export type ChangeWords = { readonly what: string; readonly before: string | null; readonly after: string | null; readonly note: string | null };

/** Fields a change may be about, as keys of `field.…`. */
const named = [
  'status', 'handle', 'brand', 'categoryId', 'condition', 'tags', 'options', 'title', 'description', 'sku', 'gtin', 'mpn', 'price', 'compareAt', 'cost', 'taxClass',
  'weightG', 'sizeMm', 'onHand', 'incoming', 'reserved', 'images', 'alt', 'position', 'attributes', 'variants', 'texts', 'stock', 'drawing', 'picture', 'recipe', 'shownVariants',
  'prices', 'files', 'keys', 'downloadLimit', 'linkDays', 'durationMinutes', 'bufferMinutes', 'capacity', 'noticeHours', 'servicePlace', 'hours', 'exceptions',
  'trackStock', 'lowStockAt', 'backorder', 'taxProfileId', 'shippingProfileId', 'review', 'record', 'shopId',
] as const;
type Named = (typeof named)[number];

/** The field a path is about: its last step that has a name of its own. */
export function fieldOf(path: string): Named {
  const steps = path.split('/');
  if (steps[0] === 'images' && steps[2] === 'variants') return 'shownVariants';
  const last = steps.findLast((step): step is Named => named.includes(step as Named));
  return last ?? 'attributes';
}

/** What was decided about an edit that waited. */
function reviewStep(before: Json, after: Json): 'confirmed' | 'changes_requested' | 'declined' | 'pending' {
  const parsed = pendingReview.safeParse(after);
  return parsed.success ? parsed.data.state : before === null ? 'pending' : 'confirmed';
}

const LONG = 60;

/** Says one change of one field the way the seller would. */
export function useChangeWords(product: Product | null, shop: Shop | null): (change: Change) => ChangeWords {
  const { t } = useTranslation('catalog');
  const locale = useLocale();
  const fieldName = useFieldName();

  const variantName = (id: string): string | null => {
    const variant = product?.variants[id as keyof Product['variants']];
    if (!product || Object.keys(product.variants).length < 2) return null;
    return variant ? (variant.options.join(' / ') || variant.sku) : t('history.goneVariant');
  };
  const value = (field: Named, raw: Json): string | null => {
    if (raw === null || raw === '') return null;
    if ((field === 'price' || field === 'compareAt' || field === 'cost') && typeof raw === 'number' && product) return formatMoney(raw as Minor, product.currency, locale);
    if (field === 'status' && listingStatus.safeParse(raw).success) return t(`status.${listingStatus.parse(raw)}`);
    if (field === 'condition' && conditionOf.safeParse(raw).success) return t(`condition.${conditionOf.parse(raw)}`);
    if (field === 'categoryId') return null;
    if (typeof raw === 'boolean') return t(raw ? 'history.yes' : 'history.no');
    if (typeof raw === 'number') return formatNumber(raw, locale);
    if (Array.isArray(raw)) return raw.map(String).join(', ');
    if (typeof raw === 'string') return raw.length > LONG ? `${raw.slice(0, LONG).trimEnd()}…` : raw;
    return null;
  };

  return ({ path, before, after, delta, reason }) => {
    if (path === WHOLE_RECORD) return { what: t(after === null ? 'history.deleted' : 'history.created'), before: null, after: null, note: null };
    const steps = path.split('/');
    const field = fieldOf(path);
    const language = steps[0] === 'texts' || steps.includes('alt') ? localeSchema.safeParse(steps[0] === 'texts' ? steps[1] : steps.at(-1)).data : undefined;
    const parts: string[] = [steps[0] === 'attributes' && steps[1] !== undefined ? fieldName(path) : t(`field.${field}`)];
    if (language) parts.push(languageNames[language]);
    if (steps[0] === 'variants' && steps[1] !== undefined) {
      const name = variantName(steps[1]);
      if (name !== null) parts.push(name);
    }
    if (steps[2] === 'prices' && steps[3] !== undefined) parts.push(steps[3]);
    const place = steps[2] === 'stock' ? shop?.locations[steps[3] as LocationId]?.name : undefined;
    if (place !== undefined) parts.push(place);
    const what = parts.join(' · ');
    if (delta !== null) {
      const why = stockReasons.find((known) => known === reason);
      return { what, before: null, after: formatDelta(delta, locale), note: why ? t(`reason.${why}`) : null };
    }
    if (field === 'review') return { what, before: null, after: null, note: t(`history.review.${reviewStep(before, after)}`) };
    if (field === 'description') return { what, before: null, after: null, note: t(after === null || after === '' ? 'history.removed' : before === null || before === '' ? 'history.added' : 'history.rewritten') };
    if (steps.length % 2 === 0 && (field === 'variants' || field === 'images' || field === 'files' || field === 'hours' || field === 'exceptions' || field === 'prices' || field === 'texts')) return { what, before: null, after: null, note: t(after === null ? 'history.removed' : 'history.added') };
    if (field === 'picture' || field === 'drawing') return { what, before: null, after: null, note: t(after === null || after === '' ? 'history.removed' : before === null || before === '' ? 'history.added' : 'history.replaced') };
    if (field === 'recipe') return { what, before: null, after: null, note: t(after === null ? 'history.asItCame' : 'history.changed') };
    if (field === 'shownVariants') return { what, before: null, after: null, note: t(membersOf(after).length === 0 ? 'history.allVariants' : 'history.someVariants', { count: membersOf(after).length }) };
    if (field === 'categoryId') return { what, before: null, after: null, note: t(after === null ? 'history.removed' : 'history.changed') };
    return { what, before: value(field, before), after: value(field, after) ?? t('none'), note: null };
  };
}
