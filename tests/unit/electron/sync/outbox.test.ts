import { CACHE_SCHEMA } from '#shared/catalog/cache-tables.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { noteLanded } from '#electron/sync/landed.ts';
import { pendingOf, undo } from '#electron/sync/outbox.ts';
import { rebase, takeRow } from '#electron/sync/rebase.ts';
import { recordVersion } from '#electron/sync/records.ts';
import { takeBatch, takeOutcomes } from '#electron/sync/push.ts';
import { takePoke, takeRows } from '#electron/sync/pull.ts';
import { ackedThrough, countEdits, countConflicts, editOf, editsFrom, openConflicts, putScope, scopeOf, shadowOf } from '#electron/sync/store.ts';
import type { Outcome, ScopeName } from '#shared/sync/model.ts';
import { aProduct, aVariant, at, id, locationIdOf, variantIdOf } from '#tests/builders/catalog.ts';
import { aCache, asJson, create, goneRow, patch, priceOf, pricePath, productOf, remove, rowOf, setPrice } from './support/cache.ts';

const random = (bytes: Uint8Array) => crypto.getRandomValues(bytes as Uint8Array<ArrayBuffer>);
const one = aProduct({ n: 1 });
const stockPath = `variants/${variantIdOf(1)}/stock/${locationIdOf(1)}/onHand`;
const onHand = (db: ReturnType<typeof aCache>) => productOf(db, 1)!.variants[variantIdOf(1)]!.stock[locationIdOf(1)]!.onHand;
const settle = (db: ReturnType<typeof aCache>, ...outcomes: Outcome[]) => takeOutcomes(db, outcomes, [], at(9_000), random);
const priced = (price: number, more = {}) => aProduct({ n: 1, variant: { price }, ...more });
const scope = 'vendor:00000000-0000-7000-8000-000500000001' as ScopeName;

describe('writing an edit', () => {
  test('SYN-03 numbers count up over restarts, and the server’s copy stays beside the edited record', () => {
    const db = aCache([{ doc: one, version: 3 }]);
    const first = patch(db, 1, [setPrice(1, 1_000, 1_200)]);
    const second = patch(db, 1, [setPrice(1, 1_200, 1_300)]);
    expect([first.cseq, second.cseq]).toEqual([1, 2]);
    expect(priceOf(db, 1)).toBe(1_300);
    expect(shadowOf(db, 'product', id(1))).toMatchObject({ version: 3, doc: asJson(one) });
    expect(pendingOf(db, 'product', id(1)).map(({ mid }) => mid)).toEqual([first.mid, second.mid]);
  });

  test('a number is never used twice, also when every edit was taken back', () => {
    const db = aCache([{ doc: one, version: 3 }]);
    patch(db, 1, [setPrice(1, 1_000, 1_200)]);
    db.now((writable) => undo(writable, { what: 'all' }));
    expect(patch(db, 1, [setPrice(1, 1_000, 1_200)]).cseq).toBe(2);
  });
});

