import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { createAccount } from '#server/auth/accounts.ts';
import { httpEndpoints } from '#shared/contract/endpoints.ts';
import { errorCodes, errorCodeNames } from '#shared/contract/error-codes.ts';
import type { Endpoint } from '#shared/contract/http.ts';
import { appError } from '#shared/kernel/errors.ts';
import { describeOnEachDatabase } from '#tests/support/databases.ts';
import { rawCall, type RawAnswer } from '#tests/support/http-server.ts';
import { aRunningServer, type TestServer } from '#tests/support/running-server.ts';

const all = Object.entries(httpEndpoints as Record<string, Endpoint>).map(([name, endpoint]) => ({ name, endpoint }));
const PASSWORD = 'a very private password';
const EMAIL = 'salma@atelier.example';
/** A shop that is there and belongs to somebody else. */
const FOREIGN = '01900000-0000-7000-8000-0000000000f9';
const FOREIGN_NAME = 'Maison Le Goff';

/** A refusal as every screen expects it: a known code, its status, and no words of ours from inside. */
function expectRefusal(answer: RawAnswer): string {
  const error = appError.strict().parse((answer.json as { error: unknown }).error);
  expect(errorCodeNames).toContain(error.code);
  expect([errorCodes[error.code as keyof typeof errorCodes].status, 405, 415]).toContain(answer.status);
  expect(answer.status).toBeLessThan(500);
  expect(answer.headers['x-request-id']).toMatch(/^[\w-]{8,64}$/);
  return error.code;
}

/** Fills the placeholders of a path. */
const pathOf = (endpoint: Endpoint, fill: () => string) => endpoint.path.replace(/:\w+/g, () => encodeURIComponent(fill()) || '-');

/** Half a surrogate pair cannot stand in an address. */
const wellFormed = (text: string) => Buffer.from(text).toString();

const oddText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom('__proto__', 'constructor', '../../etc/passwd', "' OR 1=1 --", '%00', '\u0000', '🧵', '-1', '1e999', 'NaN', '00000000-0000-0000-0000-000000000000', 'vendor:00000000-0000-0000-0000-000000000000', 'common', 'null', '[]'),
);
const oddBody = fc.oneof(
  fc.json({ maxDepth: 4 }),
  fc.string({ maxLength: 200 }),
  fc.constantFrom('', '{', '[]', 'null', '0', '"x"', '{"__proto__":{"isAdmin":true}}', '{"constructor":{"prototype":{"isAdmin":true}}}', '{"email":{"$gt":""},"password":["a"],"device":null}', `{"email":"${'a'.repeat(300)}@x.example","password":"x","device":"d"}`, `[${'['.repeat(500)}${']'.repeat(500)}]`),
);

