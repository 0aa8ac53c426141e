/**
 * `npx node --max-old-space-size=96 tests/bench/export-rows.ts [csv|xlsx] [ROWS]`: writes so many products into a file, a million unless said, and says what that took. The heap
 * is bounded by the command: were rows kept anywhere on the way, it would end without a file. Not a part of `npm run bench`, for it takes minutes.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getHeapStatistics } from 'node:v8';
import { textSink, workbookSink } from '#electron/bulk/export/file-sink.ts';
import { writeProducts } from '#electron/bulk/export/write-products.ts';
import { exportChoice } from '#shared/bulk/export/model.ts';
import { assert } from '#shared/kernel/assert.ts';
import { aProduct, aShop } from '#tests/builders/catalog.ts';

const MB = 1_000_000;
const [format = 'csv', most = '1000000'] = process.argv.slice(2);
const choice = exportChoice.parse({ format });
const total = Number(most);
const folder = mkdtempSync(join(tmpdir(), 'comptoir-export-'));
const file = join(folder, `rows.${format}`);
try {
  const sink = format === 'xlsx' ? workbookSink(file) : await textSink(file);
  let [peakHeap, peakAll, seen] = [0, 0, 0];
  const since = performance.now();
  const isWhole = await writeProducts({
    choice, total, sink, context: { shop: aShop(), categoryOf: () => null, locales: ['fr', 'en', 'ar'] }, wanted: () => true,
    // Made when it is asked for, as the cache hands one over: a stored product would be the list this is to do without.
    productAt: (at) => aProduct({ n: at + 1 }),
    progress: (_, done) => {
      if (done % 5_000 !== 0) return;
      peakHeap = Math.max(peakHeap, process.memoryUsage().heapUsed);
      peakAll = Math.max(peakAll, process.memoryUsage.rss());
      seen = done;
    },
  });
  await sink.whole();
  assert(isWhole && seen > 0, () => 'every product was written');
  process.stdout.write(`${format}: ${total.toLocaleString('en')} rows, ${Math.round(statSync(file).size / MB)} MB in ${Math.round((performance.now() - since) / 1_000)} s; heap at most ${Math.round(peakHeap / MB)} MB of ${Math.round(getHeapStatistics().heap_size_limit / MB)}, process ${Math.round(peakAll / MB)} MB\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
