import type { Locale } from '#shared/auth/model.ts';
import { productFilter, productSort, sortKey, type ProductFilter, type ProductSort } from '#shared/catalog/contract.ts';
import type { Json } from '#shared/kernel/json.ts';

export const emptyFilter: ProductFilter = productFilter.parse({});
/** By code: an order that editing a price or a stock does not change, so that no line jumps away under the keyboard. */
export const defaultSort: ProductSort = { by: 'sku', dir: 'asc' };

/** The parts of a filter people add and remove one by one, in the order the menu lists them; the words they search for are apart. */
export const filterParts = ['shop', 'status', 'category', 'kind', 'brand', 'tag', 'price', 'available', 'missing', 'complete', 'score', 'inReview', 'unsent', 'conflicted'] as const;
export type FilterPart = (typeof filterParts)[number];

const fieldsOf: Record<FilterPart, readonly (keyof ProductFilter)[]> = {
  shop: ['shopId'], status: ['status'], category: ['categoryId'], kind: ['kind'], brand: ['brand'], tag: ['tag'], price: ['priceMin', 'priceMax'],
  available: ['availableBelow'], missing: ['missing', 'missingAny'], complete: ['completeBelow'], score: ['scoreBelow'], inReview: ['inReview'], unsent: ['unsent'], conflicted: ['conflicted'],
};

const isSet = (value: ProductFilter[keyof ProductFilter]) => (Array.isArray(value) ? value.length > 0 : value !== null && value !== false && value !== '');

/** The parts that narrow the list now. */
export const activeParts = (filter: ProductFilter): FilterPart[] => filterParts.filter((part) => fieldsOf[part].some((field) => isSet(filter[field])));

/** The filter with one part taken away. */
export function withoutPart(filter: ProductFilter, part: FilterPart): ProductFilter {
  const cleared = Object.fromEntries([...fieldsOf[part], ...(part === 'complete' ? (['completeFor'] as const) : [])].map((field) => [field, emptyFilter[field]]));
  return { ...filter, ...cleared };
}

/** Whether anything narrows the list. */
export const isNarrowed = (filter: ProductFilter): boolean => filter.text.trim() !== '' || activeParts(filter).length > 0;

export const sameFilter = (a: ProductFilter, b: ProductFilter): boolean => JSON.stringify(productFilter.parse(a)) === JSON.stringify(productFilter.parse(b));

/** The next order when a header is pressed: its natural direction, then the other, then none of its own. */
export function nextSort(sort: ProductSort, by: ProductSort['by']): ProductSort {
  const natural = by === 'updatedAt' ? 'desc' : 'asc';
  if (sort.by !== by) return { by, dir: natural };
  return sort.dir === natural || by === defaultSort.by ? { by, dir: sort.dir === 'asc' ? 'desc' : 'asc' } : defaultSort;
}

/** What a list shows, as far as an address can carry it, so that going back brings it back. */
export type ListAddress = { readonly view: string | null; readonly filter: ProductFilter; readonly sort: ProductSort | null };

const numberOr = (text: string | null): number | null => (text !== null && /^-?\d{1,15}$/.test(text) ? Number(text) : null);
const listOf = (text: string | null): string[] => (text ? text.split(',') : []);

/** Writes the state of the list as the query part of an address, `q=robe&status=draft,paused&sort=price.asc`; empty parts stay away. */
export function toAddress({ view, filter, sort }: ListAddress): string {
  const query = new URLSearchParams();
  const put = (name: string, value: Json) => {
    if (value !== null && value !== '' && value !== false) query.set(name, value === true ? '1' : String(value));
  };
  put('view', view);
  put('q', filter.text);
  put('shop', filter.shopId);
  put('status', filter.status.join(','));
  put('category', filter.categoryId);
  put('kind', filter.kind.join(','));
  put('brand', filter.brand);
  put('tag', filter.tag);
  put('min', filter.priceMin);
  put('max', filter.priceMax);
  put('below', filter.availableBelow);
  put('lacks', filter.missing.join(','));
  put('missing', filter.missingAny.join(','));
  put('score', filter.scoreBelow);
  put('complete', filter.completeBelow);
  if (filter.completeBelow !== null) put('for', filter.completeFor);
  put('reviewed', filter.inReview);
  put('unsent', filter.unsent);
  put('conflicted', filter.conflicted);
  if (sort) put('sort', `${sort.by}.${sort.dir}`);
  return query.toString();
}

/** Reads an address back. What somebody typed wrongly is left out: an address never breaks the list. */
export function fromAddress(text: string): ListAddress {
  const query = new URLSearchParams(text);
  const wished: Record<string, unknown> = {
    text: query.get('q') ?? '',
    shopId: query.get('shop'),
    status: listOf(query.get('status')),
    kind: listOf(query.get('kind')),
    categoryId: query.get('category'),
    brand: query.get('brand'),
    tag: query.get('tag'),
    priceMin: numberOr(query.get('min')),
    priceMax: numberOr(query.get('max')),
    availableBelow: numberOr(query.get('below')),
    missing: listOf(query.get('lacks')),
    missingAny: listOf(query.get('missing')),
    scoreBelow: numberOr(query.get('score')),
    completeBelow: numberOr(query.get('complete')),
    completeFor: query.get('for'),
    inReview: query.get('reviewed') === '1',
    unsent: query.get('unsent') === '1',
    conflicted: query.get('conflicted') === '1',
  };
  const kept = Object.fromEntries(
    Object.entries(wished).filter(([name, value]) => productFilter.shape[name as keyof ProductFilter].safeParse(value).success),
  );
  const [by, dir] = (query.get('sort') ?? '').split('.');
  const sort = productSort.safeParse({ by: sortKey.safeParse(by).data, dir });
  return { view: query.get('view'), filter: productFilter.parse(kept), sort: sort.success ? sort.data : null };
}

/** The views everybody has. What counts as low stock is the shop's own figure. */
export const builtInViews = ['all', 'low-stock', 'to-complete', 'in-review', 'waiting-review', 'no-image', 'unsent'] as const;
export type BuiltInView = (typeof builtInViews)[number];

/**
 * The filter and order of a built-in view.
 *
 * @param lowStockAt at or below this many available pieces stock counts as low
 */
export function builtInView(view: BuiltInView, lowStockAt: number, locale: Locale): { filter: ProductFilter; sort: ProductSort } {
  switch (view) {
    case 'all': return { filter: emptyFilter, sort: defaultSort };
    case 'low-stock': return { filter: { ...emptyFilter, availableBelow: lowStockAt + 1 }, sort: { by: 'available', dir: 'asc' } };
    case 'to-complete': return { filter: { ...emptyFilter, missingAny: ['image', 'gtin', 'category', `text-${locale}`] }, sort: { by: 'completeness', dir: 'asc' } };
    case 'in-review': return { filter: { ...emptyFilter, status: ['submitted', 'validating', 'in_review', 'appealed'] }, sort: defaultSort };
    case 'waiting-review': return { filter: { ...emptyFilter, inReview: true }, sort: defaultSort };
    case 'no-image': return { filter: { ...emptyFilter, missingAny: ['image'] }, sort: defaultSort };
    case 'unsent': return { filter: { ...emptyFilter, unsent: true }, sort: defaultSort };
  }
}
