import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { cell, grid, wholeCatalogue } from './catalogue.ts';
import { expect, test } from './fixtures.ts';
import { allSent, find, oneVariant } from './products.ts';

const PRODUCTS = 400;
test.use({ vendorProducts: PRODUCTS });

const openSync = async (page: Page, tab: RegExp) => {
  await page.getByRole('navigation').getByRole('link', { name: /Synchronisation/ }).click();
  await page.getByRole('tab', { name: tab }).click();
};
const openList = (page: Page) => page.getByRole('navigation').getByRole('link', { name: /Catalogue/ }).click();
/** Types into the cell of the first line that this key opens. */
async function type(page: Page, sku: string, key: 'p' | 's', text: string): Promise<void> {
  await find(page, sku);
  await page.keyboard.press(key);
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}
async function firstOnes(page: Page, count: number): Promise<string[]> {
  const skus: string[] = [];
  for await (const sku of oneVariant(page)) if (skus.push(sku) === count) break;
  return skus;
}
const text = async (page: Page, sku: string, column: string | RegExp): Promise<string> => {
  await find(page, sku);
  return (await (await cell(page, 0, column)).innerText()).trim();
};
const figure = (shown: string): number => Number(shown.replace(/[^\d-]/g, ''));

test('SYN-12 changes of a machine that breaks are exported, taken over on another, and count once when it comes back', async ({ server, desk, newDesk }) => {
  await desk.signIn('salma@atelier-nour.example');
  let broken = desk.page();
  await wholeCatalogue(broken, PRODUCTS);
  const [one, other] = await firstOnes(broken, 2);
  const pieces = figure(await text(broken, one!, 'Dispo.'));
  await server.stop();
  await expect(broken.getByText(/^Hors ligne/).first()).toBeVisible();
  await type(broken, one!, 's', '+5');
  await type(broken, other!, 'p', '12,30');
  await expect(broken.getByText('2 changements à envoyer')).toBeVisible();
  await openSync(broken, /À envoyer/);
  await broken.getByRole('button', { name: 'Exporter…' }).click();
  await expect(broken.getByText(/2 changements écrits dans un fichier/)).toBeVisible();
  const folder = join(desk.dataDir, 'exports');
  const file = join(folder, readdirSync(folder).find((name) => name.startsWith('unsent-'))!);
  await desk.stop();

  await server.start();
  const second = await newDesk();
  await second.signIn('salma@atelier-nour.example');
  const page = second.page();
  await wholeCatalogue(page, PRODUCTS);
  const choose = (name: string, content: string) => page.locator('input[type="file"]').setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(content) });

  await test.step('what is no export, and one with a damaged line, is said before anything happens', async () => {
    await openSync(page, /À envoyer/);
    await choose('photo.json', '{"hello": 1}');
    const dialog = page.getByRole('dialog', { name: 'Reprendre des changements exportés' });
    await expect(dialog.getByText('Ce fichier n’est pas un export de changements non envoyés.')).toBeVisible();
    await page.keyboard.press('Escape');
    const lines = readFileSync(file, 'utf8').split('\n');
    await choose('damaged.json', [lines[0], lines[1], lines[2]!.slice(20), ...lines.slice(3)].join('\n'));
    await expect(dialog.getByText('1 ligne illisible')).toBeVisible();
    await expect(dialog.getByText('Ligne 3\u202f: abîmée')).toBeVisible();
    await expect(dialog.getByRole('button', { name: 'Reprendre 1 changement' })).toBeEnabled();
    await dialog.getByRole('button', { name: 'Annuler' }).click();
    await expect(page.getByText('0 changement à envoyer')).toBeVisible();
  });

  await test.step('the whole file is taken over and sent', async () => {
    await choose('unsent.json', readFileSync(file, 'utf8'));
    await expect(page.getByText('2 changements s’appliquent')).toBeVisible();
    await page.getByRole('button', { name: 'Reprendre 2 changements' }).click();
    await expect(page.getByText('2 changements repris')).toBeVisible();
    await allSent(page);
    await openList(page);
    await expect.poll(() => text(page, other!, /^Prix [A-Z]{3}$/)).toContain('12,30');
    await expect.poll(async () => figure(await text(page, one!, 'Dispo.'))).toBe(pieces + 5);
  });

  await test.step('the other machine comes back to life and sends them too: nothing counts twice', async () => {
    broken = await desk.start();
    await wholeCatalogue(broken, PRODUCTS);
    await allSent(broken);
    await expect.poll(async () => figure(await text(broken, one!, 'Dispo.'))).toBe(pieces + 5);
    await openSync(page, /À envoyer/);
    await choose('unsent.json', readFileSync(file, 'utf8'));
    await expect(page.getByText('2 sont déjà ici ou sur le serveur')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Rien à reprendre' })).toBeDisabled();
  });
});

