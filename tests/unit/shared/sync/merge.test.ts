import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '#shared/kernel/json.ts';
import { applyOps, getAt, replay, setAt, finishEdit } from '#shared/sync/merge.ts';
import { sameJson } from '#shared/sync/equal.ts';
import { invertOps } from '#shared/sync/invert.ts';
import type { FieldOp } from '#shared/sync/model.ts';
import { aPatch, aRecord, add, anActor, members, placeA, recordDescription, recordId, set, variantA, variantB } from './a-record.ts';

const stock = `variants/${variantA}/stock/${placeA}/onHand`;
const on = (current: Json | null, ...ops: FieldOp[]) => replay(recordDescription, current, aPatch(...ops), anActor);

describe('SYN-05 replay, by kind of field', () => {
  const base = aRecord();
  test.each([
    // money: compare and set
    { name: 'money as the writer saw it', current: base, op: set('price', 100, 120), kind: 'applied', at: 120 },
    { name: 'money both set the same', current: aRecord({ price: 120 }), op: set('price', 100, 120), kind: 'merged', at: 120 },
    { name: 'money others set', current: aRecord({ price: 90 }), op: set('price', 100, 120), kind: 'conflict', at: 90 },
    { name: 'money not really changed here', current: aRecord({ price: 90 }), op: set('price', 100, 100), kind: 'merged', at: 90 },
    // stock: movements add up
    { name: 'stock movement', current: base, op: add(stock, -4), kind: 'applied', at: 6 },
    { name: 'stock to exactly nothing', current: base, op: add(stock, -10), kind: 'applied', at: 0 },
    { name: 'stock-take as seen', current: base, op: set(stock, 10, 7), kind: 'applied', at: 7 },
    { name: 'stock-take after a sale', current: setAt(base, stock, 9), op: set(stock, 10, 7), kind: 'conflict', at: 9 },
    // short text
    { name: 'short text, other side unchanged', current: base, op: set('brand', 'Nour', 'Fès'), kind: 'applied', at: 'Fès' },
    { name: 'short text changed by both', current: aRecord({ brand: 'Rif' }), op: set('brand', 'Nour', 'Fès'), kind: 'conflict', at: 'Rif' },
    { name: 'short text emptied', current: base, op: set('brand', 'Nour', null), kind: 'applied', at: null },
    { name: 'an attribute taken out', current: base, op: set('attributes/colour', 'red', null), kind: 'applied', at: null },
    { name: 'first word in a language', current: base, op: set('texts/ar/title', null, 'بلغة'), kind: 'applied', at: 'بلغة' },
    // long text
    { name: 'long text, different lines', current: aRecord({ description: 'one\ntwo\nthree\nfour\nFIVE' }), op: set('description', getAt(base, 'description'), 'ONE\ntwo\nthree\nfour\nfive'), kind: 'merged', at: 'ONE\ntwo\nthree\nfour\nFIVE' },
    { name: 'long text, the same line', current: aRecord({ description: 'uno\ntwo\nthree\nfour\nfive' }), op: set('description', getAt(base, 'description'), 'ONE\ntwo\nthree\nfour\nfive'), kind: 'conflict', at: 'uno\ntwo\nthree\nfour\nfive' },
    // sets
    { name: 'a tag more, one less', current: aRecord({ tags: ['bleu', 'cuir', 'rouge'] }), op: members('tags', ['été'], ['rouge']), kind: 'applied', at: ['bleu', 'cuir', 'été'] },
    { name: 'a tag list written whole', current: aRecord({ tags: ['bleu', 'cuir', 'rouge'] }), op: set('tags', ['cuir', 'rouge'], ['rouge', 'été']), kind: 'merged', at: ['bleu', 'rouge', 'été'] },
    // states
    { name: 'a legal step', current: base, op: set('status', 'draft', 'submitted'), kind: 'applied', at: 'submitted' },
    { name: 'a step legal from where it stands now', current: aRecord({ status: 'approved' }), op: set('status', 'submitted', 'archived'), kind: 'merged', at: 'archived' },
    // elements
    { name: 'a variant more', current: base, op: set(`variants/${variantB}`, null, { sku: 'B' }), kind: 'applied', at: { sku: 'B' } },
    { name: 'a variant taken out as seen', current: base, op: set(`variants/${variantA}`, getAt(base, `variants/${variantA}`), null), kind: 'applied', at: null },
    { name: 'a variant already out', current: aRecord({ variants: {} }), op: set(`variants/${variantA}`, getAt(base, `variants/${variantA}`), null), kind: 'merged', at: null },
    { name: 'a variant taken out that others edited', current: setAt(base, `variants/${variantA}/price`, 250), op: set(`variants/${variantA}`, getAt(base, `variants/${variantA}`), null), kind: 'conflict', at: getAt(setAt(base, `variants/${variantA}/price`, 250), `variants/${variantA}`) },
  ])('$name → $kind', ({ current, op, kind, at }) => {
    const done = on(current, op);
    expect(done.kind).toBe(kind);
    expect(done.kind !== 'rejected' && getAt(done.doc!, op.path)).toEqual(at);
  });

  test.each([
    { name: 'stock below zero, with the figures', current: base, op: add(stock, -11), error: { code: 'stock-below-zero', field: stock, details: { have: 10, delta: -11, missing: 1 } } },
    { name: 'a stock-take below zero', current: base, op: set(stock, 10, -1), error: { code: 'stock-below-zero' } },
    { name: 'stock that is no whole number any more', current: base, op: add(stock, Number.MAX_SAFE_INTEGER), error: { code: 'invalid-input', rule: 'whole-number' } },
    { name: 'half a centime', current: base, op: set('price', 100, 1.5), error: { code: 'invalid-input', rule: 'whole-number' } },
    { name: 'a text for a price', current: base, op: set('price', 100, '120'), error: { code: 'invalid-input', rule: 'whole-number' } },
    { name: 'an illegal step, with the legal ones', current: aRecord({ status: 'archived' }), op: set('status', 'draft', 'submitted'), error: { code: 'illegal-transition', details: { from: 'archived', legal: [] } } },
    { name: 'a field that does not exist', current: base, op: set('nonsense', null, 1), error: { code: 'invalid-input', rule: 'unknown-field', field: 'nonsense' } },
    { name: 'a path into the prototype', current: base, op: set('attributes/__proto__', null, 'x'), error: { code: 'invalid-input', rule: 'unknown-field' } },
    { name: 'a fixed field', current: base, op: set('id', recordId, variantA), error: { code: 'rule-broken', rule: 'fixed-field' } },
    { name: 'a movement of a price', current: base, op: add('price', 5), error: { code: 'invalid-input', rule: 'operation-does-not-fit' } },
    { name: 'members of a text', current: base, op: members('brand', ['x']), error: { code: 'invalid-input', rule: 'operation-does-not-fit' } },
    { name: 'a tag list that is a number', current: base, op: set('tags', ['cuir'], 7), error: { code: 'invalid-input', rule: 'operation-does-not-fit' } },
    { name: 'a rule of the record', current: base, op: set('compareAt', null, 100), error: { code: 'rule-broken', rule: 'compare-at-above-price' } },
    { name: 'an edit of a variant that was taken out', current: aRecord({ variants: {} }), op: set(`variants/${variantA}/price`, 200, 210), error: { code: 'gone', field: `variants/${variantA}` } },
    { name: 'an edit of a deleted record', current: null, op: set('price', 100, 120), error: { code: 'gone' } },
  ])('refuses $name', ({ current, op, error }) => expect(on(current, op)).toMatchObject({ kind: 'rejected', error }));
});

