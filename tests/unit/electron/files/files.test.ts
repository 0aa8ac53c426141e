import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { importAggregates } from '#server/catalog/seed.ts';
import type { FileState } from '#shared/catalog/file-contract.ts';
import { INTAKE_BYTES } from '#shared/intake/contract.ts';
import { MOST_FILE_BYTES } from '#shared/catalog/file-rules.ts';
import type { ProductId } from '#shared/catalog/model.ts';
import type { Json } from '#shared/kernel/json.ts';
import { aProduct, categoryIdOf, id, productIdOf, shopIdOf } from '#tests/builders/catalog.ts';
import { aFolder } from '../sync/support/cache.ts';
import { aConsole, aProxy, aServer, KARIM, YANN, type TestConsole, type TestServer } from '../sync/support/world.ts';

const download = productIdOf(500);
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const PART = 64 * 1024;

async function aShopWithDownload(): Promise<TestServer> {
  const server = await aServer({ products: 3 });
  await importAggregates(server.running.deps.db, { shops: [], categories: [], products: [500, 501].map((n) => aProduct({ n, shopId: shopIdOf(n - 499), kind: 'digital', status: 'draft', categoryId: categoryIdOf(1), variant: { onHand: 0 } })) });
  return server;
}

/** Chooses a file as the window does: piece by piece, and then the edit. */
async function choose(desk: TestConsole, bytes: Buffer, name = 'Manuel.pdf', fileId = id(9), productId: ProductId = download): Promise<string> {
  const { intake } = await desk.must('intake.begin', { use: { what: 'product-file', productId }, bytes: bytes.length, name, mime: 'application/pdf' });
  for (let at = 0; at < bytes.length; at += INTAKE_BYTES) await desk.must('intake.append', { intake, offset: at, data: bytes.subarray(at, at + INTAKE_BYTES).toString('base64') });
  await desk.must('intake.finish', { intake });
  const file = await desk.must('catalog.keepFile', { intake, productId });
  await desk.must('catalog.edit', { edits: [{ id: productId, ops: [{ op: 'set', path: `files/${fileId}`, base: null, value: { ...file, position: 0 } as Json }] }], intent: 'edit-details' });
  return file.sha256;
}
const stateOf = async (desk: TestConsole, fileId = id(9)): Promise<FileState | undefined> => (await desk.must('catalog.fileStates', { productId: download })).states[fileId];
const until = (desk: TestConsole, name: FileState['name'], fileId = id(9)) => vi.waitFor(async () => expect(await stateOf(desk, fileId)).toMatchObject({ name }), { timeout: 25_000, interval: 20 });
const keptOn = (server: TestServer, sha256: string, shop = 1) => join(server.running.deps.dataDir, 'files', 'kept', shopIdOf(shop), sha256);
const submit = (desk: TestConsole) => desk.edit(download, { op: 'set', path: 'status', base: 'draft', value: 'submitted' });
const filesOf = (dataDir: string): string[] => (existsSync(join(dataDir, 'files')) ? readdirSync(join(dataDir, 'files'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map(({ name }) => name) : []);

test('CAT-03 a file chosen offline waits, survives a restart, and is on the server when the line is back', async () => {
  const server = await aShopWithDownload();
  const proxy = await aProxy(() => server.url);
  const dataDir = aFolder();
  const first = await aConsole(proxy.url, { dataDir, files: { partBytes: PART } });
  await first.signIn();
  await first.online();
  proxy.mode.down = true;
  proxy.cut();
  const bytes = randomBytes(900_000);
  const sha256 = await choose(first, bytes);
  expect(sha256).toBe(hashOf(bytes));
  await until(first, 'waiting');
  // Here the listing waits for its file, and says so before it is sent anywhere.
  expect(await submit(first)).toMatchObject({ ok: false, error: { code: 'rule-broken', rule: 'file-not-sent', field: `files/${id(9)}` } });
  expect(await first.ask('auth.signOut', { keepUnsent: false })).toMatchObject({ ok: false, error: { code: 'unsent-changes' } });
  await first.close();
  const second = await aConsole(proxy.url, { dataDir, files: { partBytes: PART } });
  expect(await stateOf(second)).toMatchObject({ name: 'waiting' });
  proxy.mode.down = false;
  await second.must('sync.now', {});
  await until(second, 'sent');
  expect(readFileSync(keptOn(server, sha256)).equals(bytes)).toBe(true);
  await second.online();
  expect(await submit(second)).toMatchObject({ ok: true });
  await second.online();
  expect((await second.product(download)).status).toBe('submitted');
});

test('a line that is cut again and again loses no byte and sends none twice for nothing', async () => {
  const server = await aShopWithDownload();
  const proxy = await aProxy(() => server.url);
  const travelled = { bytes: 0 };
  const counted: typeof fetch = (input, init) => {
    const body = input instanceof Request ? input.clone().arrayBuffer() : Promise.resolve(init?.body as Uint8Array | undefined);
    if (String(input instanceof Request ? input.url : input).includes('/upload?')) void body.then((sent) => (travelled.bytes += sent?.byteLength ?? 0));
    return fetch(input, init);
  };
  const desk = await aConsole(proxy.url, { files: { partBytes: PART }, fetch: counted });
  await desk.signIn();
  await desk.online();
  const bytes = randomBytes(1_500_000);
  const upload = join(server.running.deps.dataDir, 'files', 'uploads', shopIdOf(1), hashOf(bytes));
  await choose(desk, bytes);
  // Cut whenever some more has arrived, six times.
  let seen = 0;
  let cuts = 0;
  while (cuts < 6 && !existsSync(keptOn(server, hashOf(bytes)))) {
    const held = existsSync(upload) ? readFileSync(upload).length : 0;
    if (held > seen) {
      proxy.cut();
      seen = held;
      cuts++;
      await desk.must('sync.now', {});
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  await until(desk, 'sent');
  expect(seen).toBeGreaterThan(0);
  // A cut costs the part that was on its way, and as many more as the two may disagree about where they stand while the server is still hearing of it.
  expect(travelled.bytes).toBeGreaterThanOrEqual(bytes.length);
  expect(travelled.bytes).toBeLessThanOrEqual(bytes.length + cuts * 4 * PART);
  expect(readFileSync(keptOn(server, hashOf(bytes))).equals(bytes)).toBe(true);
});

test('a console that ends in the middle of a file goes on where the server stands', async () => {
  const server = await aShopWithDownload();
  const dataDir = aFolder();
  const first = await aConsole(server.url, { dataDir, files: { partBytes: 16 * 1024 } });
  await first.signIn();
  await first.online();
  const bytes = randomBytes(2_000_000);
  const upload = join(server.running.deps.dataDir, 'files', 'uploads', shopIdOf(1), hashOf(bytes));
  await choose(first, bytes);
  const heldNow = (): number => (existsSync(keptOn(server, hashOf(bytes))) ? bytes.length : existsSync(upload) ? readFileSync(upload).length : 0);
  await vi.waitFor(() => expect(heldNow()).toBeGreaterThan(0), { timeout: 20_000, interval: 1 });
  await first.close();
  const held = heldNow();
  const offsets: number[] = [];
  const watched: typeof fetch = (input, init) => {
    const offset = /\/upload\?offset=(\d+)/.exec(input instanceof Request ? input.url : String(input))?.[1];
    if (offset !== undefined) offsets.push(Number(offset));
    return fetch(input, init);
  };
  const second = await aConsole(server.url, { dataDir, fetch: watched });
  await until(second, 'sent');
  expect(readFileSync(keptOn(server, hashOf(bytes))).equals(bytes)).toBe(true);
  expect(offsets[0] ?? bytes.length).toBeGreaterThanOrEqual(held);
});

test('a colleague sees where it stands, and gets a copy; the name is never a path', async () => {
  const server = await aShopWithDownload();
  const copies = aFolder();
  const salma = await aConsole(server.url);
  await salma.signIn();
  await salma.online();
  const karim = await aConsole(server.url, { files: { downloads: () => copies } });
  await karim.signIn(KARIM);
  await karim.online();
  const bytes = randomBytes(5_000_000);
  await choose(salma, bytes, '../../..\\Manuel\u202efdp.exe\u0000 été.pdf');
  await until(salma, 'sent');
  await vi.waitFor(async () => expect((await karim.product(download)).files?.[id(9)]?.name).toBe('Manuel fdp.exe été.pdf'), { timeout: 20_000 });
  await until(karim, 'sent');
  expect(await stateOf(karim)).toEqual({ name: 'sent', here: false });
  const { file } = await karim.must('catalog.copyFile', { productId: download, fileId: id(9) });
  expect(file).toBe(join(copies, 'Manuel fdp.exe été.pdf'));
  expect(readFileSync(file).equals(bytes)).toBe(true);
  expect(await stateOf(karim)).toEqual({ name: 'sent', here: true });
  // A second copy overwrites nothing, and needs no server.
  await server.stop();
  expect((await karim.must('catalog.copyFile', { productId: download, fileId: id(9) })).file).toBe(join(copies, 'Manuel fdp.exe été (2).pdf'));
  expect(readdirSync(copies)).toHaveLength(2);
});

test('what the window may not send is refused by name, and nothing of it stays', async () => {
  const server = await aShopWithDownload();
  const desk = await aConsole(server.url);
  await desk.signIn();
  await desk.online();
  const begin = ({ productId = download, bytes = 10 }: { productId?: ProductId; bytes?: number }) => desk.ask('intake.begin', { use: { what: 'product-file', productId }, bytes, name: 'a.txt', mime: 'text/plain' });
  expect(await begin({ bytes: 0 })).toMatchObject({ error: { rule: 'file-empty' } });
  expect(await begin({ bytes: MOST_FILE_BYTES + 1 })).toMatchObject({ error: { rule: 'file-too-large', details: { mostBytes: MOST_FILE_BYTES } } });
  expect(await begin({ productId: productIdOf(900_001) })).toMatchObject({ error: { code: 'not-found' } });
  const { intake } = await desk.must('intake.begin', { use: { what: 'product-file', productId: download }, bytes: 10, name: 'a.txt', mime: '' });
  // Not whole, and not for a list of products.
  expect(await desk.ask('catalog.keepFile', { intake, productId: download })).toMatchObject({ error: { rule: 'intake-gone' } });
  expect(await desk.ask('bulk.openFile', { intake, shopId: shopIdOf(1) })).toMatchObject({ error: { rule: 'intake-gone' } });
  expect(await desk.must('intake.append', { intake, offset: 0, data: Buffer.from('12345').toString('base64') })).toEqual({ held: 5 });
  // Heard twice, or out of step: not taken again.
  expect(await desk.must('intake.append', { intake, offset: 0, data: Buffer.from('12345').toString('base64') })).toEqual({ held: 5 });
  expect(await desk.must('intake.append', { intake, offset: 5, data: Buffer.from('123456').toString('base64') })).toEqual({ held: 5 });
  expect(await desk.ask('intake.finish', { intake })).toMatchObject({ error: { rule: 'file-changed' } });
  expect(await desk.ask('intake.finish', { intake })).toMatchObject({ error: { rule: 'intake-gone' } });
  expect(filesOf(desk.dataDir)).toEqual([]);
});

test('a copy that was damaged on this disk is refused with the way out, and chosen again it goes', async () => {
  const server = await aShopWithDownload();
  const proxy = await aProxy(() => server.url);
  const desk = await aConsole(proxy.url);
  await desk.signIn();
  await desk.online();
  proxy.mode.down = true;
  proxy.cut();
  const bytes = randomBytes(200_000);
  const sha256 = await choose(desk, bytes);
  const folder = join(desk.dataDir, 'files');
  const path = join(folder, readdirSync(folder)[0]!, shopIdOf(1), sha256);
  const damaged = Buffer.from(bytes);
  damaged[1_000] = damaged[1_000]! ^ 1;
  writeFileSync(path, damaged);
  proxy.mode.down = false;
  await desk.must('sync.now', {});
  await until(desk, 'refused');
  expect(await stateOf(desk)).toMatchObject({ error: { code: 'rule-broken', rule: 'file-damaged-here' } });
  expect(existsSync(keptOn(server, sha256))).toBe(false);
  await choose(desk, bytes);
  await until(desk, 'sent');
  expect(readFileSync(keptOn(server, sha256)).equals(bytes)).toBe(true);
});

test('a file that was taken away again does not travel; brought back by an undo it does', async () => {
  const server = await aShopWithDownload();
  const proxy = await aProxy(() => server.url);
  const desk = await aConsole(proxy.url);
  await desk.signIn();
  await desk.online();
  proxy.mode.down = true;
  proxy.cut();
  const [kept, away] = [randomBytes(1_000), randomBytes(1_001)];
  await choose(desk, away, 'away.bin', id(8));
  await choose(desk, kept);
  const file = (await desk.product(download)).files![id(8)]!;
  const removed = await desk.must('catalog.edit', { edits: [{ id: download, ops: [{ op: 'set', path: `files/${id(8)}`, base: file as Json, value: null }] }], intent: 'edit-details' });
  proxy.mode.down = false;
  await desk.must('sync.now', {});
  await until(desk, 'sent');
  expect(existsSync(keptOn(server, hashOf(kept)))).toBe(true);
  expect(existsSync(keptOn(server, hashOf(away)))).toBe(false);
  await desk.must('catalog.undo', { mid: removed.mids[0]! });
  await until(desk, 'sent', id(8));
  expect(readFileSync(keptOn(server, hashOf(away))).equals(away)).toBe(true);
});

test('SYN-07 files of a shop one no longer works for leave the device; signing out takes the rest', async () => {
  const server = await aShopWithDownload();
  const { db } = server.running.deps;
  const desk = await aConsole(server.url);
  await desk.signIn();
  await desk.online();
  const words = Buffer.from(`CANARY ${'of the shop '.repeat(500)}`);
  const sha256 = await choose(desk, words);
  await until(desk, 'sent');
  expect(filesOf(desk.dataDir)).toEqual([sha256]);
  await db.kysely.deleteFrom('membership').where('shop_id', '=', shopIdOf(1)).execute();
  await db.kysely.updateTable('app_user').set(({ eb }) => ({ grants_epoch: eb('grants_epoch', '+', 1) })).execute();
  await desk.must('sync.now', {});
  await vi.waitFor(() => expect(filesOf(desk.dataDir)).toEqual([]), { timeout: 20_000 });

  const other = await aConsole(server.url);
  await other.signIn(YANN);
  await other.online();
  await choose(other, Buffer.from('theirs'), 'x.txt', id(4), productIdOf(501));
  expect(filesOf(other.dataDir)).toHaveLength(1);
  await other.online();
  await vi.waitFor(async () => expect(await other.ask('auth.signOut', { keepUnsent: false })).toMatchObject({ ok: true }), { timeout: 20_000 });
  expect(filesOf(other.dataDir)).toEqual([]);
});
