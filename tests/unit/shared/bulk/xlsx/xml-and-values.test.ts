import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { columnOf, dateOf, numberText, shapeOf, withoutEscapes } from '#shared/bulk/xlsx/cell-values.ts';
import { attributeOf, NotXml, XmlScanner } from '#shared/bulk/xlsx/xml-scanner.ts';
import { columnLetters } from '#shared/bulk/reading/detect-header.ts';

/** What the scanner tells, texts joined, whatever the pieces. */
function told(xml: string, size = xml.length): string {
  const out: string[] = [];
  const scanner = new XmlScanner({ open: (name, attributes) => out.push(`<${name}${attributes.trim() === '' ? '' : ` ${attributes.trim()}`}>`), close: (name) => out.push(`</${name}>`), text: (text) => out.push(text) });
  for (let at = 0; at < xml.length; at += size) scanner.push(xml.slice(at, at + size));
  scanner.end();
  return out.join('');
}

describe('BLK-13 XML of workbooks', () => {
  test.each([
    { name: 'namespaces in front of names', xml: '<x:row r="1"><x:c/></x:row>', as: '<row r="1"><c></c></row>' },
    { name: 'entities, named and numbered', xml: '<t>a &amp; b &lt;c&gt; &#233;&#x1F600; &quot;&apos;</t>', as: '<t>a & b <c> é😀 "\'</t>' },
    { name: 'an entity nobody declared stays as it is', xml: '<t>&lol; &#x110000;</t>', as: '<t>&lol; &#x110000;</t>' },
    { name: 'CDATA', xml: '<t><![CDATA[a <b> & c]]></t>', as: '<t>a <b> & c</t>' },
    { name: 'comments and instructions', xml: '<?xml version="1.0"?><!-- <t>no</t> --><t>yes</t>', as: '<t>yes</t>' },
    { name: 'a > inside an attribute', xml: '<numFmt formatCode="[>=10]0" a=\'">"\'/>', as: '<numFmt formatCode="[>=10]0" a=\'">"\'></numFmt>' },
  ])('$name', ({ xml, as }) => {
    for (let size = 1; size <= xml.length; size++) expect(told(xml, size), `pieces of ${size}`).toBe(as);
  });
  test.each([['a document type', '<!DOCTYPE x [<!ENTITY a "b">]><x/>'], ['a tag cut off', '<row r="1"'], ['a tag without an end', `<row ${'x'.repeat(70_000)}`], ['nonsense', '<!nonsense nonsense>']])('%s is refused', (_, xml) =>
    expect(() => told(xml, 9_000)).toThrow(NotXml));
  test('attributes are found by their whole name', () => {
    expect(attributeOf(' xr="1" r="A1" dr:r="x" s=\'2\'', 'r')).toBe('A1');
    expect(attributeOf(' xr="1"', 'r')).toBeNull();
    expect(attributeOf(' s=\'2\' r:id="rId1"', 'id')).toBe('rId1');
  });
});

test('BLK-13 a column is found by its letters', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 16_383 }), fc.integer({ min: 1, max: 1_048_576 }), (column, row) => columnOf(`${columnLetters(column)}${row}`) === column));
  expect([columnOf(''), columnOf('12'), columnOf('ab3')]).toEqual([-1, -1, 27]);
});

test.each([
  { serial: 0.5, from1904: false, is: '12:00:00' }, { serial: 1, from1904: false, is: '1900-01-01' }, { serial: 59, from1904: false, is: '1900-02-28' }, { serial: 60, from1904: false, is: '1900-02-29' },
  { serial: 61, from1904: false, is: '1900-03-01' }, { serial: 46_347, from1904: false, is: '2026-11-21' }, { serial: 46_347.604_166_666_7, from1904: false, is: '2026-11-21T14:30:00' },
  { serial: 44_885, from1904: true, is: '2026-11-21' }, { serial: 0, from1904: true, is: '1904-01-01' }, { serial: -1, from1904: false, is: null }, { serial: 2_958_466, from1904: false, is: null }, { serial: Number.NaN, from1904: false, is: null },
])('BLK-13 day $serial (from 1904: $from1904) is $is', ({ serial, from1904, is }) => expect(dateOf(serial, from1904)).toBe(is));

test.each([
  { id: 0, code: null, kind: 'number' }, { id: 14, code: null, kind: 'date' }, { id: 22, code: null, kind: 'date' }, { id: 9, code: null, kind: 'number' }, { id: 164, code: 'yyyy-mm-dd', kind: 'date' },
  { id: 165, code: '#,##0.00 "Dh"', kind: 'number' }, { id: 166, code: '[$-40C]d mmmm yyyy', kind: 'date' }, { id: 167, code: '[Red]0.00;[Blue]-0.00', kind: 'number' }, { id: 168, code: '[h]:mm', kind: 'date' },
  { id: 169, code: '0000000000000', kind: 'padded' }, { id: 170, code: 'General', kind: 'number' }, { id: 171, code: '0.00E+00', kind: 'number' }, { id: 172, code: '_-* #,##0.00\\ [$€-40C]_-', kind: 'number' },
])('BLK-13 the format $id $code shows a $kind', ({ id, code, kind }) => expect(shapeOf(id, code).kind).toBe(kind));

test.each([
  { raw: '6.291041500213E12', is: '6291041500213' }, { raw: '0.30000000000000004', is: '0.3' }, { raw: '12.5', is: '12.5' }, { raw: '1E-7', is: '0.0000001' }, { raw: '-3', is: '-3' }, { raw: 'x', is: 'x' }, { raw: '19.989999999999998', is: '19.99' },
])('BLK-13 the number $raw reads $is', ({ raw, is }) => expect(numberText(raw, { kind: 'number' }, false)).toBe(is));
test('BLK-13 a code shown with leading zeros keeps them', () => expect(numberText('29145', { kind: 'padded', digits: 8 }, false)).toBe('00029145'));
test('escapes of letters XML cannot hold', () => expect(withoutEscapes('a_x000D_\nb_xyz')).toBe('a\r\nb_xyz'));
