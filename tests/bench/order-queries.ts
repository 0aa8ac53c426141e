import type { CacheDb } from '#electron/db/cache-db.ts';
import { assert } from '#shared/kernel/assert.ts';
import { orderFilter, type OrderFilter, type OrderQuery, type OrderSort } from '#shared/orders/order-query.ts';

const DAY = 86_400_000;
const newest: OrderSort = { by: 'placedAt', dir: 'desc' };
const sorts: readonly OrderSort[] = (['placedAt', 'number', 'customer', 'gross', 'net', 'dueAt', 'updatedAt'] as const).flatMap((by) => [{ by, dir: 'asc' }, { by, dir: 'desc' }] as const);

/** A question to the list of orders; `name` says it in a word or two. */
export type OrderQuestion = { readonly name: string; readonly query: OrderQuery };
/** Questions that are alike, told together. */
export type OrderQuestions = { readonly group: string; /** Where the window begins. */ readonly offset: number; readonly questions: readonly OrderQuestion[] };

type Part = { readonly name: string; readonly filter: Partial<Record<keyof OrderFilter, unknown>> };

/** What is asked of a cache, in words that are in it: each filter alone, and everything that can be put together of axes, text, period, amount and sort. */
export function orderQuestions(cache: CacheDb): readonly OrderQuestions[] {
  const column = (sql: string): (string | number)[] => cache.sqlite.prepare<[], string | number>(sql).pluck().all();
  const states = (name: string): (string | number)[] => column(`SELECT ${name} FROM orders WHERE ${name} <> '' GROUP BY ${name} ORDER BY count(*) DESC`);
  const axes = { order: states('order_state'), payment: states('payment_state'), fulfilment: states('fulfilment_state'), returned: states('return_state') };
  const one = cache.sqlite.prepare<[], Record<'shop_id' | 'customer_id' | 'customer' | 'group_id' | 'number' | 'currency' | 'skus', string>>('SELECT shop_id, customer_id, customer, group_id, number, currency, skus FROM orders ORDER BY rid LIMIT 1 OFFSET (SELECT count(*) / 2 FROM orders)').get();
  const [until] = column('SELECT max(placed_at) FROM orders');
  const [typical] = column('SELECT gross FROM orders ORDER BY gross LIMIT 1 OFFSET (SELECT count(*) / 2 FROM orders)');
  assert(one !== undefined && typeof until === 'number' && typeof typical === 'number', () => 'the cache has no orders');
  const sku = one.skus.split('\u001f')[1]!;

  const ofAxes = (count: 'common' | 'rare'): Part[] => Object.entries(axes).map(([axis, known]) => ({ name: `${axis}, ${count}`, filter: { [axis]: count === 'common' ? known.slice(0, 2) : known.slice(-1) } }));
  const period: Part = { name: 'period', filter: { placedFrom: until - 365 * DAY, placedBefore: until - 30 * DAY } };
  const amount: Part = { name: 'amount', filter: { grossMin: Math.round(typical / 2), grossMax: typical * 2 } };
  const text: Part = { name: 'text', filter: { text: one.customer.split(' ').at(-1)! } };
  const alone: Part[] = [
    ...ofAxes('common'), ...ofAxes('rare'), period, amount,
    { name: 'from', filter: { placedFrom: until - 30 * DAY } }, { name: 'before', filter: { placedBefore: until - 30 * DAY } },
    { name: 'least amount', filter: { grossMin: typical } }, { name: 'most amount', filter: { grossMax: typical } }, { name: 'due', filter: { dueBefore: until } },
    { name: 'shop', filter: { shopId: one.shop_id } }, { name: 'customer', filter: { customerId: one.customer_id } }, { name: 'group', filter: { groupId: one.group_id } },
    { name: 'SKU', filter: { sku } }, { name: 'number', filter: { number: one.number } }, { name: 'currency', filter: { currency: one.currency } }, { name: 'unsent', filter: { unsent: true } },
  ];
  const words = ['c', 'c-1', one.number.slice(-4), one.number, sku.slice(0, 3), sku, one.customer, one.customer.slice(0, 3), `${one.customer} ${sku}`, 'nobody at all'];
  const asked = ({ name, filter }: Part, sort = newest): OrderQuestion => ({ name, query: { filter: orderFilter.parse(filter), sort } });
  const combined = (parts: readonly Part[]): OrderQuestion[] => subsets(parts).filter(({ length }) => length > 1).map((some, at) => asked(joined(some), sorts[at % sorts.length]));
  const narrowing = [...ofAxes('common'), text, period, amount];
  const bySort = sorts.map((sort) => ({ ...asked({ name: `${sort.by} ${sort.dir}`, filter: {} }, sort) }));
  return [
    { group: 'no filter, each sort', offset: 0, questions: bySort },
    { group: 'one filter', offset: 0, questions: alone.map((part) => asked(part)) },
    { group: 'text', offset: 0, questions: words.map((typed) => asked({ name: typed, filter: { text: typed } })) },
    { group: 'two to four axes', offset: 0, questions: [...combined(ofAxes('common')), ...combined(ofAxes('rare'))] },
    { group: 'axes, text, period, amount', offset: 0, questions: combined(narrowing) },
    { group: 'all of these, each sort', offset: 0, questions: sorts.map((sort) => asked({ ...joined(narrowing), name: `${sort.by} ${sort.dir}` }, sort)) },
    { group: 'jump to the middle, each sort', offset: column('SELECT count(*) / 2 FROM orders')[0] as number, questions: bySort },
  ];
}

const joined = (parts: readonly Part[]): Part => ({ name: parts.map(({ name }) => name).join(' + '), filter: Object.assign({}, ...parts.map(({ filter }) => filter)) as Part['filter'] });

/** Every choice of some of `parts`, none and all of them included. */
const subsets = <T>(parts: readonly T[]): T[][] => parts.reduce<T[][]>((all, part) => [...all, ...all.map((some) => [...some, part])], [[]]);
