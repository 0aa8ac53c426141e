import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ipcChannels } from '#shared/contract/ipc.ts';
import type { ProductId } from '#shared/catalog/model.ts';
import { aProduct, id, locationIdOf, variantIdOf } from '#tests/builders/catalog.ts';
import { aFolder, pricePath, setPrice } from './support/cache.ts';
import { aProcess } from './support/process.ts';
import { aConsole, aProxy, aServer, KARIM, PASSWORD, SALMA } from './support/world.ts';

const priceOn = async (window: Awaited<ReturnType<typeof aConsole>>, n: number) => (await window.product(id(n))).variants[variantIdOf(n)]!.price;
const stockPath = (n: number) => `variants/${variantIdOf(n)}/stock/${locationIdOf(1)}/onHand`;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('signing in', () => {
  test('a wrong password is said so; the right one opens the catalogue of this shop and no other', async () => {
    const server = await aServer();
    const window = await aConsole(server.url);
    expect(await window.ask('auth.signIn', { email: SALMA, password: 'wrong password' })).toMatchObject({ ok: false, error: { code: 'wrong-credentials' } });
    expect(await window.state()).toMatchObject({ connection: { name: 'signed-out' } });
    expect(await window.ask('sync.now', {})).toMatchObject({ ok: false, error: { code: 'signed-out' } });
    await window.signIn();
    await window.online();
    expect(await window.total()).toBe(30);
    await window.close();
    const folder = join(window.dataDir, 'cache');
    for (const name of readdirSync(folder)) expect(readFileSync(join(folder, name)).includes('Secret of another shop')).toBe(false);
  });

  test('without a network the console opens with what it had, says since when, and comes back by itself', async () => {
    const server = await aServer();
    const dataDir = aFolder();
    const before = await aConsole(server.url, { dataDir });
    await before.signIn();
    await before.online();
    await before.close();
    await server.stop();
    const window = await aConsole(server.url, { dataDir });
    expect(await window.must('auth.session', {})).toMatchObject({ name: 'signed-in', needsSignIn: false });
    expect(await window.total()).toBe(30);
    const { connection } = await window.until(({ connection: { name } }) => name === 'offline');
    expect(connection).toMatchObject({ error: { code: 'offline' }, since: expect.any(Number), nextTryAt: expect.any(Number) });
    await server.again();
    await window.online();
  });

  test('a stolen refresh token: the session ends with its reason, edits stay and are sent after the next sign-in', async () => {
    const server = await aServer();
    const dataDir = aFolder();
    const window = await aConsole(server.url, { dataDir });
    await window.signIn();
    await window.online();
    await window.close();
    const stolen = Object.values(JSON.parse(readFileSync(join(dataDir, 'secrets.json'), 'utf8')) as Record<string, string>)[0]!;
    const refresh = async (refreshToken: string) => (await fetch(`${server.url}/auth/refresh`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ refreshToken }) })).json() as Promise<{ refreshToken: string }>;
    await refresh((await refresh(stolen)).refreshToken);
    const after = await aConsole(server.url, { dataDir });
    const edited = await after.edit(id(1), setPrice(1, 1_000, 1_111));
    await after.until(({ connection }) => connection.name === 'signed-out');
    expect(await after.must('auth.session', {})).toMatchObject({ name: 'signed-out', reason: 'reused' });
    await after.signIn();
    await after.online();
    expect(await priceOn(after, 1)).toBe(edited.ok ? 1_111 : 1_000);
    expect(edited.ok).toBe(true);
  });

  test('signing out is refused while edits wait; kept, they come back with the next sign-in; with none, every file of the cache goes', async () => {
    const server = await aServer();
    const proxy = await aProxy(() => server.url);
    const window = await aConsole(proxy.url);
    await window.signIn();
    await window.online();
    proxy.mode.down = true;
    proxy.cut();
    await window.edit(id(1), setPrice(1, 1_000, 1_200));
    await window.edit(id(2), setPrice(2, 1_000, 1_300));
    expect(await window.ask('auth.signOut', {})).toMatchObject({ ok: false, error: { code: 'unsent-changes', details: { count: 2 } } });
    expect(await window.must('auth.signOut', { keepUnsent: true })).toMatchObject({ name: 'signed-out', reason: 'signed-out' });
    expect(await window.ask('catalog.counts', { filters: [], locale: 'fr' })).toMatchObject({ ok: false, error: { code: 'signed-out' } });
    proxy.mode.down = false;
    await window.signIn();
    await window.online();
    expect(await priceOn(window, 2)).toBe(1_300);
    await window.must('auth.signOut', {});
    expect(readdirSync(join(window.dataDir, 'cache'))).toEqual([]);
  });
});

