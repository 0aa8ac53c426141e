import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attributeDefinitions, attributeKeys, attributeLines, attributeOfAxis, isGiven } from '#shared/catalog/attributes.ts';
import { completeness } from '#shared/catalog/completeness.ts';
import { readAttribute } from '#shared/catalog/read-attribute.ts';
import { checkProduct } from '#shared/catalog/rules.ts';
import type { Actor } from '#shared/sync/model.ts';
import { locales } from '#shared/auth/model.ts';
import ar from '#renderer/locales/ar/attributes.json';
import en from '#renderer/locales/en/attributes.json';
import fr from '#renderer/locales/fr/attributes.json';
import { aProduct, shopIdOf } from '#tests/builders/catalog.ts';

const dress = { attributes: { required: ['color', 'size'], suggested: ['season', 'color'] } };

describe('CAT-10 what a category asks for', () => {
  const product = aProduct({ attributes: { season: 'summer', author: 'Leïla', origin: 'Fès', 'Mon détail': 'x' }, options: ['Pointure'] });
  const keys = (lines: readonly { key: string }[]): string[] => lines.map(({ key }) => key);

  test('required first, then suggested, then own; what says nothing here any more apart, with its value', () => {
    const lines = attributeLines(product, dress);
    expect(keys(lines.required)).toEqual(['color', 'size']);
    expect(lines.required[1]).toEqual({ key: 'size', value: null, fromAxis: 'Pointure' });
    expect(keys(lines.suggested)).toEqual(['season']);
    expect(keys(lines.own)).toEqual(['origin', 'Mon détail']);
    expect(lines.stray).toEqual([{ key: 'author', value: 'Leïla', fromAxis: null }]);
  });
  test.each([{ name: 'no category', category: null }, { name: 'a category that asks for nothing', category: {} }])('$name: nothing is out of place', ({ category }) => {
    const lines = attributeLines(product, category);
    expect(lines.stray).toEqual([]);
    expect(keys(lines.own)).toEqual(Object.keys(product.attributes));
  });
  test('no change of category loses or doubles a value', () =>
    fc.assert(fc.property(fc.dictionary(fc.oneof(fc.constantFrom(...attributeKeys), fc.string({ minLength: 1 })), fc.string()), fc.subarray([...attributeKeys]), fc.subarray([...attributeKeys]), (attributes, required, suggested) => {
      const lines = attributeLines({ attributes, options: [] }, { attributes: { required, suggested } });
      const all = [...lines.required, ...lines.suggested, ...lines.own, ...lines.stray];
      expect(new Set(keys(all)).size).toBe(all.length);
      expect(Object.fromEntries(all.flatMap(({ key, value }) => (value === null ? [] : [[key, value]])))).toEqual({ ...attributes });
    })));
});

test.each([
  ['Taille', 'size'], ['pointure', 'size'], ['COULEUR', 'color'], ['Colour', 'color'], ['اللون', 'color'], ['Matière', 'material'], ['Gravure', null], ['constructor', null], ['', null],
])('the axis %s stands for %s', (axis, key) => expect(attributeOfAxis(axis)).toBe(key));

test('CAT-11 what the variants say by their axis need not be said again', () => {
  const sized = aProduct({ options: ['Taille'] });
  expect(isGiven(sized, 'size')).toBe(true);
  expect(completeness(sized, 'fr', 'shop', ['size', 'color']).missing.map(({ field }) => field)).toContain('attributes/color');
  expect(completeness(sized, 'fr', 'shop', ['size', 'color']).missing.map(({ field }) => field)).not.toContain('attributes/size');
  expect(isGiven(aProduct({ attributes: { size: '  ' } }), 'size')).toBe(false);
  expect(isGiven(aProduct(), 'toString')).toBe(false);
});

