import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import { csvSpectrumFolder } from '#tests/support/real-data.ts';
import { delimiters, type Delimiter } from '#shared/bulk/csv/model.ts';
import { cellsOf, readCsv } from './read-csv.ts';

/** A million files with `COMPTOIR_CSV_RUNS=1000000`; the same ones again with `COMPTOIR_SEED`, which a failure names. */
const RUNS = Number(process.env['COMPTOIR_CSV_RUNS'] ?? 3_000);
const SEED = process.env['COMPTOIR_SEED'];
const runs = { numRuns: RUNS, ...(SEED === undefined ? {} : { seed: Number(SEED) }) };
/** Some 5,000 files a second on a quiet machine; nothing here is about time. */
const LONG = { timeout: 60_000 + RUNS * 20 };
const lineEnds = ['\n', '\r\n', '\r'] as const;
/** The signs that decide, and letters of one to four bytes. */
const sign = fc.constantFrom('"', '"', ',', ';', '\t', '|', '\n', '\r\n', ' ', 'a', 'b', '1', 'é', 'ع', '€', '😀', '\ufeff');
const dialect = fc.record({ delimiter: fc.constantFrom(...delimiters), end: fc.constantFrom(...lineEnds), size: fc.constantFrom(1, 2, 3, 5, 8, 13, 64, 10_000) });

const papa = (file: string, delimiter: Delimiter, newline: string): { rows: string[][]; sound: boolean } => {
  const { data, errors } = Papa.parse<string[]>(file, { delimiter, newline: newline as '\n', skipEmptyLines: true });
  return { rows: data, sound: errors.length === 0 };
};
const strict = (file: string, delimiter: Delimiter, newline: string): string[][] | null => {
  try {
    return parse(file, { bom: true, delimiter, record_delimiter: newline, relax_column_count: true, relax_quotes: true, skip_empty_lines: true });
  } catch {
    return null;
  }
};
const quoted = (cell: string, delimiter: string): string => (/["\r\n]/.test(cell) || cell.includes(delimiter) ? `"${cell.replaceAll('"', '""')}"` : cell);

test('BLK-13 what was written comes back, cell by cell and in pieces of any size', LONG, () =>
  fc.assert(fc.property(dialect, fc.integer({ min: 2, max: 5 }).chain((columns) => fc.array(fc.array(fc.array(sign, { maxLength: 8 }).map((signs) => signs.join('')), { minLength: columns, maxLength: columns }), { minLength: 1, maxLength: 6 })), ({ delimiter, end, size }, rows) => {
    // A byte order mark at the very beginning is one.
    const file = `\ufeff${rows.map((row) => row.map((cell) => quoted(cell, delimiter)).join(delimiter)).join(end)}`;
    const read = readCsv(file, { delimiter, size });
    expect(read.faults).toEqual([]);
    expect(read.rows.map(({ cells }) => cells)).toEqual(rows);
  }), runs));

test('BLK-13 any text at all: where papaparse and csv-parse agree and find no fault, so do we', LONG, () => {
  let agreed = 0;
  fc.assert(fc.property(dialect, fc.array(sign, { maxLength: 40 }), ({ delimiter, end, size }, signs) => {
    // Line ends of one kind: the others take those of the first line for all.
    const file = signs.join('').replace(/\r\n|\n/g, end).replace(/^\ufeff+/, '');
    const ours = cellsOf(file, { delimiter, size });
    expect(ours).toEqual(cellsOf(file, { delimiter }));
    const theirs = papa(file, delimiter, end);
    const oracle = strict(file, delimiter, end);
    if (!theirs.sound || oracle === null || JSON.stringify(theirs.rows) !== JSON.stringify(oracle)) return;
    agreed++;
    expect(ours).toEqual(oracle);
  }), runs);
  expect(agreed).toBeGreaterThan(RUNS / 4);
});

test('BLK-13 a quote that is open for papaparse is open for us', LONG, () =>
  fc.assert(fc.property(fc.array(sign, { maxLength: 20 }), (signs) => {
    const file = `${signs.filter((one) => one !== '"' && one !== '\ufeff').join('')}\nx,"open${signs.filter((one) => one !== '"').join('')}`;
    const missing = Papa.parse(file, { delimiter: ',' }).errors.some(({ code }) => code === 'MissingQuotes');
    expect(readCsv(file).stopped).toBe(missing);
  })));

const folder = csvSpectrumFolder();
describe.skipIf(folder === null)('BLK-13 csv-spectrum, the public edge cases', () => {
  test.each(folder === null ? [] : readdirSync(folder).filter((name) => name.endsWith('.csv')))('%s', (name) => {
    const [header, ...rows] = cellsOf(readFileSync(`${folder}/${name}`));
    const objects = rows.map((cells) => Object.fromEntries(cells.map((cell, i) => [header![i], cell])));
    // A copy may have come with the line ends of another system than the JSON beside it.
    const expected = readFileSync(`${folder}/${name.replace('.csv', '.json')}`, 'utf8').replaceAll(String.raw`\r\n`, String.raw`\n`);
    expect(JSON.parse(JSON.stringify(objects).replaceAll(String.raw`\r\n`, String.raw`\n`))).toEqual(JSON.parse(expected));
  });
});