test('PLT-12 what was done and sent is taken back after a restart: from the list of what was done here, and by Ctrl+Z in the catalogue', async ({ desk }) => {
  await desk.signIn('salma@atelier-nour.example');
  let page = desk.page();
  await wholeCatalogue(page, PRODUCTS);
  const [one, other] = await firstOnes(page, 2);
  const before = await text(page, one!, /^Prix [A-Z]{3}$/);
  const pieces = figure(await text(page, other!, 'Dispo.'));
  await type(page, one!, 'p', '321,90');
  await expect(await cell(page, 0, /^Prix [A-Z]{3}$/)).toHaveText(/321,90/);
  await type(page, other!, 's', '+7');
  // A line shows what was typed a moment before it is on disk; asked for anew after another, it shows what would outlive the process.
  expect(await text(page, one!, /^Prix [A-Z]{3}$/)).toMatch(/321,90/);
  await expect.poll(async () => figure(await text(page, other!, 'Dispo.'))).toBe(pieces + 7);
  await allSent(page);
  await desk.kill();
  page = await desk.start();
  await wholeCatalogue(page, PRODUCTS);

  await openSync(page, /Faits ici/);
  const lines = page.getByRole('listbox', { name: 'Faits ici' }).getByRole('option');
  await expect(lines).toHaveCount(2);
  await lines.nth(1).click();
  await expect(page.getByRole('article').getByText('321,90')).toBeVisible();
  await page.getByRole('article').getByRole('button', { name: 'Retirer 1 changement' }).click();
  await expect(page.getByText('1 changement retiré')).toBeVisible();
  await expect(lines).toHaveCount(1);
  await openList(page);
  await expect.poll(() => text(page, one!, /^Prix [A-Z]{3}$/)).toBe(before);
  await expect.poll(async () => figure(await text(page, other!, 'Dispo.'))).toBe(pieces + 7);
  await page.keyboard.press('ControlOrMeta+Z');
  await expect(await cell(page, 0, 'Dispo.')).toHaveText(new RegExp(`^\\D*${pieces}\\D*$`));
  await allSent(page);
  await expect(grid(page)).toBeVisible();
});

test('TEAM-02 of two shops what waits is shown and exported one shop at a time, and a link into the other one says so', async ({ server, desk }) => {
  await desk.signIn('leila@deux-boutiques.example');
  const page = desk.page();
  await expect(grid(page)).toHaveAttribute('aria-rowcount', /^\d{2,}$/);
  const shopMenu = page.getByRole('banner').getByRole('button', { name: /Toutes mes boutiques/ });
  await shopMenu.click();
  const names = (await page.getByRole('menuitemradio').or(page.getByRole('menuitem')).allInnerTexts()).map((name) => name.split('\n')[0]!.trim());
  const [, first, second] = names;
  await page.getByRole('menuitemradio').or(page.getByRole('menuitem')).filter({ hasText: first! }).click();
  await expect(page.getByRole('banner').getByRole('button', { name: new RegExp(first!) })).toBeVisible();
  await page.getByRole('searchbox').fill('');
  const [sku] = await firstOnes(page, 1);
  await server.stop();
  await expect(page.getByText(/^Hors ligne/).first()).toBeVisible();
  await type(page, sku!, 'p', '654,30');
  await expect(page.getByText('1 changement à envoyer')).toBeVisible();
  await find(page, sku!);
  await page.keyboard.press('o');
  await expect(page.getByRole('textbox', { name: `SKU de ${sku!}` })).toBeVisible();
  const product = page.url();

  await page.getByRole('banner').getByRole('button', { name: new RegExp(first!) }).click();
  await page.getByRole('menuitemradio').or(page.getByRole('menuitem')).filter({ hasText: second! }).click();
  await expect(page.getByText(`Ce produit est dans ${first!}`)).toBeVisible();
  await openSync(page, /À envoyer/);
  await expect(page.getByText('Tout est envoyé')).toBeVisible();
  await page.goto(product);
  await expect(page.getByText(`Ce produit est dans ${first!}`)).toBeVisible();
  await page.getByRole('button', { name: `Passer à ${first!}` }).click();
  await expect(page.getByRole('textbox', { name: `SKU de ${sku!}` })).toBeVisible();

  await page.getByRole('banner').getByRole('button', { name: new RegExp(first!) }).click();
  await page.getByRole('menuitemradio').or(page.getByRole('menuitem')).filter({ hasText: second! }).click();
  await openSync(page, /À envoyer/);
  await page.getByRole('button', { name: `1 autre dans ${first!}` }).click();
  await expect(page.getByRole('listbox', { name: 'À envoyer' }).getByRole('option')).toHaveCount(1);
  await expect(page.getByRole('article').getByText('654,30')).toBeVisible();
});
