import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { createAccount } from '#server/auth/accounts.ts';
import { pruneRefreshTokens } from '#server/auth/refresh-tokens.ts';
import { pruneTries } from '#server/auth/sign-in-tries.ts';
import { importAggregates } from '#server/catalog/seed.ts';
import { CACHE_SCHEMA } from '#shared/catalog/cache-tables.ts';
import { aCategory, aProduct, aShop, id, productIdOf, shopIdOf, variantIdOf } from '#tests/builders/catalog.ts';
import { aRunningServer } from '#tests/support/running-server.ts';

const PASSWORD = 'a password that is long';

test('SRV-07 no call reads a table from end to end: every statement of a day’s work finds its rows by an index', async () => {
  const server = await aRunningServer({ kind: 'sqlite', file: ':memory:' });
  const { db, clock } = server.deps;
  const sqlite = db.sqlite!;
  await importAggregates(db, { shops: [aShop()], categories: [aCategory()], products: [aProduct({ n: 1 }), aProduct({ n: 2 })] });
  await createAccount(server.auth, { email: 'salma@nour.example', name: 'S', role: 'vendor', locale: 'fr', password: PASSWORD, shopIds: [shopIdOf(1)] });

  const seen = new Set<string>();
  const prepare = sqlite.prepare.bind(sqlite);
  sqlite.prepare = ((source: string) => (seen.add(source), prepare(source))) as typeof sqlite.prepare;

  const send = async (method: 'GET' | 'POST', path: string, body?: object, token?: string): Promise<Record<string, unknown>> => {
    const answer = await fetch(server.url + path, {
      method, headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    expect(answer.status, path).toBeLessThan(402);
    return (await answer.json()) as Record<string, unknown>;
  };
  const scope = `vendor:${shopIdOf(1)}`;
  const client = id(77);
  await send('POST', '/auth/sign-in', { email: 'salma@nour.example', password: 'wrong', device: 'd' });
  const { refreshToken } = (await send('POST', '/auth/sign-in', { email: 'salma@nour.example', password: PASSWORD, device: 'd' })) as { refreshToken: string };
  const tokens = (await send('POST', '/auth/refresh', { refreshToken })) as { accessToken: string; refreshToken: string };
  const token = tokens.accessToken;
  await send('GET', '/auth/me', undefined, token);
  await send('GET', '/sync/scopes', undefined, token);
  await send('GET', `/sync/pull?${new URLSearchParams({ scope, client, schema: String(CACHE_SCHEMA) })}`, undefined, token);
  const push = await send('POST', '/sync/push', {
    client, schema: CACHE_SCHEMA, ackedThrough: 0,
    mutations: [{ mid: randomUUID(), cseq: 1, group: null, entity: 'product', id: productIdOf(1), baseVersion: 1, action: 'patch', ops: [{ op: 'set', path: `variants/${variantIdOf(1)}/price`, base: 1_000, value: 900 }], intent: 'edit-price', madeAt: 1 }],
  }, token);
  expect(push).toMatchObject({ outcomes: [{ kind: 'applied' }] });
  await send('GET', `/catalog/products/${productIdOf(1)}/history`, undefined, token);
  await send('POST', '/auth/sign-out', { refreshToken: tokens.refreshToken });
  await pruneRefreshTokens(db, clock());
  await pruneTries(db, clock());

  const statements = [...seen].filter((source) => /^\s*(select|update|delete|with)\b/i.test(source) && !/\bkysely_|sqlite_master|pragma/i.test(source));
  expect(statements.length).toBeGreaterThan(15);
  const scansOf = (source: string) => {
    const parameters = Array<null>((source.match(/\?/g) ?? []).length).fill(null);
    const steps = prepare(`EXPLAIN QUERY PLAN ${source}`).all(...parameters) as { detail: string }[];
    return steps.filter(({ detail }) => /^SCAN (?!CONSTANT ROW|json_each)/.test(detail)).map(({ detail }) => `${detail} · ${source}`);
  };
  expect(scansOf('select id from product where brand = ?'), 'the check itself must see a scan').toHaveLength(1);
  expect(statements.flatMap(scansOf)).toEqual([]);
});
