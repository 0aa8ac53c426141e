import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ok } from '#shared/kernel/result.ts';
import type { Settings } from '#shared/settings/contract.ts';
import { aConflict, inboxOf, outboxOf, anUnsentChange, aSyncState, nobodySignedIn } from '#tests/builders/window.ts';
import { axeOn } from '#tests/support/axe.ts';
import { setStage, type Script, type Stage } from '#tests/support/renderer-stage.ts';
import { aQuietMorning } from '../stage/script.ts';

let stage: Stage;
beforeAll(async () => void (stage = await setStage()));
afterAll(() => stage.close());

const busy: Script = {
  'sync.state': ok(aSyncState({ name: 'offline', since: 0 as never, error: { code: 'offline' }, nextTryAt: null }, { unsent: 2, conflicts: 1, rejected: 1 })),
  'sync.conflicts': ok(inboxOf([aConflict(1)])),
  'sync.unsent': ({ state }: { state: string }) => ok(outboxOf(state === 'rejected' ? [anUnsentChange(3, { state: 'rejected', error: { code: 'gone', attempted: 'push' } })] : [anUnsentChange(1), anUnsentChange(2)])),
};
const looks: readonly { name: string; settings: Partial<Settings> }[] = [
  { name: 'light, French', settings: {} },
  { name: 'dark, Arabic', settings: { theme: 'dark', locale: 'ar' } },
  { name: 'high contrast, English', settings: { theme: 'high-contrast', locale: 'en', reducedMotion: true } },
];
/** Places of a console in the middle of its work, walked through without opening it anew. */
const places: readonly { hash: string; act?: (page: Page) => Promise<void> }[] = [
  { hash: '#/settings' },
  { hash: '#/sync/conflicts' },
  { hash: '#/sync/unsent' },
  { hash: '#/sync/rejected' },
  {
    hash: '#/sync/rejected',
    act: async (page) => {
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    hash: '#/settings',
    act: async (page) => {
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.keyboard.press('Control+k');
      await page.getByRole('option').first().waitFor();
    },
  },
];
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
async function violationsOn(page: Page): Promise<string[]> {
  const { violations } = await axeOn(page).withTags(tags).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

describe.each(looks)('PLT-06 axe finds nothing: $name', ({ settings }) => {
  test('sign-in', async () => {
    const { page, complaints, close } = await stage.open(aQuietMorning(settings, { 'auth.session': ok(nobodySignedIn()) }));
    await page.locator('main').waitFor();
    expect(await violationsOn(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  });
  test('settings, the sync page in its three lists, shortcut sheet, palette', async () => {
    const { page, complaints, close } = await stage.open(aQuietMorning(settings, busy), { hash: '#/settings' });
    await page.locator('main').waitFor();
    for (const { hash, act } of places) {
      await page.evaluate((next) => void (location.hash = next), hash);
      await page.locator('main h1, main h2').first().waitFor();
      await act?.(page);
      expect(await violationsOn(page), hash).toEqual([]);
    }
    expect(complaints).toEqual([]);
    await close();
  }, 120_000);
});

test('200 % zoom: at half the width nothing is cut off sideways', async () => {
  const { page, close } = await stage.open(aQuietMorning({}, busy), { hash: '#/settings', context: { viewport: { width: 720, height: 450 } } });
  for (const { hash } of places.slice(0, 4)) {
    await page.evaluate((next) => void (location.hash = next), hash);
    await page.locator('main h1, main h2').first().waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), hash).toBe(0);
  }
  await close();
}, 60_000);

test('the keys reach every place in the frame: skip link, search, connection, account, places', async () => {
  const { page, close } = await stage.open(aQuietMorning(), { hash: '#/settings' });
  await page.getByRole('heading', { name: 'Réglages' }).waitFor();
  const reached: string[] = [];
  // Whatever places this role has: each new one is reached like the others.
  const places = (await page.getByRole('navigation').getByRole('link').allInnerTexts()).map((text) => text.split('\n')[0]!);
  expect(places).toEqual(expect.arrayContaining(['Catalogue', 'Commandes', 'Conversations', 'Images', 'Boutique', 'Synchronisation', 'Réglages']));
  for (let i = 0; i < 4 + places.length; i++) {
    await page.keyboard.press('Tab');
    reached.push(await page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? ''));
    const ring = await page.evaluate(() => getComputedStyle(document.activeElement!).outlineStyle);
    expect(ring, reached.at(-1)!).not.toBe('none');
  }
  expect(reached.map((text) => text.trim())).toEqual([
    'Aller au contenu', expect.stringContaining('Chercher un produit'), 'État de la connexion : En ligne'.replace(' :', '\u00a0:'), 'Compte de Salma Bennani',
    ...places.map((name) => expect.stringContaining(name)),
  ]);
  await close();
});

