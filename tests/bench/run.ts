/**
 * `npm run bench [-- AREA…] [--json] [--peers] [--rounds N] [--seconds N] [--products N] [--orders N] [--olist DIR] [--report FILE]`: measures the console and the server on the demo
 * marketplace, against raw SQLite in the same run. Areas: catalog, product, sync, server, bulk, media, orders; all of them without a name.
 */
import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { jsonOf, markdownOf, tableOf, type AreaReport } from './report.ts';
import { ALL_PRODUCTS, removeFolders } from './world.ts';

export type BenchOptions = { /** Interleaved rounds that medians are taken of. */ readonly rounds: number; /** How long the list is scrolled. */ readonly seconds: number; /** Products of the demo vendor: 50,000 for figures, fewer to see that everything runs. */ readonly products: number; /** Orders of the list that is searched: 100,000 for figures. */ readonly orders: number; /** Folder of the real catalogue files, for what is measured on them; null: on the demo. */ readonly olist: string | null };

/** Loaded when asked for: an area needs only what it measures. */
const areas: Readonly<Record<string, (options: BenchOptions) => Promise<AreaReport>>> = {
  catalog: async (options) => (await import('./catalog.ts')).benchCatalog(options),
  product: async (options) => (await import('./product.ts')).benchProduct(options),
  sync: async (options) => (await import('./sync.ts')).benchSync(options),
  server: async (options) => (await import('./server.ts')).benchServer(options),
  bulk: async (options) => (await import('./bulk.ts')).benchBulk(options),
  media: async (options) => (await import('./media.ts')).benchMedia(options),
  orders: async (options) => (await import('./orders.ts')).benchOrders(options),
};

const stop = (line: string): never => {
  console.error(line);
  process.exit(2);
};
const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'boolean' }, peers: { type: 'boolean' }, rounds: { type: 'string' }, seconds: { type: 'string' }, products: { type: 'string' }, orders: { type: 'string' }, olist: { type: 'string' }, report: { type: 'string' } } });
const whole = (name: 'rounds' | 'seconds' | 'products' | 'orders', usual: number): number => {
  const text = values[name];
  if (text === undefined) return usual;
  return /^[1-9]\d{0,5}$/.test(text) ? Number(text) : stop(`--${name} takes a whole number from 1 to 999999, not "${text}"`);
};
const unknown = positionals.filter((name) => !Object.hasOwn(areas, name));
if (unknown.length > 0) stop(`There is no area ${unknown.join(', ')}. Areas: ${Object.keys(areas).join(', ')}.`);
if (values.json && positionals.length !== 1) stop('--json prints one object: name one area.');

const options: BenchOptions = { rounds: whole('rounds', 5), seconds: whole('seconds', 60), products: whole('products', ALL_PRODUCTS), orders: whole('orders', 100_000), olist: values.olist ?? null };
if (values.peers && options.products < 6_000) stop('--peers compares 1,000 changes of a shop: it needs 6,000 products at least.');
const machine = `${process.platform} ${process.arch}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}, ${new Date().toISOString().slice(0, 10)}, median of ${options.rounds} rounds.`;
const reports: AreaReport[] = [];
process.on('exit', removeFolders);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));
for (const area of positionals.length > 0 ? positionals : Object.keys(areas)) {
  if (!values.json) console.log(`measuring ${area} …`);
  const report = await areas[area]!(options);
  const withPeers = values.peers && area === 'sync' ? await (await import('./peers/peers.ts')).benchPeers(report, options) : report;
  reports.push(withPeers);
  if (values.json) console.log(JSON.stringify(jsonOf(withPeers)));
  else console.log(`\n${tableOf(withPeers)}\n`);
}
if (values.report) writeFileSync(values.report, markdownOf(reports, machine));
// Sockets of closed servers linger for some seconds; nothing is waited for any more.
process.exit(0);