describe('SYN-05 a mutation of several operations', () => {
  test('what does not clash is applied, what does is reported with base, mine and theirs', () => {
    expect(on(aRecord({ price: 90 }), set('price', 100, 120), set('brand', 'Nour', 'Fès'), add(stock, -1))).toEqual({
      kind: 'conflict', doc: setAt(aRecord({ price: 90, brand: 'Fès' }), stock, 9),
      fields: [{ path: 'price', base: 100, mine: 120, theirs: 90, theirsBy: null, theirsAt: null }],
    });
  });
  test('two steps on one field are one conflict: from the first base to the last value', () => {
    expect(on(aRecord({ price: 90 }), set('price', 100, 110), set('price', 110, 120))).toMatchObject({ kind: 'conflict', fields: [{ path: 'price', base: 100, mine: 120, theirs: 90 }] });
  });
  test('when the rest cannot stand alone, all of it waits for the writer', () => {
    const done = on(aRecord({ price: 300 }), set('price', 100, 120), set('compareAt', null, 200));
    expect(done).toMatchObject({ kind: 'conflict', doc: aRecord({ price: 300 }), fields: [{ path: 'price', mine: 120, theirs: 300 }, { path: 'compareAt', base: null, mine: 200, theirs: null }] });
  });
  test('what breaks a rule with or without the clash is refused', () => {
    expect(on(aRecord({ price: 300 }), set('price', 100, 120), set('compareAt', null, 110))).toMatchObject({ kind: 'rejected', error: { rule: 'compare-at-above-price' } });
  });
  test('one refused operation refuses the mutation whole', () => {
    expect(on(aRecord(), set('brand', 'Nour', 'Fès'), add(stock, -11))).toMatchObject({ kind: 'rejected', error: { code: 'stock-below-zero' } });
  });
});

