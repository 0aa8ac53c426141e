import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { axesOf, axisFaults, type AxisDraft } from '#shared/catalog/axis-draft.ts';
import { axisOps, planAxes, type Creation } from '#shared/catalog/axis-plan.ts';
import { commonSku, skuMaker, valueCodes } from '#shared/catalog/axis-sku.ts';
import type { Product, Variant, VariantId } from '#shared/catalog/model.ts';
import { checkProduct, MOST_VARIANTS, optionsKey, variantsInOrder } from '#shared/catalog/rules.ts';
import type { Json } from '#shared/kernel/json.ts';
import { fold } from '#shared/kernel/text.ts';
import { applyOps } from '#shared/sync/merge.ts';
import { checkOp } from '#shared/catalog/description.ts';
import { aProduct, aVariant, aVendor, locationIdOf, variantIdOf } from '#tests/builders/catalog.ts';

const all: Creation = { name: 'all', except: new Set() };
const v = variantIdOf;

/** A product of the given combinations, empty shelves unless said otherwise. */
const made = (options: readonly string[], combinations: readonly (readonly string[])[], given: (n: number) => Parameters<typeof aVariant>[0] = () => ({})): Product =>
  aProduct({
    options: [...options],
    variants: Object.fromEntries(combinations.map((values, n) => [v(n + 1), aVariant({ sku: `ROBE-${n + 1}`, position: n + 1, options: [...values], onHand: 0, price: 1_000 + n, ...given(n) })])),
  });
const axis = (name: string, values: readonly string[], more: Partial<AxisDraft> = {}): AxisDraft => ({ id: name, from: null, name, values: values.map((text) => ({ id: text, from: null, text })), fill: null, ...more });
const sizes = made(['Taille'], [['S'], ['M'], ['L']]);

/** Carries a plan out the way the console and the server do. */
function carriedOut(product: Product, axes: readonly AxisDraft[], creation: Creation = all): Product {
  let next = 1_000;
  const plan = planAxes(product, axes, creation);
  expect(plan.faults).toEqual([]);
  const ops = axisOps(product, axes, plan, { newId: () => v(next++), place: locationIdOf(1) });
  expect(ops.map(checkOp).filter((refused) => refused !== null)).toEqual([]);
  expect(ops.length).toBeLessThanOrEqual(5_000);
  const after = applyOps(product as unknown as Json, ops) as unknown as Product;
  expect(checkProduct(product, after, aVendor)).toBeNull();
  return after;
}
const combinationsOf = (product: Product): readonly string[] => variantsInOrder(product).map(([, { options }]) => options.join('/'));
const [size] = axesOf(sizes) as [AxisDraft];

