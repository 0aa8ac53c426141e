import type { Page } from '@playwright/test';
import { cell, changePrice, wholeCatalogue } from './catalogue.ts';
import { expect, test } from './fixtures.ts';
import { allSent, find, oneVariant, openProduct } from './products.ts';

const PRODUCTS = 400;
test.use({ vendorProducts: PRODUCTS });

const priceColumn = /^Prix [A-Z]{3}$/;
const figure = async (page: Page, line: number, column: string) => Number((await (await cell(page, line, column)).innerText()).replace(/\D/g, ''));

async function move(page: Page, line: number, pieces: string): Promise<void> {
  await (await cell(page, line, 'Dispo.')).click();
  await page.keyboard.press('Enter');
  await page.keyboard.type(pieces);
  await page.keyboard.press('Enter');
}
async function renameSku(page: Page, from: string, to: string): Promise<void> {
  await openProduct(page, from);
  const sku = page.getByRole('textbox', { name: `SKU de ${from}` });
  await sku.fill(to);
  await sku.press('Enter');
  await expect(page.getByRole('textbox', { name: `SKU de ${to}` })).toHaveValue(to);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('searchbox')).toBeVisible();
}

test('SYN-03 SYN-04 SYN-05 SYN-06 two people change one catalogue apart, and agree when they meet', async ({ server, desk, newDesk }) => {
  const other = await newDesk();
  let mine = desk.page();
  const theirs = other.page();
  await desk.signIn('salma@atelier-nour.example');
  await other.signIn('karim@atelier-nour.example');
  await wholeCatalogue(mine, PRODUCTS);
  await wholeCatalogue(theirs, PRODUCTS);
  const skus = oneVariant(mine);
  const next = async () => (await skus.next()).value;
  const [price, second, stock, code, rival] = [await next(), await next(), await next(), await next(), await next()];

  await find(mine, stock);
  const before = await figure(mine, 0, 'Dispo.');
  await server.stop();
  await expect(mine.getByText(/^Hors ligne/).first()).toBeVisible();

  await test.step('one works without the server', async () => {
    await move(mine, 0, '+5');
    await expect(await cell(mine, 0, 'Dispo.')).toContainText(String(before + 5));
    for (const [sku, amount] of [[price, '3,90'], [second, '4,90']] as const) {
      await find(mine, sku);
      await changePrice(mine, 0, amount);
    }
    await renameSku(mine, code, 'NEUF-2026');
    await expect(mine.getByText('4 changements à envoyer')).toBeVisible();
    await desk.stop();
  });

  await test.step('the other with it, on the same fields', async () => {
    await server.start();
    await expect(theirs.getByText('En ligne').first()).toBeVisible();
    for (const [sku, amount] of [[price, '5,90'], [second, '6,90']] as const) {
      await find(theirs, sku);
      await changePrice(theirs, 0, amount);
    }
    await find(theirs, stock);
    await move(theirs, 0, '+3');
    await expect(await cell(theirs, 0, 'Dispo.')).toContainText(String(before + 3));
    await renameSku(theirs, rival, 'NEUF-2026');
    await allSent(theirs);
  });

  await test.step('stock adds up; two prices wait for a decision, side by side', async () => {
    mine = await desk.start();
    await expect(mine.getByText('2 conflits').first()).toBeVisible();
    await wholeCatalogue(mine, PRODUCTS);
    for (const page of [mine, theirs]) {
      await find(page, stock);
      await expect(await cell(page, 0, 'Dispo.')).toContainText(String(before + 8));
    }
    await mine.getByRole('navigation').getByRole('link', { name: /Synchronisation/ }).click();
    await expect(mine.getByRole('tab', { name: /Conflits/ })).toHaveAttribute('aria-selected', 'true');
    const table = mine.getByRole('table', { name: 'Comparaison des valeurs' });
    await expect(table.getByRole('row')).toHaveCount(2);
    await expect(table.getByRole('columnheader')).toContainText(['Avant', 'Vous', 'Karim Berrada']);
    await expect(table).toContainText(/[35],90.*[35],90|[46],90.*[46],90/s);
  });

  const shown = mine.getByRole('article');
  /** Presses the key of a choice once the record on screen takes it (while one is being settled, keys mean nothing); says whether it was the first price. */
  const decide = async (key: '1' | '2'): Promise<boolean> => {
    let wasFirst = false;
    await expect(async () => {
      const label = await shown.getAttribute('aria-label', { timeout: 1_000 });
      await mine.keyboard.press(key);
      await expect(shown.getByRole('button', { pressed: true })).toHaveCount(1, { timeout: 1_000 });
      wasFirst = await shown.getByText(price, { exact: true }).isVisible();
      expect(await shown.getAttribute('aria-label', { timeout: 1_000 })).toBe(label);
    }).toPass();
    return wasFirst;
  };
  await test.step('a choice is undone from its toast: the conflict is open again', async () => {
    await decide('2');
    await mine.keyboard.press('Enter');
    await expect(mine.getByText('1 conflit', { exact: true }).first()).toBeVisible();
    await mine.getByRole('button', { name: 'Défaire' }).first().click();
    await expect(mine.getByText('2 conflits').first()).toBeVisible();
  });

  const settled: Record<string, string> = {};
  await test.step('settled by keyboard: one mine, one theirs', async () => {
    for (const [key, choose] of [['1', 0], ['2', 1]] as const) {
      const isFirst = await decide(key);
      settled[isFirst ? price : second] = (isFirst ? ['3,90', '5,90'] : ['4,90', '6,90'])[choose]!;
      await mine.keyboard.press('Enter');
      await expect(mine.getByText(key === '1' ? '1 conflit' : '0 conflit', { exact: true }).first()).toBeVisible();
    }
  });

  await test.step('a refused change comes back with its reason, and is taken back', async () => {
    await mine.getByRole('tab', { name: /Refusés/ }).click();
    await expect(mine.getByRole('article')).toContainText('La référence NEUF-2026 est déjà prise dans la boutique.');
    await expect(mine.getByRole('textbox', { name: /^Référence/ })).toHaveValue('NEUF-2026');
    // What was typed into it outlives a reload.
    await mine.getByRole('textbox', { name: /^Référence/ }).fill('NEUF-2027');
    await mine.reload();
    await mine.getByRole('tab', { name: /Refusés/ }).click();
    await expect(mine.getByRole('textbox', { name: /^Référence/ })).toHaveValue('NEUF-2027');
    await mine.getByRole('button', { name: /Retirer ce changement/ }).click();
    await expect(mine.getByText('Aucun changement refusé')).toBeVisible();
    await allSent(mine);
  });

  await test.step('both have the same', async () => {
    await mine.getByRole('navigation').getByRole('link', { name: /Catalogue/ }).click();
    for (const page of [mine, theirs]) {
      for (const sku of [price, second]) {
        await find(page, sku);
        await expect(await cell(page, 0, priceColumn)).toContainText(settled[sku]!);
      }
      for (const sku of [code, 'NEUF-2026']) await find(page, sku);
    }
  });

  await test.step('a title typed while a colleague changed it is not called saved: it is kept, and waits for a choice', async () => {
    for (const page of [mine, theirs]) await openProduct(page, price);
    const titleOf = (page: Page) => page.getByRole('textbox', { name: 'Titre' });
    await titleOf(mine).fill('Mon titre');
    await titleOf(theirs).fill('Leur titre');
    await titleOf(theirs).press('Enter');
    await expect(mine.getByText('la fiche dit maintenant : Leur titre')).toBeVisible();
    await titleOf(mine).press('Enter');
    await expect(mine.getByText('Pas encore tranché : Titre · Français')).toBeVisible();
    await expect(mine.getByText('Titre : enregistré')).toHaveCount(0);
    await mine.getByRole('button', { name: 'Garder la mienne' }).click();
    await expect(titleOf(theirs)).toHaveValue('Mon titre');
  });
});
