import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as SheetJs from '@e965/xlsx';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { StringTable } from '#electron/bulk/xlsx/string-table.ts';
import { openWorkbook, type Workbook } from '#electron/bulk/xlsx/workbook.ts';
import { zipOf, type ZipPart } from '#tests/support/zip.ts';

const folder = mkdtempSync(join(tmpdir(), 'comptoir-xlsx-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const saved = (bytes: Uint8Array): string => {
  const path = join(folder, `${files++}.xlsx`);
  writeFileSync(path, bytes);
  return path;
};
async function read(path: string, at = 0) {
  const opened = await openWorkbook(path);
  if (!opened.ok) return { fault: opened.error, rows: [], faults: [], sheets: [] };
  const workbook: Workbook = opened.value;
  const rows: { line: number; cells: readonly string[] }[] = [];
  const faults: object[] = [];
  for await (const step of workbook.rows(at)) {
    rows.push(...step.rows);
    faults.push(...step.faults);
  }
  workbook.close();
  return { fault: null, rows, faults, sheets: workbook.sheets };
}

const RELATION = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
/** The parts of a workbook with one sheet, as small as they may be. */
function parts(sheet: string, given: { strings?: string; styles?: string; workbook?: string; root?: string } = {}): ZipPart[] {
  return [
    { path: '[Content_Types].xml', content: '<Types/>' },
    { path: '_rels/.rels', content: `<Relationships><Relationship Id="r" Type="${RELATION}/officeDocument" Target="${given.root ?? 'xl/workbook.xml'}"/></Relationships>` },
    { path: 'xl/workbook.xml', content: given.workbook ?? `<workbook xmlns:r="${RELATION}"><sheets><sheet name="Produits" sheetId="1" r:id="s1"/></sheets></workbook>` },
    { path: 'xl/_rels/workbook.xml.rels', content: `<Relationships><Relationship Id="s1" Type="${RELATION}/worksheet" Target="/xl/worksheets/sheet1.xml"/><Relationship Id="s2" Type="${RELATION}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="s3" Type="${RELATION}/styles" Target="styles.xml"/></Relationships>` },
    { path: 'xl/worksheets/sheet1.xml', content: sheet },
    ...(given.strings === undefined ? [] : [{ path: 'xl/sharedStrings.xml', content: given.strings }]),
    ...(given.styles === undefined ? [] : [{ path: 'xl/styles.xml', content: given.styles }]),
  ];
}
const sheetOf = (rows: string, more = ''): string => `<worksheet><sheetData>${rows}</sheetData>${more}</worksheet>`;
const cellsOf = async (sheet: string, given?: Parameters<typeof parts>[1]) => (await read(saved(zipOf(parts(sheet, given))))).rows.map(({ cells }) => cells);

describe('BLK-13 what a cell may be', () => {
  test.each([
    { name: 'texts written in the cell, plain and in parts', cell: '<c r="A1" t="inlineStr"><is><r><t>Théière</t></r><r><t xml:space="preserve"> bleue</t></r></is></c>', text: 'Théière bleue' },
    { name: 'a text a formula gave', cell: '<c r="A1" t="str"><f>A2&amp;B2</f><v>AB</v></c>', text: 'AB' },
    { name: 'a number a formula gave', cell: '<c r="A1"><f>1+1</f><v>2</v></c>', text: '2' },
    { name: 'yes and no', cell: '<c r="A1" t="b"><v>1</v></c>', text: 'TRUE' },
    { name: 'a day of ISO 8601', cell: '<c r="A1" t="d"><v>2026-11-21T00:00:00</v></c>', text: '2026-11-21' },
    { name: 'a GTIN as a number', cell: '<c r="A1"><v>6.291041500213E12</v></c>', text: '6291041500213' },
    { name: 'names in another namespace', cell: '<x:c r="A1"><x:v>7</x:v></x:c>', text: '7' },
  ])('$name', async ({ cell, text }) => expect(await cellsOf(sheetOf(`<row r="1">${cell}</row>`))).toEqual([[text]]));

  test('shared texts, how they sound left out', async () =>
    expect(await cellsOf(sheetOf('<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" t="s"><v>0</v></c><c r="C1" t="s"><v>9</v></c></row>'), { strings: '<sst><si><t>a_x000D_</t></si><si><r><t>東</t></r><r><t>京</t></r><rPh><t>トウキョウ</t></rPh></si></sst>' })).toEqual([['東京', 'a\r']]));
  test('days and padded codes by their style, from 1900 and from 1904', async () => {
    const styles = '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="0000000000000"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>';
    const sheet = sheetOf('<row r="1"><c r="A1" s="1"><v>44885</v></c><c r="B1" s="2"><v>1234567890</v></c><c r="C1" s="0"><v>44885</v></c></row>');
    expect(await cellsOf(sheet, { styles })).toEqual([['2022-11-20', '0001234567890', '44885']]);
    const workbook = `<workbook xmlns:r="${RELATION}"><workbookPr date1904="1"/><sheets><sheet name="P" r:id="s1"/></sheets></workbook>`;
    expect(await cellsOf(sheet, { styles, workbook })).toEqual([['2026-11-21', '0001234567890', '44885']]);
  });
  test('rows and cells that are not there, or not numbered', async () => {
    const { rows } = await read(saved(zipOf(parts(sheetOf('<row r="3"><c r="B3"><v>1</v></c><c r="D3"/></row><row r="5"/><row><c><v>2</v></c><c><v>3</v></c></row>')))));
    expect(rows).toEqual([{ line: 3, cells: ['', '1'] }, { line: 6, cells: ['2', '3'] }]);
  });
  test('an error and merged cells are named with their place', async () => {
    const { rows, faults } = await read(saved(zipOf(parts(sheetOf('<row r="2"><c r="A2" t="e"><v>#N/A</v></c><c r="B2"><v>1</v></c></row>', '<mergeCells><mergeCell ref="A4:C4"/><mergeCell ref="A9:C9"/></mergeCells>')))));
    expect(rows).toEqual([{ line: 2, cells: ['', '1'] }]);
    expect(faults).toEqual([
      { line: 2, rule: 'xlsx-cell-error', severity: 'error', stops: false, details: { found: '#N/A', column: 0 } },
      { line: 4, rule: 'xlsx-merged', severity: 'warning', stops: false, details: { found: 'A4:C4', ranges: 2 } },
    ]);
  });
});

describe('BLK-13 files that are no workbook, or made to do harm', () => {
  const good = zipOf(parts(sheetOf('<row r="1"><c r="A1"><v>1</v></c></row>')));
  test.each([
    { name: 'cut off', bytes: good.subarray(0, good.length - 40), rule: 'xlsx-damaged' },
    { name: 'no ZIP at all', bytes: Buffer.from('sku,title\n'), rule: 'xlsx-damaged' },
    { name: 'a ZIP of something else', bytes: zipOf([{ path: 'photo.jpg', content: 'x' }]), rule: 'xlsx-damaged' },
    { name: 'the binary kind', bytes: zipOf(parts('', { root: 'xl/workbook.bin' })), rule: 'xlsx-binary' },
    { name: 'no sheet', bytes: zipOf(parts('', { workbook: '<workbook><sheets/></workbook>' })), rule: 'xlsx-no-sheet' },
    { name: 'a directory with a document type', bytes: zipOf(parts('', { workbook: '<!DOCTYPE a [<!ENTITY b "c">]><workbook/>' })), rule: 'xlsx-damaged' },
    { name: 'a password', bytes: zipOf(parts('').map((part) => ({ ...part, encrypted: true }))), rule: 'xlsx-locked' },
    { name: 'a part that unpacks to four hundred times its size', bytes: zipOf([...parts(sheetOf('')), { path: 'xl/bomb.xml', content: new Uint8Array(40 * 1_024 ** 2) }]), rule: 'xlsx-bomb' },
    { name: 'a directory of 10,001 parts', bytes: zipOf(Array.from({ length: 10_001 }, (_, n) => ({ path: `${n}`, content: '', stored: true }))), rule: 'xlsx-bomb' },
  ])('$name', async ({ bytes, rule }) => expect((await read(saved(bytes))).fault).toMatchObject({ rule }));

  test('more content than the directory says ends the reading', async () => {
    const rows = Array.from({ length: 50_000 }, (_, n) => `<row r="${n + 1}"><c r="A${n + 1}"><v>${n}</v></c></row>`).join('');
    const { faults } = await read(saved(zipOf(parts(sheetOf(rows)).map((part) => (part.path.endsWith('sheet1.xml') ? { ...part, says: 5_000 } : part)))));
    expect(faults).toEqual([{ line: 1, rule: 'xlsx-damaged', severity: 'error', stops: true }]);
  });
  test('a sheet that is cut off gives what stands before, and says so', async () => {
    const { rows, faults } = await read(saved(zipOf(parts('<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A'))));
    expect(rows).toEqual([{ line: 1, cells: ['1'] }]);
    expect(faults).toMatchObject([{ rule: 'xlsx-damaged', stops: true }]);
  });
  test('a file that is not there is the machine\'s word, not the file\'s', () => expect(read(join(folder, 'missing.xlsx'))).rejects.toMatchObject({ code: 'ENOENT' }));
});

/** No text with an entity in it: SheetJS puts those in twice where a cell has its own text. */
const cell = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 20 }), fc.constantFrom('', ' a ', 'a\nb', '<b>&', '_x0041_', '007', '=1+1', 'é😀ع'), fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }).filter((value) => value === 0 || Math.abs(value) > 1e-80), fc.constant(3.172353398461545e-7), fc.boolean(), fc.constant(null),
  fc.integer({ min: 1, max: 80_000 }).map((days) => new Date(Date.UTC(1900, 2, 1) + days * 86_400_000)),
);

