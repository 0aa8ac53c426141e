import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readTsv, writeTsv } from '#shared/bulk/clipboard/tsv.ts';

test.each([
  { name: 'Excel on Windows ends every line', text: '12,50\t3\r\n14,00\t5\r\n', block: [['12,50', '3'], ['14,00', '5']] },
  { name: 'LibreOffice ends them with LF', text: 'a\tb\nc\td\n', block: [['a', 'b'], ['c', 'd']] },
  { name: 'a Mac of long ago with CR', text: 'a\rb', block: [['a'], ['b']] },
  { name: 'one value', text: '329', block: [['329']] },
  { name: 'a line break inside a cell', text: '"Tapis\nberbère"\t5\r\n', block: [['Tapis\nberbère', '5']] },
  { name: 'doubled quotes', text: '"12"" wide"\tx', block: [['12" wide', 'x']] },
  { name: 'a quote in the middle is a sign like others', text: '12" wide\tx', block: [['12" wide', 'x']] },
  { name: 'quoted words followed by more are what they say', text: '"large" size\tx', block: [['"large" size', 'x']] },
  { name: 'and do not take the next line with them', text: '"large" size\tx\n"a\tb"\ty', block: [['"large" size', 'x'], ['a\tb', 'y']] },
  { name: 'a quote that never closes', text: '"large\tx\ny', block: [['"large', 'x'], ['y']] },
  { name: 'empty cells', text: '\t\n\t\n', block: [['', ''], ['', '']] },
  { name: 'a last empty cell of a column is kept', text: 'a\r\n\r\n', block: [['a'], ['']] },
  { name: 'lines of different lengths stay so', text: 'a\tb\nc', block: [['a', 'b'], ['c']] },
  { name: 'nothing', text: '', block: [] },
])('BLK-01 reading a clipboard: $name', ({ text, block }) => expect(readTsv(text)).toEqual(block));

test('BLK-01 what holds tabs, line ends or quotes leaves in quotes', () =>
  expect(writeTsv([['Tapis "Nour"', 'a\tb'], ['plain', '']])).toBe('"Tapis ""Nour"""\t"a\tb"\r\nplain\t'));

const cell = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('"', '\t', '\n', '\r', 'a', ' ') }));
test('BLK-01 what was written is read back', () =>
  fc.assert(fc.property(fc.integer({ min: 1, max: 5 }).chain((cols) => fc.array(fc.array(cell, { minLength: cols, maxLength: cols }), { minLength: 1, maxLength: 6 })), (block) => {
    // A single empty cell is an empty clipboard, and an empty last line in a single column is no line: spreadsheet programs end it, and so is it read.
    const text = `${writeTsv(block)}\r\n`;
    expect(readTsv(text)).toEqual(block);
  })));

test('BLK-01 any text is read without loss of lines, in time that grows with its length', () =>
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom('"', '\t', '\n', '\r', 'a'), maxLength: 200 }), (text) => {
    const block = readTsv(text);
    expect(block.flat().join('').length).toBeLessThanOrEqual(text.length);
    expect(block.every((line) => line.length > 0)).toBe(true);
  })));
