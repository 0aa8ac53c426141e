import { readFileSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import { grid, wholeCatalogue } from './catalogue.ts';
import { expect, test } from './fixtures.ts';
import { counts } from './table-files.ts';

const PRODUCTS = 400;
test.use({ vendorProducts: PRODUCTS });

test('BLK-09 the catalogue leaves as Shopify’s file, and changes nothing when it comes back', async ({ desk }) => {
  const page = desk.page();
  await desk.signIn('salma@atelier-nour.example');
  await wholeCatalogue(page, PRODUCTS);

  await grid(page).focus();
  await page.keyboard.press('x');
  const dialog = page.getByRole('dialog', { name: 'Exporter des produits' });
  await expect(dialog.getByRole('status')).toHaveText(/lignes pour 400 produits/);
  await dialog.getByRole('button', { name: /Format/ }).click();
  await page.getByRole('option', { name: 'Shopify (CSV)' }).click();
  await dialog.getByRole('button', { name: 'Exporter' }).click();
  await expect(dialog.getByText('400 produits exportés')).toBeVisible();
  const file = await dialog.getByText(/-shopify(?: \(\d+\))?\.csv$/).innerText();
  const rows = readFileSync(file, 'utf8');
  expect(rows.startsWith('Title,URL handle,Description,Vendor,')).toBe(true);
  await dialog.getByRole('button', { name: 'Fermer', exact: true }).last().click();

  await page.goto(`${new URL(page.url()).origin}/#/catalog/import`);
  await page.locator('input[type="file"]').setInputFiles(file);
  await expect(page.getByText(basename(file)).first()).toBeVisible();
  await page.getByRole('button', { name: 'Voir l’aperçu' }).click();
  await expect(page.getByText(/lignes, toutes comptées/)).toBeVisible();
  const { 'lignes du fichier': read, inchangées: unchanged, ...others } = await counts(page);
  expect(unchanged).toBe(read);
  expect(unchanged).toBeGreaterThanOrEqual(PRODUCTS);
  expect(Object.values(others).every((count) => count === 0), JSON.stringify(others)).toBe(true);
  rmSync(file);
});
