import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { createAccount } from '#server/auth/accounts.ts';
import { importAggregates } from '#server/catalog/seed.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { filesOver } from '#server/files/files.ts';
import { localFolder } from '#server/files/local-folder.ts';
import { KEEP_LOOSE_MS, KEEP_UPLOAD_MS, tidyFiles } from '#server/files/tidy.ts';
import { MOST_FILE_BYTES } from '#shared/catalog/file-rules.ts';
import type { Product } from '#shared/catalog/model.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Actor } from '#shared/sync/model.ts';
import { aProduct, aShop, at, columnsOf, id, shopIdOf, userIdOf } from '#tests/builders/catalog.ts';
import { describeOnEachDatabase } from '#tests/support/databases.ts';
import { rawCall } from '#tests/support/http-server.ts';
import { aFolder, aRunningServer, type TestServer } from '#tests/support/running-server.ts';

const PASSWORD = 'a very private password';
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const someBytes = (count: number) => randomBytes(count);
const aFile = (sha256: string, bytes: number) => ({ position: 0, name: 'Manuel.pdf', bytes, sha256, mime: 'application/pdf' });

describeOnEachDatabase('files', (_open, databases) => {
  let server: TestServer;
  const tokens = { salma: '', yann: '', admin: '', moderator: '', support: '' };
  const root = () => join(server.dataDir, 'files');

  beforeAll(async () => {
    server = await aRunningServer(await databases.place());
    await importAggregates(server.deps.db, { shops: [aShop({ n: 1 }), aShop({ n: 2 })], categories: [], products: [] });
    for (const [name, role, shopIds] of [['salma', 'vendor', [shopIdOf(1)]], ['yann', 'vendor', [shopIdOf(2)]], ['admin', 'admin', []], ['moderator', 'moderator', []], ['support', 'support', []]] as const) {
      const email = `${name}@market.example`;
      expect(await createAccount(server.auth, { email, name, role, locale: 'fr', password: PASSWORD, shopIds: [...shopIds] })).toMatchObject({ ok: true });
      const answer = await rawCall(server.port, { method: 'POST', path: '/auth/sign-in', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email, password: PASSWORD, device: 'desk' }) });
      tokens[name] = (answer.json as { accessToken: string }).accessToken;
    }
  });

  type Who = keyof typeof tokens;
  const path = (sha256: string, shop = 1) => `/catalog/shops/${shopIdOf(shop)}/files/${sha256}`;
  const call = (who: Who, method: string, address: string, { body, headers = {} }: { body?: Buffer; headers?: Record<string, string> } = {}) =>
    rawCall(server.port, { method, path: address, headers: { authorization: `Bearer ${tokens[who]}`, ...(body ? { 'content-type': 'application/octet-stream', 'content-length': String(body.length) } : {}), ...headers }, ...(body ? { body } : {}) });
  const held = async (sha256: string, who: Who = 'salma', shop = 1) => (await call(who, 'GET', `${path(sha256, shop)}/upload`)).json;
  const send = (sha256: string, offset: number, bytes: number, body: Buffer, who: Who = 'salma', shop = 1) => call(who, 'PUT', `${path(sha256, shop)}/upload?offset=${offset}&bytes=${bytes}`, { body });
  const codeOf = (answer: { json: unknown }) => (answer.json as { error: AppError }).error;
  const fetched = async (sha256: string, headers: Record<string, string> = {}, who: Who = 'salma', shop = 1) => {
    const answer = await fetch(`${server.url}${path(sha256, shop)}`, { headers: { authorization: `Bearer ${tokens[who]}`, ...headers } });
    return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
  };

  test('CAT-03 a file goes up in parts, comes back whole, and in the part one asks for', async () => {
    const bytes = someBytes(700_000);
    const sha256 = hashOf(bytes);
    expect(await held(sha256)).toEqual({ held: 0, whole: false });
    expect((await send(sha256, 0, bytes.length, bytes.subarray(0, 300_000))).json).toEqual({ held: 300_000, whole: false });
    expect(await held(sha256)).toEqual({ held: 300_000, whole: false });
    expect((await call('salma', 'GET', path(sha256))).status).toBe(404);
    expect((await send(sha256, 300_000, bytes.length, bytes.subarray(300_000))).json).toEqual({ held: bytes.length, whole: true });
    const whole = await fetched(sha256);
    expect([whole.status, whole.headers.get('content-disposition'), whole.headers.get('accept-ranges'), whole.headers.get('x-content-type-options')]).toEqual([200, 'attachment', 'bytes', 'nosniff']);
    expect(whole.bytes.equals(bytes)).toBe(true);
    const part = await fetched(sha256, { range: 'bytes=100-299' });
    expect([part.status, part.headers.get('content-range'), part.headers.get('content-length')]).toEqual([206, `bytes 100-299/${bytes.length}`, '200']);
    expect(part.bytes.equals(bytes.subarray(100, 300))).toBe(true);
    expect((await fetched(sha256, { range: 'bytes=-10' })).bytes.equals(bytes.subarray(-10))).toBe(true);
    const beyond = await call('salma', 'GET', path(sha256), { headers: { range: 'bytes=9000000-' } });
    expect([beyond.status, beyond.headers['content-range']]).toEqual([416, `bytes */${bytes.length}`]);
    const head = await call('salma', 'HEAD', path(sha256));
    expect([head.status, head.headers['content-length'], head.text]).toEqual([200, String(bytes.length), '']);
    // Sent once more, it is there already, whatever part comes.
    expect((await send(sha256, 0, bytes.length, bytes)).json).toEqual({ held: bytes.length, whole: true });
    expect(readdirSync(join(root(), 'uploads', shopIdOf(1)))).toEqual([]);
  });

  test('what arrived before the line was cut stays, and sending goes on from there', async () => {
    const bytes = someBytes(400_000);
    const sha256 = hashOf(bytes);
    await new Promise<void>((resolve) => {
      const half = httpRequest({
        host: '127.0.0.1', port: server.port, method: 'PUT', path: `${path(sha256)}/upload?offset=0&bytes=${bytes.length}`,
        headers: { authorization: `Bearer ${tokens.salma}`, 'content-type': 'application/octet-stream', 'content-length': String(bytes.length) },
      });
      half.on('error', () => resolve());
      half.write(bytes.subarray(0, 150_000));
      const upload = join(root(), 'uploads', shopIdOf(1), sha256);
      const look = setInterval(() => {
        if (!existsSync(upload) || readFileSync(upload).length < 150_000) return;
        clearInterval(look);
        half.destroy();
        resolve();
      }, 5);
    });
    expect(await held(sha256)).toEqual({ held: 150_000, whole: false });
    expect(codeOf(await send(sha256, 0, bytes.length, bytes))).toMatchObject({ code: 'conflict', rule: 'upload-offset', details: { held: 150_000 } });
    expect(codeOf(await send(sha256, 200_000, bytes.length, bytes.subarray(200_000)))).toMatchObject({ rule: 'upload-offset', details: { held: 150_000 } });
    expect((await send(sha256, 150_000, bytes.length, bytes.subarray(150_000))).json).toEqual({ held: bytes.length, whole: true });
    expect((await fetched(sha256)).bytes.equals(bytes)).toBe(true);
  });

  test('another content than its hash says is not kept, nor one longer than was said', async () => {
    const bytes = someBytes(50_000);
    const sha256 = hashOf(bytes);
    const other = Buffer.from(bytes);
    other[17] = other[17]! ^ 1;
    const damaged = await send(sha256, 0, bytes.length, other);
    expect([damaged.status, codeOf(damaged)]).toEqual([502, expect.objectContaining({ code: 'corrupt-chunk', rule: 'file-damaged' })]);
    expect(await held(sha256)).toEqual({ held: 0, whole: false });
    expect(codeOf(await send(sha256, 0, 10_000, bytes))).toMatchObject({ code: 'rule-broken', rule: 'file-longer-than-said' });
    expect(await held(sha256)).toEqual({ held: 0, whole: false });
    expect((await send(sha256, 0, bytes.length, bytes)).json).toMatchObject({ whole: true });
  });

  test('knowing a hash opens nothing of another shop, and a shop gets no content for its hash alone', async () => {
    const bytes = someBytes(20_000);
    const sha256 = hashOf(bytes);
    expect((await send(sha256, 0, bytes.length, bytes)).json).toMatchObject({ whole: true });
    for (const address of [path(sha256), `${path(sha256)}/upload`]) expect((await call('yann', 'GET', address)).status).toBe(403);
    expect((await send(sha256, 0, bytes.length, bytes, 'yann')).status).toBe(403);
    // Under the own shop it is not there, as if nobody had it; what Yann sends in its name is looked at.
    expect((await call('yann', 'GET', path(sha256, 2))).status).toBe(404);
    expect(await held(sha256, 'yann', 2)).toEqual({ held: 0, whole: false });
    expect(codeOf(await send(sha256, 0, bytes.length, someBytes(bytes.length), 'yann', 2))).toMatchObject({ rule: 'file-damaged' });
    expect((await fetched(sha256)).bytes.equals(bytes)).toBe(true);
    expect((await call('moderator', 'GET', path(sha256))).status).toBe(403);
    expect((await fetched(sha256, {}, 'admin')).bytes.equals(bytes)).toBe(true);
    expect((await call('admin', 'GET', path(sha256, 77))).status).toBe(404);
  });

  describe('CAT-13 who reads the file of a product that is looked at', () => {
    const bytes = someBytes(5_000);
    const sha256 = hashOf(bytes);
    const files = { [id(70)]: aFile(sha256, bytes.length) };
    const put = (given: Partial<Product>) => {
      const product = aProduct({ n: 70, kind: 'digital', files, ...given });
      return inTransaction(server.deps.db, async (trx) => {
        await trx.deleteFrom('product').where('id', '=', product.id).execute();
        const { doc: text, ...columns } = { ...columnsOf(product), doc: JSON.stringify(product) };
        await trx.insertInto('product').values({ ...columns, version: 1, doc: text }).execute();
      });
    };
    beforeAll(async () => {
      expect((await send(sha256, 0, bytes.length, bytes)).json).toMatchObject({ whole: true });
    });
    const statuses = async (): Promise<Record<string, number>> => Object.fromEntries(await Promise.all((['salma', 'yann', 'admin', 'moderator', 'support'] as const).map(async (who) => [who, (await fetched(sha256, {}, who)).status] as const)));
    const theirs = { salma: 200, admin: 200, yann: 403, support: 403 };

    test.each([
      { name: 'a draft', given: { status: 'draft' as const }, moderator: 403 },
      { name: 'submitted', given: { status: 'submitted' as const }, moderator: 200 },
      { name: 'in review', given: { status: 'in_review' as const }, moderator: 200 },
      { name: 'published', given: { status: 'published' as const }, moderator: 403 },
      { name: 'published, with an edit that waits', given: { status: 'published' as const, review: { state: 'pending' as const, since: at(1), note: null, noteAt: null, live: {} } }, moderator: 200 },
      { name: 'in review, of another shop', given: { status: 'in_review' as const, shopId: shopIdOf(2) }, moderator: 403 },
      { name: 'in review, with another file', given: { status: 'in_review' as const, files: { [id(71)]: aFile('b'.repeat(64), 3) } }, moderator: 403 },
    ])('$name', async ({ given, moderator }) => {
      await put(given);
      expect(await statuses()).toEqual({ ...theirs, moderator });
      expect((await call('moderator', 'GET', `${path(sha256)}/upload`)).status).toBe(moderator);
      // Looking is all they may.
      expect((await send(sha256, 0, bytes.length, bytes, 'moderator')).status).toBe(403);
    });
  });

  test('names that are no hash, no shop or a way out of the folder are refused', async () => {
    const body = someBytes(10);
    for (const name of ['..%2f..%2fetc%2fpasswd', 'A'.repeat(64), 'a'.repeat(63), `${'a'.repeat(64)}%00`, `${'a'.repeat(62)}..`]) {
      expect((await call('admin', 'GET', path(name))).status).toBe(400);
      expect((await send(name, 0, 10, body)).status).toBe(400);
    }
    expect((await call('admin', 'PUT', `/catalog/shops/..%2f..%2f/files/${hashOf(body)}/upload?offset=0&bytes=10`, { body })).status).toBe(400);
    expect(() => localFolder(root()).size({ shopId: '../..', sha256: hashOf(body) })).toThrow('not a file key');
    const json = await call('salma', 'PUT', `${path(hashOf(body))}/upload?offset=0&bytes=2`, { body: Buffer.from('{}'), headers: { 'content-type': 'application/json' } });
    expect([json.status, codeOf(json)]).toEqual([415, expect.objectContaining({ rule: 'content-type' })]);
  });

  test('size and room have limits with names', async () => {
    const bytes = someBytes(1_000);
    expect(codeOf(await send(hashOf(bytes), 0, MOST_FILE_BYTES + 1, bytes))).toMatchObject({ code: 'rule-broken', rule: 'file-too-large', details: { mostBytes: MOST_FILE_BYTES } });
    const { db, clock } = server.deps;
    const files = filesOver({ db, clock, store: localFolder(join(aFolder(), 'files')), mostShopBytes: 1_500 });
    const yann: Actor = { userId: userIdOf(4), role: 'vendor', shopIds: [shopIdOf(2)] };
    const sendOne = (content: Buffer) => files.send(yann, { shopId: shopIdOf(2), sha256: hashOf(content) }, { offset: 0, bytes: content.length, content: (async function* () { yield content; })() });
    await db.kysely.deleteFrom('shop_file').where('shop_id', '=', shopIdOf(2)).execute();
    const [first, second] = await Promise.all([sendOne(bytes), sendOne(someBytes(1_000))]);
    expect([first.ok, second.ok].sort()).toEqual([false, true]);
    expect((first.ok ? second : first)).toMatchObject({ error: { rule: 'shop-files-full', details: { usedBytes: 1_000, mostBytes: 1_500 } } });
    await db.kysely.deleteFrom('shop_file').where('shop_id', '=', shopIdOf(2)).execute();
  });

  test('a database older or newer than the folder is put right by what is there', async () => {
    const bytes = someBytes(5_000);
    const sha256 = hashOf(bytes);
    await send(sha256, 0, bytes.length, bytes);
    const kept = join(root(), 'kept', shopIdOf(1), sha256);
    await server.deps.db.kysely.updateTable('shop_file').set({ whole_at: null }).where('sha256', '=', sha256).execute();
    expect(await held(sha256)).toEqual({ held: bytes.length, whole: true });
    const content = readFileSync(kept);
    rmSync(kept);
    expect(await held(sha256)).toEqual({ held: 0, whole: false });
    expect((await call('salma', 'GET', path(sha256))).status).toBe(404);
    expect((await send(sha256, 0, bytes.length, content)).json).toMatchObject({ whole: true });
  });

  test('what nobody goes on with or names any more is removed in time, and nothing else', async () => {
    const { db } = server.deps;
    const store = localFolder(root());
    const [named, loose, half] = [someBytes(3_000), someBytes(3_001), someBytes(3_002)];
    for (const bytes of [named, loose]) await send(hashOf(bytes), 0, bytes.length, bytes);
    await send(hashOf(half), 0, half.length, half.subarray(0, 1_000));
    const product = aProduct({ n: 50, kind: 'digital', files: { [id(1)]: aFile(hashOf(named), named.length) } });
    await importAggregates(db, { shops: [], categories: [], products: [product] });
    const stray = join(root(), 'uploads', shopIdOf(1), 'f'.repeat(64));
    writeFileSync(stray, 'left over');
    const now = Date.now();
    await tidyFiles(db, store, now);
    expect([await held(hashOf(loose)), await held(hashOf(half))]).toEqual([{ held: 3_001, whole: true }, { held: 1_000, whole: false }]);
    await tidyFiles(db, store, now + KEEP_UPLOAD_MS + 1_000);
    expect(await held(hashOf(half))).toEqual({ held: 0, whole: false });
    expect(existsSync(stray)).toBe(false);
    await tidyFiles(db, store, now + KEEP_LOOSE_MS + 1_000);
    expect(await held(hashOf(loose))).toEqual({ held: 0, whole: false });
    expect((await fetched(hashOf(named))).bytes.equals(named)).toBe(true);
    expect(existsSync(join(root(), 'kept', shopIdOf(1), hashOf(loose)))).toBe(false);
  });
});
