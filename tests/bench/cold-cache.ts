/**
 * A process of its own, as after a restart: opens a cache and answers the first page of the list in order of title.
 * `node tests/bench/cold-cache.ts FILE` prints milliseconds as JSON, code loaded before.
 */
import { Catalog } from '#electron/catalog/catalog.ts';
import { openCache } from '#electron/db/open.ts';
import { systemScheduler } from '#electron/runtime/scheduler.ts';
import { productFilter } from '#shared/catalog/contract.ts';

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('usage: cold-cache.ts FILE');
const began = performance.now();
const catalog = new Catalog(openCache(file, { now: systemScheduler.now }), 1, () => undefined);
const { rows } = catalog.page({ filter: productFilter.parse({}), sort: { by: 'title', dir: 'asc' }, locale: 'fr' }, 0, 60);
const coldOpenMs = performance.now() - began;
if (rows.length === 0) throw new Error('the first page is empty');
console.log(JSON.stringify({ coldOpenMs }));
process.exit(0);
