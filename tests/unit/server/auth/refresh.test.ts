import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { disableAccount, refresh, signIn, signOut } from '#server/auth/auth-service.ts';
import { FAMILY_MS, GRACE_MS, pruneRefreshTokens, REFRESH_TOKEN_MS } from '#server/auth/refresh-tokens.ts';
import { sessionOf } from '#server/auth/sessions.ts';
import { openDatabase } from '#server/db/open.ts';
import { DAY_MS } from '#shared/kernel/time.ts';
import { anAccount, authOn, PASSWORD, type TestAuth } from '#tests/support/accounts.ts';
import { describeOnEachDatabase } from '#tests/support/databases.ts';

const HOME = '203.0.113.9';
const ELSEWHERE = '198.51.100.7';

async function signedIn(auth: TestAuth) {
  const userId = await anAccount(auth);
  const result = await signIn(auth, { email: 'salma@atelier.example', password: PASSWORD, device: 'counter' }, HOME);
  if (!result.ok) throw new Error(`not signed in: ${result.error.code}`);
  return { userId, ...result.value };
}

const renew = async (auth: TestAuth, refreshToken: string, from = HOME, attempt?: string) => {
  const result = await refresh(auth, { refreshToken, attempt }, from);
  return result.ok ? result.value.refreshToken : `${result.error.code}${result.error.rule === undefined ? '' : ` ${result.error.rule}`}`;
};

/** Tokens of the database that would still be accepted. */
const alive = (auth: TestAuth) => auth.db.kysely.selectFrom('refresh_token').select('id').where('used_at', 'is', null).where('revoked_at', 'is', null).execute();