describe('SYN-12 taking back', () => {
  test('one of several: the record is the server’s copy with the rest on top', () => {
    const db = aCache([{ doc: one, version: 1 }]);
    const price = patch(db, 1, [setPrice(1, 1_000, 1_200)]);
    patch(db, 1, [{ op: 'add', path: stockPath, delta: 5, reason: 'receipt' }]);
    expect(db.now((writable) => undo(writable, { what: 'one', mid: price.mid }))).toMatchObject({ undone: 1, kept: 0 });
    expect(priceOf(db, 1)).toBe(1_000);
    expect(onHand(db)).toBe(15);
    expect(countEdits(db)).toEqual({ unsent: 1, rejected: 0 });
  });

  test('the last one: nothing is left beside the record, which is exactly as it was', () => {
    const db = aCache([{ doc: one, version: 1 }]);
    patch(db, 1, [setPrice(1, 1_000, 1_200)]);
    db.now((writable) => undo(writable, { what: 'all' }));
    expect(productOf(db, 1)).toEqual(one);
    expect(shadowOf(db, 'product', id(1))).toBeUndefined();
  });

  test('a later edit of the same field starts from where the one taken back started', () => {
    const db = aCache([{ doc: one, version: 1 }]);
    patch(db, 1, [setPrice(1, 1_000, 1_100)], { group: id(77) });
    patch(db, 1, [setPrice(1, 1_100, 1_200)], { group: id(77) });
    patch(db, 1, [setPrice(1, 1_200, 1_300)]);
    expect(db.now((writable) => undo(writable, { what: 'group', group: id(77) }))).toMatchObject({ undone: 2 });
    expect(pendingOf(db, 'product', id(1))[0]!.ops).toEqual([setPrice(1, 1_000, 1_300)]);
    expect(priceOf(db, 1)).toBe(1_300);
  });

  test('a count after a movement that is taken back starts from what was there without it', () => {
    const db = aCache([{ doc: one, version: 1 }]);
    const first = onHand(db);
    const moved = patch(db, 1, [{ op: 'add', path: stockPath, delta: -first, reason: 'sale' }]);
    patch(db, 1, [{ op: 'set', path: stockPath, base: 0, value: 2 }]);
    db.now((writable) => undo(writable, { what: 'one', mid: moved.mid }));
    expect(pendingOf(db, 'product', id(1)).map(({ ops }) => ops)).toEqual([[{ op: 'set', path: stockPath, base: first, value: 2 }]]);
    expect(onHand(db)).toBe(2);
  });

  test('what is on its way stays, and is counted', async () => {
    const db = aCache([{ doc: one, version: 1 }]);
    patch(db, 1, [setPrice(1, 1_000, 1_100)]);
    await takeBatch(db, 500);
    patch(db, 1, [setPrice(1, 1_100, 1_200)]);
    expect(db.now((writable) => undo(writable, { what: 'all' }))).toMatchObject({ undone: 1, kept: 1 });
    expect(priceOf(db, 1)).toBe(1_100);
  });

  test('a creation takes the edits of its record along; an added variant the edits of the variant', () => {
    const db = aCache([{ doc: one, version: 1 }]);
    const fresh = create(db, aProduct({ n: 2 }));
    patch(db, 2, [setPrice(2, 1_000, 900)]);
    expect(db.now((writable) => undo(writable, { what: 'one', mid: fresh.mid }))).toMatchObject({ undone: 2 });
    expect(productOf(db, 2)).toBeUndefined();
    const added = patch(db, 1, [{ op: 'set', path: `variants/${variantIdOf(9)}`, base: null, value: JSON.parse(JSON.stringify(aVariant({ sku: 'NEW' }))) }]);
    patch(db, 1, [{ op: 'set', path: `variants/${variantIdOf(9)}/price`, base: 1_000, value: 5 }]);
    patch(db, 1, [setPrice(1, 1_000, 1_500)]);
    expect(db.now((writable) => undo(writable, { what: 'one', mid: added.mid }))).toMatchObject({ undone: 2 });
    expect(Object.keys(productOf(db, 1)!.variants)).toEqual([variantIdOf(1)]);
    expect(priceOf(db, 1)).toBe(1_500);
  });

  test('a deletion brings the record back', () => {
    const db = aCache([{ doc: one, version: 1 }]);
    const gone = remove(db, 1);
    expect(productOf(db, 1)).toBeUndefined();
    db.now((writable) => undo(writable, { what: 'one', mid: gone.mid }));
    expect(productOf(db, 1)).toEqual(one);
  });

  test('any edits, any taken back in any order: with all gone the record is the server’s', () => {
    const edits = fc.array(fc.record({ kind: fc.constantFrom('price', 'stock', 'brand'), value: fc.integer({ min: 1, max: 9 }) }), { minLength: 1, maxLength: 8 });
    fc.assert(fc.property(edits, fc.infiniteStream(fc.nat()), (list, chance) => {
      const db = aCache([{ doc: one, version: 1 }]);
      const mids = list.map(({ kind, value }) => {
        const now = productOf(db, 1)!;
        if (kind === 'price') return patch(db, 1, [setPrice(1, now.variants[variantIdOf(1)]!.price, value)]).mid;
        if (kind === 'stock') return patch(db, 1, [{ op: 'add', path: stockPath, delta: value, reason: 'receipt' }]).mid;
        return patch(db, 1, [{ op: 'set', path: 'brand', base: now.brand, value: `B${value}` }]).mid;
      });
      while (mids.length > 0) {
        const [mid] = mids.splice(chance.next().value % mids.length, 1);
        db.now((writable) => undo(writable, { what: 'one', mid: mid! }));
        // Each remaining chain still begins at the server's value and joins end to end: the server will find no conflict.
        const pending = pendingOf(db, 'product', id(1));
        for (const [path, start] of [[pricePath(1), 1_000], ['brand', 'Nour']] as const) {
          let value: unknown = start;
          for (const op of pending.flatMap(({ ops }) => ops).filter((op) => op.path === path)) {
            expect(op.op === 'set' && op.base).toEqual(value);
            value = op.op === 'set' ? op.value : value;
          }
        }
      }
      expect(productOf(db, 1)).toEqual(one);
      expect(countEdits(db)).toEqual({ unsent: 0, rejected: 0 });
      db.close();
    }), { numRuns: 40 });
  });
});

