import type { Page } from '@playwright/test';
import { grid, search, wholeCatalogue } from './catalogue.ts';
import { expect, test } from './fixtures.ts';
import { find, oneVariant } from './products.ts';
import { counts, csvLine, dropFile, windows1252 } from './table-files.ts';

const PRODUCTS = 400;
test.use({ vendorProducts: PRODUCTS });

const header = ['Handle', 'Title', 'Body (HTML)', 'Vendor', 'Type', 'Tags', 'Published', 'Option1 Name', 'Option1 Value', 'Variant SKU', 'Variant Price', 'Variant Barcode', 'Rayon maison'];
type Row = Partial<Record<(typeof header)[number], string>>;
const rowOf = (row: Row): string => csvLine(header.map((name) => row[name] ?? ''));
/** A shop's list as it leaves Shopify and a spreadsheet: quotes, line breaks, letters of Windows, a code that was rounded, prices that are none. */
const messy = [
  csvLine(header),
  rowOf({ Handle: 'theiere-fes', Title: 'Théière « Fès »', 'Body (HTML)': 'Émail fin,\nanse "dorée"', Vendor: 'Atelier Été', Tags: 'thé, été', 'Variant SKU': 'MESSY-1', 'Variant Price': '189.00', 'Rayon maison': 'A1' }),
  rowOf({ Handle: 'bol-safi', Title: 'Bol de Safi', Vendor: 'Atelier été', 'Variant SKU': 'MESSY-2', 'Variant Price': '49.50', 'Variant Barcode': '6.29E+12', 'Rayon maison': 'A2' }),
  rowOf({ Handle: 'tapis', Title: 'Tapis d’Azilal', Vendor: 'ATELIER ÉTÉ', 'Option1 Name': 'Taille', 'Option1 Value': 'M', 'Variant SKU': 'MESSY-3M', 'Variant Price': '900.00', 'Rayon maison': 'B1' }),
  rowOf({ Handle: 'tapis', 'Option1 Value': 'L', 'Variant SKU': 'MESSY-3L', 'Variant Price': '1200.00', 'Rayon maison': 'B1' }),
  rowOf({ Handle: 'plat', Title: 'Plat à couscous', 'Variant SKU': 'MESSY-4', 'Variant Price': 'n.c.', 'Rayon maison': 'C1' }),
  rowOf({ Handle: 'lampe', Title: 'Lampe de cuivre', 'Variant SKU': 'MESSY-5', 'Variant Price': 'n.c.', 'Rayon maison': 'C2' }),
].join('\r\n').replaceAll('’', "'");

const tab = (page: Page, name: RegExp) => page.getByRole('tab', { name });
/** A preview that is complete says that every row is accounted for. */
const accounted = (page: Page) => expect(page.getByText(/lignes, toutes comptées/)).toBeVisible({ timeout: 60_000 });
const addsUp = async (page: Page): Promise<Record<string, number>> => {
  await accounted(page);
  const { 'lignes du fichier': rows, ...outcomes } = await counts(page);
  expect(Object.values(outcomes).reduce((sum, one) => sum + one, 0)).toBe(rows);
  return outcomes;
};

