import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CacheDb } from '#electron/db/cache-db.ts';
import { createSettings } from '#electron/settings/handlers.ts';
import type { Locale } from '#shared/auth/model.ts';
import { answer } from '#shared/contract/channel.ts';
import { settings, settingsChannels, type Settings } from '#shared/settings/contract.ts';
import { aCache, aFolder } from '#tests/builders/cache.ts';

function aDesk(given: { dataDir?: string; cache?: CacheDb | null; locale?: Locale | null; systemLocale?: string } = {}) {
  const dataDir = given.dataDir ?? aFolder();
  const told: Settings[] = [];
  let cache = given.cache ?? null;
  const service = createSettings({
    cache: () => cache, dataDir, locale: () => given.locale ?? null, systemLocale: given.systemLocale ?? 'fr_FR.UTF-8', tell: (now) => void told.push(now),
    about: () => ({ version: '0.1.0', protocol: 1, shell: 'browser', dataDir, cacheFile: null, serverUrl: 'http://127.0.0.1:1', encrypted: false }),
  });
  const ask = async (channel: keyof typeof settingsChannels, input: unknown) => (await answer(settingsChannels, service.handlers, { t: 'ask', id: 1, channel, input }, (_, cause) => { throw cause; })).result;
  return { service, dataDir, told, get: async () => (await ask('settings.get', {})) as { ok: true; value: Settings }, set: (part: unknown) => ask('settings.set', part), ask, swap: (next: CacheDb | null) => { cache = next; service.accountChanged(); } };
}

test.each([['fr_MA.UTF-8', 'fr'], ['ar', 'ar'], ['en-GB', 'en'], ['C', 'fr'], ['de_DE', 'fr'], ['', 'fr']])('PLT-03 the first language on a system in %j is %s', async (systemLocale, expected) =>
  expect((await aDesk({ systemLocale }).get()).value).toEqual({ locale: expected, theme: 'system', density: 'normal', reducedMotion: false, shortcuts: {}, screens: {}, shopId: null }));

describe('before anybody signs in', () => {
  test('tastes are kept in a file only the owner reads, and told', async () => {
    const desk = aDesk();
    expect(await desk.set({ locale: 'ar', theme: 'dark' })).toMatchObject({ ok: true, value: { locale: 'ar', theme: 'dark', density: 'normal' } });
    expect(desk.told).toMatchObject([{ locale: 'ar', theme: 'dark' }]);
    expect(statSync(join(desk.dataDir, 'settings.json')).mode & 0o777).toBe(0o600);
    expect((await aDesk({ dataDir: desk.dataDir }).get()).value).toMatchObject({ locale: 'ar', theme: 'dark' });
  });
  test.each([['nothing', ''], ['no JSON', '{"theme":'], ['another shape', '[1]'], ['one value nobody knows', '{"theme":"neon","density":"compact"}']])('a file with %s does not stop the console', async (_, text) => {
    const dataDir = aFolder();
    writeFileSync(join(dataDir, 'settings.json'), text);
    const { value } = await aDesk({ dataDir }).get();
    expect(settings.safeParse(value).success).toBe(true);
    expect(value.density).toBe(text.includes('compact') ? 'compact' : 'normal');
  });
});

describe('signed in', () => {
  test('settings are the account’s; the machine remembers only the look', async () => {
    const cache = aCache();
    const desk = aDesk({ cache });
    await desk.set({ density: 'compact', screens: { catalog: { columns: ['title'] } }, shortcuts: { 'catalog.new': 'n' } });
    await desk.set({ screens: { sync: { open: true } } });
    expect((await desk.get()).value).toMatchObject({ density: 'compact', screens: { catalog: { columns: ['title'] }, sync: { open: true } }, shortcuts: { 'catalog.new': 'n' } });
    expect(JSON.parse(readFileSync(join(desk.dataDir, 'settings.json'), 'utf8'))).toEqual({ density: 'compact' });
    desk.swap(null);
    expect(desk.told.at(-1)).toMatchObject({ density: 'compact', screens: {}, shortcuts: {} });
    desk.swap(aCache({ file: cache.file, shops: [], search: false }));
    expect((await desk.get()).value.screens).toEqual({ catalog: { columns: ['title'] }, sync: { open: true } });
  });
  test('the language of the account counts until one is chosen here', async () => {
    const desk = aDesk({ cache: aCache(), locale: 'en' });
    expect((await desk.get()).value.locale).toBe('en');
    await desk.set({ locale: 'ar' });
    expect((await desk.get()).value.locale).toBe('ar');
  });
});

test('nonsense is refused and changes nothing', async () => {
  const desk = aDesk();
  expect(await desk.set({ theme: 'neon' })).toMatchObject({ ok: false, error: { code: 'invalid-input', field: 'theme' } });
  expect((await desk.get()).value.theme).toBe('system');
  expect(await desk.ask('settings.about', {})).toMatchObject({ ok: true, value: { shell: 'browser' } });
});