describe('what became of an edit', () => {
  test('applied: the edit leaves, the record stays as shown and carries the new version', async () => {
    const db = aCache([{ doc: one, version: 1 }]);
    const { mid } = patch(db, 1, [setPrice(1, 1_000, 1_200)]);
    await takeBatch(db, 500);
    await settle(db, { kind: 'applied', mid, version: 2 });
    expect(priceOf(db, 1)).toBe(1_200);
    expect(countEdits(db)).toEqual({ unsent: 0, rejected: 0 });
    expect(shadowOf(db, 'product', id(1))).toBeUndefined();
    // The same row coming by pull changes nothing; an older one neither.
    expect(db.now((writable) => takeRow(writable, rowOf(priced(1_200, { updatedAt: at(5_000) }), 2), at(1)))).toBe(false);
    expect(db.now((writable) => takeRow(writable, rowOf(one, 1), at(1)))).toBe(false);
  });

  test.each([
    { name: 'a chain of edits answered together', edits: 3, versions: [2, 3, 4], version: 4, left: 0, price: 1_300 },
    { name: 'the first of a chain', edits: 3, versions: [2], version: 2, left: 2, price: 1_300 },
    { name: 'after a gap: somebody else’s change is still to come', edits: 1, versions: [7], version: 1, left: 0, price: 1_100 },
  ])('applied, $name', async ({ edits, versions, version, left, price }) => {
    const db = aCache([{ doc: one, version: 1 }]);
    const mids = Array.from({ length: edits }, (_, n) => patch(db, 1, [setPrice(1, 1_000 + 100 * n, 1_100 + 100 * n)]).mid);
    await takeBatch(db, 500);
    await settle(db, ...versions.map((one, n): Outcome => ({ kind: 'applied', mid: mids[n]!, version: one })));
    expect(priceOf(db, 1)).toBe(price);
    expect(recordVersion(db, 'product', id(1))).toBe(version);
    expect(countEdits(db)).toEqual({ unsent: left, rejected: 0 });
    expect(shadowOf(db, 'product', id(1)) === undefined).toBe(left === 0);
    expect(patch(db, 1, [setPrice(1, price, 9_000)]).cseq).toBe(edits + 1);
  });

  test('applied, but a pull said before that it is contained: the server’s copy is taken with it, not what the list shows', async () => {
    const db = aCache([{ doc: one, version: 1 }]);
    const { mid, cseq } = patch(db, 1, [setPrice(1, 1_000, 1_200)]);
    await takeBatch(db, 500);
    // What another scope contains says nothing about this record; its own scope does, and then it is put together anew without the edit.
    db.now((writable) => {
      noteLanded(writable, 'common' as ScopeName, cseq);
      rebase(writable, 'product', id(1));
    });
    expect(priceOf(db, 1)).toBe(1_200);
    db.now((writable) => {
      noteLanded(writable, scope, cseq);
      rebase(writable, 'product', id(1));
    });
    expect(priceOf(db, 1)).toBe(1_000);
    await settle(db, { kind: 'applied', mid, version: 2 });
    expect(priceOf(db, 1)).toBe(1_200);
  });

  test('an answer that comes twice changes nothing the second time', async () => {
    const db = aCache([{ doc: one, version: 1 }]);
    const { mid } = patch(db, 1, [{ op: 'add', path: stockPath, delta: 5, reason: 'receipt' }]);
    await takeBatch(db, 500);
    for (let times = 0; times < 2; times++) await settle(db, { kind: 'applied', mid, version: 2 });
    expect(onHand(db)).toBe(15);
  });

  test('merged: the server’s row is the record, with later edits on top', async () => {
    const db = aCache([{ doc: one, version: 1 }]);
    const { mid } = patch(db, 1, [setPrice(1, 1_000, 1_200)]);
    await takeBatch(db, 500);
    patch(db, 1, [{ op: 'add', path: stockPath, delta: -2, reason: 'sale' }]);
    await settle(db, { kind: 'merged', mid, version: 4, row: rowOf(priced(1_200, { brand: 'Other' }), 4) });
    expect(productOf(db, 1)).toMatchObject({ brand: 'Other' });
    expect(priceOf(db, 1)).toBe(1_200);
    expect(onHand(db)).toBe(8);
  });

  test('SYN-05 conflict: theirs stands, both values are kept', async () => {
    const db = aCache([{ doc: one, version: 1 }]);
    const { mid } = patch(db, 1, [setPrice(1, 1_000, 1_200)]);
    await takeBatch(db, 500);
    const field = { path: pricePath(1), base: 1_000, mine: 1_200, theirs: 1_100, theirsBy: null, theirsAt: at(7_000) };
    await settle(db, { kind: 'conflict', mid, version: 3, row: rowOf(priced(1_100), 3), fields: [field] });
    expect(priceOf(db, 1)).toBe(1_100);
    expect(countConflicts(db)).toBe(1);
    expect(openConflicts(db, 0, 10)[0]).toMatchObject({ recordId: id(1), mid, field, madeAt: 5_000, foundAt: 9_000 });
  });

  test('SYN-04 rejected: the value shown goes back, the edit stays as a draft with its reason; later edits stand', async () => {
    const db = aCache([{ doc: one, version: 1 }]);
    const { mid } = patch(db, 1, [setPrice(1, 1_000, 1)]);
    patch(db, 1, [{ op: 'add', path: stockPath, delta: 5, reason: 'receipt' }]);
    await takeBatch(db, 500);
    await settle(db, { kind: 'rejected', mid, error: { code: 'rule-broken', rule: 'price-floor' }, row: rowOf(one, 1) });
    expect(priceOf(db, 1)).toBe(1_000);
    expect(onHand(db)).toBe(15);
    expect(editOf(db, mid)).toMatchObject({ state: 'rejected', error: { rule: 'price-floor' } });
    expect(countEdits(db)).toEqual({ unsent: 1, rejected: 1 });
    expect(ackedThrough(db)).toBe(1);
  });

  test('a creation refused: the record leaves, the draft keeps all of it; what depended on it is a draft too', async () => {
    const db = aCache();
    const fresh = create(db, aProduct({ n: 2 }));
    const later = patch(db, 2, [setPrice(2, 1_000, 900)]);
    await takeBatch(db, 500);
    await settle(db, { kind: 'rejected', mid: fresh.mid, error: { code: 'sku-taken' }, row: null }, { kind: 'blocked', mid: later.mid, by: fresh.mid });
    expect(productOf(db, 2)).toBeUndefined();
    expect(editOf(db, fresh.mid)).toMatchObject({ state: 'rejected', mutation: { doc: asJson(aProduct({ n: 2 })) } });
    expect(editOf(db, later.mid)).toMatchObject({ state: 'rejected', error: { rule: 'depends-on-refused', details: { by: fresh.mid } } });
  });

  test('SYN-08 edited here, deleted there: delete wins, the edit is a draft, nothing comes back', async () => {
    const db = aCache([{ doc: one, version: 1 }]);
    const { mid } = patch(db, 1, [setPrice(1, 1_000, 1_200)]);
    db.now((writable) => takeRow(writable, goneRow(one, 2), at(6_000)));
    expect(productOf(db, 1)).toBeUndefined();
    expect(shadowOf(db, 'product', id(1))).toMatchObject({ doc: null, lostAt: 6_000 });
    await takeBatch(db, 500);
    await settle(db, { kind: 'rejected', mid, error: { code: 'gone' }, row: null });
    expect(productOf(db, 1)).toBeUndefined();
    expect(editOf(db, mid)?.state).toBe('rejected');
    expect(shadowOf(db, 'product', id(1))).toBeUndefined();
  });

  test('deferred waits without holding up the others', async () => {
    const db = aCache([{ doc: one, version: 1 }]);
    const { mid } = patch(db, 1, [setPrice(1, 1_000, 1_200)]);
    const other = patch(db, 1, [{ op: 'add', path: stockPath, delta: 5, reason: 'receipt' }]);
    await takeBatch(db, 500);
    await settle(db, { kind: 'deferred', mid, schema: 2 });
    expect((await takeBatch(db, 500)).map((mutation) => mutation.mid)).toEqual([other.mid]);
    expect(ackedThrough(db)).toBe(0);
  });
});

