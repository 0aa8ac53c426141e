import { randomFillSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fileAccounts } from '#electron/auth/accounts.ts';
import { demoAccounts } from '#electron/auth/demo-accounts.ts';
import { refreshAttempts } from '#electron/auth/refresh-attempt.ts';
import { fileSecrets, memorySecrets, type SecretStore } from '#electron/auth/secret-store.ts';
import { createSessionService, type AccountCache } from '#electron/auth/session-service.ts';
import type { HttpClient } from '#electron/http/client.ts';
import type { Session, Tokens } from '#shared/auth/contract.ts';
import type { Me } from '#shared/auth/model.ts';
import { err, ok } from '#shared/kernel/result.ts';

const serverUrl = 'http://127.0.0.1:1';
const salma = { id: '0190aaaa-0000-7000-8000-000000000001', email: 'salma@example.test', name: 'Salma', role: 'vendor', locale: 'fr', shops: [] } as unknown as Me;
const karim = { ...salma, id: '0190aaaa-0000-7000-8000-000000000002', email: 'karim@example.test' } as Me;

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'comptoir-auth-'))));
afterEach(() => rmSync(folder, { recursive: true }));

/** The server's side of the promise: tokens rotate, the predecessor is good once more until its successor was used, after that the family dies. */
function aServer() {
  const people = new Map([[salma.email, salma], [karim.email, karim]]);
  let made = 0;
  let family = new Map<string, { me: Me; usedBy: string | null; confirmed: boolean }>();
  const mode: { network: 'up' | 'down' | 'answer-lost'; refuseRefresh: string | null } = { network: 'up', refuseRefresh: null };
  const calls: string[] = [];
  const issue = (who: Me, parent: string | null): Tokens => {
    const refreshToken = `refresh-token-number-${++made}`;
    family.set(refreshToken, { me: who, usedBy: null, confirmed: false });
    if (parent !== null) family.get(parent)!.usedBy = refreshToken;
    return { accessToken: `access-${made}`, expiresIn: 600, refreshToken, me: who };
  };
  const http = (async (name: string, sent: { body: { email: string; password: string; refreshToken: string } }) => {
    calls.push(name);
    if (mode.network === 'down') return err({ code: 'offline', rule: 'not-sent' });
    const answer = () => {
      if (name === 'signIn') {
        const who = people.get(sent.body.email);
        return who && sent.body.password === 'correct horse' ? ok(issue(who, null)) : err({ code: 'wrong-credentials' });
      }
      if (name === 'signOut') return ok({});
      if (mode.refuseRefresh !== null) return err({ code: mode.refuseRefresh });
      const link = family.get(sent.body.refreshToken);
      if (!link) return err({ code: 'signed-out' });
      for (const other of family.values()) if (other.usedBy === sent.body.refreshToken) other.confirmed = true;
      if (link.confirmed) {
        family = new Map();
        return err({ code: 'refresh-reused' });
      }
      return ok(issue(link.me, sent.body.refreshToken));
    };
    const answered = answer();
    return mode.network === 'answer-lost' ? err({ code: 'offline' }) : answered;
  }) as unknown as HttpClient;
  return { http, mode, calls };
}

function aConsole(server: ReturnType<typeof aServer>, secrets: SecretStore = fileSecrets(folder), demoFile: string | null = null) {
  const cache = { opened: null as string | null, unsent: 0, removed: [] as string[], refuse: null as string | null };
  const port: AccountCache = {
    open: async (who) => {
      if (cache.refuse) return err({ code: cache.refuse });
      cache.opened = who.id;
      return ok(undefined);
    },
    unsent: () => cache.unsent,
    close: async () => void (cache.opened = null),
    remove: async () => {
      cache.removed.push(cache.opened!);
      cache.opened = null;
    },
  };
  const seen: Session[] = [];
  let ready = 0;
  const service = createSessionService({ attemptOf: refreshAttempts(secrets, randomFillSync), serverUrl, device: 'test', http: server.http, secrets, accounts: fileAccounts(folder), demo: demoAccounts(demoFile), cache: port, onReady: () => ready++, onChange: (session) => seen.push(session), locked: () => false, onBroken: (cause) => { throw cause; } });
  return { service, cache, seen, ready: () => ready };
}