describe('CAT-04 what a change of the axes makes of the variants', () => {
  test.each<{ name: string; product?: Product; axes: readonly AxisDraft[]; creation?: Creation; after: readonly string[]; deleted?: readonly string[] }>([
    { name: 'nothing changed', axes: [size], after: ['S', 'M', 'L'] },
    { name: 'a value added', axes: [{ ...size, values: [...size.values, { id: 'xl', from: null, text: 'XL' }] }], after: ['S', 'M', 'L', 'XL'] },
    { name: 'a value renamed', axes: [{ ...size, values: size.values.map((one) => (one.text === 'M' ? { ...one, text: 'Moyen' } : one)) }], after: ['S', 'Moyen', 'L'] },
    { name: 'a value taken out', axes: [{ ...size, values: size.values.slice(1) }], after: ['M', 'L'], deleted: ['S'] },
    { name: 'a value taken out and typed again, otherwise written', axes: [{ ...size, values: [...size.values.slice(1), { id: 'x', from: null, text: ' s' }] }], after: ['M', 'L', 's'] },
    { name: 'values in another order', axes: [{ ...size, values: size.values.toReversed() }], after: ['L', 'M', 'S'] },
    { name: 'the axis renamed', axes: [{ ...size, name: 'Pointure' }], after: ['S', 'M', 'L'] },
    { name: 'an axis added, the present ones take its second value', axes: [size, axis('Couleur', ['Rouge', 'Bleu'], { fill: 'Bleu' })], after: ['S/Rouge', 'S/Bleu', 'M/Rouge', 'M/Bleu', 'L/Rouge', 'L/Bleu'] },
    { name: 'an axis added, without its missing combinations', axes: [size, axis('Couleur', ['Rouge', 'Bleu'])], creation: { name: 'none' }, after: ['S/Rouge', 'M/Rouge', 'L/Rouge'] },
    { name: 'an axis added, with one combination left out', axes: [size, axis('Couleur', ['Rouge', 'Bleu'])], creation: { name: 'all', except: new Set([optionsKey(['M', 'Bleu'])]) }, after: ['S/Rouge', 'S/Bleu', 'M/Rouge', 'L/Rouge', 'L/Bleu'] },
    { name: 'the first axes of a product without any', product: made([], [[]]), axes: [axis('Taille', ['38', '39'])], after: ['38', '39'] },
    { name: 'the axis taken out: one variant is left', axes: [], after: [''], deleted: ['M', 'L'] },
    { name: 'axes in another order', product: made(['Taille', 'Couleur'], [['S', 'Rouge'], ['M', 'Rouge']]), axes: axesOf(made(['Taille', 'Couleur'], [['S', 'Rouge'], ['M', 'Rouge']])).toReversed(), after: ['Rouge/S', 'Rouge/M'] },
  ])('$name', ({ product = sizes, axes, creation = all, after, deleted = [] }) => {
    const plan = planAxes(product, axes, creation);
    expect(plan.deleted.map(({ id }) => product.variants[id]!.options.join('/'))).toEqual(deleted);
    expect(combinationsOf(carriedOut(product, axes, creation))).toEqual(after);
  });

  test('what was there is the same variant: id, SKU, price and stock', () => {
    const product = made(['Taille'], [['S'], ['M']], (n) => ({ onHand: n + 3, gtin: null, cost: 100 }));
    const after = carriedOut(product, [...axesOf(product), axis('Couleur', ['Rouge', 'Bleu'])]);
    for (const [id, before] of Object.entries(product.variants) as [VariantId, Variant][]) {
      expect(after.variants[id]).toEqual({ ...before, options: [before.options[0], 'Rouge'], position: after.variants[id]!.position });
    }
  });
  test('a new one has price and cost of the one nearest to it, its own SKU, and nothing in stock', () => {
    const product = made(['Taille'], [['S'], ['M']], (n) => ({ price: n === 0 ? 900 : 1_100, cost: 400, onHand: 8, gtin: n === 0 ? '4006381333931' : null }));
    const after = carriedOut(product, [...axesOf(product), axis('Couleur', ['Rouge', 'Bleu ciel'])]);
    const [, sky] = variantsInOrder(after).find(([, { options }]) => options.join('/') === 'S/Bleu ciel')!;
    expect(sky).toMatchObject({ price: 900, cost: 400, gtin: null, sku: 'ROBE-S-BLEUCIEL', stock: { [locationIdOf(1)]: { onHand: 0, reserved: 0, incoming: 0 } } });
  });
});

