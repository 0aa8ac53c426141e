import type { Page } from '@playwright/test';
import { cell, grid, wholeCatalogue } from './catalogue.ts';
import { expect, test } from './fixtures.ts';
import { allSent } from './products.ts';

const PRODUCTS = 400;
test.use({ vendorProducts: PRODUCTS });

const openShop = (page: Page) => page.getByRole('navigation').getByRole('link', { name: 'Boutique' }).click();
const fill = async (page: Page, name: string, value: string) => {
  const field = page.getByRole('textbox', { name, exact: true });
  await field.fill(value);
  await field.press('Enter');
  await expect(page.getByText(`${name}\u202f: enregistré`)).toBeVisible();
};

test('TEAM-02 SYN-05 a shop is kept without a network, and two who change it agree when they meet', async ({ server, desk, newDesk }) => {
  const other = await newDesk();
  let mine = desk.page();
  const theirs = other.page();
  await desk.signIn('salma@atelier-nour.example');
  await other.signIn('karim@atelier-nour.example');
  await wholeCatalogue(mine, PRODUCTS);
  await wholeCatalogue(theirs, PRODUCTS);
  await server.stop();
  await expect(mine.getByText(/^Hors ligne/).first()).toBeVisible();

  await test.step('profile, places, closures and the template, each saved by itself', async () => {
    await openShop(mine);
    await fill(mine, 'Nom', 'Atelier Nour & Filles');
    await fill(mine, 'Ville', 'Rabat');
    const mail = mine.getByRole('textbox', { name: 'Adresse e-mail' });
    await mail.fill('bonjour');
    await mail.press('Enter');
    await expect(mine.getByText('Il manque un « @ » suivi d’un domaine.')).toBeVisible();
    await expect(mail).toHaveValue('bonjour');
    await mail.fill('bonjour@nour.example');
    await mail.press('Enter');
    await mine.getByRole('button', { name: 'Ajouter un lieu' }).click();
    await mine.getByRole('dialog').getByRole('textbox', { name: 'Nom du lieu' }).fill('Tanger');
    await mine.keyboard.press('Enter');
    await expect(mine.getByRole('button', { name: 'Retirer Tanger' })).toBeVisible();
    await mine.getByRole('button', { name: 'Ajouter une fermeture' }).click();
    await mine.keyboard.press('Enter');
    await expect(mine.getByText(/^Fermée jusqu’au/)).toBeVisible();
    await mine.getByText('Galerie', { exact: true }).click();
    await expect(mine.getByRole('radio', { name: /^Galerie/ })).toBeChecked();
  });

  await test.step('a place where stock lies stays, and says why', async () => {
    await mine.getByRole('button', { name: /^Retirer / }).first().click();
    await expect(mine.getByRole('alert').filter({ hasText: 'Du stock se trouve encore à cet endroit' })).toBeVisible();
  });

  await test.step('it survives the end of the process and is told with what waits', async () => {
    await desk.kill();
    mine = await desk.start();
    await openShop(mine);
    await expect(mine.getByRole('textbox', { name: 'Nom', exact: true })).toHaveValue('Atelier Nour & Filles');
    await expect(mine.getByText('6 changements à envoyer')).toBeVisible();
    await mine.getByRole('navigation').getByRole('link', { name: /Synchronisation/ }).click();
    await expect(mine.getByRole('article')).toContainText('Atelier Nour & Filles');
    await desk.stop();
  });

  await test.step('a colleague changed the town meanwhile: everything else arrives, the town is asked for', async () => {
    await openShop(theirs);
    await fill(theirs, 'Ville', 'Fès');
    await server.start();
    await allSent(theirs);
    mine = await desk.start();
    await expect(mine.getByText('1 conflit').first()).toBeVisible();
    await openShop(mine);
    const conflict = mine.getByRole('group', { name: 'En conflit' });
    await expect(conflict).toContainText('Rabat');
    await expect(conflict).toContainText('Celle de Karim Berrada');
    await conflict.getByRole('button', { name: 'Garder' }).first().click();
    await allSent(mine);
    await expect(theirs.getByRole('textbox', { name: 'Ville' })).toHaveValue('Rabat');
    await expect(theirs.getByRole('textbox', { name: 'Nom', exact: true })).toHaveValue('Atelier Nour & Filles');
    await expect(theirs.getByRole('button', { name: 'Retirer Tanger' })).toBeVisible();
  });
});

test('TEAM-02 one person in two shops: what is on screen is of the shop chosen, also after a restart', async ({ desk }) => {
  let page = desk.page();
  await desk.signIn('leila@deux-boutiques.example');
  const count = async (): Promise<number> => Number(await grid(page).getAttribute('aria-rowcount')) - 1;
  const choose = async (name: string | RegExp) => {
    await page.getByRole('banner').getByRole('button', { expanded: false }).first().click();
    await page.getByRole('menuitemradio', { name }).click();
  };
  await expect(page.getByText(/Dernière synchronisation/)).toBeVisible();
  await expect.poll(async () => count()).toBeGreaterThan(1);
  await page.getByRole('banner').getByRole('button', { expanded: false }).first().click();
  const [all, first, second] = await page.getByRole('menuitemradio').allInnerTexts();
  expect(all).toContain('Toutes mes boutiques');
  await page.keyboard.press('Escape');
  const nameOf = (text: string | undefined) => new RegExp(text!.split('\n')[0]!.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));

  // Both shops have come when their counts add up to that of all of them.
  let [firsts, seconds] = [0, 0];
  const settledCount = async (): Promise<number> => {
    let last = -1;
    await expect(async () => {
      const now = await count();
      const same = now === last;
      last = now;
      expect(same).toBe(true);
    }).toPass({ intervals: [150] });
    return last;
  };
  await expect(async () => {
    await choose('Toutes mes boutiques');
    const both = await settledCount();
    await choose(nameOf(second));
    seconds = await settledCount();
    await choose(nameOf(first));
    firsts = await settledCount();
    expect(firsts + seconds).toBe(both);
    expect(Math.min(firsts, seconds)).toBeGreaterThan(0);
  }).toPass();
  await choose(nameOf(second));
  await expect(page.getByRole('banner')).toContainText(nameOf(second));
  await expect.poll(count).toBe(seconds);
  const sku = (await (await cell(page, 0, 'SKU')).innerText()).trim();
  const title = (await (await cell(page, 0, 'Titre')).innerText()).trim();
  await choose(nameOf(first));
  await expect.poll(count).toBe(firsts);

  await test.step('nothing of the other shop is found, neither in the list nor by the palette', async () => {
    await page.getByRole('searchbox').fill(title);
    await expect(page.getByRole('gridcell', { name: sku, exact: true })).toHaveCount(0);
    await page.getByRole('searchbox').fill('');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill(title);
    await expect(page.getByRole('option', { name: new RegExp(sku) })).toHaveCount(0);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
  });

  await test.step('the choice is still there at the next start, and all of them are one press away', async () => {
    await desk.stop();
    page = await desk.start();
    await expect(page.getByRole('banner')).toContainText(nameOf(first));
    await expect.poll(count).toBe(firsts);
    await choose('Toutes mes boutiques');
    await expect.poll(count).toBe(firsts + seconds);
  });
});