describe('what was typed', () => {
  test.each([
    { key: 'length', text: ' 12,5 ', value: '12.5' }, { key: 'length', text: '١٢٫٥', value: '12.5' }, { key: 'pages', text: '0320', value: '320' }, { key: 'pages', text: '1 024', value: '1024' },
    { key: 'color', text: 'bleu pétrole', value: 'bleu pétrole' }, { key: 'gender', text: 'female', value: 'female' }, { key: 'isbn', text: '978-2-07-036822-8', value: '9782070368228' },
    { key: 'Mon détail', text: 'un 😀', value: 'un 😀' }, { key: 'length', text: '  ', value: '' },
  ])('$key: "$text" is kept as "$value"', ({ key, text, value }) => expect(readAttribute(key, text)).toEqual({ ok: true, value }));

  test.each([
    { key: 'length', text: '12 cm', rule: 'attribute-number' }, { key: 'length', text: '-1', rule: 'attribute-number' }, { key: 'length', text: '1e5', rule: 'attribute-number' }, { key: 'heel_height', text: '31', rule: 'attribute-most' },
    { key: 'gender', text: 'femme', rule: 'attribute-choice' }, { key: 'isbn', text: '6291041500213', rule: 'isbn-prefix' }, { key: 'isbn', text: '9782070368229', rule: 'gtin-check-digit' }, { key: 'x', text: 'x'.repeat(501), rule: 'attribute-length' },
  ])('$key: "$text" is refused by $rule', ({ key, text, rule }) => expect(readAttribute(key, text)).toMatchObject({ ok: false, error: { field: `attributes/${key}`, rule } }));

  test('whatever is typed gets an answer that reads the same again', () =>
    fc.assert(fc.property(fc.oneof(fc.constantFrom(...attributeKeys), fc.string()), fc.string({ unit: 'binary' }), (key, text) => {
      const read = readAttribute(key, text);
      if (read.ok) expect(readAttribute(key, read.value)).toEqual(read);
    })));
});

test('every attribute, choice and unit has its word in the three languages', () => {
  const words = { fr, en, ar } as const;
  for (const locale of locales) {
    const { name, choice, unit } = words[locale] as { name: Record<string, string>; choice: Record<string, Record<string, string>>; unit: Record<string, string> };
    expect(Object.keys(name)).toEqual(expect.arrayContaining([...attributeKeys]));
    for (const [key, definition] of Object.entries(attributeDefinitions)) {
      if (definition.kind === 'choice') expect(Object.keys(choice[key] ?? {}).sort(), `${locale} ${key}`).toEqual([...definition.values].sort());
      if (definition.kind === 'number' && definition.unit !== null) expect(unit[definition.unit], locale).toBeTruthy();
    }
  }
});

describe('CAT-10 the server keeps what the editor would have kept', () => {
  const vendor: Actor = { userId: 'u', role: 'vendor', shopIds: [shopIdOf(1)] };
  const was = aProduct({ attributes: { length: 'long' } });
  test.each<{ name: string; attributes: Record<string, string>; rule: string | null }>([
    { name: 'a figure within bounds', attributes: { heel_height: '3.5' }, rule: null },
    { name: 'a figure in words', attributes: { heel_height: 'high' }, rule: 'attribute-number' },
    { name: 'a figure with a comma, sent past the editor', attributes: { heel_height: '3,5' }, rule: 'attribute-form' },
    { name: 'a choice nobody offers', attributes: { gender: 'femme' }, rule: 'attribute-choice' },
    { name: 'an old fault elsewhere is left alone', attributes: { length: 'long', heel_height: '3' }, rule: null },
    { name: 'the old fault written anew', attributes: { length: 'longer' }, rule: 'attribute-number' },
    { name: 'a detail of its own, of any words', attributes: { 'Mon détail': 'fait main' }, rule: null },
  ])('$name', ({ attributes, rule }) => {
    expect(checkProduct(was, { ...was, attributes }, vendor)?.rule ?? null).toBe(rule);
  });
});
