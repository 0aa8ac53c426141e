import type { Page } from '@playwright/test';
import { cell, wholeCatalogue } from './catalogue.ts';
import { expect, test } from './fixtures.ts';
import { allSent, oneVariant, openProduct } from './products.ts';

const PRODUCTS = 400;
test.use({ vendorProducts: PRODUCTS });

const versions = (page: Page) => page.getByRole('navigation', { name: /^Versions/ }).getByRole('link');
const save = async (page: Page, name: string, value: string) => {
  const field = page.getByLabel(name, { exact: true });
  await field.fill(value);
  await field.press('Enter');
  await expect(page.getByText(/enregistré/).first()).toBeVisible();
};

test('CAT-14 every version comes back, a field or the whole, also without a network; a whole job too, whoever made it', async ({ server, desk, newDesk }) => {
  const mine = desk.page();
  await desk.signIn('salma@atelier-nour.example');
  await wholeCatalogue(mine, PRODUCTS);
  const { value: sku } = await oneVariant(mine).next();
  await openProduct(mine, sku);
  const brand = mine.getByLabel('Marque', { exact: true });
  const price = mine.getByRole('textbox', { name: `Prix de ${sku}` });
  const [oldBrand, oldPrice] = [await brand.inputValue(), await price.inputValue()];

  await test.step('each change is a version, with what differs', async () => {
    await save(mine, 'Marque', 'Maison Une');
    await save(mine, 'Marque', 'Maison Deux');
    await price.fill('77,70');
    await price.press('Enter');
    await expect(price).toHaveValue('77,70');
    await allSent(mine);
    await mine.getByRole('link', { name: 'Toutes les versions' }).click();
    await expect(versions(mine)).toHaveCount(3);
    await versions(mine).nth(2).click();
    const table = mine.getByRole('table');
    await expect(table.getByRole('row', { name: /^Marque/ })).toContainText('Maison Une');
    await expect(table.getByRole('row', { name: /^Marque/ })).toContainText('Maison Deux');
    await mine.getByText('avec la version d’avant').click();
    await expect(table.getByRole('row')).toHaveCount(2);
    await expect(table.getByRole('row', { name: /^Marque/ })).toContainText(oldBrand === '' ? 'rien' : oldBrand);
  });

  await test.step('one field of it goes back', async () => {
    await mine.getByText('avec maintenant').click();
    await mine.getByRole('button', { name: 'Restaurer : Marque' }).click();
    await expect(versions(mine)).toHaveCount(4);
    await expect(versions(mine).first()).toContainText('Restauration d’une version');
  });

  await test.step('without a network what was seen is there, says so, and a whole version goes back', async () => {
    await server.stop();
    await expect(mine.getByText(/^Hors ligne/).first()).toBeVisible();
    await expect(mine.getByText(/^Sans connexion.: ce que cette machine a déjà vu/)).toBeVisible();
    await versions(mine).last().click();
    await mine.getByText('avec la version d’avant').click();
    await mine.getByRole('button', { name: 'Restaurer : Marque' }).click();
    await mine.getByText('avec maintenant').click();
    await mine.getByRole('button', { name: 'Restaurer cette version' }).click();
    await mine.getByRole('button', { name: /^Fiche/ }).click();
    await expect(brand).toHaveValue('Maison Une');
    await expect(price).toHaveValue(oldPrice);
    await server.start();
    await allSent(mine);
  });

  await test.step('a bulk edit is a job; a colleague brings it back, all but what was changed since', async () => {
    await mine.getByRole('button', { name: /^Catalogue/ }).click();
    await mine.getByRole('searchbox').fill('');
    await wholeCatalogue(mine, PRODUCTS);
    await (await cell(mine, 0, 'SKU')).click();
    await mine.keyboard.press('Space');
    for (let line = 1; line < 4; line++) {
      await mine.keyboard.press('ArrowDown');
      await mine.keyboard.press('Space');
    }
    await mine.getByRole('toolbar', { name: 'Actions sur la sélection' }).getByRole('button', { name: 'État' }).click();
    await mine.getByRole('menuitem', { name: /pause/ }).click();
    await expect(mine.getByText(/^\d+ produits.: /)).toBeVisible();
    await allSent(mine);
    const other = await newDesk();
    const theirs = other.page();
    await other.signIn('karim@atelier-nour.example');
    await wholeCatalogue(theirs, PRODUCTS);
    await theirs.keyboard.press('j');
    await expect(theirs.getByRole('heading', { name: 'Opérations' })).toBeVisible();
    await expect(theirs.getByRole('article')).toContainText('Par Salma Berrada');
    await theirs.getByRole('button', { name: /^Restaurer \d+ champ/ }).click();
    await expect(theirs.getByText(/champs? restaurés?/).first()).toBeVisible();
    await allSent(theirs);
    await expect(theirs.getByRole('navigation', { name: /^Opérations/ }).getByRole('link').first()).toContainText('Restauration d’une opération');
  });
});
