import fc from 'fast-check';
import { expect, test } from 'vitest';
import { listingScore, scoreRules, scoreStages, scoring, stagePoints, type ScoreRule } from '#shared/moderation/listing-score.ts';
import type { Product } from '#shared/catalog/model.ts';
import { projectProduct } from '#shared/catalog/projection.ts';
import { aProduct, aVariant, id, variantIdOf } from '#tests/builders/catalog.ts';

const long = 'Une robe légère pour l’été. Tissée à la main à Fès, lavable à trente degrés. '.repeat(3);
const images = Object.fromEntries([1, 2, 3].map((n) => [id(n), { position: n, drawing: 'd', alt: { fr: 'Robe', en: 'Dress' } }]));
const best = aProduct({
  texts: { fr: { title: 'Robe d’été en lin lavé', description: long }, en: { title: 'Washed linen dress', description: long } },
  images, tags: ['a', 'b', 'c'], attributes: { color: 'bleu' }, variant: { gtin: '036000291452' },
});
const pointsOf = (product: Product, rule: ScoreRule, required: readonly string[] = ['color']) => listingScore(product, required).lines.find((line) => line.rule === rule)!.points;
const text = (title: string, description: string): Product['texts'] => ({ fr: { title, description } });

test('CAT-12 a listing that has everything has 100, and the stages add up to it', () => {
  expect(listingScore(best, ['color']).total).toBe(100);
  expect(Object.values(stagePoints).reduce((a, b) => a + b)).toBe(100);
  for (const stage of scoreStages) expect(listingScore(best, []).lines.filter((line) => line.stage === stage).reduce((sum, { most }) => sum + most, 0)).toBe(stagePoints[stage]);
  expect(listingScore(best, []).lines.map(({ rule }) => rule)).toEqual(scoreRules);
});

test.each<{ name: string; rule: ScoreRule; product: Product; points: number; required?: string[] }>([
  { name: 'no picture', rule: 'image-first', product: { ...best, images: {} }, points: 0 },
  { name: 'two pictures of three', rule: 'image-several', product: { ...best, images: { [id(1)]: images[id(1)]!, [id(2)]: images[id(2)]! } }, points: 5 },
  { name: 'words in one of two languages', rule: 'image-alt', product: { ...best, images: { [id(1)]: { position: 0, drawing: 'd', alt: { fr: 'Robe' } } } }, points: 0 },
  { name: 'ten letters of twenty', rule: 'title-length', product: { ...best, texts: text('Robe légèr', long) }, points: 3 },
  { name: 'capitals only', rule: 'title-not-shouting', product: { ...best, texts: text('ROBE D’ÉTÉ SUPERBE EN PROMOTION', long) }, points: 0 },
  { name: 'half a description', rule: 'description-length', product: { ...best, texts: text('Robe d’été en lin lavé', 'x'.repeat(100)) }, points: 4 },
  { name: 'one language', rule: 'second-language', product: { ...best, texts: text('Robe d’été en lin lavé', long) }, points: 2 },
  { name: 'no category', rule: 'category-set', product: { ...best, categoryId: null }, points: 0 },
  { name: 'one of two attributes', rule: 'category-attributes', product: best, required: ['color', 'size'], points: 3 },
  { name: 'a price below cost', rule: 'price-sensible', product: aProduct({ variant: { price: 10, cost: 20 } }), points: 0 },
  { name: 'a download without a file', rule: 'kind-complete', product: aProduct({ kind: 'digital' }), points: 0 },
  { name: 'a service with hours, duration, place, no capacity', rule: 'kind-complete', product: aProduct({ kind: 'service', durationMinutes: 60, servicePlace: 'online', hours: { [id(1)]: { day: 1, from: 540, to: 720 } } }), points: 3 },
  { name: 'a telephone number', rule: 'no-contact', product: { ...best, texts: text('Robe', `${long} Appelez le 06 12 34 56 78`) }, points: 0 },
  { name: 'an address', rule: 'no-contact', product: { ...best, texts: text('Robe', 'salma@example.com') }, points: 0 },
  { name: 'a size and a price are no telephone number', rule: 'no-contact', product: { ...best, texts: text('Robe', 'Taille 38-40, 120 x 200 cm, 249,90') }, points: 8 },
  { name: 'markup', rule: 'no-markup', product: { ...best, texts: text('Robe', '<b>belle</b>') }, points: 0 },
  { name: 'a smaller-than sign', rule: 'no-markup', product: { ...best, texts: text('Robe', 'poids < 2 kg') }, points: 7 },
])('CAT-12 $rule with $name gives $points', ({ rule, product, points, required }) => expect(pointsOf(product, rule, required)).toBe(points));

