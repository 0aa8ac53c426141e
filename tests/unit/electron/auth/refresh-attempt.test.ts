import { randomFillSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { refreshAttempts } from '#electron/auth/refresh-attempt.ts';
import { memorySecrets } from '#electron/auth/secret-store.ts';

test('SEC-02 an installation marks the same token alike, also after a restart; another one cannot', async () => {
  const secrets = memorySecrets();
  const [first, again] = await Promise.all(['token', 'token'].map(refreshAttempts(secrets, randomFillSync)));
  expect(first).toMatch(/^[\w-]{43}$/);
  expect(again).toBe(first);
  expect(await refreshAttempts(secrets, randomFillSync)('token')).toBe(first);
  expect(await refreshAttempts(secrets, randomFillSync)('another token')).not.toBe(first);
  expect(await refreshAttempts(memorySecrets(), randomFillSync)('token')).not.toBe(first);
});

test('the installation secret is not the mark and is never part of it', async () => {
  const secrets = memorySecrets();
  const mark = await refreshAttempts(secrets, randomFillSync)('token');
  const secret = await secrets.get('installation');
  expect(secret).toMatch(/^[\w-]{43}$/);
  expect(mark).not.toContain(secret);
});