test('J2 BLK-05 BLK-06 BLK-08 BLK-09 BLK-10 BLK-11 BLK-13 a messy Shopify list is mapped, previewed, mended, imported, and taken back after a reload', async ({ desk }) => {
  test.setTimeout(180_000);
  const page = desk.page();
  await desk.signIn('salma@atelier-nour.example');
  await wholeCatalogue(page, PRODUCTS);

  await test.step('dropped on the list it is shown with how it is read', async () => {
    await dropFile(page, 'export-shopify.csv', windows1252(messy));
    await expect(page).toHaveURL(/#\/catalog\/import\/[0-9a-f-]{36}/);
    await expect(page.getByRole('button', { name: /^Windows-1252/ })).toBeVisible();
    await expect(page.getByText('Reconnu : Shopify'.replace(' :', '\u202f:'))).toBeVisible();
    await expect(page.getByRole('table', { name: 'Premières lignes du fichier' }).getByRole('row').filter({ hasText: 'Théière « Fès »' })).toBeVisible();
  });

  await test.step('another encoding is drawn at once, and the right one again', async () => {
    const first = page.getByRole('table', { name: 'Premières lignes du fichier' });
    await page.getByRole('button', { name: /^Windows-1252/ }).click();
    await page.getByRole('option', { name: 'Macintosh' }).click();
    await expect(first.getByText('Théière « Fès »')).toHaveCount(0);
    await page.getByRole('button', { name: /^Macintosh/ }).click();
    await page.getByRole('option', { name: 'Windows-1252' }).click();
    await expect(first.getByText('Théière « Fès »')).toBeVisible();
  });

  await test.step('a column nobody knows is kept as a note; what a column means is said from the keyboard', async () => {
    await expect(page.getByRole('button', { name: /^Sens de «.Rayon maison.».: Garder en note/ })).toBeVisible();
    const type = page.getByRole('button', { name: /^Sens de «.Type.»/ });
    await type.focus();
    await page.keyboard.press('Enter');
    const meaning = page.getByRole('combobox', { name: /^Sens de «.Type.»/ });
    await expect(meaning).toBeFocused();
    await meaning.fill('Référence du fab');
    await expect(page.getByRole('option')).toHaveText([/^Référence du fabricant/]);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: /^Sens de «.Type.».: Référence du fabricant/ })).toBeVisible();
    await expect(page.getByRole('row').filter({ hasText: /^Type/ })).toContainText('votre choix');
  });

  await test.step('the preview accounts for every row', async () => {
    await page.getByRole('button', { name: 'Voir l’aperçu' }).click();
    const outcomes = await addsUp(page);
    expect(outcomes).toMatchObject({ 'créées': 3, impossibles: 3 });
    await tab(page, /^Notes/).click();
    await expect(page.getByRole('row').filter({ hasText: 'Rayon maison' }).filter({ hasText: 'B1' }).first()).toBeVisible();
  });

  await test.step('one is mended where it is told, two alike at once; each can be taken back', async () => {
    await tab(page, /^Problèmes/).click();
    const gtin = page.getByRole('textbox', { name: /^Nouvelle valeur de «.Variant Barcode.»/ });
    await gtin.fill('6291041500213');
    await gtin.press('Enter');
    await expect(gtin).toHaveCount(0);
    expect((await addsUp(page))['impossibles']).toBe(2);
    const price = page.getByRole('textbox', { name: /^Nouvelle valeur de «.Variant Price.»/ });
    await expect(price).toHaveCount(2);
    await price.first().fill('120');
    await page.getByRole('button', { name: 'Partout' }).click();
    await expect(price).toHaveCount(0);
    expect(await addsUp(page)).toMatchObject({ 'créées': 6, impossibles: 0 });
    const fixes = page.getByRole('region', { name: 'Corrections' });
    await expect(fixes.getByRole('listitem')).toHaveCount(2);
    await fixes.getByRole('listitem').filter({ hasText: 'Variant Barcode' }).getByRole('button').click();
    await expect(gtin).toHaveValue('6.29E+12');
    await gtin.fill('6291041500213');
    await gtin.press('Enter');
    await expect(gtin).toHaveCount(0);
  });

  await test.step('three spellings of one brand become one', async () => {
    await tab(page, /^Graphies/).click();
    const group = page.getByRole('listitem').filter({ has: page.getByRole('textbox') }).first();
    await expect(group).toContainText('ATELIER ÉTÉ');
    await group.getByRole('textbox').fill('Atelier Été');
    await group.getByRole('button', { name: 'Réunir' }).click();
    await expect(page.getByText('Toutes les graphies diffèrent nettement')).toBeVisible();
  });

  await test.step('applying makes the products', async () => {
    await tab(page, /^Aperçu/).click();
    await accounted(page);
    await page.getByRole('button', { name: /^Appliquer à/ }).click();
    await expect(page.getByText(/^Import fait/)).toBeVisible({ timeout: 60_000 });
  });

  await test.step('after a reload all of it goes back', async () => {
    await page.reload();
    await page.getByRole('button', { name: 'Défaire', exact: true }).click();
    await expect(page.getByText('Tout est revenu comme avant.')).toBeVisible({ timeout: 60_000 });
    await page.getByRole('button', { name: /^Catalogue/ }).first().click();
    await expect(grid(page)).toBeVisible();
    await search(page, 'MESSY-1');
    await expect(page.getByText('Aucun produit ne correspond')).toBeVisible();
  });

  await test.step('the same headers are known the next time', async () => {
    await page.goto(page.url().replace(/#.*/, '#/catalog/import'));
    await expect(page.getByRole('region', { name: 'Genres de fichier retenus' })).toContainText('export-shopify.csv');
    await page.locator('input[type="file"]').setInputFiles({ name: 'encore.csv', mimeType: 'text/csv', buffer: windows1252(messy) });
    await expect(page.getByRole('button', { name: /^Sens de «.Type.».: Référence du fabricant/ })).toBeVisible();
    await expect(page.getByRole('row').filter({ hasText: /^Type/ })).toContainText('comme la dernière fois');
  });
});

test('BLK-07 what deletes is asked about once, with its number; what is no table says so', async ({ desk }) => {
  const page = desk.page();
  await desk.signIn('salma@atelier-nour.example');
  await wholeCatalogue(page, PRODUCTS);
  const sku = (await oneVariant(page).next()).value;

  await test.step('a picture called a list is refused in a sentence, and the place for a file is still there', async () => {
    await dropFile(page, 'prix.csv', Buffer.from('%PDF-1.7 …'));
    await expect(page.getByRole('alert')).toContainText('n’est pas un tableau');
    await expect(page.getByRole('button', { name: 'Choisir un fichier…' })).toBeVisible();
  });

  await test.step('a file without a key cannot be previewed, and says what it lacks', async () => {
    await page.locator('input[type="file"]').setInputFiles({ name: 'sans-clef.csv', mimeType: 'text/csv', buffer: Buffer.from('Couleur,Remarque\nrouge,a\nbleu,b\nvert,c\n') });
    await expect(page.getByRole('alert')).toContainText('Aucune colonne de ce fichier ne nomme un produit');
    await expect(page.getByRole('button', { name: 'Voir l’aperçu' })).toBeDisabled();
  });

  await test.step('DELETE is counted, asked once, and goes back as a whole', async () => {
    await page.getByRole('button', { name: 'Choisir un autre fichier' }).click();
    await page.locator('input[type="file"]').setInputFiles({ name: 'partir.csv', mimeType: 'text/csv', buffer: Buffer.from(`command,sku\nDELETE,${sku}\n`) });
    await page.getByRole('button', { name: 'Voir l’aperçu' }).click();
    await expect(page.getByText('1 ligne, comptée')).toBeVisible({ timeout: 60_000 });
    await page.getByRole('button', { name: /^Appliquer à/ }).click();
    const asked = page.getByRole('alertdialog');
    await expect(asked).toContainText('1 produit est supprimé.');
    await asked.getByRole('button', { name: 'Appliquer' }).click();
    await page.getByRole('button', { name: 'Défaire', exact: true }).click({ timeout: 60_000 });
    await expect(page.getByText('Tout est revenu comme avant.')).toBeVisible({ timeout: 60_000 });
    await page.getByRole('button', { name: /^Catalogue/ }).first().click();
    await find(page, sku);
  });
});