test('BLK-13 cell for cell what SheetJS reads, for 200 generated workbooks of several sheets', { timeout: 120_000 }, () =>
  fc.assert(fc.asyncProperty(fc.array(fc.array(fc.array(cell, { maxLength: 6 }), { maxLength: 8 }), { minLength: 1, maxLength: 3 }), fc.boolean(), fc.boolean(), async (sheets, shared, packed) => {
    const book = SheetJs.utils.book_new();
    for (const [n, rows] of sheets.entries()) SheetJs.utils.book_append_sheet(book, SheetJs.utils.aoa_to_sheet(rows, { UTC: true, cellDates: true }), `Sheet ${n}`);
    const bytes = SheetJs.write(book, { type: 'buffer', bookSST: shared, compression: packed, cellDates: false }) as Buffer;
    const theirs = SheetJs.read(bytes, { cellDates: false, cellNF: true, sheetStubs: false });
    const path = saved(bytes);
    for (const [at, name] of theirs.SheetNames.entries()) {
      const sheet = theirs.Sheets[name]!;
      const ours = await read(path, at);
      expect(ours.faults).toEqual([]);
      expect(ours.sheets.map((one) => one.name)).toEqual(theirs.SheetNames);
      const found = new Map(ours.rows.flatMap(({ line, cells }) => cells.flatMap((text, column) => (text === '' ? [] : [[SheetJs.utils.encode_cell({ r: line - 1, c: column }), text] as const]))));
      const expected = new Map(Object.entries(sheet).filter(([key]) => !key.startsWith('!')).flatMap(([key, one]) => {
        const text = textOf(one as SheetJs.CellObject);
        return text === '' ? [] : [[key, text] as const];
      }));
      expect([...found].sort()).toEqual([...expected].sort());
    }
  }), { numRuns: 200 }));

/** What SheetJS read, as the text a seller would see. */
function textOf({ t, v, z }: SheetJs.CellObject): string {
  if (t === 'b') return v === true ? 'TRUE' : 'FALSE';
  if (t !== 'n') return String(v ?? '');
  if (typeof z === 'string' && SheetJs.SSF.is_date(z)) {
    const { y, m, d } = SheetJs.SSF.parse_date_code(v as number) as { y: number; m: number; d: number };
    return [String(y), String(m).padStart(2, '0'), String(d).padStart(2, '0')].join('-');
  }
  return Number(Number(v).toPrecision(15)).toLocaleString('en', { useGrouping: false, maximumFractionDigits: 100 });
}

test('texts kept as bytes come back, also beyond a block', () => {
  const table = new StringTable();
  const texts = ['', 'é', 'x'.repeat(5_000_000), '😀', ...Array.from({ length: 2_000 }, (_, n) => `text ${n}`)];
  for (const text of texts) table.add(text);
  expect(texts.every((text, n) => table.at(n) === text)).toBe(true);
  expect([table.at(-1), table.at(texts.length), table.at(Number.NaN)]).toEqual([null, null, null]);
});