describe('SYN-05 whole records', () => {
  const create = (current: Json | null, doc: Json) => replay(recordDescription, current, { id: recordId, action: 'create', ops: [], doc }, anActor);
  test('a new record', () => expect(create(null, aRecord())).toEqual({ kind: 'applied', doc: aRecord() }));
  test('the same record again', () => expect(create(aRecord(), aRecord())).toEqual({ kind: 'applied', doc: aRecord() }));
  test('an id that is taken', () => expect(create(aRecord(), aRecord({ brand: 'Fès' }))).toMatchObject({ kind: 'rejected', error: { code: 'conflict', rule: 'id-taken' } }));
  test('a record that names another id', () => expect(create(null, aRecord({ id: variantA }))).toMatchObject({ kind: 'rejected', error: { code: 'invalid-input', field: 'id' } }));
  test('a record that breaks a rule', () => expect(create(null, aRecord({ compareAt: 1 }))).toMatchObject({ kind: 'rejected', error: { rule: 'compare-at-above-price' } }));
  test('delete wins', () => expect(replay(recordDescription, aRecord(), { id: recordId, action: 'delete', ops: [] }, anActor)).toEqual({ kind: 'applied', doc: null }));
  test('a delete that a rule forbids', () => expect(replay(recordDescription, aRecord({ status: 'approved' }), { id: recordId, action: 'delete', ops: [] }, anActor)).toMatchObject({ kind: 'rejected', error: { rule: 'approved-stays' } }));
  test('deleted already', () => expect(replay(recordDescription, null, { id: recordId, action: 'delete', ops: [] }, anActor)).toEqual({ kind: 'applied', doc: null }));
});

// ── what is always true ───────────────────────────────────────────────────────────────────────────

const word = fc.constantFrom('a', 'b', 'c', 'd');
const price = fc.integer({ min: 1, max: 5 });
const someRecord = fc.record({ price, brand: fc.option(word), tags: fc.uniqueArray(word), status: fc.constantFrom('draft', 'submitted', 'approved'), description: fc.array(word, { maxLength: 5 }).map((lines) => lines.join('\n')), onHand: fc.nat(6) })
  .map(({ onHand, ...fields }) => setAt(aRecord(fields), stock, onHand));
/** Edits that somebody who sees `seen` can make. */
const someOps = (seen: Json): fc.Arbitrary<FieldOp[]> => fc.array(fc.oneof(
  price.map((value) => set('price', getAt(seen, 'price'), value)),
  fc.option(word).map((value) => set('brand', getAt(seen, 'brand'), value)),
  fc.array(word, { maxLength: 5 }).map((lines) => set('description', getAt(seen, 'description'), lines.join('\n'))),
  fc.record({ put: fc.uniqueArray(word), taken: fc.uniqueArray(word) }).map(({ put, taken }) => members('tags', put, taken)),
  fc.integer({ min: -3, max: 3 }).map((delta) => add(stock, delta)),
  word.map((value) => set('attributes/material', null, value)),
  word.map((value) => set('texts/ar/title', null, value)),
), { maxLength: 4 }).map((ops) => ops.filter((op, i) => op.op !== 'set' || ops.findIndex((other) => other.path === op.path) === i));
const compared = ['price', 'brand'];
/** The order of a set is nobody's promise. */
const sorted = (doc: Json) => setAt(doc, 'tags', [...(getAt(doc, 'tags') as string[])].sort());

