import { createHash, randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { createAccount } from '#server/auth/accounts.ts';
import { importAggregates } from '#server/catalog/seed.ts';
import { CACHE_SCHEMA } from '#shared/catalog/cache-tables.ts';
import type { SnapshotManifest } from '#shared/sync/model.ts';
import { aCategory, aProduct, aShop, productIdOf, shopIdOf } from '#tests/builders/catalog.ts';
import { describeOnEachDatabase } from '#tests/support/databases.ts';
import { aRunningServer, type TestServer } from '#tests/support/running-server.ts';

const PASSWORD = 'a password that is long';

describeOnEachDatabase('sync over HTTP', (_open, databases) => {
  let server: TestServer;
  const tokens: Record<string, string> = {};
  beforeAll(async () => {
    server = await aRunningServer(await databases.place());
    await importAggregates(server.deps.db, { shops: [aShop({ n: 1 }), aShop({ n: 2 })], categories: [aCategory()], products: [aProduct({ n: 1 }), aProduct({ n: 2, shopId: shopIdOf(2) })] });
    for (const [name, shop] of [['salma', 1], ['yann', 2]] as const) {
      const email = `${name}@example.test`;
      expect((await createAccount(server.auth, { email, name, role: 'vendor', locale: 'fr', password: PASSWORD, shopIds: [shopIdOf(shop)] })).ok).toBe(true);
      const answer = await fetch(`${server.url}/auth/sign-in`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email, password: PASSWORD, device: 'counter' }) });
      tokens[name] = ((await answer.json()) as { accessToken: string }).accessToken;
    }
  });
  const post = async (who: string, path: string, body: string | object) => {
    const answer = await fetch(server.url + path, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${tokens[who]!}` }, body: typeof body === 'string' ? body : JSON.stringify(body) });
    return { status: answer.status, json: (await answer.json()) as Record<string, unknown> };
  };
  const fetchChunk = (who: string, id: string, chunk: number | string) => fetch(`${server.url}/sync/snapshot/${id}/${chunk}`, { headers: { authorization: `Bearer ${tokens[who]!}` } });
  const pushOf = (mutations: unknown) => ({ client: randomUUID(), schema: CACHE_SCHEMA, ackedThrough: 0, mutations });
  const aMutation = (more: object = {}) => ({ mid: randomUUID(), cseq: 1, group: null, entity: 'product', id: productIdOf(1), baseVersion: 1, action: 'patch', ops: [], intent: 'edit', madeAt: 1, ...more });

  test('SYN-01 a snapshot arrives as it was made, and only at those who may read it', async () => {
    const asked = await post('salma', '/sync/snapshot', { scope: `vendor:${shopIdOf(1)}`, schema: CACHE_SCHEMA, encodings: ['identity'] });
    expect(asked.status).toBe(200);
    const manifest = asked.json as unknown as SnapshotManifest;
    const bytes = new Uint8Array(await (await fetchChunk('salma', manifest.id, 0)).arrayBuffer());
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(manifest.sha256);
    expect((await fetchChunk('yann', manifest.id, 0)).status).toBe(403);
    expect((await fetchChunk('salma', manifest.id, 1)).status).toBe(410);
    expect((await fetchChunk('salma', '0'.repeat(32), 0)).status).toBe(410);
    for (const id of ['..%2f..%2fcomptoir', 'A'.repeat(32), `${manifest.id}.db`]) expect((await fetchChunk('salma', id, 0)).status).toBe(400);
    expect((await post('salma', '/sync/snapshot', { scope: `vendor:${shopIdOf(2)}`, schema: CACHE_SCHEMA, encodings: [] })).status).toBe(403);
    expect((await post('salma', '/sync/snapshot', { scope: 'vendor:../../x', schema: CACHE_SCHEMA, encodings: [] })).status).toBe(400);
  });

  test.each([
    { name: 'more mutations than a request holds', body: () => pushOf(Array.from({ length: 501 }, (_, i) => aMutation({ cseq: i + 1 }))) },
    { name: 'an operation nobody knows', body: () => pushOf([aMutation({ ops: [{ op: 'increment', path: 'price', value: 1 }] })]) },
    { name: 'a path with an empty step', body: () => pushOf([aMutation({ ops: [{ op: 'set', path: 'a//b', base: null, value: 1 }] })]) },
    { name: 'an entity nobody knows', body: () => pushOf([aMutation({ entity: 'app_user' })]) },
    { name: 'more fields than there are', body: () => pushOf([aMutation({ actorId: 'somebody else' })]) },
    { name: 'a number that is none', body: () => pushOf([aMutation({ cseq: 1.5 })]) },
  ])('SYN-04 refuses $name at the door', async ({ body }) => expect(await post('salma', '/sync/push', body())).toMatchObject({ status: 400, json: { error: { code: 'invalid-input' } } }));

  test('SYN-04 a record nested without end does no harm', async () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    const answer = await post('salma', '/sync/push', JSON.stringify(pushOf([aMutation({ action: 'create', doc: 'HERE' })])).replace('"HERE"', deep));
    expect(answer.status).toBe(400);
    expect(answer.json).toHaveProperty('error.code');
    expect(await post('salma', '/sync/push', pushOf([aMutation({ ops: [{ op: 'set', path: 'brand', base: 'Nour', value: 'Fès' }] })]))).toMatchObject({ status: 200, json: { outcomes: [{ kind: 'applied' }] } });
  });
});