describe('news about records with edits', () => {
  test('the server’s copy moves on, the edits stay on top', () => {
    const db = aCache([{ doc: one, version: 1 }]);
    patch(db, 1, [setPrice(1, 1_000, 1_200)]);
    db.now((writable) => takeRow(writable, rowOf(aProduct({ n: 1, brand: 'Theirs' }), 2), at(1)));
    expect(productOf(db, 1)).toMatchObject({ brand: 'Theirs' });
    expect(priceOf(db, 1)).toBe(1_200);
    db.now((writable) => undo(writable, { what: 'all' }));
    expect(priceOf(db, 1)).toBe(1_000);
    expect(productOf(db, 1)).toMatchObject({ brand: 'Theirs' });
  });

  test('a movement of stock whose answer was lost is not counted twice when the row comes first', async () => {
    const db = aCache([{ doc: one, version: 1 }]);
    putScopeAt(db, 'c1');
    const { mid } = patch(db, 1, [{ op: 'add', path: stockPath, delta: 5, reason: 'receipt' }]);
    await takeBatch(db, 500);
    const theirs = aProduct({ n: 1, variant: { onHand: 15 } });
    await takeRows(db, { scope, asked: 'c1', next: 'c2', head: 'c2', rows: [rowOf(theirs, 2)], lastCseq: 1, caughtUp: true }, at(1));
    expect(onHand(db)).toBe(15);
    await settle(db, { kind: 'applied', mid, version: 2 });
    expect(onHand(db)).toBe(15);
    expect(shadowOf(db, 'product', id(1))).toBeUndefined();
  });

  test('landed or not, undoing never touches what is on its way', async () => {
    const db = aCache([{ doc: one, version: 1 }]);
    patch(db, 1, [setPrice(1, 1_000, 1_200)]);
    await takeBatch(db, 500);
    db.now((writable) => noteLanded(writable, scope, 1));
    expect(db.now((writable) => undo(writable, { what: 'all' }))).toMatchObject({ undone: 0, kept: 1 });
    expect(editsFrom(db, 0, 10)).toHaveLength(1);
  });
});

