import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { kindOf } from '#shared/catalog/description.ts';
import { cellBack, cellState, jobCells } from '#shared/catalog/job-cells.ts';
import { differences, restoring, stateAfter, stateBefore, type PastChange } from '#shared/catalog/versions.ts';
import type { Json } from '#shared/kernel/json.ts';
import { auditedFields } from '#shared/sync/audited-fields.ts';
import { applyOps } from '#shared/sync/merge.ts';
import type { FieldOp } from '#shared/sync/model.ts';
import { aProduct, aVariant, id, locationIdOf, variantIdOf } from '#tests/builders/catalog.ts';

const set = (path: string, value: unknown): FieldOp => ({ op: 'set', path, base: null, value }) as FieldOp;
const [one, two] = [variantIdOf(1), variantIdOf(2)];
const stock = `variants/${one}/stock/${locationIdOf(1)}/onHand`;
const start = aProduct({ brand: 'Nour', tags: ['a', 'b'], attributes: { material: 'lin' } }) as unknown as Json;

/** A product's life: the record after some edits, and its history, newest first. */
function lived(...edits: readonly (readonly FieldOp[])[]): { now: Json; history: PastChange[]; states: Json[] } {
  const states = [start];
  const history = edits.map((ops, n): PastChange => {
    const before = states.at(-1)!;
    const after = applyOps(before, ops);
    states.push(after);
    return { id: id(n + 1), state: 'applied', changes: auditedFields(before, after, ops) };
  });
  return { now: states.at(-1)!, history: history.reverse(), states };
}

describe('CAT-14 a record as it was', () => {
  const { now, history, states } = lived(
    [set('brand', 'Fès'), { op: 'members', path: 'tags', add: ['c'], remove: ['a'] }],
    [{ op: 'add', path: stock, delta: -3, reason: 'sale' }, { op: 'add', path: stock, delta: -2, reason: 'damage' }],
    [set('texts/ar', { title: 'قميص', description: '' }), set('attributes/color', 'bleu')],
    [set(`variants/${two}`, aVariant({ sku: 'SKU-2', options: ['L'] })), set('attributes/material', null)],
    [set(`variants/${two}/price`, 5), set(`variants/${two}`, null)],
  );
  test.each(history.map(({ id: version }, n) => ({ version, n })))('version $n, after it and before it', ({ version, n }) => {
    expect(stateAfter(now, history, version)).toEqual(states[states.length - 1 - n]);
    expect(stateBefore(now, history, version)).toEqual(states[states.length - 2 - n]);
  });
  test('one that is nowhere in the history is out of reach', () => expect(stateAfter(now, history, id(99))).toBeNull());
  test('what was refused never was', () => {
    const refused: PastChange = { id: id(50), state: 'rejected', changes: [{ path: 'brand', before: 'X', after: 'Y' }] };
    expect(stateAfter(now, [refused, ...history], history[0]!.id)).toEqual(now);
  });
  test('the first word in a language takes its entry with it', () => {
    const said = applyOps(start, [set('texts/en/title', 'Shirt')]);
    const past: PastChange = { id: id(1), state: 'applied', changes: [{ path: 'texts/en/title', before: null, after: 'Shirt' }] };
    expect(stateBefore(said, [past], id(1))).toEqual(start);
  });
});

describe('CAT-14 where two states differ', () => {
  test.each<[string, FieldOp[], string[]]>([
    ['nowhere', [], []],
    ['a field', [set('brand', 'Fès')], ['brand']],
    ['the order of tags is none', [set('tags', ['b', 'a'])], []],
    ['a field in an entry', [set(`variants/${one}/price`, 1)], [`variants/${one}/price`]],
    ['an entry that came', [set(`variants/${two}`, aVariant())], [`variants/${two}`]],
    ['an attribute that went', [set('attributes/material', null)], ['attributes/material']],
    ['pieces', [{ op: 'add', path: stock, delta: 1, reason: 'return' }], [stock]],
    ['a language', [set('texts/ar', { title: 'ا', description: '' })], ['texts/ar']],
    ['a picture’s words', [set(`images/${id(7)}`, { position: 0, drawing: 'x', alt: { fr: 'a' } })], [`images/${id(7)}`]],
  ])('%s', (_, ops, paths) => expect(differences(kindOf, start, applyOps(start, ops)).map(({ path }) => path)).toEqual(paths));
});

