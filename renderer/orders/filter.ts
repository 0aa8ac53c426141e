import type { EpochMs } from '#shared/kernel/time.ts';
import { DAY_MS } from '#shared/kernel/time.ts';
import { orderFilter, orderSort, type OrderFilter, type OrderSort } from '#shared/orders/contract.ts';

export const emptyFilter: OrderFilter = orderFilter.parse({});
/** The newest first: what came last is what nobody has looked at yet. */
export const defaultSort: OrderSort = { by: 'placedAt', dir: 'desc' };

/** The parts of a filter people add and remove one by one, in the order the menu lists them; the words they search for are apart. */
export const filterParts = ['order', 'payment', 'fulfilment', 'returned', 'due', 'placed', 'gross', 'unsent'] as const;
export type FilterPart = (typeof filterParts)[number];

const fieldsOf: Record<FilterPart, readonly (keyof OrderFilter)[]> = {
  order: ['order'], payment: ['payment'], fulfilment: ['fulfilment'], returned: ['returned'], due: ['dueBefore'], placed: ['placedFrom', 'placedBefore'], gross: ['grossMin', 'grossMax'], unsent: ['unsent'],
};
const isSet = (value: OrderFilter[keyof OrderFilter]) => (Array.isArray(value) ? value.length > 0 : value !== null && value !== false && value !== '');

/** The parts that narrow the list now. */
export const activeParts = (filter: OrderFilter): FilterPart[] => filterParts.filter((part) => fieldsOf[part].some((field) => isSet(filter[field])));

/** The filter with one part taken away. */
export const withoutPart = (filter: OrderFilter, part: FilterPart): OrderFilter => ({ ...filter, ...Object.fromEntries(fieldsOf[part].map((field) => [field, emptyFilter[field]])) });

/** Whether anything narrows the list. */
export const isNarrowed = (filter: OrderFilter): boolean => filter.text.trim() !== '' || activeParts(filter).length > 0;
export const sameFilter = (a: OrderFilter, b: OrderFilter): boolean => JSON.stringify(orderFilter.parse(a)) === JSON.stringify(orderFilter.parse(b));

/** The next order when a header is pressed: its natural direction, then the other, then none of its own. */
export function nextSort(sort: OrderSort, by: OrderSort['by']): OrderSort {
  const natural = by === 'placedAt' || by === 'gross' || by === 'net' || by === 'updatedAt' ? 'desc' : 'asc';
  if (sort.by !== by) return { by, dir: natural };
  return sort.dir === natural || by === defaultSort.by ? { by, dir: sort.dir === 'asc' ? 'desc' : 'asc' } : defaultSort;
}

/** The views everybody has. `now` is rounded by the caller: a question that changes every moment is never answered from what is there. */
export const builtInViews = ['all', 'toAccept', 'toSend', 'late', 'onHold', 'returns', 'disputes'] as const;
export type BuiltInView = (typeof builtInViews)[number];

export function builtInView(view: BuiltInView, now: EpochMs): { filter: OrderFilter; sort: OrderSort } {
  const byDue: OrderSort = { by: 'dueAt', dir: 'asc' };
  switch (view) {
    case 'all': return { filter: emptyFilter, sort: defaultSort };
    case 'toAccept': return { filter: { ...emptyFilter, order: ['awaiting_acceptance'] }, sort: byDue };
    case 'toSend': return { filter: { ...emptyFilter, order: ['open'], fulfilment: ['unfulfilled', 'scheduled', 'in_progress', 'partially_fulfilled'] }, sort: byDue };
    case 'late': return { filter: { ...emptyFilter, dueBefore: now }, sort: byDue };
    case 'onHold': return { filter: { ...emptyFilter, order: ['on_hold'] }, sort: defaultSort };
    case 'returns': return { filter: { ...emptyFilter, returned: ['requested', 'approved', 'in_transit', 'received', 'inspected'] }, sort: defaultSort };
    case 'disputes': return { filter: { ...emptyFilter, payment: ['disputed'] }, sort: byDue };
  }
}

/** What a list shows, as far as an address can carry it, so that going back brings it back. */
export type ListAddress = { readonly view: string | null; readonly filter: OrderFilter; readonly sort: OrderSort | null };

const numberOr = (text: string | null): number | null => (text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null);
const listOf = (text: string | null): string[] => (text ? text.split(',') : []);

/** Writes the state of the list as the query part of an address, `q=nadia&order=open&sort=gross.desc`; empty parts stay away. */
export function toAddress({ view, filter, sort }: ListAddress): string {
  const query = new URLSearchParams();
  const put = (name: string, value: string | number | boolean | null) => {
    if (value !== null && value !== '' && value !== false) query.set(name, value === true ? '1' : String(value));
  };
  put('view', view);
  put('q', filter.text);
  for (const axis of ['order', 'payment', 'fulfilment', 'returned'] as const) put(axis, filter[axis].join(','));
  put('due', filter.dueBefore);
  put('from', filter.placedFrom);
  put('to', filter.placedBefore);
  put('min', filter.grossMin);
  put('max', filter.grossMax);
  put('unsent', filter.unsent);
  if (sort) put('sort', `${sort.by}.${sort.dir}`);
  return query.toString();
}

/** Reads an address back. What somebody typed wrongly is left out: an address never breaks the list. */
export function fromAddress(text: string): ListAddress {
  const query = new URLSearchParams(text);
  const wished: Record<string, unknown> = {
    text: query.get('q') ?? '', order: listOf(query.get('order')), payment: listOf(query.get('payment')), fulfilment: listOf(query.get('fulfilment')), returned: listOf(query.get('returned')),
    dueBefore: numberOr(query.get('due')), placedFrom: numberOr(query.get('from')), placedBefore: numberOr(query.get('to')), grossMin: numberOr(query.get('min')), grossMax: numberOr(query.get('max')), unsent: query.get('unsent') === '1',
  };
  const kept = Object.fromEntries(Object.entries(wished).filter(([name, value]) => orderFilter.shape[name as keyof OrderFilter].safeParse(value).success));
  const [by, dir] = (query.get('sort') ?? '').split('.');
  const sort = orderSort.safeParse({ by, dir });
  return { view: query.get('view'), filter: orderFilter.parse(kept), sort: sort.success ? sort.data : null };
}

/** The moment a deadline is compared with: moves on once in a quarter of an hour. */
export const dueNow = (now: EpochMs): EpochMs => (Math.floor(now / (DAY_MS / 96)) * (DAY_MS / 96)) as EpochMs;
