import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { changeGrants } from '#server/auth/grants.ts';
import { importAggregates } from '#server/catalog/seed.ts';
import type { Actor } from '#shared/sync/model.ts';
import { aProduct, productIdOf, shopIdOf, variantIdOf } from '#tests/builders/catalog.ts';
import { aConsole, aProxy, aServer, SALMA, YANN, type TestServer } from './support/world.ts';

const ADMIN: Actor = { userId: '01900000-0000-7000-8000-0000000000ff', role: 'admin', shopIds: [] };
const CANARY = 'quetzalcoatlus';

async function grant(server: TestServer, email: string, change: { shopIds?: string[]; role?: 'vendor' | 'admin' }) {
  const { db, live } = server.running.deps;
  const { id } = await db.kysely.selectFrom('app_user').select('id').where('email', '=', email).executeTakeFirstOrThrow();
  const changed = await changeGrants({ ...server.running.deps, onGrantsChanged: live.grants }, ADMIN, id, change as never);
  expect(changed).toMatchObject({ ok: true });
}

/** Where a text is found in the files below a folder, byte for byte, in any case. */
function whereIs(text: string, folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => {
    const file = join(folder, name);
    return existsSync(file) && !name.endsWith('.log') && readSafely(file).toLowerCase().includes(text);
  });
}
const readSafely = (file: string): string => {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
};

const secretly = (n: number, shop: number) => aProduct({
  n, shopId: shopIdOf(shop), variant: { onHand: 0 }, brand: `${CANARY} house`, tags: [`${CANARY}tag`],
  texts: { fr: { title: `${CANARY} numéro ${n}`, description: `un secret de ${CANARY} ${'et encore '.repeat(20)}` } },
});

