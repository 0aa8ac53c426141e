import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as SheetJs from '@e965/xlsx';
import { afterAll, describe, expect, test } from 'vitest';
import { readFile } from '#electron/bulk/read-file.ts';
import { lookAt, tableRows, type TableLook, type TableStep } from '#electron/bulk/table-file.ts';
import { encodeAs } from '#tests/support/encode-as.ts';

const folder = mkdtempSync(join(tmpdir(), 'comptoir-read-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const saved = (content: string | Uint8Array, extension = 'csv'): string => {
  const path = join(folder, `${files++}.${extension}`);
  writeFileSync(path, content);
  return path;
};
async function looked(content: string | Uint8Array, chosen?: Parameters<typeof lookAt>[1]): Promise<TableLook> {
  const look = await lookAt(saved(content), chosen);
  return look.ok ? look.value : expect.fail(JSON.stringify(look.error));
}
async function all(steps: AsyncGenerator<TableStep>) {
  const found: TableStep[] = [];
  for await (const step of steps) found.push(step);
  return { rows: found.flatMap(({ rows }) => rows), faults: found.flatMap(({ faults }) => faults), done: found.map(({ done }) => done) };
}
const book = (rows: readonly (readonly unknown[])[]): Buffer => {
  const made = SheetJs.utils.book_new();
  SheetJs.utils.book_append_sheet(made, SheetJs.utils.aoa_to_sheet(rows as unknown[][]), 'Prix');
  return SheetJs.write(made, { type: 'buffer', compression: true }) as Buffer;
};

describe('BLK-13 looking at a file', () => {
  const list = 'Référence;Désignation;Prix\nA-1;Théière émaillée;12,50\nA-2;Châle brodé à la main;49,90\n';
  test.each(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'])('a French list in %s', async (encoding) => {
    const look = await looked(encodeAs(encoding, list));
    expect(look).toMatchObject({ reading: { delimiter: ';' }, delimiter: { how: 'counted' }, header: { at: 0, names: ['Référence', 'Désignation', 'Prix'] } });
    expect(look.firstRows[1]).toEqual({ line: 2, cells: ['A-1', 'Théière émaillée', '12,50'] });
  });
  test('the line that names the delimiter is no row, and counts as a line', async () => {
    const look = await looked('sep=|\r\nSKU|Title\r\nA|x\r\n');
    expect(look).toMatchObject({ reading: { delimiter: '|' }, firstRows: [{ line: 2, cells: ['SKU', 'Title'] }, { line: 3 }] });
  });
  test('a person knows better', async () => {
    const look = await looked(encodeAs('windows-1252', list), { encoding: 'utf-8', delimiter: ',' });
    expect(look).toMatchObject({ reading: { encoding: 'utf-8', isValid: false, delimiter: ',' } });
    expect(look.firstRows[0]!.cells).toEqual(['R\ufffdf\ufffdrence;D\ufffdsignation;Prix']);
  });
  test('of a workbook the sheet whose columns are known, though another one explains it first', async () => {
    const made = SheetJs.utils.book_new();
    for (const [name, rows] of [['Lisez-moi', [['Voir l’onglet Articles']]], ['Articles', [['Référence', 'Prix'], ['A', 12.5]]], ['Tarifs', [['Référence', 'Prix', 'Stock'], ['A', 1, 2]]]] as const) SheetJs.utils.book_append_sheet(made, SheetJs.utils.aoa_to_sheet(rows as never), name);
    expect(await looked(SheetJs.write(made, { type: 'buffer' }) as Buffer)).toMatchObject({ reading: { kind: 'xlsx', sheet: 1 }, header: { names: ['Référence', 'Prix'] } });
  });
  test('a feed for Google is a table under the names its products use, in the encoding it names; any other XML is none', async () => {
    const feed = '<?xml version="1.0" encoding="ISO-8859-1"?><rss><channel><title>Lin</title><item><g:id>A</g:id><g:title>Théière</g:title></item><item><g:id>B</g:id><g:price>5 EUR</g:price></item></channel></rss>';
    const path = saved(encodeAs('windows-1252', feed), 'xml');
    const look = await lookAt(path);
    expect(look).toMatchObject({ ok: true, value: { reading: { kind: 'feed', names: ['id', 'title', 'price'] }, header: { at: 0 }, firstRows: [{ line: 1 }, { line: 2, cells: ['A', 'Théière', ''] }, { line: 3, cells: ['B', '', '5 EUR'] }] } });
    const cut = saved(encodeAs('windows-1252', feed.slice(0, -60)), 'xml');
    expect((await all(tableRows(cut, { kind: 'feed', names: ['id', 'title'] }))).faults).toMatchObject([{ rule: 'feed-damaged', stops: true }]);
    expect(await lookAt(saved('<?xml version="1.0"?><Workbook><Row/></Workbook>', 'xml'))).toMatchObject({ ok: false, error: { rule: 'not-a-table', details: { kind: 'xml' } } });
  });
  test('a workbook', async () => {
    const look = await looked(book([['SKU', 'Prix'], ['A', 12.5]]));
    expect(look).toMatchObject({ sheets: [{ name: 'Prix', hidden: false }], reading: { kind: 'xlsx', sheet: 0 }, header: { at: 0 }, firstRows: [{ line: 1 }, { line: 2, cells: ['A', '12.5'] }] });
  });
  test.each([['%PDF-1.7', { rule: 'not-a-table', details: { kind: 'pdf' } }], ['', { rule: 'table-empty' }], ['<html><table>', { rule: 'not-a-table', details: { kind: 'html' } }], ['PK\u0003\u0004 list.csv', { rule: 'table-packed' }]])('%j is no table', async (content, error) => expect(await lookAt(saved(content))).toEqual({ ok: false, error }));
});