describe('CAT-04 what stands in the way is named', () => {
  const place = locationIdOf(1);
  test.each([
    { name: 'pieces on hand', stock: { onHand: 4, reserved: 0, incoming: 0 } },
    { name: 'pieces promised to buyers', stock: { onHand: 0, reserved: 2, incoming: 0 } },
    { name: 'pieces on their way', stock: { onHand: 0, reserved: 0, incoming: 6 } },
  ])('a variant with $name does not go', ({ stock }) => {
    const product = made(['Taille'], [['S'], ['M']], (n) => (n === 0 ? { stock: { [place]: stock } } : {}));
    const [axis_] = axesOf(product) as [AxisDraft];
    const plan = planAxes(product, [{ ...axis_, values: axis_.values.slice(1) }], all);
    expect(plan.deleted).toEqual([{ id: v(1), why: 'value-gone', held: [{ place, ...stock }] }]);
    expect(plan.faults).toEqual([{ axis: null, value: null, error: { code: 'rule-broken', field: `variants/${v(1)}/stock/${place}`, rule: 'variant-holds-stock', details: stock } }]);
    const { [v(1)]: _, ...rest } = product.variants;
    expect(checkProduct(product, { ...product, variants: rest }, aVendor)).toMatchObject({ rule: 'variant-holds-stock', details: stock });
  });
  test('where variants become the same, the one with pieces stays', () => {
    const product = made(['Taille'], [['S'], ['M'], ['L']], (n) => ({ onHand: n === 1 ? 7 : 0 }));
    expect(planAxes(product, [], all)).toMatchObject({ kept: [{ id: v(2) }], deleted: [{ id: v(1), why: 'same-as-other' }, { id: v(3), why: 'same-as-other' }], faults: [] });
  });

  const many = (count: number) => Array.from({ length: count }, (_, n) => `${n + 1}`);
  test('2,048 variants can be made', () => {
    const after = carriedOut(made([], [[]]), [axis('A', many(64)), axis('B', many(32))]);
    expect(Object.keys(after.variants)).toHaveLength(MOST_VARIANTS);
    expect(new Set(Object.values(after.variants).map(({ sku }) => sku.toLowerCase())).size).toBe(MOST_VARIANTS);
  });
  test.each([{ a: 64, b: 33, found: 2_112 }, { a: 500, b: 400, found: 200_000 }])('$found are refused with the figure', ({ a, b, found }) =>
    expect(planAxes(made([], [[]]), [axis('A', many(a)), axis('B', many(b))], all).faults).toEqual([{ axis: null, value: null, error: { code: 'rule-broken', field: 'variants', rule: 'most-variants', details: { found, most: MOST_VARIANTS } } }]));
  test('of 200,000 combinations only the present ones can be kept', () => {
    const product = made(['A'], many(30).map((text) => [text]));
    const axes = [{ ...axesOf(product)[0]!, values: [...axesOf(product)[0]!.values, ...axis('x', many(500).map((text) => `n${text}`)).values] }, axis('B', many(400))];
    expect(Object.keys(carriedOut(product, axes, { name: 'none' }).variants)).toHaveLength(30);
  });

  test.each<{ name: string; axes: readonly AxisDraft[]; faults: readonly object[] }>([
    { name: 'an axis without a name', axes: [axis(' ', ['a'])], faults: [{ axis: ' ', error: { rule: 'option-name-needed' } }] },
    { name: 'two of one name', axes: [axis('Taille', ['a']), axis('taille ', ['a'])], faults: [{ axis: 'taille ', error: { rule: 'option-name-taken' } }] },
    { name: 'no values', axes: [axis('Taille', [])], faults: [{ axis: 'Taille', error: { rule: 'option-values-needed' } }] },
    { name: 'a blank value', axes: [axis('Taille', [' '])], faults: [{ axis: 'Taille', value: ' ', error: { rule: 'option-value-needed' } }] },
    { name: 'one value twice, read as people do', axes: [axis('Taille', ['Été', 'ete'])], faults: [{ axis: 'Taille', value: 'ete', error: { rule: 'option-value-taken' } }] },
    { name: 'a value longer than a record takes', axes: [axis('Taille', ['x'.repeat(120), 'y'.repeat(121)])], faults: [{ axis: 'Taille', value: 'y'.repeat(121), error: { rule: 'option-value-too-long', details: { found: 121, most: 120 } } }] },
    { name: 'a fourth axis', axes: ['a', 'b', 'c', 'd'].map((name) => axis(name, ['1'])), faults: [{ axis: 'd', error: { rule: 'most-options', details: { found: 4, most: 3 } } }] },
  ])('$name', ({ axes, faults }) => expect(axisFaults(axes)).toMatchObject(faults));
});