const putScopeAt = (db: ReturnType<typeof aCache>, cursor: string) => db.now((writable) => putScope(writable, { scope, cursor, head: cursor, caughtUpAt: at(1) }));

describe('positions', () => {
  test('SYN-02 a page is taken only where the scope stands; a crash in between leaves both or neither', async () => {
    const db = aCache();
    expect(await takeRows(db, { scope, asked: '', next: 'c1', head: 'c2', rows: [rowOf(one, 1)], lastCseq: 0, caughtUp: false }, at(5))).toBe(1);
    expect(scopeOf(db, scope)).toEqual({ scope, cursor: 'c1', head: 'c2', caughtUpAt: null });
    expect(await takeRows(db, { scope, asked: '', next: 'c1', head: 'c2', rows: [goneRow(one, 2)], lastCseq: 0, caughtUp: false }, at(5))).toBeNull();
    expect(productOf(db, 1)).toEqual(one);
    const broken = { ...rowOf(aProduct({ n: 2 }), 1), doc: 7 as never };
    await expect(takeRows(db, { scope, asked: 'c1', next: 'c2', head: 'c2', rows: [rowOf(priced(2), 2), broken], lastCseq: 0, caughtUp: true }, at(5))).rejects.toThrow();
    expect(scopeOf(db, scope)?.cursor).toBe('c1');
    expect(priceOf(db, 1)).toBe(1_000);
  });

  test.each([
    { name: 'continues what is here', prev: 'c1', next: 'c2', rows: true, then: 'known', price: 1_500 },
    { name: 'is contained already', prev: 'c0', next: 'c1', rows: true, then: 'known', price: 1_000 },
    { name: 'leaves a gap', prev: 'c2', next: 'c3', rows: true, then: 'pull', price: 1_000 },
    { name: 'carries no rows', prev: 'c1', next: 'c2', rows: false, then: 'pull', price: 1_000 },
    { name: 'is written in a schema of another version', prev: 'c1', next: 'c2', rows: true, schema: CACHE_SCHEMA + 1, then: 'pull', price: 1_000 },
  ])('SYN-10 a poke that $name', async ({ prev, next, rows, schema = CACHE_SCHEMA, then, price }) => {
    const db = aCache([{ doc: one, version: 1 }]);
    putScopeAt(db, 'c1');
    expect(await takePoke(db, { scope, prev, next, schema, rows: rows ? [rowOf(priced(1_500), 2)] : null }, at(9))).toBe(then);
    expect(priceOf(db, 1)).toBe(price);
  });

  test('a step moves the scope only from exactly where it stands', async () => {
    const db = aCache([{ doc: one, version: 1 }]);
    putScopeAt(db, 'c1');
    expect(await takeOutcomes(db, [], [{ scope, prev: 'c1', next: 'c2' }], at(1), random)).toEqual([]);
    expect(scopeOf(db, scope)?.cursor).toBe('c2');
    expect(await takeOutcomes(db, [], [{ scope, prev: 'c7', next: 'c8' }], at(1), random)).toEqual([scope]);
    expect(scopeOf(db, scope)?.cursor).toBe('c2');
  });

  test('after a gap the coming row is still taken: nobody’s change is lost behind mine', async () => {
    const db = aCache([{ doc: one, version: 1 }]);
    putScopeAt(db, 'c1');
    const { mid } = patch(db, 1, [setPrice(1, 1_000, 1_200)]);
    await takeBatch(db, 500);
    await settle(db, { kind: 'applied', mid, version: 3 });
    expect(await takePoke(db, { scope, prev: 'c1', next: 'c3', schema: CACHE_SCHEMA, rows: [rowOf(priced(1_200, { brand: 'Theirs' }), 3)] }, at(9))).toBe('known');
    expect(productOf(db, 1)).toMatchObject({ brand: 'Theirs' });
  });
});

describe('batches', () => {
  test('in order, at most so many, at most so heavy, and one always goes', async () => {
    const db = aCache([{ doc: one, version: 1 }]);
    const heavy = 'x'.repeat(600_000);
    const mids = [patch(db, 1, [{ op: 'set', path: 'brand', base: 'Nour', value: heavy }]), patch(db, 1, [{ op: 'set', path: 'brand', base: heavy, value: 'a' }]), patch(db, 1, [setPrice(1, 1_000, 1)])].map(({ mid }) => mid);
    expect((await takeBatch(db, 500)).map(({ mid }) => mid)).toEqual(mids.slice(0, 1));
    expect((await takeBatch(db, 1)).map(({ mid }) => mid)).toEqual(mids.slice(0, 1));
    await settle(db, { kind: 'applied', mid: mids[0]!, version: 2 });
    expect(editOf(db, mids[1]!)).toMatchObject({ state: 'queued', attempts: 0 });
    expect((await takeBatch(db, 500)).map(({ mid }) => mid)).toEqual(mids.slice(1));
    expect(editOf(db, mids[1]!)).toMatchObject({ state: 'sending', attempts: 1 });
  });
});
