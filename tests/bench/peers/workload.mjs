// What every peer is given: the products of the demo vendor as rows, and a clock. Runs in the folder the peers are installed in.
import { readFileSync } from 'node:fs';

export const [mode, folder] = process.argv.slice(2);
export const rows = mode === 'work' ? JSON.parse(readFileSync(`${folder}/rows.json`, 'utf8')) : [];
export const columns = ['sku', 'title', 'status', 'brand', 'category_id', 'price', 'available', 'tags', 'edited_at', 'version', 'doc'];
export const numbers = new Set(['price', 'available', 'edited_at', 'version']);
export const EDITS = 1_000;
/** The same row with another price, as somebody else left it. */
export const changed = (row, by) => ({ ...row, price: row.price + by, version: row.version + 1, edited_at: row.edited_at + 1_000 });

export async function timed(work) {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
export const expect = (found, wanted, what) => {
  if (found !== wanted) throw new Error(`${what}: ${found} instead of ${wanted}`);
};
export const tell = (figures) => {
  process.stdout.write(`\n${JSON.stringify(figures)}\n`, () => process.exit(0));
};