describe('SKUs of new variants', () => {
  test.each([
    { skus: ['A-1'], stem: 'A-1' }, { skus: ['ROBE-38', 'ROBE-39'], stem: 'ROBE' }, { skus: ['ROBE-38-R', 'ROBE-38-B'], stem: 'ROBE-38' }, { skus: ['ROBE', 'ROBE-2'], stem: 'ROBE' }, { skus: ['X1', 'Y1'], stem: 'X1' },
  ])('$skus have $stem in common', ({ skus, stem }) => expect(commonSku({ variants: Object.fromEntries(skus.map((sku, n) => [v(n), aVariant({ sku, position: n })])) })).toBe(stem));
  test.each([
    { values: ['Rouge', 'Bleu ciel'], codes: ['ROUGE', 'BLEUCIEL'] }, { values: ['أحمر', 'أزرق'], codes: ['1', '2'] }, { values: ['Multicolore 1', 'Multicolore 2'], codes: ['MULTICOL', 'MULTICO2'] }, { values: ['½', '2', 'é'], codes: ['12', '2', 'E'] },
  ])('$values have the codes $codes', ({ values, codes }) => expect(valueCodes(values)).toEqual(codes));
  test('none is longer than a SKU may be, none is given twice', () =>
    fc.assert(fc.property(fc.string({ minLength: 1, maxLength: 64 }), fc.array(fc.array(fc.string({ minLength: 1, maxLength: 8 }), { maxLength: 3 }), { maxLength: 30 }), (stem, codes) => {
      const make = skuMaker(stem, ['TAKEN']);
      const skus = codes.map(make);
      expect(skus.every((sku) => sku.length <= 64)).toBe(true);
      expect(new Set(skus.map((sku) => sku.trim().toLowerCase())).size).toBe(skus.length);
    })));
});

const word = fc.constantFrom('S', 'M', 'L', 'XL', 'Rouge', 'Bleu', 'Été', '38', '39');
const someAxes = fc.uniqueArray(fc.tuple(fc.constantFrom('Taille', 'Couleur', 'Coupe', 'Matière'), fc.uniqueArray(word, { minLength: 1, maxLength: 5 })), { maxLength: 3, selector: ([name]) => name });
const someProduct = someAxes.chain((axes) => {
  const combos = axes.reduce<string[][]>((heads, [, values]) => heads.flatMap((head) => values.map((value) => [...head, value])), [[]]);
  return fc.subarray(combos, { minLength: 1 }).map((chosen) => made(axes.map(([name]) => name), chosen));
});
/** Axes made of those of a product by what people do: renaming, removing, adding, moving. */
const edited = (product: Product) =>
  fc.tuple(fc.subarray([...axesOf(product)]).chain((axes) => fc.tuple(...axes.map((one) =>
    fc.tuple(fc.subarray([...one.values], { minLength: 1 }), fc.boolean(), fc.boolean()).map(([values, turned, renamed]) => ({ ...one, name: renamed ? `${one.name} 2` : one.name, values: (turned ? values.toReversed() : values).map((value, at) => (renamed && at === 0 ? { ...value, text: `${value.text} bis` } : value)) }))))), someAxes)
    .map(([old, fresh]) => [...old, ...fresh.filter(([name]) => !old.some((one) => fold(one.name) === fold(name))).map(([name, values]) => axis(name, values))].slice(0, 3));

test('CAT-04 the plan carried out gives exactly the combinations of the axes; the kept keep what they are; done twice is done once', () =>
  fc.assert(fc.property(someProduct.chain((product) => fc.tuple(fc.constant(product), edited(product))), ([product, axes]) => {
    const after = carriedOut(product, axes);
    const wanted = axes.reduce<string[][]>((heads, { values }) => heads.flatMap((head) => values.map(({ text }) => [...head, text])), [[]]).map((values) => values.join('/'));
    expect(combinationsOf(after)).toEqual(wanted);
    expect(after.options).toEqual(axes.map(({ name }) => name));
    for (const [id, before] of Object.entries(product.variants) as [VariantId, Variant][]) {
      const now = after.variants[id];
      if (now) expect({ ...now, options: null, position: 0 }).toEqual({ ...before, options: null, position: 0 });
    }
    const again = axesOf(after);
    expect(axisOps(after, again, planAxes(after, again, all), { newId: () => v(9_999), place: undefined })).toEqual([]);
  })));
