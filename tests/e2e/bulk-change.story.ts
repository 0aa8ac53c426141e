import type { Page } from '@playwright/test';
import { cell, changePrice, grid, search, wholeCatalogue } from './catalogue.ts';
import { expect, test } from './fixtures.ts';
import { allSent, find, oneVariant } from './products.ts';

const PRODUCTS = 400;
test.use({ vendorProducts: PRODUCTS });

const addStep = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('button', { name: 'Ajouter une étape' }).click();
  await page.getByRole('menuitem', { name, exact: true }).click();
};
/** What a figure is whatever blanks and currency stand around it. */
const figure = (text: string): string => text.replace(/[^\d,]/g, '');
/** The price of a product as the list has it. */
const priceInList = async (page: Page, sku: string): Promise<string> => {
  await find(page, sku);
  return figure(await (await cell(page, 0, /^Prix [A-Z]{3}$/)).innerText());
};
const line = (page: Page, sku: string) => page.getByRole('region', { name: 'Aperçu' }).getByRole('row', { name: sku });

test('BLK-03 BLK-04 BLK-05 BLK-06 many products are changed as the preview says, and the job is undone after a restart', async ({ desk }) => {
  let page = desk.page();
  await desk.signIn('salma@atelier-nour.example');
  await wholeCatalogue(page, PRODUCTS);
  const skus = oneVariant(page);
  const [first, second] = [(await skus.next()).value, (await skus.next()).value];
  const old = { first: await priceInList(page, first), second: await priceInList(page, second) };

  await test.step('all that match are a choice with a name and a number', async () => {
    await search(page, first.slice(0, 3));
    await expect(await cell(page, 0, 'SKU')).toHaveText(new RegExp(`^${first.slice(0, 3)}`));
    await (await cell(page, 0, 'SKU')).click();
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: /^ou les/ }).click();
    await expect(page.getByRole('toolbar', { name: 'Actions sur la sélection' }).getByRole('status')).toHaveText(/^Les \d+ qui correspondent/);
    await page.getByRole('toolbar', { name: 'Actions sur la sélection' }).getByRole('button', { name: /^Changer/ }).click();
    await expect(page.getByText(new RegExp(`qui correspondent à «.${first.slice(0, 3)}.» · choix figé`))).toBeVisible();
  });

  const after: Record<string, string> = {};
  await test.step('steps show what they come to, and whatever cannot be done says why', async () => {
    await addStep(page, 'Prix en pourcentage');
    await addStep(page, 'Arrondir');
    await addStep(page, 'Barrer l’ancien prix');
    await expect(line(page, first)).toContainText('Prix barré');
    await expect(page.getByRole('button', { name: /^Appliquer/ })).toBeEnabled();
    for (const sku of [first, second]) after[sku] = figure(await line(page, sku).locator('b').first().innerText());
    expect(after[first]).toMatch(/,99$/);
    expect(after[first]).not.toBe(old.first);
    await addStep(page, 'Chercher et remplacer');
    await page.getByRole('textbox', { name: 'Chercher', exact: true }).fill('(');
    await page.getByText('Expression régulière').click();
    await expect(page.getByRole('alert')).toContainText('ne se lit pas');
    await expect(page.getByRole('button', { name: /^Appliquer/ })).toBeDisabled();
    await page.getByRole('button', { name: /^Retirer.*Chercher et remplacer/ }).click();
    await expect(page.getByRole('button', { name: /^Appliquer/ })).toBeEnabled();
  });

  await test.step('a recipe keeps the steps', async () => {
    await page.getByRole('button', { name: 'Recettes' }).click();
    await page.getByRole('menuitem', { name: 'Enregistrer comme recette…' }).click();
    await page.getByRole('textbox', { name: 'Nom' }).fill('Soldes');
    await page.keyboard.press('Enter');
    await expect(page.getByText(/Recette «.Soldes.» enregistrée/)).toBeVisible();
  });

  await test.step('applying changes exactly that', async () => {
    await page.getByRole('button', { name: /^Appliquer/ }).click();
    await expect(page.getByText(/produits? changés?, /)).toBeVisible();
    await page.getByRole('button', { name: /^Catalogue/ }).first().click();
    await expect(grid(page)).toBeVisible();
    for (const sku of [first, second]) await expect.poll(() => priceInList(page, sku)).toBe(after[sku]);
    await allSent(page);
  });

  await test.step('one of them is changed since, the console starts anew', async () => {
    await find(page, second);
    await changePrice(page, 0, '77,70');
    // The bar is a moment behind what was just typed; two searches later the list shows what is on disk.
    await expect.poll(() => priceInList(page, first)).toBe(after[first]);
    await expect.poll(() => priceInList(page, second)).toBe('77,70');
    await allSent(page);
    await desk.stop();
    page = await desk.start();
    await wholeCatalogue(page, PRODUCTS);
    await allSent(page);
  });

  await test.step('the whole job goes back, what was changed since stays', async () => {
    await grid(page).click();
    await page.keyboard.press('j');
    const jobs = page.getByRole('navigation', { name: /^Opérations/ });
    await jobs.getByRole('link').filter({ hasText: 'Changement calculé' }).click();
    await expect(page.getByRole('article')).toContainText('Changement calculé');
    await expect(page.getByRole('tab', { name: /^Changé/ })).toBeVisible();
    await page.getByRole('button', { name: /^Restaurer [\d\s]+ champ/ }).click();
    await expect(page.getByText(/champs? restaurés?/).first()).toBeVisible();
    await allSent(page);
    await page.getByRole('button', { name: /^Catalogue/ }).first().click();
    await expect(grid(page)).toBeVisible();
    await expect.poll(() => priceInList(page, first)).toBe(old.first);
    await expect.poll(() => priceInList(page, second)).toBe('77,70');
  });
});