describe('edits', () => {
  test('SYN-10 a second console sees an edit by poke; the first one’s counter is 0', async () => {
    const server = await aServer();
    const [salma, karim] = [await aConsole(server.url), await aConsole(server.url)];
    await salma.signIn();
    await karim.signIn(KARIM);
    await Promise.all([salma.online(), karim.online()]);
    await pause(200);
    expect(await salma.edit(id(1), setPrice(1, 1_000, 1_234))).toMatchObject({ ok: true });
    await karim.until(() => karim.events.some((event) => event.name === 'catalog.changed' && JSON.stringify(event.payload).includes(id(1))));
    expect(await priceOn(karim, 1)).toBe(1_234);
    expect((await salma.online()).unsent).toBe(0);
  });

  test('SYN-03 a lost answer: the edit is sent again and counts once', async () => {
    const server = await aServer();
    const proxy = await aProxy(() => server.url);
    let lose = 0;
    const window = await aConsole(proxy.url, {
      // The request arrives, the answer does not.
      fetch: async (input, init) => {
        const answered = await fetch(input, init);
        const { url } = input instanceof Request ? input : { url: String(input) };
        if (!url.endsWith('/sync/push') || lose === 0) return answered;
        lose--;
        await answered.arrayBuffer();
        throw new TypeError('fetch failed', { cause: Object.assign(new Error('reset'), { code: 'ECONNRESET' }) });
      },
    });
    await window.signIn();
    await window.online();
    lose = 2;
    await window.edit(id(1), { op: 'add', path: stockPath(1), delta: 5, reason: 'receipt' });
    await window.until(({ connection }) => connection.name === 'offline');
    expect(await window.must('sync.unsent', {})).toMatchObject({ total: 1, lines: [{ sending: 1, first: { state: 'sending' } }] });
    expect(await window.must('sync.undo', { what: 'all' })).toEqual({ undone: 0, kept: 1 });
    await window.online();
    expect(lose).toBe(0);
    expect((await window.product(id(1))).variants[variantIdOf(1)]!.stock[locationIdOf(1)]!.onHand).toBe(15);
    const { db } = server.running.deps;
    expect(await db.kysely.selectFrom('change_audit').select('id').where('entity_id', '=', id(1)).execute()).toHaveLength(1);
  });

  test('SYN-04 SYN-12 what the server refuses goes back on screen and stays as a draft with its reason; it can be thrown away', async () => {
    const server = await aServer();
    const proxy = await aProxy(() => server.url);
    const [salma, karim] = [await aConsole(proxy.url), await aConsole(server.url)];
    await salma.signIn();
    await karim.signIn(KARIM);
    await Promise.all([salma.online(), karim.online()]);
    proxy.mode.down = true;
    proxy.cut();
    await karim.edit(id(1), { op: 'add', path: stockPath(1), delta: -8, reason: 'sale' });
    await karim.online();
    // Ten pieces here as far as this console knows, two in truth.
    expect(await salma.edit(id(1), { op: 'add', path: stockPath(1), delta: -5, reason: 'sale' })).toMatchObject({ ok: true });
    await salma.edit(id(2), setPrice(2, 1_000, 1_500));
    proxy.mode.down = false;
    await salma.must('sync.now', {});
    const state = await salma.online();
    expect(state).toMatchObject({ unsent: 0, rejected: 1 });
    expect((await salma.product(id(1))).variants[variantIdOf(1)]!.stock[locationIdOf(1)]!.onHand).toBe(2);
    expect(await priceOn(salma, 2)).toBe(1_500);
    const unsent = await salma.must('sync.unsent', { state: 'rejected' });
    expect(unsent).toMatchObject({ total: 1, lines: [{ first: { state: 'rejected', error: { code: 'stock-below-zero' }, label: 'Article 1', sku: 'SKU-1' } }] });
    expect(await salma.must('sync.undo', { what: 'one', mid: unsent.lines[0]!.key })).toEqual({ undone: 1, kept: 0 });
    expect(await salma.state()).toMatchObject({ rejected: 0 });
  });

  test.each([
    { choice: 'mine' as const, value: undefined, price: 1_200 },
    { choice: 'theirs' as const, value: undefined, price: 1_100 },
    { choice: 'value' as const, value: 1_150, price: 1_150 },
  ])('SYN-05 two prices: recorded with both, settled by $choice, the same on both consoles', async ({ choice, value, price }) => {
    const server = await aServer();
    const proxy = await aProxy(() => server.url);
    const [salma, karim] = [await aConsole(proxy.url), await aConsole(server.url)];
    await salma.signIn();
    await karim.signIn(KARIM);
    await Promise.all([salma.online(), karim.online()]);
    proxy.mode.down = true;
    proxy.cut();
    await karim.edit(id(1), setPrice(1, 1_000, 1_100));
    await karim.online();
    await salma.edit(id(1), setPrice(1, 1_000, 1_200));
    proxy.mode.down = false;
    await salma.must('sync.now', {});
    expect(await salma.online()).toMatchObject({ conflicts: 1 });
    expect(await priceOn(salma, 1)).toBe(1_100);
    const { records } = await salma.must('sync.conflicts', {});
    const conflicts = records.flatMap((record) => record.conflicts);
    expect(conflicts).toMatchObject([{ recordId: id(1), label: 'Article 1', field: { path: pricePath(1), base: 1_000, mine: 1_200, theirs: 1_100, theirsBy: 'Karim' } }]);
    expect(await salma.must('sync.settle', { decisions: [{ id: conflicts[0]!.id, choice, ...(value === undefined ? {} : { value }) }] })).toMatchObject({ settled: 1, refused: 0, remaining: 0 });
    expect(await priceOn(salma, 1)).toBe(price);
    await salma.online();
    await karim.until(() => true);
    await karim.must('sync.now', {});
    expect(await priceOn(karim, 1)).toBe(price);
    expect(await salma.ask('sync.settle', { decisions: [{ id: conflicts[0]!.id, choice: 'mine' }] })).toMatchObject({ ok: false, error: { code: 'not-found' } });
  });

  test('a product made offline, edited, sent, deleted: the same on both consoles at every step', async () => {
    const server = await aServer();
    const [salma, karim] = [await aConsole(server.url), await aConsole(server.url)];
    await salma.signIn();
    await karim.signIn(KARIM);
    await Promise.all([salma.online(), karim.online()]);
    const fresh = aProduct({ n: 500, status: 'draft', title: 'Nouvelle robe' });
    expect(await salma.ask('catalog.create', { product: fresh })).toMatchObject({ ok: true });
    await salma.edit(id(500), setPrice(500, 1_000, 990));
    await salma.online();
    await karim.must('sync.now', {});
    expect(await karim.product(id(500))).toEqual(await salma.product(id(500)));
    expect(await priceOn(karim, 500)).toBe(990);
    expect(await karim.ask('catalog.delete', { ids: [id(500) as ProductId] })).toMatchObject({ ok: true });
    await karim.online();
    await salma.must('sync.now', {});
    expect(await salma.ask('catalog.product', { id: id(500) as ProductId })).toMatchObject({ ok: false, error: { code: 'not-found' } });
    expect(await salma.total()).toBe(30);
  });

  test('1,200 edits at once travel in order and are all there', async () => {
    const server = await aServer({ products: 1_200 });
    const window = await aConsole(server.url);
    await window.signIn();
    await window.online();
    const edits = Array.from({ length: 1_200 }, (_, n) => ({ id: id(n + 1) as ProductId, ops: [setPrice(n + 1, 1_000, 2_000 + n)] }));
    await window.must('catalog.edit', { edits, intent: 'bulk-price' });
    expect(await window.online()).toMatchObject({ rejected: 0, conflicts: 0 });
    const { sum } = await server.running.deps.db.kysely.selectFrom('product').select((e) => e.fn.sum<number>('price').as('sum')).where('shop_id', '=', aProduct().shopId).executeTakeFirstOrThrow();
    expect(Number(sum)).toBe(1_200 * 2_000 + (1_199 * 1_200) / 2);
  });
});

