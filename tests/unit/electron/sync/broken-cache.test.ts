import { closeSync, openSync, readdirSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { productFilter } from '#shared/catalog/contract.ts';
import { id } from '#tests/builders/catalog.ts';
import { pricePath, setPrice } from './support/cache.ts';
import { aConsole, aProxy, aServer } from './support/world.ts';

/** Writes rubbish over the first page of these trees, as a failing disk does. */
function spoil(file: string, ...names: string[]): void {
  const look = new Sqlite(file);
  look.pragma('wal_checkpoint(TRUNCATE)');
  const bytes = look.pragma('page_size', { simple: true }) as number;
  const pages = names.map((name) => look.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').pluck().get(name) as number);
  look.close();
  const handle = openSync(file, 'r+');
  for (const page of pages) writeSync(handle, Buffer.alloc(bytes, 0xaa), 0, bytes, (page - 1) * bytes);
  closeSync(handle);
}

test('SYN-11 a cache that breaks while it is in use is replaced; edits and views stay, the rows come again', async () => {
  const server = await aServer({ products: 300 });
  const proxy = await aProxy(() => server.url);
  const window = await aConsole(proxy.url);
  await window.signIn();
  await window.online();
  const file = (await window.must('settings.about', {})).cacheFile!;
  await window.must('catalog.saveView', { view: { id: id(9), name: 'Mine', filter: productFilter.parse({}), sort: { by: 'title', dir: 'asc' }, columns: null, position: 0 } });
  proxy.mode.down = true;
  proxy.cut();
  expect(await window.edit(id(7), setPrice(7, 1_000, 1_234))).toMatchObject({ ok: true });
  await window.until(({ connection }) => connection.name === 'offline');

  spoil(file, 'product', 'product_id', 'product_list');
  expect(await window.ask('catalog.page', { query: { filter: { brand: 'Nour' }, sort: { by: 'price', dir: 'desc' }, locale: 'fr' }, offset: 0, limit: 100 })).toMatchObject({ ok: false, error: { code: 'cache-broken' } });
  const mended = await window.until(({ connection, unsent }) => connection.name === 'offline' && unsent === 1);
  expect(mended.cacheReady).toBe(false);
  expect((await window.must('catalog.views', {})).views.map(({ name }) => name)).toEqual(['Mine']);
  expect(readdirSync(dirname(file)).filter((name) => /\.broken-\d+$/.test(name))).toHaveLength(1);

  proxy.mode.down = false;
  await window.must('sync.now', {});
  await window.online();
  expect(await window.total()).toBe(300);
  expect((await window.product(id(7))).variants).toMatchObject({ [pricePath(7).split('/')[1]!]: { price: 1_234 } });
  const second = await aConsole(server.url);
  await second.signIn('karim@atelier.test');
  await second.online();
  expect((await second.product(id(7))).variants).toMatchObject({ [pricePath(7).split('/')[1]!]: { price: 1_234 } });
});
