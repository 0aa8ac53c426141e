import { describe, expect, test } from 'vitest';
import type { Changes } from '#electron/db/changes.ts';
import { transact } from '#electron/db/cache-db.ts';
import { reading, writing } from '#electron/db/statement.ts';
import { AppFailure } from '#shared/kernel/errors.ts';
import { aCache } from '#tests/builders/cache.ts';
import { putProduct, removeProduct, storedProduct } from '#electron/catalog/write-product.ts';
import { aProduct, productIdOf } from '#tests/builders/catalog.ts';

const put = writing<{ key: string; value: string }>()((q, p) => q.insertInto('meta').values({ key: p('key'), value: p('value') }));
const keys = reading()((q) => q.selectFrom('meta').select('key').where('key', 'like', 'k%').orderBy('key'));
const valueOf = reading<{ key: string }>()((q, p) => q.selectFrom('meta').select('value').where('key', '=', p('key')));
const nextTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

test('a change outside a transaction does not happen', () => {
  const cache = aCache();
  expect(() => cache.run(put, { key: 'k', value: '1' })).toThrow(/outside a transaction/);
});

test('parameters go where they are named, and a missing one is a mistake of ours', () => {
  const cache = aCache();
  cache.now((db) => db.run(put, { value: 'second', key: 'k' }));
  expect(cache.get(valueOf, { key: 'k' })).toEqual({ value: 'second' });
  expect(() => cache.get(valueOf, {} as { key: string })).toThrow(/parameter key is missing/);
});

test('all or nothing', () => {
  const cache = aCache();
  const changes: Changes[] = [];
  cache.onChange((change) => changes.push(change));
  expect(() => transact(cache, (db) => {
    db.run(put, { key: 'k1', value: '1' });
    putProduct(db, aProduct(), 1);
    throw new AppFailure({ code: 'rule-broken' });
  })).toThrow(AppFailure);
  expect(cache.all(keys)).toEqual([]);
  expect(changes).toEqual([]);
  transact(cache, (db) => db.run(put, { key: 'k2', value: '1' }));
  expect(cache.column(keys)).toEqual(['k2']);
});

test('transactions do not nest, and do not wait', () => {
  const cache = aCache();
  expect(() => cache.now(() => cache.now(() => 1))).toThrow(/do not nest/);
  expect(() => cache.now(() => Promise.resolve(1))).toThrow(/does not wait/);
  expect(cache.now(() => 7)).toBe(7);
});

test('listeners hear which products changed and in what', () => {
  const cache = aCache({ products: [aProduct(), aProduct({ n: 2 })] });
  const heard: Changes[] = [];
  const deaf = cache.onChange((change) => heard.push(change));
  cache.now((db) => putProduct(db, aProduct({ variant: { price: 5 } }), 2, storedProduct(db, productIdOf(1))));
  cache.now((db) => removeProduct(db, productIdOf(2)));
  cache.now((db) => removeProduct(db, productIdOf(3)));
  deaf();
  cache.now((db) => putProduct(db, aProduct({ n: 9 }), 1));
  expect(heard.map(({ products, parts }) => [[...products], [...parts]])).toEqual([[[productIdOf(1)], ['price', 'price_to']], [[productIdOf(2)], ['rows']]]);
});

describe('a change in slices', () => {
  const many = (cache: ReturnType<typeof aCache>, count: number, fail = false) => cache.inSlices(function* (db) {
    for (let n = 0; n < count; n++) {
      db.run(put, { key: `k${n}`, value: '1' });
      yield;
    }
    if (fail) throw new AppFailure({ code: 'rule-broken', rule: 'planted' });
    return count;
  });

  test('is unseen until it is whole', async () => {
    const cache = aCache();
    const work = many(cache, 5);
    const seen: number[] = [];
    while (cache.busy || seen.length === 0) {
      await nextTurn();
      if (cache.busy) seen.push(cache.all(keys).length);
      else break;
    }
    expect(await work).toBe(5);
    expect(new Set(seen)).toEqual(new Set([0]));
    expect(cache.all(keys)).toHaveLength(5);
  });

  test('leaves nothing when it is refused', async () => {
    const cache = aCache();
    await expect(many(cache, 5, true)).rejects.toMatchObject({ error: { rule: 'planted' } });
    expect(cache.all(keys)).toEqual([]);
    expect(cache.now((db) => db.run(put, { key: 'k', value: '' })).changes).toBe(1);
  });

  test('lets a change in turn wait, and is finished on the spot for one that cannot', async () => {
    const cache = aCache();
    const order: string[] = [];
    const first = many(cache, 50).then(() => order.push('slices'));
    const second = cache.inTurn((db) => db.run(put, { key: 'k-later', value: '' })).then(() => order.push('turn'));
    await nextTurn();
    expect(cache.busy).toBe(true);
    cache.now((db) => {
      expect(db.all(keys)).toHaveLength(50);
      order.push('now');
    });
    await Promise.all([first, second]);
    expect(order).toEqual(['now', 'slices', 'turn']);
  });

  test('is taken back when the cache is closed under it', async () => {
    const cache = aCache();
    const work = many(cache, 1_000);
    const refused = expect(work).rejects.toMatchObject({ error: { rule: 'cache-closed' } });
    await nextTurn();
    cache.close();
    await refused;
    const again = aCache({ file: cache.file, shops: [], search: false });
    expect(again.all(keys)).toEqual([]);
  });

  test('tells what changed once, at its end', async () => {
    const cache = aCache();
    const heard: number[] = [];
    cache.onChange(({ products }) => heard.push(products.size));
    await cache.inSlices(function* (db) {
      for (let n = 1; n <= 3; n++) {
        putProduct(db, aProduct({ n }), 1);
        yield;
      }
    });
    expect(heard).toEqual([3]);
  });
});

test('a long look sees the cache as it was when it began, lets changes pass, and ends with the cache', async () => {
  const cache = aCache();
  cache.now((db) => db.run(put, { key: 'k1', value: '1' }));
  const look = cache.lookInSlices(function* (db) {
    const before = db.column(keys);
    yield;
    return [before, db.column(keys)];
  });
  cache.now((db) => db.run(put, { key: 'k2', value: '1' }));
  expect(await look).toEqual([['k1'], ['k1']]);
  expect(cache.column(keys)).toEqual(['k1', 'k2']);
  const cut = cache.lookInSlices(function* (db) {
    for (const _ of db.each(keys)) yield;
  });
  cache.close();
  await expect(cut).rejects.toMatchObject({ error: { code: 'not-ready', rule: 'cache-closed' } });
});