describeOnEachDatabase('refresh tokens', (open) => {
  test('SEC-02 every refresh gives a new one, and an access token that works', async () => {
    const auth = authOn(await open());
    const { refreshToken } = await signedIn(auth);
    const second = await refresh(auth, { refreshToken }, HOME);
    if (!second.ok) throw new Error(second.error.code);
    expect(second.value.refreshToken).not.toBe(refreshToken);
    expect(second.value.refreshToken).toHaveLength(43);
    expect(await sessionOf(auth, second.value.accessToken)).toMatchObject({ ok: true });
    expect(await alive(auth)).toHaveLength(1);
  });

  test('SEC-02 a stolen token used after its owner ends the session for both', async () => {
    const auth = authOn(await open());
    const first = await signedIn(auth);
    const second = await renew(auth, first.refreshToken);
    expect(await renew(auth, first.refreshToken, ELSEWHERE)).toBe('refresh-reused');
    expect(await renew(auth, second)).toBe('refresh-reused');
    expect(await sessionOf(auth, first.accessToken)).toEqual({ ok: false, error: { code: 'signed-out', rule: 'ended' } });
    expect(await alive(auth)).toEqual([]);
    expect(auth.ended).toEqual([{ userId: first.userId, familyId: expect.any(String) as unknown }]);
    expect(auth.logText()).toContain('refresh-reused');
  });

  test('SEC-02 a stolen token used before its owner ends the session for both', async () => {
    const auth = authOn(await open());
    const { refreshToken } = await signedIn(auth);
    const thief = await renew(auth, refreshToken, ELSEWHERE);
    auth.pass(1_000);
    expect(await renew(auth, refreshToken)).toBe('refresh-reused');
    expect(await renew(auth, thief, ELSEWHERE)).toBe('refresh-reused');
  });

  test('SEC-02 other sessions of the same person go on', async () => {
    const auth = authOn(await open());
    const { refreshToken } = await signedIn(auth);
    const other = await signIn(auth, { email: 'salma@atelier.example', password: PASSWORD, device: 'stock room' }, HOME);
    await renew(auth, refreshToken);
    auth.pass(GRACE_MS);
    expect(await renew(auth, refreshToken)).toBe('refresh-reused');
    expect(other.ok && (await renew(auth, other.value.refreshToken))).toHaveLength(43);
  });

  test.each([
    { name: 'within 30 s, from the same address: the same successor again', from: HOME, attempts: [undefined, undefined], afterMs: GRACE_MS - 1, same: true },
    { name: 'later: reuse', from: HOME, attempts: [undefined, undefined], afterMs: GRACE_MS, same: false },
    { name: 'from elsewhere: reuse', from: ELSEWHERE, attempts: [undefined, undefined], afterMs: 1, same: false },
    { name: 'from elsewhere with the attempt of the first: the same again', from: ELSEWHERE, attempts: ['attempt-of-salma', 'attempt-of-salma'], afterMs: 1, same: true },
    { name: 'from home with another attempt: reuse', from: HOME, attempts: ['attempt-of-salma', 'attempt-of-thief'], afterMs: 1, same: false },
    { name: 'from home without the attempt: reuse', from: HOME, attempts: ['attempt-of-salma', undefined], afterMs: 1, same: false },
    { name: 'from elsewhere with an attempt that spells the address: reuse', from: ELSEWHERE, attempts: [undefined, HOME], afterMs: 1, same: false },
    { name: 'from elsewhere with an attempt that spells the mark of the address: reuse', from: ELSEWHERE, attempts: [undefined, `address ${HOME}`], afterMs: 1, same: false },
  ])('a lost answer asked for again $name', async ({ from, attempts, afterMs, same }) => {
    const auth = authOn(await open());
    const { refreshToken } = await signedIn(auth);
    const lost = await renew(auth, refreshToken, HOME, attempts[0]);
    auth.pass(afterMs);
    expect(await renew(auth, refreshToken, from, attempts[1])).toBe(same ? lost : 'refresh-reused');
    expect(await alive(auth)).toHaveLength(same ? 1 : 0);
  });

  test('a lost answer is not given again once its successor was used', async () => {
    const auth = authOn(await open());
    const { refreshToken } = await signedIn(auth);
    const second = await renew(auth, refreshToken);
    await renew(auth, second);
    expect(await renew(auth, refreshToken)).toBe('refresh-reused');
  });

  test('twenty refreshes of one token at once agree on one successor', async () => {
    const auth = authOn(await open());
    const { refreshToken } = await signedIn(auth);
    const answers = await Promise.all(Array.from({ length: 20 }, () => renew(auth, refreshToken)));
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toHaveLength(43);
    expect(await alive(auth)).toHaveLength(1);
  });

  test('an owner and a thief at once: never two valid tokens', async () => {
    const auth = authOn(await open());
    const { refreshToken } = await signedIn(auth);
    const answers = await Promise.all([renew(auth, refreshToken, HOME), renew(auth, refreshToken, ELSEWHERE)]);
    expect(answers.filter((answer) => answer === 'refresh-reused')).toHaveLength(1);
    expect(await alive(auth)).toEqual([]);
  });

  test('signing out ends the family, with any of its tokens, and twice is once', async () => {
    const auth = authOn(await open());
    const first = await signedIn(auth);
    const second = await renew(auth, first.refreshToken);
    await signOut(auth, first.refreshToken);
    expect(await renew(auth, second)).toBe('signed-out ended');
    expect(await sessionOf(auth, first.accessToken)).toMatchObject({ ok: false });
    await signOut(auth, second);
    await signOut(auth, 'a token nobody has heard of');
  });

  test.each([
    { name: 'one nobody made', token: 'x'.repeat(43) },
    { name: 'the hash from the table', token: null },
  ])('$name is no token', async ({ token }) => {
    const auth = authOn(await open());
    await signedIn(auth);
    const stored = await auth.db.kysely.selectFrom('refresh_token').select('token_hash').executeTakeFirstOrThrow();
    expect(await renew(auth, token ?? stored.token_hash)).toBe('signed-out unknown');
  });

  test('a month unused is the end; used, it lasts half a year', async () => {
    const auth = authOn(await open());
    let { refreshToken: token } = await signedIn(auth);
    for (let days = 29; days < FAMILY_MS / DAY_MS; days += 29) {
      auth.pass(29 * DAY_MS);
      token = await renew(auth, token);
      expect(token).toHaveLength(43);
    }
    auth.pass(29 * DAY_MS);
    expect(await renew(auth, token)).toBe('signed-out expired');
  });

  test('a token runs out at its last millisecond', async () => {
    const auth = authOn(await open());
    const { refreshToken } = await signedIn(auth);
    auth.pass(REFRESH_TOKEN_MS);
    expect(await renew(auth, refreshToken)).toBe('signed-out expired');
  });

  test('a disabled account refreshes nothing', async () => {
    const auth = authOn(await open());
    const { refreshToken, userId } = await signedIn(auth);
    await disableAccount(auth, userId);
    expect(await renew(auth, refreshToken)).toBe('signed-out ended');
  });

  test('what ran out long ago is removed, what may still be reused stays', async () => {
    const auth = authOn(await open());
    const { refreshToken } = await signedIn(auth);
    auth.pass(20 * DAY_MS);
    await renew(auth, refreshToken);
    auth.pass(20 * DAY_MS);
    await pruneRefreshTokens(auth.db, auth.clock());
    expect(await renew(auth, refreshToken)).toBe('refresh-reused');
    auth.pass(2 * REFRESH_TOKEN_MS + 1);
    await pruneRefreshTokens(auth.db, auth.clock());
    expect(await auth.db.kysely.selectFrom('refresh_token').selectAll().execute()).toEqual([]);
  });
});