test('a wrong password opens nothing and changes nothing', async () => {
  const { service, cache } = aConsole(aServer());
  expect(await service.signIn(salma.email, 'wrong')).toMatchObject({ ok: false, error: { code: 'wrong-credentials' } });
  expect(service.session()).toMatchObject({ name: 'signed-out', reason: 'never' });
  expect(cache.opened).toBeNull();
});

test('the console opens without a network as who worked here last', async () => {
  const server = aServer();
  const first = aConsole(server);
  await first.service.signIn(salma.email, 'correct horse');
  server.mode.network = 'down';
  const second = aConsole(server);
  expect(await second.service.start()).toMatchObject({ ok: true, value: { name: 'signed-in', needsSignIn: false, tokenStore: 'file' } });
  expect(second.cache.opened).toBe(salma.id);
  expect(server.calls).toEqual(['signIn']);
});

test('without a place for the token the password is asked again, and work goes on meanwhile', async () => {
  const server = aServer();
  await aConsole(server, memorySecrets()).service.signIn(salma.email, 'correct horse');
  const second = aConsole(server, memorySecrets());
  expect(await second.service.start()).toMatchObject({ value: { name: 'signed-in', needsSignIn: true } });
  expect(second.cache.opened).toBe(salma.id);
  await second.service.signIn(salma.email, 'correct horse');
  expect(second.service.session()).toMatchObject({ name: 'signed-in', needsSignIn: false });
  expect(second.ready()).toBe(2);
});

test('renewing: one request for many askers, the new refresh token on disk before its access token is used', async () => {
  const server = aServer();
  const { service } = aConsole(server);
  await service.signIn(salma.email, 'correct horse');
  const spent = service.tokens.current();
  const answers = await Promise.all(Array.from({ length: 5 }, () => service.tokens.renew(spent)));
  expect(new Set(answers.map((answer) => answer.ok && answer.value))).toEqual(new Set(['access-2']));
  expect(server.calls.filter((call) => call === 'refresh')).toHaveLength(1);
  expect(readFileSync(join(folder, 'secrets.json'), 'utf8')).toContain('refresh-token-number-2');
  expect(statSync(join(folder, 'secrets.json')).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, 'accounts.json')).mode & 0o777).toBe(0o600);
});

test('an answer lost on its way does not sign anybody out', async () => {
  const server = aServer();
  const { service } = aConsole(server);
  await service.signIn(salma.email, 'correct horse');
  server.mode.network = 'answer-lost';
  expect(await service.tokens.renew(service.tokens.current())).toMatchObject({ ok: false, error: { code: 'offline' } });
  server.mode.network = 'up';
  expect(await service.tokens.renew(service.tokens.current())).toMatchObject({ ok: true });
  expect(service.session()).toMatchObject({ name: 'signed-in', needsSignIn: false });
});

test('a stolen refresh token ends the session, while cache and outbox stay for the next sign-in', async () => {
  const server = aServer();
  const { service, cache, seen } = aConsole(server);
  await service.signIn(salma.email, 'correct horse');
  const stolen = JSON.parse(readFileSync(join(folder, 'secrets.json'), 'utf8')) as Record<string, string>;
  // The thief renews twice: the second time confirms the first successor, and the owner's token is then a used one.
  const thief = await server.http('refresh', { body: { refreshToken: Object.values(stolen)[0]! } });
  await server.http('refresh', { body: { refreshToken: (thief as { value: Tokens }).value.refreshToken } });
  cache.unsent = 4;
  expect(await service.tokens.renew(service.tokens.current())).toMatchObject({ ok: false, error: { code: 'refresh-reused' } });
  expect(service.session()).toMatchObject({ name: 'signed-out', reason: 'reused' });
  expect(seen.at(-1)).toMatchObject({ reason: 'reused' });
  expect(cache).toMatchObject({ opened: null, removed: [] });
  expect(Object.keys(JSON.parse(readFileSync(join(folder, 'secrets.json'), 'utf8')) as object)).toEqual(['installation']);
  // Also after a restart the seller is told why.
  expect(await aConsole(server).service.start()).toMatchObject({ value: { name: 'signed-out', reason: 'reused' } });
  expect(await service.signIn(salma.email, 'correct horse')).toMatchObject({ ok: true });
  expect(cache.opened).toBe(salma.id);
});