describe('a real process', () => {
  test('SYN-03 offline edits survive kill -9, are listed as unsent, and are sent exactly once', async () => {
    const server = await aServer({ products: 40 });
    const start = { dataDir: aFolder(), serverUrl: server.url };
    const first = aProcess(start);
    await first.ready;
    await first.ask('auth.signIn', { email: SALMA, password: PASSWORD });
    await first.until(({ connection, cacheReady }) => connection.name === 'online' && cacheReady);
    await server.stop();
    for (let n = 1; n <= 30; n++) expect(await first.ask('catalog.edit', { edits: [{ id: id(n), ops: [{ op: 'add', path: stockPath(n), delta: n, reason: 'receipt' }] }], intent: 'stock' })).toMatchObject({ ok: true });
    await first.kill();
    const second = aProcess(start);
    await second.ready;
    expect(await second.ask('sync.unsent', { limit: 500 })).toMatchObject({ ok: true, value: { total: 30 } });
    await server.again();
    await second.until(({ unsent, connection }) => unsent === 0 && connection.name === 'online');
    const { db } = server.running.deps;
    for (let n = 1; n <= 40; n++) {
      const { on_hand } = await db.kysely.selectFrom('product').select('on_hand').where('id', '=', id(n)).executeTakeFirstOrThrow();
      expect(on_hand).toBe(n <= 30 ? 10 + n : 10);
    }
    expect(await db.kysely.selectFrom('change_audit').select('id').execute()).toHaveLength(30);
    await second.close();
  });
});

describe('garbage', () => {
  test('whatever a window sends, the answer is `invalid-input` and the process goes on', async () => {
    const server = await aServer();
    const window = await aConsole(server.url);
    for (const message of [null, 7, 'ask', [], {}, { t: 'ask' }, { t: 'ask', id: -1, channel: 'sync.state', input: {} }, { t: 'ask', id: 1, channel: 'constructor', input: {} }, { t: 'ask', id: 1, channel: '__proto__', input: {} }, { t: 'ask', id: 1, channel: 'sync.undo', input: { what: 'everything' } }, { t: 'ask', id: 1, channel: 'sync.state', input: {}, more: 1 }]) {
      expect(await window.process.answer(message)).toMatchObject({ t: 'reply', result: { ok: false, error: { code: 'invalid-input' } } });
    }
    await fc.assert(fc.asyncProperty(fc.constantFrom(...Object.keys(ipcChannels)), fc.jsonValue(), async (channel, input) => {
      const { result } = await window.process.answer({ t: 'ask', id: 1, channel, input });
      return result.ok || result.error.code !== 'internal';
    }), { numRuns: 300 });
    expect(await window.state()).toMatchObject({ connection: { name: 'signed-out' } });
  });
});
