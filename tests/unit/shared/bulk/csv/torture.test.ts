import { expect, test } from 'vitest';
import { utf8Text } from '#electron/bulk/text-of.ts';
import { csvLimits } from '#shared/bulk/csv/model.ts';
import { CsvScanner } from '#shared/bulk/csv/scanner.ts';
import { cellsOf, readCsv } from './read-csv.ts';

const LF = '\n';
/** The files other readers get wrong. */
test.each([
  { name: 'a byte order mark before a quoted header', file: '\ufeff"a",b\n1,2', rows: [['a', 'b'], ['1', '2']] },
  { name: 'CR LF inside quotes and LF outside', file: 'a,b\n"1\r\n2",3\n', rows: [['a', 'b'], ['1\r\n2', '3']] },
  { name: 'LF inside quotes and CR LF outside', file: 'a,b\r\n"1\n2",3\r\n', rows: [['a', 'b'], ['1\n2', '3']] },
  { name: 'line ends of three kinds', file: 'a,b\r\n1,2\n3,4\r5,6', rows: [['a', 'b'], ['1', '2'], ['3', '4'], ['5', '6']] },
  { name: 'CR only', file: 'a,b\r1,2\r', rows: [['a', 'b'], ['1', '2']] },
  { name: 'a quote in the middle of a cell', file: 'a,b\n12" wide,x\n', rows: [['a', 'b'], ['12" wide', 'x']] },
  { name: 'doubled quotes', file: 'a,b\n"say ""yes""",""""\n', rows: [['a', 'b'], ['say "yes"', '"']] },
  { name: 'a semicolon and a decimal comma', file: 'a;b\n1,50;"2;3"\n', delimiter: ';' as const, rows: [['a', 'b'], ['1,50', '2;3']] },
  { name: 'tabs, a comma inside', file: 'a\tb\n1,5\t"x\ty"\n', delimiter: '\t' as const, rows: [['a', 'b'], ['1,5', 'x\ty']] },
  { name: 'upright bars', file: 'a|b\n1|2', delimiter: '|' as const, rows: [['a', 'b'], ['1', '2']] },
  { name: 'empty and quoted empty cells', file: 'a,b,c\n,"",\n', rows: [['a', 'b', 'c'], ['', '', '']] },
  { name: 'blank lines between and at the end', file: 'a,b\n\n1,2\r\n\r\n\n', rows: [['a', 'b'], ['1', '2']] },
  { name: 'a last cell that is empty, without an end of line', file: 'a,b\n1,', rows: [['a', 'b'], ['1', '']] },
  { name: 'blanks between a closing quote and the comma', file: '"a" ,b\n"1"\t,2\n', rows: [['a', 'b'], ['1', '2']] },
  { name: 'letters of one to four bytes', file: 'é,😀b\n"ع😀",€"\n', rows: [['é', '😀b'], ['ع😀', '€"']] },
])('BLK-13 $name', ({ file, rows, delimiter }) => {
  expect(cellsOf(file, { delimiter })).toEqual(rows);
  expect(readCsv(file, { delimiter }).faults).toEqual([]);
  // Wherever the file is cut, the rows are the same.
  for (let size = 1; size <= 5; size++) expect(cellsOf(file, { delimiter, size }), `pieces of ${size}`).toEqual(rows);
});

test.each([
  { name: 'too few cells', file: 'a,b,c\n1,2\n4,5,6\n', rows: [['a', 'b', 'c'], ['1', '2'], ['4', '5', '6']], faults: [{ line: 2, rule: 'csv-row-cells', details: { expected: 3, found: 2 }, severity: 'error', stops: false }] },
  { name: 'too many, after a cell of two lines', file: 'a,b\n"1\n2",3\n4,5,6\n', rows: [['a', 'b'], ['1\n2', '3'], ['4', '5', '6']], faults: [{ line: 4, rule: 'csv-row-cells', details: { expected: 2, found: 3 }, severity: 'error', stops: false }] },
  { name: 'a quote that never closes', file: 'a,b\n1,2\n3,"4\n5,6\n', rows: [['a', 'b'], ['1', '2']], faults: [{ line: 3, rule: 'csv-quote-open', severity: 'error', stops: true }] },
  { name: 'text after a closing quote', file: 'a,b\n"12" wide",x\n"say" yes,y\n', rows: [['a', 'b'], ['12" wide', 'x'], ['say" yes', 'y']], faults: [2, 3].map((line) => ({ line, rule: 'csv-text-after-quote', severity: 'warning', stops: false })) },
  { name: 'a zero character', file: 'a,b\n1,x\0y\n', rows: [['a', 'b'], ['1', 'x\0y']], faults: [{ line: 2, rule: 'zero-character', severity: 'error', stops: false }] },
])('BLK-13 says $name', ({ file, rows, faults }) => {
  for (const size of [1, 2, 7, 1_000]) {
    const read = readCsv(file, { size });
    expect(read.rows.map(({ cells }) => cells)).toEqual(rows);
    expect(read.faults).toEqual(faults);
  }
});

test('a row is named by the line it begins on', () => expect(readCsv(`a${LF}"1${LF}${LF}2"${LF}${LF}3`).rows.map(({ line }) => line)).toEqual([1, 2, 6]));

test.each([
  { name: 'a cell', file: `a\n${'x'.repeat(5_000)}`, rule: 'csv-cell-long', line: 2 },
  { name: 'a quoted cell', file: `a\n\n"${'x'.repeat(5_000)}"`, rule: 'csv-quote-open', line: 3 },
  { name: 'a row', file: `a\n${'x'.repeat(900)},`.padEnd(9_000, 'x'.repeat(900) + ','), rule: 'csv-row-long', line: 2 },
  { name: 'a number of columns', file: `${'a,'.repeat(400)}a`, rule: 'csv-columns', line: 1 },
])('BLK-13 $name beyond its limit ends the reading there', ({ file, rule, line }) => {
  const read = readCsv(file, { size: 64, limits: { cellBytes: 1_000, rowBytes: 4_000, columns: 300 } });
  expect(read.stopped).toBe(true);
  expect(read.faults).toMatchObject([{ rule, line, stops: true }]);
});

test('BLK-13 a gigabyte of one quote ends after a megabyte', () => {
  const piece = new Uint8Array(262_144).fill(120);
  const pieces = 1_024 ** 3 / piece.length;
  const scanner = new CsvScanner({ delimiter: ',', textOf: utf8Text() });
  let step = scanner.push(Buffer.from('a,b\n1,"'));
  let given = 0;
  while (!step.stopped && given < pieces) [step, given] = [scanner.push(piece), given + 1];
  expect(step.faults).toMatchObject([{ rule: 'csv-quote-open', line: 2, stops: true }]);
  expect(given).toBeLessThanOrEqual(csvLimits.cellBytes / piece.length + 1);
});

test('BLK-13 the memory of a piece may be used again for the next', () => {
  const file = Buffer.from('sku,title\nA-1,"Théière ""ronde"""\nA-2,Châle\n'.repeat(20));
  for (const size of [1, 3, 7, 50]) {
    const room = Buffer.alloc(size);
    const scanner = new CsvScanner({ delimiter: ',', textOf: utf8Text() });
    const rows = [];
    for (let at = 0; at < file.length; at += size) rows.push(...scanner.push(room.subarray(0, file.copy(room, 0, at, at + size))).rows);
    expect([...rows, ...scanner.end().rows], `pieces of ${size}`).toEqual(readCsv(file).rows);
  }
});
