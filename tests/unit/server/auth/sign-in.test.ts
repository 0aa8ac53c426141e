import { expect, test } from 'vitest';
import { createAccount } from '#server/auth/accounts.ts';
import { disableAccount, signIn, whoAmI } from '#server/auth/auth-service.ts';
import { passwordsWith } from '#server/auth/passwords.ts';
import { pruneTries } from '#server/auth/sign-in-tries.ts';
import { sessionOf } from '#server/auth/sessions.ts';
import { DAY_MS, MINUTE_MS } from '#shared/kernel/time.ts';
import { anAccount, authOn, PASSWORD } from '#tests/support/accounts.ts';
import { describeOnEachDatabase } from '#tests/support/databases.ts';

const EMAIL = 'salma@atelier.example';
const HERE = '203.0.113.9';
const entry = (password: string, email = EMAIL) => ({ email, password, device: 'counter' });
const WRONG = { ok: false, error: { code: 'wrong-credentials' } };

const aShop = (id: string) => ({
  id, version: 1, name: 'Atelier Nour',
  doc: JSON.stringify({ id, name: 'Atelier Nour', handle: 'atelier-nour', city: 'Casablanca', country: 'MA', currency: 'MAD', status: 'open', locations: {}, lowStockAt: 3 }),
});

describeOnEachDatabase('signing in', (open) => {
  test('SEC-02 the right password opens a session that knows role and shops', async () => {
    const auth = authOn(await open());
    const shopId = '01900000-0000-7000-8000-000000000001';
    await auth.db.kysely.insertInto('shop').values(aShop(shopId)).execute();
    const id = await anAccount(auth, { shopIds: [shopId] });
    const result = await signIn(auth, entry(PASSWORD), HERE);
    expect(result).toMatchObject({ ok: true, value: { expiresIn: 600, me: { id, email: EMAIL, role: 'vendor', shops: [{ id: shopId, name: 'Atelier Nour', city: 'Casablanca', currency: 'MAD' }] } } });
    if (!result.ok) return;
    // Nothing of the shop beyond what the contract shows.
    expect(Object.keys(result.value.me.shops[0]!)).toEqual(['id', 'name', 'city', 'currency']);
    expect(await sessionOf(auth, result.value.accessToken)).toMatchObject({ ok: true, value: { actor: { userId: id, role: 'vendor', shopIds: [shopId] } } });
    expect(await whoAmI(auth, id)).toEqual({ ok: true, value: result.value.me });
  });

  test('passwords are kept as argon2id only, and stay out of every table and log line', async () => {
    const auth = { ...authOn(await open()), passwords: passwordsWith({ memoryCost: 64 * 1024, timeCost: 3, parallelism: 1 }) };
    await anAccount(auth);
    const { password_hash } = await auth.db.kysely.selectFrom('app_user').select('password_hash').executeTakeFirstOrThrow();
    expect(password_hash).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$/);
    const result = await signIn(auth, entry(PASSWORD), HERE);
    await signIn(auth, entry('wrong-password-1'), HERE);
    const rows = JSON.stringify([await auth.db.kysely.selectFrom('refresh_token').selectAll().execute(), await auth.db.kysely.selectFrom('sign_in_try').selectAll().execute()]);
    expect(result.ok).toBe(true);
    if (!result.ok) return;
    for (const word of [PASSWORD, result.value.refreshToken, result.value.accessToken]) expect(rows + password_hash + auth.logText()).not.toContain(word);
    for (const word of [EMAIL, HERE, 'Salma', 'wrong-password-1']) expect(rows.replace(/"device":"[^"]*"/g, '') + auth.logText()).not.toContain(word);
  });

  test.each([
    { name: 'a wrong password', email: EMAIL, password: 'wrong' },
    { name: 'the right one cut at 72 bytes', email: 'long@atelier.example', password: 'p'.repeat(72) },
    { name: 'another case', email: EMAIL, password: PASSWORD.toUpperCase() },
    { name: 'no such account', email: 'nobody@atelier.example', password: PASSWORD },
    { name: 'a disabled account', email: 'gone@atelier.example', password: PASSWORD },
  ])('$name: one and the same answer', async ({ email, password }) => {
    const auth = authOn(await open());
    await anAccount(auth);
    await anAccount(auth, { email: 'long@atelier.example', password: 'p'.repeat(80) });
    await disableAccount(auth, await anAccount(auth, { email: 'gone@atelier.example' }));
    expect(await signIn(auth, entry(password, email), HERE)).toEqual(WRONG);
  });

  test('SEC-03 unknown and disabled accounts cost the same work as a wrong password', async () => {
    const auth = authOn(await open());
    await anAccount(auth);
    await disableAccount(auth, await anAccount(auth, { email: 'gone@atelier.example' }));
    const work: string[] = [];
    const watched = { ...auth, passwords: { ...auth.passwords, verify: (stored: string, password: string) => (work.push('verify'), auth.passwords.verify(stored, password)), pretend: (password: string) => (work.push('verify'), auth.passwords.pretend(password)) } };
    for (const email of [EMAIL, 'gone@atelier.example', 'nobody@atelier.example']) await signIn(watched, entry('wrong', email), HERE);
    expect(work).toEqual(['verify', 'verify', 'verify']);
  });

  test('the same letters typed on another system fit: é as one sign or as two', async () => {
    const auth = authOn(await open());
    await anAccount(auth, { password: 'caf\u00e9 au lait' });
    expect(await signIn(auth, entry('cafe\u0301 au lait'), HERE)).toMatchObject({ ok: true });
  });

  test('SEC-03 five wrong, then the right one has to wait too, and knows how long', async () => {
    const auth = authOn(await open());
    await anAccount(auth);
    for (let i = 0; i < 5; i++) expect(await signIn(auth, entry('wrong'), HERE)).toEqual(WRONG);
    expect(await signIn(auth, entry(PASSWORD), HERE)).toEqual({ ok: false, error: { code: 'too-many-tries', details: { retryAfterSeconds: 60 } } });
    auth.pass(MINUTE_MS - 1);
    expect(await signIn(auth, entry(PASSWORD), HERE)).toMatchObject({ error: { code: 'too-many-tries', details: { retryAfterSeconds: 1 } } });
    auth.pass(1);
    expect(await signIn(auth, entry(PASSWORD), HERE)).toMatchObject({ ok: true });
    // Success wipes the slate.
    for (let i = 0; i < 5; i++) expect(await signIn(auth, entry('wrong'), HERE)).toEqual(WRONG);
  });

  test('SEC-03 an account that does not exist is slowed down just the same', async () => {
    const auth = authOn(await open());
    const answers = [];
    for (let i = 0; i < 6; i++) answers.push(await signIn(auth, entry('wrong', 'nobody@atelier.example'), HERE));
    expect(answers.slice(0, 5)).toEqual(Array(5).fill(WRONG));
    expect(answers[5]).toEqual({ ok: false, error: { code: 'too-many-tries', details: { retryAfterSeconds: 60 } } });
  });

  test('SEC-03 fifty at once are counted before they are checked: five get through', async () => {
    const auth = authOn(await open());
    await anAccount(auth);
    const answers = await Promise.all(Array.from({ length: 50 }, () => signIn(auth, entry('wrong'), HERE)));
    expect(answers.filter((answer) => !answer.ok && answer.error.code === 'wrong-credentials')).toHaveLength(5);
    expect(answers.filter((answer) => !answer.ok && answer.error.code === 'too-many-tries')).toHaveLength(45);
  });

  test('SEC-03 a crowd of addresses is slowed down, but cannot lock the owner out of an address they use', async () => {
    const auth = authOn(await open());
    await anAccount(auth);
    expect(await signIn(auth, entry(PASSWORD), HERE)).toMatchObject({ ok: true });
    const answers = [];
    for (let i = 0; i < 40; i++) answers.push(await signIn(auth, entry('wrong'), `198.51.100.${i}`));
    expect(answers.filter((answer) => !answer.ok && answer.error.code === 'too-many-tries').length).toBeGreaterThanOrEqual(9);
    expect(await signIn(auth, entry(PASSWORD), HERE)).toMatchObject({ ok: true });
  });

  test('SEC-03 one address that tries a list of accounts is slowed down', async () => {
    const auth = authOn(await open());
    const answers = [];
    for (let i = 0; i < 70; i++) answers.push(await signIn(auth, entry('wrong', `someone${i}@atelier.example`), HERE));
    expect(answers.findIndex((answer) => !answer.ok && answer.error.code === 'too-many-tries')).toBe(60);
  });

  test('counters nobody needs are removed', async () => {
    const auth = authOn(await open());
    await anAccount(auth);
    await signIn(auth, entry('wrong'), HERE);
    await signIn(auth, entry(PASSWORD), HERE);
    auth.pass(40 * DAY_MS);
    await pruneTries(auth.db, auth.clock());
    expect(await auth.db.kysely.selectFrom('sign_in_try').selectAll().execute()).toEqual([]);
  });

  test('disabling an account ends its sessions at once', async () => {
    const auth = authOn(await open());
    const id = await anAccount(auth);
    const result = await signIn(auth, entry(PASSWORD), HERE);
    if (!result.ok) throw new Error('no session');
    await disableAccount(auth, id);
    expect(await sessionOf(auth, result.value.accessToken)).toEqual({ ok: false, error: { code: 'signed-out', rule: 'ended' } });
    expect(auth.ended).toEqual([{ userId: id, familyId: null }]);
  });

  test('a role that is taken away is gone at the next call, not when the token runs out', async () => {
    const auth = authOn(await open());
    const id = await anAccount(auth, { role: 'admin' });
    const result = await signIn(auth, entry(PASSWORD), HERE);
    if (!result.ok) throw new Error('no session');
    await auth.db.kysely.updateTable('app_user').set({ role: 'support' }).where('id', '=', id).execute();
    expect(await sessionOf(auth, result.value.accessToken)).toMatchObject({ value: { actor: { role: 'support' } } });
  });

  test('a hash made with weaker settings is made again at the next sign-in', async () => {
    const auth = authOn(await open());
    await anAccount(auth);
    const today = { ...auth, passwords: passwordsWith({ memoryCost: 16, timeCost: 2, parallelism: 1 }) };
    expect(await signIn(today, entry(PASSWORD), HERE)).toMatchObject({ ok: true });
    const { password_hash } = await auth.db.kysely.selectFrom('app_user').select('password_hash').executeTakeFirstOrThrow();
    expect(password_hash).toContain('m=16,t=2,p=1');
    expect(await signIn(today, entry(PASSWORD), HERE)).toMatchObject({ ok: true });
  });

  test('one account per e-mail, whatever its case', async () => {
    const auth = authOn(await open());
    await anAccount(auth);
    const again = { email: ' SALMA@Atelier.example ', name: 'S', role: 'vendor', locale: 'fr', password: PASSWORD, shopIds: [] } as const;
    expect(await createAccount(auth, again)).toEqual({ ok: false, error: { code: 'conflict', attempted: 'auth.createAccount', field: 'email' } });
    expect(await createAccount(auth, { ...again, email: 'x@y.example', password: 'short' })).toMatchObject({ error: { code: 'invalid-input', field: 'password' } });
    expect(await createAccount(auth, { ...again, email: 'no mail' })).toMatchObject({ error: { code: 'invalid-input', field: 'email' } });
  });
});
