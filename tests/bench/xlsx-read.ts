/**
 * `npx node tests/bench/xlsx-read.ts [ROWS]`: a workbook of so many rows (20,000 unless said) and 25 columns, read by ours, by SheetJS and by hucre, each in a process of its own, one
 * after the other, three times over; says the processor time and the most memory of each. hucre, the fastest reader of npm when they were compared, is installed outside the project.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { z } from 'zod';
import { workbookSink } from '#electron/bulk/export/file-sink.ts';
import { tableRows } from '#electron/bulk/table-file.ts';
import { sheetText } from '#shared/bulk/export/sheet-text.ts';
import { assert } from '#shared/kernel/assert.ts';
import { bulkHeaders, writeBulkFile } from './bulk-file.ts';
import { median } from './report.ts';

const peerFolder = join(tmpdir(), 'comptoir-bench-peers', 'hucre');
const hucre = join(peerFolder, 'node_modules', 'hucre', 'dist', 'xlsx.mjs');
const readers: Readonly<Record<string, (path: string) => Promise<number>>> = {
  ours: async (path) => {
    let rows = 0;
    for await (const step of tableRows(path, { kind: 'xlsx', sheet: 0 })) rows += step.rows.length;
    return rows;
  },
  SheetJS: async (path) => {
    const { read, utils } = await import('@e965/xlsx');
    const book = read(readFileSync(path), { dense: true });
    return utils.sheet_to_json(book.Sheets[book.SheetNames[0]!]!, { header: 1 }).length;
  },
  hucre: async (path) => {
    const { readXlsx } = (await import(pathToFileURL(hucre).href)) as { readXlsx: (bytes: Uint8Array) => Promise<{ sheets: { rows: unknown[][] }[] }> };
    return (await readXlsx(readFileSync(path))).sheets[0]!.rows.length;
  },
};
const taken = z.object({ rows: z.int(), cpuMs: z.number(), mostMb: z.number() });

async function makeWorkbook(folder: string, rows: number): Promise<string> {
  const [csv, path] = [join(folder, 'rows.csv'), join(folder, 'rows.xlsx')];
  await writeBulkFile(csv, rows);
  const figures = new Set(bulkHeaders.flatMap((name, at) => (/price|cost|stock|weight|length|width|height/.test(name) ? [at] : [])));
  const sheet = sheetText({ headers: bulkHeaders, figures, codes: new Set() });
  const sink = workbookSink(path);
  await sink.write(sheet.head);
  for await (const step of tableRows(csv, { kind: 'text', encoding: 'utf-8', isValid: true, delimiter: ',' })) for (const { line, cells } of step.rows) if (line > 1) await sink.write(sheet.row(cells));
  await sink.write(sheet.tail);
  await sink.whole();
  return path;
}

const [first, second, third] = process.argv.slice(2);
if (first === '--read') {
  const before = process.cpuUsage();
  const rows = await readers[second!]!(third!);
  const { user, system } = process.cpuUsage(before);
  process.stdout.write(JSON.stringify({ rows, cpuMs: (user + system) / 1_000, mostMb: process.resourceUsage().maxRSS / 1_024 }));
} else {
  const rows = Number(first ?? 20_000);
  if (!existsSync(hucre)) {
    mkdirSync(peerFolder, { recursive: true });
    writeFileSync(join(peerFolder, 'package.json'), '{"private":true,"type":"module"}');
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', 'hucre@1.0.0'], { cwd: peerFolder, stdio: 'ignore' });
  }
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-xlsx-read-'));
  try {
    const path = await makeWorkbook(folder, rows);
    const all = new Map(Object.keys(readers).map((name) => [name, [] as z.infer<typeof taken>[]]));
    for (let round = 0; round < 3; round++) {
      for (const [name, found] of all) {
        const one = taken.parse(JSON.parse(execFileSync(process.execPath, [fileURLToPath(import.meta.url), '--read', name, path], { encoding: 'utf8' })));
        assert(one.rows === rows + 1, () => `${name} read ${one.rows} rows`);
        found.push(one);
      }
    }
    const cpu = (name: string): number => median(all.get(name)!.map(({ cpuMs }) => cpuMs));
    for (const [name, found] of all) process.stdout.write(`${name.padEnd(8)} ${Math.round(cpu(name))} ms of CPU, ${(cpu(name) / cpu('ours')).toFixed(2)} × ours, at most ${Math.round(Math.max(...found.map(({ mostMb }) => mostMb)))} MB\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
