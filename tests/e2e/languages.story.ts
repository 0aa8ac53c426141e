import type { Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { axeOn } from '#tests/support/axe.ts';
import { cell, grid, wholeCatalogue } from './catalogue.ts';
import { expect, test } from './fixtures.ts';

const PRODUCTS = 400;
test.use({ vendorProducts: PRODUCTS });

const languages = { fr: 'Français', en: 'English', ar: 'العربية' } as const;
type Language = keyof typeof languages;
const themes = ['light', 'dark', 'high-contrast'] as const;
type Theme = (typeof themes)[number];
/** Each language in the light theme; the two others, which change colours only, once in one writing direction each. */
const themesSeenIn: Record<Language, readonly Theme[]> = { fr: ['light', 'high-contrast'], en: ['light'], ar: ['light', 'dark'] };
type Words = { language: { title: string }; theme: Record<Theme | 'title', string> };
const wordsOf = (language: Language): Words => JSON.parse(readFileSync(new URL(`../../renderer/locales/${language}/settings.json`, import.meta.url), 'utf8')) as Words;

/** What axe finds against WCAG 2.1 AA, as lines to read. */
async function violations(page: Page, theme: Theme): Promise<string[]> {
  const axe = axeOn(page);
  // Themes change colours and nothing else: the other rules are asked once per language.
  const { violations: found } = await (theme === 'light' ? axe.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']) : axe.withRules(['color-contrast'])).analyze();
  return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.any[0]?.message ?? node.all[0]?.message ?? ''}`));
}
const open = (page: Page, hash: string) => page.evaluate((to) => void (location.hash = to), hash);
/** Fading in is over: what is measured is what is read. */
const settled = (page: Page) => page.evaluate(() => Promise.all(document.getAnimations().filter((one) => one.effect?.getComputedTiming().iterations !== Infinity).map((one) => one.finished.catch(() => null))));

type Screen = { readonly name: string; readonly show: (page: Page) => Promise<void>; readonly leave?: (page: Page) => Promise<void> };
/** A list of products with something of everything: a column nobody knows, one a person is asked about, a price that is none. */
const list = 'SKU,Titre,Prix,Marque,Rayon,Montant\nAXE-1,Bol,n.c.,Dar Zellij,A,12.50\nAXE-2,Plat,40,dar zellij,B,13.50\nAXE-3,Verre,15,Dar  Zellij,C,14.50\n';
/** Brings a file in, has its preview computed, and says where it is. */
async function importedFile(page: Page): Promise<string> {
  await open(page, '#/catalog/import');
  // The page before has places for files of its own.
  await expect(page.locator('input[type="file"]')).toHaveCount(1);
  await page.locator('input[type="file"]').setInputFiles({ name: 'liste.csv', mimeType: 'text/csv', buffer: Buffer.from(list) });
  await expect(page).toHaveURL(/#\/catalog\/import\/[0-9a-f-]{36}/);
  await page.getByRole('button', { name: 'Voir l’aperçu' }).click();
  await expect(page.getByText('3 lignes, toutes comptées')).toBeVisible({ timeout: 60_000 });
  // What was said of a button that is no more stays for some seconds where screen readers listen.
  await expect(page.locator('[data-live-announcer] [role="img"]')).toHaveCount(0, { timeout: 30_000 });
  return new URL(page.url()).hash;
}
const screensOf = (product: string, file: string): readonly Screen[] => [
  { name: 'catalogue', show: async (page) => { await open(page, '#/catalog'); await expect(await cell(page, 0, /SKU/)).toBeVisible(); } },
  { name: 'product page', show: async (page) => { await open(page, product); await expect(page.getByRole('table').first()).toBeVisible(); } },
  { name: 'new product', show: async (page) => { await open(page, '#/catalog/new'); await expect(page.locator('form input').first()).toBeVisible(); } },
  { name: 'sync', show: async (page) => { await open(page, '#/sync'); await expect(page.getByRole('tablist')).toBeVisible(); } },
  { name: 'versions', show: async (page) => { await open(page, `${product}/versions`); await expect(page.getByRole('main').locator('h1')).toBeVisible(); } },
  { name: 'duplicate codes', show: async (page) => { await open(page, '#/catalog/duplicates'); await expect(page.getByRole('main').locator('h1')).toBeVisible(); } },
  { name: 'jobs', show: async (page) => { await open(page, '#/catalog/jobs'); await expect(page.getByRole('main').locator('h1')).toBeVisible(); } },
  { name: 'import', show: async (page) => { await open(page, '#/catalog/import'); await expect(page.locator('input[type="file"]')).toBeAttached(); } },
  { name: 'file and columns', show: async (page) => { await open(page, file); await expect(page.getByRole('table')).toHaveCount(2); } },
  ...([['preview', 1, 'table'], ['problems', 2, 'table'], ['spellings', 3, 'textbox'], ['notes', 4, 'table']] as const).map(([name, at, what]): Screen => ({
    name: `${name} of a file`, show: async (page) => { await open(page, file); await page.getByRole('tab').nth(at).click(); await expect(page.getByRole('tabpanel').getByRole(what).first()).toBeVisible(); },
  })),
  ...(['#/pictures', '#/pictures/uploads'] as const).map((hash): Screen => ({ name: `pictures ${hash}`, show: async (page) => { await open(page, hash); await expect(page.getByRole('tabpanel')).toBeVisible(); await expect(page.locator('[aria-busy="true"]')).toHaveCount(0); } })),
  { name: 'shop', show: async (page) => { await open(page, '#/shop'); await expect(page.getByRole('main').locator('h2').first()).toBeVisible(); } },
  { name: 'settings', show: async (page) => { await open(page, '#/settings'); await expect(page.getByRole('radiogroup').first()).toBeVisible(); } },
  { name: 'palette', show: async (page) => { await page.keyboard.press('Control+k'); await expect(page.getByRole('dialog')).toBeVisible(); }, leave: (page) => page.keyboard.press('Escape') },
  { name: 'shortcut sheet', show: async (page) => { await page.keyboard.press('?'); await expect(page.getByRole('dialog')).toBeVisible(); }, leave: (page) => page.keyboard.press('Escape') },
];

async function dress(page: Page, from: Language, language: Language, theme: Theme): Promise<void> {
  await open(page, '#/settings');
  await page.getByRole('radiogroup', { name: wordsOf(from).language.title }).getByText(languages[language], { exact: true }).click();
  await page.getByRole('radiogroup', { name: wordsOf(language).theme.title }).getByText(wordsOf(language).theme[theme], { exact: true }).click();
  await dressed(page, language, theme);
}
async function dressed(page: Page, language: Language, theme: Theme): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('lang', language);
  await expect(page.locator('html')).toHaveAttribute('dir', language === 'ar' ? 'rtl' : 'ltr');
  await expect(page.locator('html')).toHaveAttribute('data-theme', theme === 'high-contrast' ? 'contrast-light' : theme);
}

test('PLT-04 PLT-05 PLT-06 the door in three languages and three themes', async ({ desk }) => {
  const page = desk.page();
  // Before anybody chose, the door speaks the language of the system it stands on.
  const anyLanguage = new RegExp(`^(${Object.values(languages).join('|')})$`);
  let from: Language | null = null;
  const found: string[] = [];
  for (const language of ['fr', 'en', 'ar'] as const) {
    await page.getByRole('button', { name: anyLanguage }).click();
    // The language chosen before is ticked, and the tick is said.
    if (from !== null) await expect(page.getByRole('menuitemradio', { checked: true })).toHaveText(languages[from]);
    await page.getByRole('menuitemradio', { name: languages[language] }).click();
    from = language;
    for (const theme of themes) {
      await page.getByRole('button', { name: wordsOf(language).theme.title }).click();
      await page.getByRole('menuitemradio', { name: wordsOf(language).theme[theme], exact: true }).click();
      await expect(page.getByRole('menu')).toHaveCount(0);
      await dressed(page, language, theme);
      await settled(page);
      found.push(...(await violations(page, theme)).map((line) => `${language} ${theme}: ${line}`));
    }
  }
  expect(found).toEqual([]);
});

test('PLT-04 PLT-05 PLT-06 every screen in three languages, in three themes, narrow and wide', async ({ desk }) => {
  const page = desk.page();
  await desk.signIn('salma@atelier-nour.example');
  await wholeCatalogue(page, PRODUCTS);
  await (await cell(page, 0, 'SKU')).click();
  await page.keyboard.press('o');
  await expect(page).toHaveURL(/#\/catalog\/[0-9a-f-]{36}/);
  const product = new URL(page.url()).hash;
  const screens = screensOf(product, await importedFile(page));
  let from: Language = 'fr';
  const found: string[] = [];
  for (const language of ['fr', 'en', 'ar'] as const) {
    for (const theme of themesSeenIn[language]) {
      await page.setViewportSize({ width: 1_440, height: 900 });
      await dress(page, from, language, theme);
      from = language;
      for (const screen of screens) {
        const where = `${language} ${theme} ${screen.name}`;
        await screen.show(page);
        await settled(page);
        found.push(...(await violations(page, theme)).map((line) => `${where}: ${line}`));
        await screen.leave?.(page);
        if (screen.leave) await expect(page.getByRole('dialog')).toHaveCount(0);
      }
      if (theme !== 'light') continue;
      for (const width of [420, 720]) {
        await page.setViewportSize({ width, height: 900 });
        for (const screen of screens) {
          await screen.show(page);
          const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
          if (over > 0) found.push(`${language} ${screen.name} at ${width} px: the page scrolls sideways by ${over} px`);
          await screen.leave?.(page);
          if (screen.leave) await expect(page.getByRole('dialog')).toHaveCount(0);
        }
      }
    }
  }
  expect(found).toEqual([]);

  await test.step('Arabic is mirrored; amounts and codes are not', async () => {
    await page.setViewportSize({ width: 1_440, height: 900 });
    await open(page, '#/catalog');
    const box = async (name: 'navigation' | 'main') => (await page.getByRole(name).first().boundingBox())!;
    expect((await box('navigation')).x).toBeGreaterThan((await box('main')).x);
    const heads = await grid(page).getByRole('columnheader').evaluateAll((all) => all.map((head) => head.getBoundingClientRect().right));
    expect(heads.every((right, at) => at === 0 || right < heads[at - 1]!)).toBe(true);
    for (const column of [/SKU/, /MAD/]) {
      const drawn = await (await cell(page, 0, column)).evaluate((element) => {
        const places: number[] = [];
        const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          for (let at = 0; at < node.nodeValue!.length; at++) {
            if (!/[\dA-Z]/.test(node.nodeValue![at]!)) continue;
            const range = document.createRange();
            range.setStart(node, at);
            range.setEnd(node, at + 1);
            places.push(range.getBoundingClientRect().left);
          }
        }
        return places;
      });
      expect(drawn.length).toBeGreaterThan(3);
      expect(drawn, `${column} is read from left to right`).toEqual(drawn.toSorted((a, b) => a - b));
    }
  });
});
