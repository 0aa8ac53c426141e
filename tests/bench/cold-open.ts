/**
 * A process of its own, as after a restart: opens the data process on a folder and asks for the first page of the list.
 * `node tests/bench/cold-open.ts DIR URL` prints milliseconds as JSON: code loaded, opened, first page.
 */
const started = performance.now();
const { openConsole } = await import('./console.ts');
const loaded = performance.now();
const [dataDir, serverUrl] = process.argv.slice(2);
if (dataDir === undefined || serverUrl === undefined) throw new Error('usage: cold-open.ts DIR URL');
const console_ = await openConsole(dataDir, serverUrl, null);
const opened = performance.now();
const { total, rows } = await console_.ask('catalog.page', { query: { filter: {}, sort: { by: 'title', dir: 'asc' }, locale: 'fr' }, offset: 0, limit: 60 });
const shown = performance.now();
if (rows.length === 0) throw new Error('the first page is empty');
console.log(JSON.stringify({ loadMs: loaded - started, openMs: opened - loaded, pageMs: shown - loaded, total }));
process.exit(0);

export {};