const many = 40_000;
const large = saved(`sku;titre;prix\n${Array.from({ length: many }, (_, n) => `S-${n};"Théière ""n° ${n}""\nen deux lignes";${n},50`).join('\n')}\n`);
const reading = { kind: 'text', encoding: 'utf-8', isValid: true, delimiter: ';' } as const;

describe('BLK-14 reading in a thread', () => {
  test('gives the same rows in the same order as reading here, and how far it is', async () => {
    const [there, here] = [await all(readFile(large, reading)), await all(tableRows(large, reading))];
    expect(there.rows).toHaveLength(many + 1);
    expect(there.rows).toEqual(here.rows);
    expect(there.rows.at(-1)).toEqual({ line: many * 2, cells: [`S-${many - 1}`, `Théière "n° ${many - 1}"\nen deux lignes`, `${many - 1},50`] });
    expect(there.done).toEqual(there.done.toSorted((a, b) => a - b));
  });
  test('a workbook too', async () => {
    const path = saved(book(Array.from({ length: 3_000 }, (_, n) => [`S-${n}`, n])), 'xlsx');
    expect((await all(readFile(path, { kind: 'xlsx', sheet: 0 }))).rows).toHaveLength(3_000);
  });
  test('leaving the loop ends the thread', async () => {
    let taken = 0;
    for await (const step of readFile(large, reading)) {
      taken += step.rows.length;
      break;
    }
    expect(taken).toBeGreaterThan(0);
    expect(taken).toBeLessThan(many);
  });
  test('a file that is not there is told as the system says it', () => expect(all(readFile(join(folder, 'missing.csv'), reading))).rejects.toMatchObject({ code: 'ENOENT' }));
  test('a quote that never closes stops, with what stands before', async () => {
    const { rows, faults } = await all(readFile(saved('a;b\n1;2\n3;"4\n'), reading));
    expect(rows).toHaveLength(2);
    expect(faults).toMatchObject([{ rule: 'csv-quote-open', line: 3, stops: true }]);
  });
});
