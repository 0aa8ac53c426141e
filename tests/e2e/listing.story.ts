import { cell, grid, search, wholeCatalogue } from './catalogue.ts';
import { expect, test } from './fixtures.ts';
import { find, openProduct } from './products.ts';

const PRODUCTS = 450;
test.use({ vendorProducts: PRODUCTS });

test('CAT-09 CAT-10 CAT-11 CAT-12 a listing is made complete by what its category, its channels and its score ask for', async ({ desk }) => {
  const page = desk.page();
  await desk.signIn('salma@atelier-nour.example');
  await wholeCatalogue(page, PRODUCTS);
  await search(page, 'robe');
  const sku = (await (await cell(page, 0, 'SKU')).innerText()).trim();
  const simple = /^\w{3}-\d+$/.exec(sku)?.[0] ?? sku;
  await find(page, simple);

  await test.step('CAT-12 the keyboard asks a figure for its reason, and Escape goes back to the cell', async () => {
    await (await cell(page, 0, 'Score')).click();
    await page.keyboard.press('Enter');
    const why = page.getByRole('dialog', { name: 'Pourquoi ce chiffre' });
    await expect(why).toContainText(/Score \d+ sur 100/);
    await page.keyboard.press('Escape');
    await expect(why).toHaveCount(0);
    await expect(grid(page)).toBeFocused();
  });
  await test.step('CAT-12 so does the pointer', async () => {
    await (await cell(page, 0, 'Complet')).locator('span').first().hover();
    await expect(page.getByRole('tooltip')).toContainText(/Boutique · Français · \d+/);
    await page.mouse.move(4, 4);
    await expect(page.getByRole('tooltip')).toHaveCount(0);
  });

  await openProduct(page, simple);
  const asked = page.getByRole('region', { name: 'Caractéristiques demandées' });

  await test.step('CAT-10 the picker finds a category by words of any language in any order, by keyboard alone', async () => {
    await page.locator('[data-field="categoryId"]').getByRole('button').click();
    const field = page.getByRole('textbox', { name: 'Chercher une catégorie' });
    const found = page.getByRole('dialog').getByRole('option').first();
    await field.fill('arabe numerique livre');
    await expect(found).toContainText('Livres numériques en arabe');
    await field.fill('الرقمية كتب');
    await expect(found).toContainText('Livres numériques');
    await field.fill('books arabic e-books');
    await expect(found).toContainText('Livres numériques en arabe');
    await field.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(page.getByText(/^Catégorie : Livres numériques en arabe/)).toBeVisible();
  });

  await test.step('CAT-10 the category asks for its own details, keeps the others and says which no longer apply', async () => {
    await expect(asked.getByLabel('Auteur')).toBeVisible();
    await expect(asked.getByText('demandé').first()).toBeVisible();
    const stray = page.getByRole('region', { name: /Ne s’applique plus dans/ });
    const kept = await stray.getByRole('listitem').count();
    expect(kept).toBeGreaterThan(0);
    await stray.getByRole('button', { name: 'Tout enlever' }).click();
    await expect(stray).toHaveCount(0);
  });

  await test.step('CAT-11 what is missing leads to its field; filled in, it is missing no more and the score rises', async () => {
    const missing = page.getByRole('complementary').getByRole('link', { name: 'Auteur', exact: true });
    await missing.click();
    const author = asked.getByLabel('Auteur');
    await expect(author).toBeFocused();
    await author.fill('Leïla Benkirane');
    await author.press('Enter');
    await expect(page.getByText('Auteur : enregistré')).toBeVisible();
    await expect(missing).toHaveCount(0);
    await expect(page.getByText('Caractéristiques demandées : 1 sur 3')).toBeVisible();
  });

  await test.step('CAT-10 a choice may be typed by its name; a figure refuses words', async () => {
    const language = asked.getByLabel('Langue');
    await language.fill('arabe');
    await language.press('Enter');
    await expect(language).toHaveValue('Arabe');
    const pages = page.getByRole('region', { name: 'Conseillées' }).getByLabel('Pages');
    await pages.fill('cent');
    await expect(page.getByText('« cent » n’est pas un nombre.', { exact: false })).toBeVisible();
    await pages.press('Escape');
  });

  await test.step('CAT-09 a GTIN from a spreadsheet is told as one', async () => {
    const gtin = page.getByRole('textbox', { name: `GTIN de ${simple}` });
    await gtin.fill('6.29E+12');
    await expect(page.getByText(/arrondi par un tableur/)).toBeVisible();
    await gtin.press('Escape');
  });
});

test('CAT-09 the report of duplicate codes names the products, as a page and as CSV', async ({ desk }) => {
  const page = desk.page();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await desk.signIn('salma@atelier-nour.example');
  await wholeCatalogue(page, PRODUCTS);
  await page.getByRole('button', { name: 'Rapports et opérations' }).click();
  await page.getByRole('menuitem', { name: 'Codes en double' }).click();
  await expect(page.getByRole('heading', { name: 'Codes en double' })).toBeVisible();
  const line = page.getByRole('row').filter({ hasText: 'GTIN' });
  await expect(line.getByRole('link')).toHaveCount(2);
  const code = await line.getByRole('rowheader').innerText();
  expect(code).toMatch(/^\d{13}$/);
  await page.getByRole('button', { name: 'Copier en CSV' }).click();
  await expect(page.getByText('Copié')).toBeVisible();
  const csv = await page.evaluate(() => navigator.clipboard.readText());
  expect(csv.split('\r\n').filter((text) => text.includes(code))).toHaveLength(2);
  const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Enregistrer le CSV' }).click()]);
  expect(saved.suggestedFilename()).toBe('codes-en-double-atelier-nour.csv');
  await line.getByRole('link').first().click();
  await expect(page.getByRole('textbox', { name: /^GTIN de/ }).first()).toHaveValue(code);
});