describe('SYN-07 a shop that is no longer mine leaves this device', () => {
  test.each([[0, 'few rows'], [2_500, 'fetched as a file']])('the only shop, %i more rows: %s', async (more) => {
    const server = await aServer({ products: 0 });
    await importAggregates(server.running.deps.db, { shops: [], categories: [], products: Array.from({ length: 40 + more }, (_, n) => secretly(n + 1, 1)) });
    const console = await aConsole(server.url);
    await console.signIn();
    await console.online();
    await console.until(({ searchReady }) => searchReady);
    expect(whereIs(CANARY, console.dataDir)).not.toEqual([]);

    await grant(server, SALMA, { shopIds: [] });
    await console.until(() => whereIs(CANARY, console.dataDir).length === 0);
    expect(await console.total()).toBe(0);
    // It goes on working with what is left to it.
    await grant(server, SALMA, { shopIds: [shopIdOf(2)] });
    await console.until(({ cacheReady, connection }) => cacheReady && connection.name === 'online');
    await until(async () => (await console.total()) === 1);
    await console.close();
    expect(whereIs(CANARY, console.dataDir)).toEqual([]);
  });

  // Found by the simulator: given back before anybody noticed, the refused record was missing until digests were compared.
  test('when nobody heard that it was taken away, the first refusal tells', async () => {
    const server = await aServer({ products: 3 });
    const console = await aConsole(server.url);
    await console.signIn();
    await console.online();
    const { db } = server.running.deps;
    const { id } = await db.kysely.selectFrom('app_user').select('id').where('email', '=', SALMA).executeTakeFirstOrThrow();
    expect(await changeGrants({ ...server.running.deps, onGrantsChanged: () => undefined }, ADMIN, id, { shopIds: [] })).toMatchObject({ ok: true });
    expect(await console.total()).toBe(3);

    await console.edit(productIdOf(1), { op: 'set', path: 'brand', base: aProduct({ n: 1 }).brand, value: 'Atelier' });
    await until(async () => (await console.total()) === 0);
    expect(await console.state()).toMatchObject({ rejected: 1, unsent: 0 });
  });

  test('of two shops the other stays whole, searchable, with its edits; unsent words about the lost one come back as drafts', async () => {
    const server = await aServer({ products: 60 });
    await importAggregates(server.running.deps.db, { shops: [], categories: [], products: Array.from({ length: 300 }, (_, n) => secretly(n + 1_000, 2)) });
    await grant(server, SALMA, { shopIds: [shopIdOf(1), shopIdOf(2)] });
    const proxy = await aProxy(() => server.url);
    const console = await aConsole(proxy.url);
    await console.signIn();
    await console.online();
    await console.until(({ searchReady }) => searchReady);
    expect(await console.total()).toBe(361);

    proxy.mode.down = true;
    proxy.cut();
    await console.must('sync.now', {});
    await console.until(({ connection }) => connection.name === 'offline');
    // Here: what the vendor wrote is theirs, the text it replaced is not.
    await console.edit(productIdOf(1_000), { op: 'set', path: 'texts/fr/title', base: `${CANARY} numéro 1000`, value: 'Mes propres mots' });
    await console.edit(productIdOf(1), { op: 'set', path: `variants/${variantIdOf(1)}/price`, base: 1_000, value: 1_234 });
    await grant(server, SALMA, { shopIds: [shopIdOf(1)] });
    proxy.mode.down = false;
    await console.must('sync.now', {});
    await console.until(({ rejected, unsent, connection }) => rejected === 1 && unsent === 0 && connection.name === 'online');
    await console.until(() => whereIs(CANARY, console.dataDir).length === 0);

    expect(await console.total()).toBe(60);
    expect(Object.values((await console.product(productIdOf(1))).variants)[0]).toMatchObject({ price: 1_234 });
    const { lines } = await console.must('sync.unsent', { state: 'rejected' });
    expect(lines.map(({ first }) => first)).toMatchObject([{ state: 'rejected', error: { code: 'forbidden', rule: 'revoked' }, ops: [{ op: 'set', base: null, value: 'Mes propres mots' }] }]);
    // The full text of the shop that stayed still answers.
    expect(await console.must('catalog.counts', { filters: [{ text: 'Article 7' }, { text: CANARY }], locale: 'fr' })).toMatchObject({ counts: [1, 0] });
  });

  test('what was changed and sent before: the ways back go too, also of a product that was deleted and of an edit made in that very moment', async () => {
    const server = await aServer({ products: 5 });
    await importAggregates(server.running.deps.db, { shops: [], categories: [], products: Array.from({ length: 4 }, (_, n) => secretly(n + 1_000, 2)) });
    await grant(server, SALMA, { shopIds: [shopIdOf(1), shopIdOf(2)] });
    const console = await aConsole(server.url);
    await console.signIn();
    await console.online();
    const newTitle = (n: number) => console.edit(productIdOf(n), { op: 'set', path: 'texts/fr/title', base: `${CANARY} numéro ${n}`, value: 'Mes mots' });
    await newTitle(1_000);
    await console.must('catalog.delete', { ids: [productIdOf(1_001)] });
    await console.edit(productIdOf(1), { op: 'set', path: `variants/${variantIdOf(1)}/price`, base: 1_000, value: 1_234 });
    await console.online();
    expect(await console.must('catalog.recent', {})).toMatchObject({ total: 3 });
    expect(whereIs(CANARY, console.dataDir)).not.toEqual([]);
    await newTitle(1_002);
    await grant(server, SALMA, { shopIds: [shopIdOf(1)] });
    await until(async () => (await console.total()) === 5);
    expect(await console.must('catalog.recent', {})).toMatchObject({ total: 1, edits: [{ id: productIdOf(1), count: 1, back: [{ base: 1_234, value: 1_000 }] }] });
    await console.until(() => whereIs(CANARY, console.dataDir).length === 0);
  });

  test('a product that moves to a shop that is not mine leaves no word behind', async () => {
    const server = await aServer({ products: 50 });
    const { db } = server.running.deps;
    await importAggregates(db, { shops: [], categories: [], products: [secretly(500, 1)] });
    const console = await aConsole(server.url);
    await console.signIn();
    await console.online();
    await console.until(({ searchReady }) => searchReady);
    expect(whereIs(CANARY, console.dataDir)).not.toEqual([]);
    await grant(server, YANN, { role: 'admin', shopIds: [] });
    const office = await aConsole(server.url);
    await office.signIn(YANN);
    await office.online();
    expect(await office.edit(productIdOf(500), { op: 'set', path: 'shopId', base: shopIdOf(1), value: shopIdOf(2) })).toMatchObject({ ok: true });
    await until(async () => (await console.total()) === 50);
    await console.until(() => whereIs(CANARY, console.dataDir).length === 0);
    expect(whereIs(CANARY, office.dataDir)).not.toEqual([]);
    // The whole shop right after it: that does not wait until single rows are wiped again.
    await grant(server, SALMA, { shopIds: [] });
    await console.until(() => whereIs('article 7', console.dataDir).length === 0, 15_000);
  });

  test('a broken file that was set aside leaves with the shop, and what was made by then is not lost with it', async () => {
    const server = await aServer({ products: 20 });
    await importAggregates(server.running.deps.db, { shops: [], categories: [], products: Array.from({ length: 40 }, (_, n) => secretly(n + 1_000, 2)) });
    await grant(server, SALMA, { shopIds: [shopIdOf(1), shopIdOf(2)] });
    const proxy = await aProxy(() => server.url);
    const console = await aConsole(proxy.url);
    await console.signIn();
    await console.online();
    await console.until(({ searchReady }) => searchReady);
    proxy.mode.down = true;
    proxy.cut();
    await console.must('sync.now', {});
    await console.until(({ connection }) => connection.name === 'offline');
    await console.edit(productIdOf(1), { op: 'set', path: `variants/${variantIdOf(1)}/price`, base: 1_000, value: 1_234 });
    const { cacheFile } = await console.must('settings.about', {});
    // What an earlier start set aside: the file as it was, with its log.
    for (const ending of ['', '-wal']) writeFileSync(`${cacheFile!}.broken-1${ending}`, readFileSync(cacheFile! + ending));
    expect(whereIs(CANARY, console.dataDir).filter((name) => name.includes('.broken-'))).not.toEqual([]);

    await grant(server, SALMA, { shopIds: [shopIdOf(1)] });
    proxy.mode.down = false;
    await console.must('sync.now', {});
    await console.until(() => whereIs(CANARY, console.dataDir).length === 0);
    await console.until(({ unsent, connection }) => unsent === 0 && connection.name === 'online');
    expect(readdirSync(dirname(cacheFile!)).filter((name) => name.includes('.broken-'))).toEqual([]);
    expect(Object.values((await console.product(productIdOf(1))).variants)[0]).toMatchObject({ price: 1_234 });
  });

  test('an admin who becomes a vendor keeps one shop of all', async () => {
    const server = await aServer({ products: 20 });
    await importAggregates(server.running.deps.db, { shops: [], categories: [], products: [secretly(500, 2)] });
    await grant(server, YANN, { role: 'admin', shopIds: [] });
    const console = await aConsole(server.url);
    await console.signIn(YANN);
    await console.online();
    expect(whereIs(CANARY, console.dataDir)).not.toEqual([]);
    await grant(server, YANN, { role: 'vendor', shopIds: [shopIdOf(1)] });
    await console.until(() => whereIs(CANARY, console.dataDir).length === 0);
    await console.online();
    await until(async () => (await console.total()) === 20);
  });
});

const until = async (so: () => Promise<boolean>) => {
  while (!(await so())) await new Promise((resolve) => setTimeout(resolve, 5));
};
