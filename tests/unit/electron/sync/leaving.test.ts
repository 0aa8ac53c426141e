import { describe, expect, test } from 'vitest';
import { wipeNoted } from '#electron/db/wipe.ts';
import { publishSide } from '#electron/sync/adopt-snapshot.ts';
import { noteLanded } from '#electron/sync/landed.ts';
import { takeOutcomes } from '#electron/sync/push.ts';
import { takeRow } from '#electron/sync/rebase.ts';
import { recordOf } from '#electron/sync/records.ts';
import { rewriteRow } from '#electron/sync/rewrite.ts';
import { countConflicts, editOf, insertConflict, selectEdits } from '#electron/sync/store.ts';
import type { ScopeName } from '#shared/sync/model.ts';
import { aProduct, at, id, shopIdOf } from '#tests/builders/catalog.ts';
import { aCache, aMid, create, goneRow, patch, pricePath, remove, rowOf, setPrice } from './support/cache.ts';

const one = aProduct({ n: 1 });
const moved = aProduct({ n: 1, shopId: shopIdOf(2) });
const scopeOf = (shop: number) => `vendor:${shopIdOf(shop)}` as ScopeName;
const bytes = (length: number) => new Uint8Array(length).map((_, i) => i);
const random = (into: Uint8Array) => bytes(into.length);

describe('a product that goes from one of my shops to another', () => {
  test.each([[false, 'nothing waits'], [true, 'an edit waits']])('arrives before it has left: it stays (%s: %s)', (waits) => {
    const db = aCache([{ doc: one, version: 1 }]);
    if (waits) patch(db, 1, [setPrice(1, 1_000, 1_500)]);
    expect(db.now((writable) => takeRow(writable, rowOf(moved, 2), at(1), scopeOf(2)))).toBe(true);
    expect(db.now((writable) => takeRow(writable, goneRow(one, 2), at(1), scopeOf(1)))).toBe(false);
    expect(recordOf(db, 'product', id(1))).toMatchObject({ version: 2, doc: { shopId: shopIdOf(2) } });
  });

  test('leaves before it arrives: it comes back', () => {
    const db = aCache([{ doc: one, version: 1 }]);
    db.now((writable) => takeRow(writable, goneRow(one, 2), at(1), scopeOf(1)));
    expect(recordOf(db, 'product', id(1))).toBeUndefined();
    db.now((writable) => takeRow(writable, rowOf(moved, 2), at(1), scopeOf(2)));
    expect(recordOf(db, 'product', id(1))).toMatchObject({ version: 2 });
  });
});

describe('a record that left keeps my words and nobody else’s', () => {
  test('conflicts become drafts of my own value; settled ones and their values go', () => {
    const db = aCache([{ doc: one, version: 1 }]);
    const field = { path: pricePath(1), base: 1_000, mine: 1_234, theirs: 4_321, theirsBy: 'Karim', theirsAt: at(5) };
    db.now((writable) => insertConflict(writable, { id: aMid(), mid: aMid(), entity: 'product', recordId: id(1), field, madeAt: at(3), foundAt: at(6) }));
    db.now((writable) => takeRow(writable, goneRow(one, 2), at(9), scopeOf(1)));
    expect(countConflicts(db)).toBe(0);
    expect(selectEdits(db, { what: 'all' })).toMatchObject([{ state: 'rejected', error: { code: 'gone' }, mutation: { intent: 'settle-conflict', madeAt: 3, ops: [{ op: 'set', path: pricePath(1), base: null, value: 1_234 }] } }]);
    expect(JSON.stringify(db.sqlite.prepare('SELECT * FROM conflict').all())).toBe('[]');
  });

  test('a fresh copy without it says so as well: what others wrote in a conflict goes, that on a product I took out myself stays', () => {
    const current = aCache([{ doc: one, version: 1 }, { doc: aProduct({ n: 2 }), version: 1 }]);
    for (const n of [1, 2]) {
      const field = { path: pricePath(n), base: 1_000, mine: 1_234, theirs: 4_321, theirsBy: 'Karim', theirsAt: at(5) };
      current.now((writable) => insertConflict(writable, { id: aMid(), mid: aMid(), entity: 'product', recordId: id(n), field, madeAt: at(3), foundAt: at(6) }));
    }
    remove(current, 2);
    const side = publishSide({ publish: (next) => next }, aCache([{ doc: aProduct({ n: 2 }), version: 1 }]), current, at(9));
    expect(side.sqlite.prepare('SELECT entity_id FROM conflict').pluck().all()).toEqual([id(2)]);
    expect(selectEdits(side, { what: 'all' }).filter(({ state }) => state === 'rejected')).toMatchObject([{ error: { code: 'gone' }, mutation: { id: id(1), ops: [{ path: pricePath(1), base: null, value: 1_234 }] } }]);
  });

  test('its version was damaged and the news of its leaving passed over: with the mending goes what others wrote', () => {
    const db = aCache([{ doc: one, version: 1_001 }]);
    const field = { path: pricePath(1), base: 1_000, mine: 1_234, theirs: 4_321, theirsBy: 'Karim', theirsAt: at(5) };
    db.now((writable) => insertConflict(writable, { id: aMid(), mid: aMid(), entity: 'product', recordId: id(1), field, madeAt: at(3), foundAt: at(6) }));
    expect(db.now((writable) => takeRow(writable, goneRow(one, 2), at(8), scopeOf(1)))).toBe(false);
    expect(countConflicts(db)).toBe(1);
    db.now((writable) => rewriteRow(writable, goneRow(one, 2), at(9)));
    expect(JSON.stringify(db.sqlite.prepare('SELECT * FROM conflict').all())).toBe('[]');
    expect(selectEdits(db, { what: 'all' })).toMatchObject([{ state: 'rejected', error: { code: 'gone' }, mutation: { ops: [{ path: pricePath(1), base: null, value: 1_234 }] } }]);
    expect(wipeNoted(db)).toBe('rows');
  });

  test('an edit answered “gone” before any row says so: the draft has no value of others, and what it takes off the screen is wiped', async () => {
    const db = aCache([{ doc: one, version: 1 }]);
    const { mid } = patch(db, 1, [setPrice(1, 1_000, 1_500)]);
    db.now((writable) => writable.exec(`UPDATE outbox SET state = 'sending'`));
    await takeOutcomes(db, [{ kind: 'rejected', mid, error: { code: 'gone' }, row: null }], [], at(7), random);
    expect(recordOf(db, 'product', id(1))).toBeUndefined();
    expect(editOf(db, mid)).toMatchObject({ state: 'rejected', mutation: { ops: [{ base: null, value: 1_500 }] } });
    expect(wipeNoted(db)).toBe('rows');
  });

  test('made here, deleted by others before the answer came: the answer does not bring it back', async () => {
    const db = aCache();
    const { mid, cseq } = create(db, one);
    db.now((writable) => {
      writable.exec(`UPDATE outbox SET state = 'sending'`);
      // A new copy took the place of the old: the server knows the edit, and does not have the record.
      noteLanded(writable, scopeOf(1), cseq);
      takeRow(writable, goneRow(one, 0), at(5), scopeOf(1));
    });
    await takeOutcomes(db, [{ kind: 'applied', mid, version: 1 }], [], at(7), random);
    expect(recordOf(db, 'product', id(1))).toBeUndefined();
    expect(selectEdits(db, { what: 'all' })).toEqual([]);
  });
});
