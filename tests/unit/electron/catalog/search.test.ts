import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ProductLists } from '#electron/catalog/lists.ts';
import { buildSearch, flushSearch, forgetSearch, searchReady } from '#electron/catalog/search-index.ts';
import { findIn, FOUND, wordsOf } from '#electron/catalog/search-words.ts';
import { putProduct, removeProduct } from '#electron/catalog/write-product.ts';
import type { CacheDb } from '#electron/db/cache-db.ts';
import type { Product } from '#shared/catalog/model.ts';
import { searchTextOf } from '#shared/catalog/projection.ts';
import { aCache } from '#tests/builders/cache.ts';
import { aQuery } from '#tests/builders/catalog-desk.ts';
import { aProduct } from '#tests/builders/catalog.ts';

const found = (cache: CacheDb, text: string): string[] => {
  const lists = new ProductLists(cache);
  const byRid = new Map((cache.sqlite.prepare('SELECT rid, id FROM product').all() as { rid: number; id: string }[]).map(({ rid, id }) => [rid, id]));
  return Array.from(lists.of(aQuery({ text })), (rid) => byRid.get(rid)!).sort();
};
const word = fc.constantFrom('robe', 'Rôbe', 'robes', 'lin', 'LIN-2', 'été', 'œuf', 'oeuf', 'فستان', 'فُستان', 'أحمر', 'احمر', '42', 'x', 'straße', 'İzmir', '"', '*', 'AND', 'NEAR(');
const phrase = fc.array(word, { maxLength: 4 }).map((words) => words.join(' '));
const someEdit = fc.record({ n: fc.integer({ min: 1, max: 12 }), gone: fc.boolean(), fr: phrase, ar: phrase, description: phrase, tags: fc.array(word, { maxLength: 2 }), brand: fc.option(word), flush: fc.constantFrom('no', 'all', 'some') });

test('full text finds exactly what reading every record finds, flushed or not, also while it is being built', () => {
  const asked = fc.array(word, { minLength: 1, maxLength: 3 }).chain((words) => fc.nat(6).map((cut) => words.join(' ').slice(0, words.join(' ').length - Math.min(cut, 3)))).filter((text) => text.trim() !== '');
  fc.assert(fc.property(fc.array(someEdit, { minLength: 1, maxLength: 10 }), asked, (edits, text) => {
    const cache = aCache({ search: false });
    const docs = new Map<string, Product>();
    for (const [step, { n, gone, fr, ar, description, tags, brand, flush }] of edits.entries()) {
      const doc = aProduct({ n, tags, brand, texts: { fr: { title: fr, description }, ar: { title: ar, description: '' } } });
      cache.now((db) => (gone ? removeProduct(db, doc.id) : putProduct(db, doc, 1)));
      if (gone) docs.delete(doc.id);
      else docs.set(doc.id, doc);
      if (step % 2 === 0) buildSearch(cache, 2);
      if (flush === 'some') flushSearch(cache, 1);
      if (flush === 'all') while (flushSearch(cache) > 0);
    }
    while (!buildSearch(cache, 3).ready);
    const words = wordsOf(text);
    const naive = [...docs.values()].filter((doc) => words.length > 0 && findIn(searchTextOf(doc), words) !== FOUND.nowhere).map((doc) => doc.id).sort();
    const exact = [...docs.values()].filter((doc) => Object.values(doc.variants).some(({ sku }) => sku.toLowerCase() === text.trim().toLowerCase())).map((doc) => doc.id);
    const expected = [...new Set([...naive, ...exact])].sort();
    expect(found(cache, text), 'before the flush').toEqual(expected);
    while (flushSearch(cache, 2) > 0);
    expect(cache.sqlite.prepare('SELECT count(*) FROM fts_dirty').pluck().get()).toBe(0);
    expect(found(cache, text), 'after the flush').toEqual(expected);
    cache.close();
  }), { numRuns: 60 });
});

test('SYN-01 the build goes on where it was interrupted, and says how far it is', () => {
  const cache = aCache({ products: Array.from({ length: 10 }, (_, n) => aProduct({ n: n + 1, title: `Lampe ${n}` })), search: false });
  expect(buildSearch(cache, 4)).toEqual({ done: 4, total: 10, ready: false });
  const again = aCache({ file: cache.file, shops: [], search: false });
  expect(searchReady(again)).toBe(false);
  expect(buildSearch(again, 4)).toEqual({ done: 8, total: 10, ready: false });
  expect(buildSearch(again, 4)).toEqual({ done: 10, total: 10, ready: true });
  expect(found(again, 'lampe')).toHaveLength(10);
  again.now(forgetSearch);
  expect(searchReady(again)).toBe(false);
  expect(buildSearch(again).ready).toBe(true);
  expect(found(again, 'lampe')).toHaveLength(10);
});