test('a refresh token the server no longer knows: the password is asked, the cache stays open', async () => {
  const server = aServer();
  const { service, cache } = aConsole(server);
  await service.signIn(salma.email, 'correct horse');
  server.mode.refuseRefresh = 'signed-out';
  expect(await service.tokens.renew(service.tokens.current())).toMatchObject({ ok: false, error: { code: 'signed-out' } });
  expect(service.session()).toMatchObject({ name: 'signed-in', needsSignIn: true });
  expect(cache.opened).toBe(salma.id);
});

test('signing out is refused while edits wait; kept, the cache stays; with nothing waiting, it goes', async () => {
  const server = aServer();
  const { service, cache } = aConsole(server);
  await service.signIn(salma.email, 'correct horse');
  cache.unsent = 3;
  expect(await service.signOut(false)).toEqual(err({ code: 'unsent-changes', details: { count: 3 } }));
  expect(cache.opened).toBe(salma.id);
  expect(await service.signOut(true)).toMatchObject({ value: { name: 'signed-out', reason: 'signed-out' } });
  expect(cache).toMatchObject({ opened: null, removed: [] });
  await service.signIn(salma.email, 'correct horse');
  cache.unsent = 0;
  await service.signOut(false);
  expect(cache.removed).toEqual([salma.id]);
  expect(service.tokens.current()).toBeNull();
});

test('a renewal that was under way when the seller signed out brings nobody back', async () => {
  const server = aServer();
  const { service } = aConsole(server);
  await service.signIn(salma.email, 'correct horse');
  const renewal = service.tokens.renew(service.tokens.current());
  await service.signOut(false);
  await renewal;
  expect(service.session().name).toBe('signed-out');
  expect(service.tokens.current()).toBeNull();
  expect(Object.keys(JSON.parse(readFileSync(join(folder, 'secrets.json'), 'utf8')) as object)).toEqual(['installation']);
});

test('somebody else signs in: their own cache, the first one stays on disk', async () => {
  const server = aServer();
  const { service, cache } = aConsole(server);
  await service.signIn(salma.email, 'correct horse');
  await service.signIn(karim.email, 'correct horse');
  expect(cache).toMatchObject({ opened: karim.id, removed: [] });
});

test('a cache from a newer version is said so, and nobody is signed in', async () => {
  const { service, cache } = aConsole(aServer());
  cache.refuse = 'cache-newer';
  expect(await service.signIn(salma.email, 'correct horse')).toMatchObject({ ok: false, error: { code: 'cache-newer' } });
  expect(service.session().name).toBe('signed-out');
});

test('demo accounts come from the file of the server on this machine; passwords stay here', async () => {
  const file = join(folder, 'demo-accounts.json');
  const { service } = aConsole(aServer(), fileSecrets(folder), file);
  expect(service.session()).toMatchObject({ demo: [] });
  writeFileSync(file, '[{"email":');
  expect(service.session()).toMatchObject({ demo: [] });
  writeFileSync(file, JSON.stringify([{ email: salma.email, name: 'Salma', role: 'vendor', password: 'correct horse', shop: 'Atelier Nour' }]));
  expect(service.session()).toMatchObject({ demo: [{ email: salma.email, name: 'Salma', role: 'vendor' }] });
  expect(JSON.stringify(service.session())).not.toContain('correct horse');
  expect(await service.signInDemo('nobody@example.test')).toMatchObject({ ok: false, error: { code: 'not-found' } });
  expect(await service.signInDemo(salma.email)).toMatchObject({ ok: true });
});

test.each(['', 'not json', '{"last":7}', '[]'])('a broken accounts or secrets file (%j) counts as empty', async (text) => {
  writeFileSync(join(folder, 'accounts.json'), text);
  writeFileSync(join(folder, 'secrets.json'), text);
  const { service } = aConsole(aServer());
  expect(await service.start()).toMatchObject({ value: { name: 'signed-out', reason: 'never' } });
  expect(await service.signIn(salma.email, 'correct horse')).toMatchObject({ ok: true });
});