test.each(['x'.repeat(20_000), '1'.repeat(20_000), '<a'.repeat(10_000), '&a'.repeat(10_000), 'a.'.repeat(10_000), 'A '.repeat(10_000), '1 '.repeat(10_000), '\u202e'.repeat(20_000)])('CAT-12 a hostile text of 20,000 letters is scored like another: %.10s…', (hostile) => {
  // A rule that looks again and again from every letter took a minute for 400 of these; the suite's own time limit is the judge.
  for (let n = 0; n < 300; n++) listingScore({ ...best, texts: text(hostile.slice(0, 200), hostile) }, []);
  expect(listingScore({ ...best, texts: text('Robe', hostile) }, []).total).toBeLessThan(100);
});

test('CAT-12 whatever a listing says, no rule gives less than nothing or more than it can, and the total is their sum', () =>
  fc.assert(fc.property(fc.record({ title: fc.string(), description: fc.string({ maxLength: 400 }), tags: fc.array(fc.string(), { maxLength: 5 }), brand: fc.option(fc.string()), pictures: fc.nat(5), required: fc.array(fc.string(), { maxLength: 4 }) }), ({ title, description, tags, brand, pictures, required }) => {
    const product = aProduct({ texts: text(title, description), tags, brand, images: Object.fromEntries(Array.from({ length: pictures }, (_, n) => [id(n), { position: n, drawing: 'd', alt: {} }])) });
    const { total, lines } = listingScore(product, required);
    for (const { points, most } of lines) expect(points >= 0 && points <= most && Number.isInteger(points)).toBe(true);
    expect(total).toBe(lines.reduce((sum, { points }) => sum + points, 0));
  })));

const someVariant = fc.record({ price: fc.constantFrom(0, 10, 900), cost: fc.constantFrom(null, 20), onHand: fc.nat(5), gtin: fc.constantFrom(null, '036000291452'), weightG: fc.constantFrom(null, 250) });
const someListing = fc.record({
  variants: fc.array(someVariant, { minLength: 1, maxLength: 3 }), title: fc.constantFrom('', 'Robe d’été en lin lavé', 'Robe 06 12 34 56 78'), tags: fc.constantFrom<string[]>([], ['a', 'b', 'c']),
  status: fc.constantFrom('published' as const, 'paused' as const), attributes: fc.constantFrom<Record<string, string>>({}, { color: 'bleu' }),
}).map(({ variants, title, ...rest }) => aProduct({ ...rest, texts: { fr: { title, description: long } }, variants: Object.fromEntries(variants.map((variant, n) => [variantIdOf(n), aVariant({ ...variant, sku: `S${n}`, position: n })])) }));

test('CAT-12 an edit that leaves the score alone leaves the very score of the record', () => {
  let stayed = 0;
  fc.assert(fc.property(someListing, someListing, fc.record({ variants: fc.boolean(), texts: fc.boolean(), tags: fc.boolean(), attributes: fc.boolean(), status: fc.boolean() }), fc.constantFrom(['color'], []), (before, other, taken, required) => {
    const after: Product = { ...before, ...Object.fromEntries(Object.entries(taken).flatMap(([part, yes]) => (yes ? [[part, other[part as keyof Product]]] : []))) };
    const columns = projectProduct(before, { required, scoring });
    expect(projectProduct(after, { required, scoring }, { doc: before, columns })).toEqual(projectProduct(after, { required, scoring }));
    if (scoring.stays(before, after)) stayed++;
  }), { numRuns: 500 });
  expect(stayed).toBeGreaterThan(0);
});

test('a category that asks for more than it did counts at the next edit, whatever was edited', () => {
  const columns = projectProduct(best, { required: ['color'], scoring });
  const dearer: Product = { ...best, variants: { [variantIdOf(1)]: aVariant({ sku: 'SKU-1', gtin: '036000291452', price: 2_000 }) } };
  expect(projectProduct(dearer, { required: ['color', 'size'], scoring }, { doc: best, columns })).toMatchObject({ score: columns.score - 3, price: 2_000 });
});
