import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readConfig } from '#server/config.ts';
import { loadSecret } from '#server/secret.ts';

describe('configuration', () => {
  test('nothing given: loopback, an embedded database, no demo', () => {
    const config = readConfig([], {});
    expect(config).toMatchObject({ ok: true, value: { host: '127.0.0.1', port: 4180, demo: { kind: 'none' }, database: { kind: 'sqlite' }, secret: null, production: false, origins: [], trustProxy: 0 } });
  });

  test('flags win over the environment', () => {
    const config = readConfig(['--port', '0', '--data', '/tmp/x', '--demo', 'olist:/data/real'], { COMPTOIR_PORT: '99', COMPTOIR_DEMO: 'none', COMPTOIR_SERVER_DATA: '/elsewhere' });
    expect(config).toMatchObject({ ok: true, value: { port: 0, dataDir: '/tmp/x', demo: { kind: 'olist', dir: '/data/real' }, database: { kind: 'sqlite', file: '/tmp/x/comptoir.db' } } });
  });

  test('a demo may be small', () => {
    expect(readConfig(['--demo', 'generate:400'], {})).toMatchObject({ ok: true, value: { demo: { kind: 'generate', vendorProducts: 400 } } });
  });

  test('the environment moves the server to PostgreSQL and behind a proxy', () => {
    const config = readConfig([], { DATABASE_URL: 'postgres://u:p@db/x', COMPTOIR_TRUST_PROXY: '1', COMPTOIR_ORIGINS: 'https://a.example, https://b.example', NODE_ENV: 'production' });
    expect(config).toMatchObject({ ok: true, value: { database: { kind: 'postgres', url: 'postgres://u:p@db/x' }, trustProxy: 1, origins: ['https://a.example', 'https://b.example'], production: true } });
  });

  test.each([
    { name: 'a port that is a word', args: ['--port', 'http'], env: {}, line: '--port must be a whole number from 0 to 65535' },
    { name: 'a port out of range', args: [], env: { COMPTOIR_PORT: '70000' }, line: 'COMPTOIR_PORT must be a whole number from 0 to 65535' },
    { name: 'another database', args: [], env: { DATABASE_URL: 'mysql://x' }, line: 'DATABASE_URL must start with postgres://' },
    { name: 'a demo nobody knows', args: ['--demo', 'big'], env: {}, line: '--demo must be none, generate, generate:PRODUCTS or olist:FOLDER' },
    { name: 'a short secret', args: [], env: { COMPTOIR_SECRET: 'hunter2' }, line: 'COMPTOIR_SECRET must have at least 32 characters, made at random' },
    { name: 'an origin with a path', args: [], env: { COMPTOIR_ORIGINS: 'https://a.example/x' }, line: 'COMPTOIR_ORIGINS must list origins like https://console.example' },
    { name: 'a log level nobody knows', args: [], env: { COMPTOIR_LOG: 'loud' }, line: 'COMPTOIR_LOG must be debug, info, warn, error or silent' },
    { name: 'a flag nobody knows', args: ['--colour', 'red'], env: {}, line: "Unknown option '--colour' (known: --port N, --host ADDRESS, --data FOLDER, --demo none|generate|generate:PRODUCTS|olist:FOLDER)" },
    { name: 'a flag without its value', args: ['--port'], env: {}, line: "Option '--port <value>' argument missing (known: --port N, --host ADDRESS, --data FOLDER, --demo none|generate|generate:PRODUCTS|olist:FOLDER)" },
  ])('$name gets one clear line', ({ args, env, line }) => {
    expect(readConfig(args, env)).toEqual({ ok: false, error: [line] });
  });

  test('several mistakes are all told at once, and secrets are not repeated', () => {
    const config = readConfig(['--port', '1x'], { DATABASE_URL: 'secret-password@db', COMPTOIR_SECRET: 'short-secret' });
    expect(config.ok ? [] : config.error).toHaveLength(3);
    expect(JSON.stringify(config)).not.toMatch(/secret-password|short-secret/);
  });
});

describe('the secret', () => {
  let dataDir = '';
  beforeEach(() => (dataDir = mkdtempSync(join(tmpdir(), 'comptoir-secret-'))));
  afterEach(() => rmSync(dataDir, { recursive: true }));
  const load = (production = false, fromEnvironment: string | null = null) => loadSecret({ fromEnvironment, dataDir, production });

  test('SEC-02 there is no default: the first run makes one only its owner may read, and keeps it', () => {
    const first = load();
    expect(first.ok && first.value.length).toBeGreaterThanOrEqual(32);
    expect(statSync(join(dataDir, 'server-secret')).mode & 0o777).toBe(0o600);
    expect(load()).toEqual(first);
    expect(loadSecret({ fromEnvironment: null, dataDir: mkdtempSync(join(dataDir, 'other-')), production: false })).not.toEqual(first);
  });

  test('in production a missing secret stops the start, with the way out', () => {
    expect(load(true)).toEqual({ ok: false, error: `no secret: set COMPTOIR_SECRET (32 characters or more, made at random) or put one into ${join(dataDir, 'server-secret')}` });
  });

  test('in production a kept one serves, and rights that are too wide are narrowed', () => {
    writeFileSync(join(dataDir, 'server-secret'), `${'k'.repeat(40)}\n`, { mode: 0o644 });
    expect(load(true)).toMatchObject({ ok: true });
    expect(statSync(join(dataDir, 'server-secret')).mode & 0o777).toBe(0o600);
  });

  test('one from the environment goes before the file and is written nowhere', () => {
    expect(load(true, 'e'.repeat(32))).toEqual({ ok: true, value: Buffer.from('e'.repeat(32)) });
    expect(() => readFileSync(join(dataDir, 'server-secret'))).toThrow('ENOENT');
  });

  test('a file somebody emptied is not taken for a secret', () => {
    writeFileSync(join(dataDir, 'server-secret'), '');
    expect(load()).toMatchObject({ ok: false, error: expect.stringContaining('too short') as unknown });
  });
});