describe('owner and thief, any order', () => {
  // The owner may lose answers and ask again; the thief has copied a token at some point and may use it at any time, from elsewhere.
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ who: fc.constant('owner' as const), lost: fc.boolean(), waitMs: fc.nat({ max: 40_000 }) }) },
    { weight: 1, arbitrary: fc.record({ who: fc.constant('steal' as const) }) },
    { weight: 2, arbitrary: fc.record({ who: fc.constant('thief' as const), waitMs: fc.nat({ max: 40_000 }) }) },
  );

  test('SEC-02 there is never more than one valid token, and a replay always ends the family', async () => {
    const db = await openDatabase({ kind: 'sqlite', file: ':memory:' });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), async (steps) => {
        await db.kysely.deleteFrom('app_user').execute();
        await db.kysely.deleteFrom('sign_in_try').execute();
        const auth = authOn(db);
        let owned = (await signedIn(auth)).refreshToken;
        let stolen: string | null = null;
        const used = new Map<string, 'owner' | 'thief'>();
        let over: boolean = false;
        for (const one of steps) {
          if (one.who === 'steal') {
            stolen ??= owned;
          } else if (one.who === 'owner') {
            auth.pass(one.waitMs);
            let answer = await renew(auth, owned, HOME, `owner ${owned}`);
            // A lost answer: asked for again a second later, from another network.
            if (one.lost) {
              auth.pass(1_000);
              answer = await renew(auth, owned, ELSEWHERE, `owner ${owned}`);
            }
            const replayed: boolean = over || used.get(owned) === 'thief';
            expect(answer, 'only a thief ends a session').toSatisfy((text: string) => (text.length === 43) === !replayed);
            over = replayed;
            used.set(owned, used.get(owned) ?? 'owner');
            if (!over) owned = answer;
          } else if (stolen !== null) {
            auth.pass(one.waitMs);
            const answer: string = await renew(auth, stolen, ELSEWHERE);
            const replayed: boolean = over || used.get(stolen) === 'owner';
            // The thief's own second try within 30 s is answered like anybody's lost answer.
            if (replayed) expect(answer).toBe('refresh-reused');
            over = over || answer.length !== 43;
            used.set(stolen, used.get(stolen) ?? 'thief');
            if (answer.length === 43) stolen = answer;
          }
          const valid = await alive(auth);
          expect(valid.length).toBe(over ? 0 : 1);
        }
      }),
      { numRuns: 150 },
    );
    await db.close();
  });
});