describe('CAT-14 the edit that leads back', () => {
  test.each<[string, FieldOp[], unknown[], unknown[]]>([
    ['a price', [set(`variants/${one}/price`, 1_200)], [{ op: 'set', path: `variants/${one}/price`, base: 1_200, value: 1_000 }], []],
    ['tags by what went and came', [{ op: 'members', path: 'tags', add: ['c'], remove: ['a'] }], [{ op: 'members', path: 'tags', add: ['a'], remove: ['c'] }], []],
    ['stock stays', [{ op: 'add', path: stock, delta: -4, reason: 'sale' }], [], [{ path: stock, why: 'stock' }]],
    ['a new place for stock stays', [set(`variants/${one}/stock/${locationIdOf(2)}`, { onHand: 1, reserved: 0, incoming: 0 })], [], [{ path: `variants/${one}/stock/${locationIdOf(2)}`, why: 'stock' }]],
    ['the status stays', [set('status', 'paused')], [], [{ path: 'status', why: 'status' }]],
    ['the moderators’ word stays', [set('review', { state: 'pending' })], [], [{ path: 'review', why: 'marketplace' }]],
    ['the kind stays', [set('kind', 'digital')], [], [{ path: 'kind', why: 'fixed' }]],
  ])('%s', (_, ops, expected, left) => expect(restoring(kindOf, applyOps(start, ops), start)).toEqual({ ops: expected, left }));

  test('a variant comes back without the pieces that went with it', () => {
    const without = applyOps(start, [set(`variants/${one}`, null)]);
    const [op] = restoring(kindOf, without, start).ops;
    expect(op).toMatchObject({ path: `variants/${one}`, base: null, value: { sku: 'SKU-1', stock: { [locationIdOf(1)]: { onHand: 0, reserved: 0, incoming: 0 } } } });
  });
  test('only the fields asked for go back, a status among them', () => {
    const now = applyOps(start, [set('brand', 'Fès'), set('status', 'paused')]);
    expect(restoring(kindOf, now, start, new Set(['status'])).ops).toEqual([{ op: 'set', path: 'status', base: 'paused', value: 'published' }]);
  });

  /** Edits of fields that may be restored, as people make them. */
  const someOp: fc.Arbitrary<FieldOp> = fc.oneof(
    fc.constantFrom('Nour', 'Fès', null).map((brand) => set('brand', brand)),
    fc.integer({ min: 0, max: 9 }).map((price) => set(`variants/${one}/price`, price)),
    fc.record({ key: fc.constantFrom('color', 'material', 'size'), value: fc.constantFrom('x', 'y', null) }).map(({ key, value }) => set(`attributes/${key}`, value)),
    fc.record({ locale: fc.constantFrom('fr', 'en', 'ar'), title: fc.constantFrom('Un', 'Deux') }).map(({ locale, title }) => set(`texts/${locale}`, { title, description: '' })),
    fc.record({ locale: fc.constantFrom('fr', 'en'), text: fc.string() }).map(({ locale, text }) => set(`texts/${locale}/description`, text)),
    fc.record({ add: fc.subarray(['a', 'c', 'd']), remove: fc.subarray(['a', 'b', 'c']) }).map((members): FieldOp => ({ op: 'members', path: 'tags', ...members })),
    fc.constantFrom(null, { position: 0, drawing: 'q', alt: {} }).map((image) => set(`images/${id(7)}`, image)),
  );
  test('to a version and to now again is now', () =>
    fc.assert(
      fc.property(fc.array(fc.array(someOp, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 8 }), fc.nat(), (edits, pick) => {
        const { now, history, states } = lived(...edits);
        const at = pick % history.length;
        const then = stateAfter(now, history, history[at]!.id)!;
        expect(differences(kindOf, then, states[states.length - 1 - at]!)).toEqual([]);
        const back = applyOps(now, restoring(kindOf, now, then).ops);
        expect(differences(kindOf, back, then)).toEqual([]);
        expect(differences(kindOf, applyOps(back, restoring(kindOf, back, now).ops), now)).toEqual([]);
      }),
    ));
});

describe('CAT-14 what a job did', () => {
  const cell = { path: 'brand', before: 'Nour', after: 'Fès' };
  const tags = { path: 'tags', before: ['a', 'b'], after: ['b', 'sale'] };
  test('a field changed twice counts once, one changed back not at all', () => {
    expect(jobCells([{ path: 'brand', before: 'Nour', after: 'X' }, { path: 'brand', before: 'X', after: 'Fès' }])).toEqual([cell]);
    expect(jobCells([{ path: 'brand', before: 'Nour', after: 'X' }, { path: 'brand', before: 'X', after: 'Nour' }])).toEqual([]);
  });
  test.each([
    { name: 'as the job left it', ops: [set('brand', 'Fès')], of: cell, state: 'restorable' },
    { name: 'changed since', ops: [set('brand', 'Rabat')], of: cell, state: 'changed' },
    { name: 'as it was before', ops: [], of: cell, state: 'back' },
    { name: 'tags, others added since', ops: [set('tags', ['b', 'sale', 'x'])], of: tags, state: 'restorable' },
    { name: 'tags that are back', ops: [set('tags', ['a', 'b', 'x'])], of: tags, state: 'back' },
    { name: 'a status', ops: [set('status', 'paused')], of: { path: 'status', before: 'published', after: 'paused' }, state: 'restorable' },
    { name: 'stock', ops: [], of: { path: stock, before: 10, after: 8 }, state: 'stays' },
    { name: 'a field nobody knows any more', ops: [], of: { path: 'colour', before: 1, after: 2 }, state: 'stays' },
  ])('$name: $state', ({ ops, of, state }) => expect(cellState(kindOf, applyOps(start, ops), of as never)).toBe(state));
  test('of tags only what the job did goes back', () =>
    expect(cellBack(kindOf, applyOps(start, [set('tags', ['b', 'sale', 'x'])]), tags)).toEqual({ op: 'members', path: 'tags', add: ['a'], remove: ['sale'] }));
  test('a cell goes back from what stands there now', () => expect(cellBack(kindOf, applyOps(start, [set('brand', 'Rabat')]), cell)).toEqual({ op: 'set', path: 'brand', base: 'Rabat', value: 'Nour' }));
});
