import { execFileSync } from 'node:child_process';
import { createReadStream, rmSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import Papa from 'papaparse';
import { readFile } from '#electron/bulk/read-file.ts';
import { lookAt, tableRows, type TextReading } from '#electron/bulk/table-file.ts';
import type { CsvRow } from '#shared/bulk/csv/model.ts';
import { mapColumns } from '#shared/bulk/mapping/map-columns.ts';
import { ColumnStyles } from '#shared/bulk/rows/column-styles.ts';
import { rowReader } from '#shared/bulk/rows/read-row.ts';
import { assert } from '#shared/kernel/assert.ts';
import { bulkHeaders, writeBulkFile } from './bulk-file.ts';
import { importRound, importWorld, spent, type ImportSpent } from './bulk-import.ts';
import { benchChoices } from './bulk-world.ts';
import { against, median, plain, type AreaReport, type Measured } from './report.ts';
import type { BenchOptions } from './run.ts';
import { folderFor, timed } from './world.ts';

const reading: TextReading = { kind: 'text', encoding: 'utf-8', isValid: true, delimiter: ',' };
/** A table of text columns and one transaction, as fast as rows at hand can be put away. */
function insertAll(path: string, rows: Iterable<CsvRow>): void {
  for (const ending of ['', '-wal', '-shm']) rmSync(path + ending, { force: true });
  const db = new Sqlite(path);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = NORMAL');
  db.exec(`CREATE TABLE staged (line INTEGER, ${bulkHeaders.map((_, at) => `c${at} TEXT`).join(', ')})`);
  const put = db.prepare(`INSERT INTO staged VALUES (${Array.from({ length: bulkHeaders.length + 1 }, () => '?').join(', ')})`);
  db.transaction(() => {
    for (const { line, cells } of rows) put.run(line, ...cells);
  })();
  db.close();
}

function sqliteImport(file: string, database: string): boolean {
  rmSync(database, { force: true });
  try {
    execFileSync('sqlite3', [database, '-cmd', '.mode csv', `.import ${JSON.stringify(file)} staged`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Reading files of products, two rows a product of the run and 25 columns; then one of them imported again over the catalogue it came from. */
export async function benchBulk({ rounds, products }: BenchOptions): Promise<AreaReport> {
  const folder = folderFor('bulk');
  const file = join(folder, 'products.csv');
  const count = products * 2;
  await writeBulkFile(file, count);
  const times = { look: [] as number[], scan: [] as number[], papa: [] as number[], thread: [] as number[], styles: [] as number[], read: [] as number[], insert: [] as number[], insertCpu: [] as number[], sqlite: [] as number[] };
  const imports: ImportSpent[] = [];
  const catalogue = await importWorld(folder, count);
  let hasSqlite = true;
  for (let round = 0; round < rounds; round++) {
    times.look.push((await timed(() => lookAt(file))).ms);
    const rows: CsvRow[] = [];
    times.scan.push((await timed(async () => {
      let found = 0;
      for await (const step of tableRows(file, reading)) found += step.rows.length;
      assert(found === count + 1, () => `${found} rows instead of ${count + 1}`);
    })).ms);
    times.papa.push((await timed(() => new Promise<void>((resolve, reject) => {
      let found = 0;
      Papa.parse<string[]>(createReadStream(file, { encoding: 'utf8', highWaterMark: 1_048_576 }), { delimiter: ',', chunk: ({ data }) => void (found += data.length), complete: () => (found >= count ? resolve() : reject(new Error(`${found} rows`))), error: reject });
    }))).ms);
    times.thread.push((await timed(async () => {
      for await (const step of readFile(file, reading)) rows.push(...step.rows);
    })).ms);
    const header = rows.shift()!.cells;
    const styles = new ColumnStyles(mapColumns(header, rows.slice(0, 200).map(({ cells }) => cells)).columns);
    times.styles.push((await timed(() => rows.forEach(({ cells }) => styles.add(cells)))).ms);
    const columns = styles.columns();
    const read = rowReader(columns, benchChoices);
    times.read.push((await timed(() => rows.forEach((row) => assert(read(row).problems.length === 0, () => `problems in line ${row.line}`)))).ms);
    const { spent: put } = await spent(() => insertAll(join(folder, 'raw.db'), rows));
    times.insert.push(put.ms);
    times.insertCpu.push(put.thread);
    const { ms, value } = await timed(() => sqliteImport(file, join(folder, 'import.db')));
    hasSqlite &&= value;
    times.sqlite.push(ms);
    rows.length = 0;
    imports.push(await importRound(folder, catalogue, count));
  }
  const { updated, created } = imports[0]!.counts;
  const took = (stage: Exclude<keyof ImportSpent, 'counts'>, of: 'ms' | 'thread' | 'all'): number[] => imports.map((one) => one[stage][of]);
  const size = `${count.toLocaleString('en')} rows × ${bulkHeaders.length} columns`;
  const rows: Measured[] = [
    plain('file looked at: encoding, delimiter, header, first 200 rows', median(times.look), 'ms', { of: 'value', most: 150 }, 'the whole file is looked through for its encoding'),
    against(`parse ${size}`, 'ms', times.scan, times.papa, { of: 'ratio', most: 1 }, 'against papaparse over the same stream'),
    against('parse in a thread, rows handed over', 'ms', times.thread, times.insert, undefined, 'against the raw insert of the rows into one table, which runs beside it'),
    against('learn how columns are written', 'ms', times.styles, times.insert),
    against('read and check every cell', 'ms', times.read, times.insert, undefined, 'to typed values by the rules of the catalogue, in one thread'),
    ...(hasSqlite ? [against('raw insert', 'ms', times.insert, times.sqlite, undefined, 'against `.import --csv` of the sqlite3 program, which parses the file and checks nothing')] : []),
    against('import: the file read, its rows put away', 'ms', took('stage', 'ms'), times.insert, { of: 'ratio', most: 1.25 }, 'against the raw insert; one text of cells a row, which product it belongs to, how columns are written. Cells are checked with the preview'),
    ...(hasSqlite ? [against('import: the same, against `.import --csv`', 'ms', took('stage', 'ms'), times.sqlite, { of: 'ratio', most: 1.1 })] : []),
    against('import: the same, CPU of the thread that stores', 'ms', took('stage', 'thread'), times.insertCpu, undefined, 'against the CPU of the raw insert'),
    against('import: the same, CPU of all threads', 'ms', took('stage', 'all'), times.insertCpu),
    against(`import: preview, every cell checked and compared (${updated.toLocaleString('en')} differ, ${created.toLocaleString('en')} new)`, 'ms', took('preview', 'ms'), times.insert, { of: 'value', most: 200 }, 'product by product, by the rules an edit is written with'),
    against('import: the same, CPU of its thread', 'ms', took('preview', 'thread'), times.insertCpu),
    against('import: one cell corrected, and what it touches computed again, CPU of its thread', 'ms', took('correct', 'thread'), took('preview', 'thread'), undefined, 'against the whole preview'),
    plain(`import: ${(updated + created).toLocaleString('en')} products applied`, median(took('apply', 'ms')), 'ms', { of: 'value', most: 1_000 }, 'each an edit in the outbox, with what the server has of it beside, and on disk'),
    plain('import: taken back', median(took('undo', 'ms')), 'ms', { of: 'value', most: 300 }, 'out of the outbox, product by product'),
    plain('import: applied and taken back, CPU of their thread per product', (median(took('apply', 'thread')) + median(took('undo', 'thread'))) / (updated + created), 'ms'),
  ];
  return { area: 'bulk', rows, missing: hasSqlite ? [] : [{ name: 'sqlite3 .import', reason: 'the sqlite3 program is not installed' }] };
}