describe('SYN-05 always', () => {
  test('I4 a value somebody else set is never overwritten unseen', () =>
    fc.assert(fc.property(fc.tuple(someRecord, someRecord).chain(([seen, now]) => fc.record({ seen: fc.constant(seen), now: fc.constant(now), ops: someOps(seen) })), ({ seen, now, ops }) => {
      const done = on(now, ...ops);
      if (done.kind === 'rejected') return;
      const asked = new Map(ops.map((op) => [op.path, op]));
      for (const path of compared) {
        const [was, is] = [getAt(now, path), getAt(done.doc!, path)];
        if (sameJson(was, is)) continue;
        expect(getAt(seen, path)).toEqual(was);
        expect(asked.get(path)).toMatchObject({ value: is });
      }
      // Every field asked for is in the record or in the list of conflicts.
      for (const op of ops) {
        if (op.op !== 'set' || !compared.includes(op.path) || sameJson(op.base, op.value)) continue;
        const reported = done.kind === 'conflict' && done.fields.some((field) => field.path === op.path);
        expect(reported || sameJson(getAt(done.doc!, op.path), op.value)).toBe(true);
      }
    }), { numRuns: 3_000 }));

  test('I7 stock is what it was plus every movement that was accepted, and never below zero', () =>
    fc.assert(fc.property(fc.nat(20), fc.array(fc.integer({ min: -8, max: 8 })), (start, deltas) => {
      let now = setAt(aRecord(), stock, start);
      let sum = start;
      for (const delta of deltas) {
        const done = on(now, add(stock, delta));
        if (done.kind === 'rejected') { expect(sum + delta).toBeLessThan(0); continue; }
        now = done.doc!;
        sum += delta;
      }
      expect(getAt(now, stock)).toBe(sum);
      expect(sum).toBeGreaterThanOrEqual(0);
    })));

  test('sets: what two people put in and take out apart from each other gives the same set in either order', () =>
    fc.assert(fc.property(fc.uniqueArray(fc.nat(12).map(String)), fc.uniqueArray(fc.nat(5).map(String)), fc.uniqueArray(fc.integer({ min: 6, max: 12 }).map(String)), fc.boolean(), (tags, first, second, firstAdds) => {
      const one = firstAdds ? members('tags', first) : members('tags', [], first);
      const two = firstAdds ? members('tags', [], second) : members('tags', second);
      const tagsOf = (doc: Json) => [...(getAt(doc, 'tags') as string[])].sort();
      expect(tagsOf(applyOps(applyOps(aRecord({ tags }), [one]), [two]))).toEqual(tagsOf(applyOps(applyOps(aRecord({ tags }), [two]), [one])));
    })));

  test('alone, the server comes to what the console showed', () =>
    fc.assert(fc.property(someRecord.chain((seen) => fc.tuple(fc.constant(seen), someOps(seen))), ([seen, ops]) => {
      const done = on(seen, ...ops);
      if (done.kind === 'rejected') return;
      expect(done).toEqual({ kind: 'applied', doc: applyOps(seen, ops) });
    })));

  test('SYN-12 an edit and its inverse leave everything as it was', () =>
    fc.assert(fc.property(someRecord.chain((seen) => fc.tuple(fc.constant(seen), someOps(seen))), ([seen, ops]) => {
      const back = applyOps(applyOps(seen, ops), invertOps(seen, ops));
      expect(sorted(back)).toEqual(sorted(seen));
    })));

  test('replaying twice never conflicts with itself', () =>
    fc.assert(fc.property(someRecord.chain((seen) => fc.tuple(fc.constant(seen), someOps(seen))), ([seen, ops]) => {
      const sets = ops.filter((op) => op.op !== 'add');
      const once = on(seen, ...sets);
      if (once.kind !== 'applied') return;
      const twice = on(once.doc, ...sets);
      expect(twice.kind).toMatch(/^(applied|merged)$/);
      if (twice.kind === 'applied' || twice.kind === 'merged') expect(sorted(twice.doc!)).toEqual(sorted(once.doc!));
    })));
});

test('an accepted edit moves the time of the last change forward only, and brings what its kind of record says follows from it', () => {
  const edited = setAt(aRecord(), 'brand', 'Fès');
  expect(getAt(finishEdit({}, aRecord(), edited, 2_000), 'updatedAt')).toBe(2_000);
  expect(getAt(finishEdit({}, aRecord(), edited, 500), 'updatedAt')).toBe(1_000);
  expect(finishEdit({}, { id: 'x' }, { id: 'y' }, 5)).toEqual({ id: 'y' });
  const same = aRecord();
  expect(finishEdit({ afterEdit: () => null }, same, same, 2_000)).toBe(same);
  expect(finishEdit({ afterEdit: (before, after, at) => ({ before, after, at }) }, 'a', 'b', 7)).toEqual({ before: 'a', after: 'b', at: 7 });
});

test('applyOps leaves out what is no longer there and paths it must not follow', () => {
  expect(applyOps(aRecord({ variants: {} }), [set(`variants/${variantA}/price`, 200, 210), set('__proto__/x', null, 1), set('brand/x', null, 1)])).toEqual(aRecord({ variants: {} }));
});