describeOnEachDatabase('every endpoint', (_open, databases) => {
  let server: TestServer;
  let token = '';
  beforeAll(async () => {
    server = await aRunningServer(await databases.place());
    const made = await createAccount(server.auth, { email: EMAIL, name: 'Salma Idrissi', role: 'vendor', locale: 'fr', password: PASSWORD, shopIds: ['01900000-0000-7000-8000-000000000001'] });
    expect(made.ok).toBe(true);
    await server.deps.db.kysely.insertInto('shop').values({ id: FOREIGN, version: 1, name: FOREIGN_NAME, doc: JSON.stringify({ id: FOREIGN, name: FOREIGN_NAME, country: 'FR' }) }).execute();
    const answer = await rawCall(server.port, { method: 'POST', path: '/auth/sign-in', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email: EMAIL, password: PASSWORD, device: 'counter' }) });
    expect(answer.status).toBe(200);
    token = (answer.json as { accessToken: string }).accessToken;
  });

  const call = (endpoint: Endpoint, path: string, headers: Record<string, string>, body?: string) =>
    rawCall(server.port, { method: endpoint.method.toUpperCase(), path, headers: { ...(body === undefined ? {} : { 'content-type': endpoint.body === 'stream' ? 'application/octet-stream' : 'application/json', 'content-length': String(Buffer.byteLength(body)) }), ...headers }, ...(body === undefined ? {} : { body }) });

  test.each(all.filter(({ endpoint }) => endpoint.auth === 'signed-in'))('SEC-04 $name as a stranger: sign in first, whatever is sent', async ({ endpoint }) => {
    for (const headers of [{}, { authorization: 'Bearer x' }, { authorization: `Bearer ${token.slice(0, -2)}xx` }, { authorization: `Basic ${token}` }, { cookie: `token=${token}` }]) {
      const answer = await call(endpoint, pathOf(endpoint, () => '1'), headers as Record<string, string>, endpoint.body === undefined ? undefined : '{');
      expect(answer.status).toBe(401);
      expect(expectRefusal(answer)).toBe('signed-out');
    }
    expect((await call(endpoint, `${pathOf(endpoint, () => '1')}?access_token=${token}`, {})).status).toBe(401);
  });

  test.each(all.filter(({ endpoint }) => endpoint.auth === 'signed-in' && /:shop(Id)?\b/.test(endpoint.path)))('SEC-04 $name about another shop tells a vendor nothing', async ({ name, endpoint }) => {
    const path = endpoint.path.replace(/:shop(Id)?\b/, FOREIGN).replace(':requirement', 'ice').replace(':sha256', 'a'.repeat(64)).replace(/:\w+/g, FOREIGN);
    const answer = await call(endpoint, path, { authorization: `Bearer ${token}` }, endpoint.body === undefined ? undefined : '{}');
    // A list of what does not exist may be empty: never a figure, a name or a row of that shop.
    if (answer.status === 200) expect(answer.text, name).not.toContain(FOREIGN_NAME);
    else expect(['forbidden', 'not-found', 'invalid-input']).toContain(expectRefusal(answer));
    expect(answer.text).not.toContain(FOREIGN_NAME);
  });

  test.each(all)('$name in other methods is not there', async ({ endpoint }) => {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter((method) => !all.some((other) => other.endpoint.path === endpoint.path && other.endpoint.method.toUpperCase() === method))) {
      const answer = await rawCall(server.port, { method, path: pathOf(endpoint, () => '1'), headers: { authorization: `Bearer ${token}` } });
      expect(answer.status).toBe(405);
      expectRefusal(answer);
    }
  });

  test.each(all)('$name answers garbage with a refusal, and goes on', async ({ name, endpoint }) => {
    // Sign-in slows down whoever fails; that is another test.
    await server.deps.db.kysely.deleteFrom('sign_in_try').execute();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(oddText, oddText), { maxLength: 3 }), oddText, oddBody, async (query, id, body) => {
        const search = query.map(([key, value]) => `${encodeURIComponent(wellFormed(key))}=${encodeURIComponent(wellFormed(value))}`).join('&');
        const path = `${pathOf(endpoint, () => wellFormed(id))}${search === '' ? '' : `?${search}`}`;
        const answer = await call(endpoint, path, { authorization: `Bearer ${token}` }, endpoint.body === undefined ? undefined : body);
        if (answer.status !== 200) expectRefusal(answer);
        else expect(name, 'only calls without parts can be right by chance').toMatch(/^(me|scopes|jobs|colleagues)$/);
      }),
      { numRuns: 60 },
    );
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
    expect((await fetch(`${server.url}/ready`)).status).toBe(200);
  });

  test.each(all.filter(({ endpoint }) => endpoint.body !== undefined && endpoint.body !== 'stream'))('$name refuses a body over its limit, and the next call works', async ({ endpoint }) => {
    const limit = endpoint.bodyLimit ?? 64 * 1024;
    const answer = await call(endpoint, endpoint.path, { authorization: `Bearer ${token}` }, `{"x":"${'y'.repeat(limit)}"}`);
    expect(answer.status).toBe(413);
    expect(expectRefusal(answer)).toBe('too-large');
    expect((await fetch(`${server.url}/health`)).status).toBe(200);
  });

  test('the one character PostgreSQL cannot keep is refused at the door', async () => {
    const answer = await call(httpEndpoints.signIn, '/auth/sign-in', {}, JSON.stringify({ email: EMAIL, password: PASSWORD, device: 'a\u0000b' }));
    expect(answer).toMatchObject({ status: 400, json: { error: { code: 'invalid-input', field: 'device', rule: 'forbidden-character' } } });
    expect(await call(httpEndpoints.pull, '/sync/pull?scope=%00', { authorization: `Bearer ${token}` })).toMatchObject({ status: 400 });
  });

  test('a stranger’s megabytes are not even read', async () => {
    const answer = await fetch(`${server.url}/sync/push`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: 'x'.repeat(8 * 1024 * 1024) }).then((response) => response.status, (cause: Error) => cause.name);
    // Some clients see the answer, others the closed connection.
    expect([401, 'TypeError']).toContain(answer);
  });

  test('SEC-03 over HTTP: after five tries 429 with Retry-After, for an unknown account just the same', async () => {
    for (const email of [EMAIL, 'nobody@atelier.example']) {
      await server.deps.db.kysely.deleteFrom('sign_in_try').execute();
      const answers: RawAnswer[] = [];
      for (let i = 0; i < 6; i++) answers.push(await call(httpEndpoints.signIn, '/auth/sign-in', {}, JSON.stringify({ email, password: `wrong ${i}`, device: 'd' })));
      expect(answers.map((answer) => answer.status)).toEqual([401, 401, 401, 401, 401, 429]);
      expect(new Set(answers.slice(0, 5).map((answer) => answer.text))).toEqual(new Set(['{"error":{"attempted":"auth.signIn","code":"wrong-credentials"}}']));
      expect(Number(answers[5]!.headers['retry-after'])).toBeGreaterThan(50);
    }
    await server.deps.db.kysely.deleteFrom('sign_in_try').execute();
  });

  test('nothing of all that left a name, an address, a token or a password in the log', () => {
    const text = server.logText();
    expect(text).toContain('/sync/push');
    for (const word of [EMAIL, 'nobody@', 'Salma', PASSWORD, 'wrong ', token, '127.0.0.1', 'etc/passwd']) expect(text).not.toContain(word);
    // No failure of ours hides behind the refusals.
    expect(text.split('\n').filter((line) => line.includes('"level":"error"'))).toEqual([]);
  });
});

