import { createHmac } from 'node:crypto';
import { SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { ACCESS_TOKEN_SECONDS, readAccessToken, signAccessToken } from '#server/auth/access-token.ts';
import { keysFrom } from '#server/auth/keys.ts';
import { handClock } from '#tests/support/accounts.ts';

const { accessToken: key } = keysFrom(Buffer.from('one secret of thirty-two characters'));
const { accessToken: otherKey } = keysFrom(Buffer.from('another secret of thirty-two chars.'));
const { clock, pass } = handClock();
const now = () => Math.floor(clock() / 1_000);

type Claims = { sub?: string; sid?: string; iss?: string; aud?: string; iat?: number; nbf?: number; exp?: number };
const good: Required<Claims> = { sub: 'u1', sid: 'f1', iss: 'comptoir-server', aud: 'comptoir-console', iat: now(), nbf: now(), exp: now() + 600 };
const claims = (change: { [K in keyof Claims]?: Claims[K] | undefined } = {}) => ({ ...good, ...change });
const sign = (payload: object, header: { alg: string; typ?: string } = { alg: 'HS256', typ: 'at+jwt' }, with_ = key) => new SignJWT(JSON.parse(JSON.stringify(payload)) as Record<string, unknown>).setProtectedHeader(header).sign(with_);

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
/** A token put together by hand, signed or not. */
const forged = (header: object, payload: object, signature = '') => `${part(header)}.${part(payload)}.${signature}`;

describe('access tokens', () => {
  test('ours is read back', async () => {
    const token = await signAccessToken(key, clock, 'u1', 'f1');
    expect(await readAccessToken(key, clock, token)).toEqual({ ok: true, value: { userId: 'u1', familyId: 'f1', expiresAt: now() + ACCESS_TOKEN_SECONDS } });
  });

  test('the one put together for the table below is good, so that each row fails for its own reason', async () => {
    expect(await readAccessToken(key, clock, await sign(claims()))).toMatchObject({ ok: true });
  });

  test.each<[string, () => string | Promise<string>]>([
    ['empty', () => ''],
    ['no token at all', () => 'not.a.token'],
    ['alg none', () => forged({ alg: 'none', typ: 'at+jwt' }, claims())],
    ['alg none in other letters', () => forged({ alg: 'NoNe', typ: 'at+jwt' }, claims())],
    ['no signature', () => forged({ alg: 'HS256', typ: 'at+jwt' }, claims())],
    ['another secret', () => sign(claims(), undefined, otherKey)],
    ['a public key as secret', () => { const body = `${part({ alg: 'HS256', typ: 'at+jwt' })}.${part(claims())}`; return `${body}.${createHmac('sha256', '-----BEGIN PUBLIC KEY-----').update(body).digest('base64url')}`; }],
    ['another algorithm of the same family, signed with our own secret', () => { const body = `${part({ alg: 'HS512', typ: 'at+jwt' })}.${part(claims())}`; return `${body}.${createHmac('sha512', key).update(body).digest('base64url')}`; }],
    ['another type', () => sign(claims(), { alg: 'HS256', typ: 'JWT' })],
    ['no type', () => sign(claims(), { alg: 'HS256' })],
    ['another audience', () => sign(claims({ aud: 'somebody-else' }))],
    ['another issuer', () => sign(claims({ iss: 'evil-server' }))],
    ['no audience', () => sign(claims({ aud: undefined }))],
    ['no end', () => sign(claims({ exp: undefined }))],
    ['no subject', () => sign(claims({ sub: undefined }))],
    ['no session', () => sign(claims({ sid: undefined }))],
    ['a session that is no text', () => sign({ ...claims(), sid: 5 })],
    ['not yet valid', () => sign(claims({ nbf: now() + 60 }))],
    ['changed after signing', async () => { const [header, , signature] = (await sign(claims())).split('.'); return `${header}.${part(claims({ sub: 'admin' }))}.${signature}`; }],
  ])('%s is refused', async (_name, make) => {
    expect(await readAccessToken(key, clock, await make())).toEqual({ ok: false, error: { code: 'signed-out', rule: 'malformed' } });
  });

  test('ten minutes later it has run out', async () => {
    const token = await signAccessToken(key, clock, 'u1', 'f1');
    pass((ACCESS_TOKEN_SECONDS + 1) * 1_000);
    expect(await readAccessToken(key, clock, token)).toMatchObject({ ok: true });
    pass(2_000);
    expect(await readAccessToken(key, clock, token)).toEqual({ ok: false, error: { code: 'signed-out', rule: 'expired' } });
  });
});