describe('the list above', () => {
  test('is the whole contract', () => expect(all.map(({ name }) => name)).toEqual(['signIn', 'refresh', 'signOut', 'confirm', 'me', 'changeGrants', 'auditLog', 'verifyAudit', 'verificationOf', 'beginVerification', 'answerRequirement', 'addVerificationDocument', 'submitVerification', 'verificationQueue', 'stepVerification', 'verificationDocument', 'history', 'shopHistory', 'jobs', 'job', 'fileHeld', 'sendFile', 'file', 'offerMedia', 'mediaAsset', 'picturesElsewhere', 'quarantinedPictures', 'moderationCases', 'moderationCase', 'stepCase', 'decideCase', 'decideAppeal', 'appealDecision', 'decisionsOf', 'reportListing', 'wordRules', 'saveWordRule', 'markHit', 'moderationLog', 'transparencyReport', 'webhookDeliveries', 'replayWebhook', 'orderMoney', 'previewRefund', 'makeRefund', 'sendEvidence', 'shopBalances', 'balanceEntries', 'reserveCalendar', 'negativeBalances', 'trialBalance', 'payoutSettings', 'changePayoutSettings', 'holdMoney', 'releaseHold', 'setStanding', 'changeBankAccount', 'verifyBankAccount', 'payoutRuns', 'makePayoutRun', 'payoutRun', 'stepPayoutRun', 'exportPayoutRun', 'stepPayout', 'commissionRules', 'saveCommissionRule', 'commissionOfProduct', 'previewCommission', 'resolveCommission', 'importStatement', 'bankLines', 'payoutsForLine', 'settleBankLine', 'payoutHolds', 'payoutReserves', 'setAside', 'shopEntries', 'shopPayouts', 'shopStatement', 'shopTrend', 'shopBankAccounts', 'changeOwnBankAccount', 'orderPayout', 'queue', 'stepJob', 'colleagues', 'scopes', 'pull', 'push', 'known', 'digest', 'buckets', 'records', 'audit', 'snapshot', 'chunk']));
});
