import { cell, search, wholeCatalogue } from './catalogue.ts';
import { expect, test } from './fixtures.ts';
import { allSent, find, openProduct } from './products.ts';

const PRODUCTS = 450;
test.use({ vendorProducts: PRODUCTS });

test('CAT-05 CAT-06 CAT-07 CAT-09 PLT-04 one product is worked on its page', async ({ desk }) => {
  const page = desk.page();
  await desk.signIn('salma@atelier-nour.example');
  await wholeCatalogue(page, PRODUCTS);
  const sku = await (await cell(page, 0, 'SKU')).innerText();
  const other = await (await cell(page, 1, 'Titre')).innerText();
  const otherSku = await (await cell(page, 1, 'SKU')).innerText();
  await openProduct(page, otherSku);
  const takenGtin = await page.getByRole('textbox', { name: `GTIN de ${otherSku}` }).inputValue();
  expect(takenGtin).toMatch(/^\d{13}$/);
  await page.getByRole('button', { name: /^Catalogue/ }).click();
  await openProduct(page, sku);

  await test.step('CAT-09 a GTIN is checked to the digit, and who has it is named', async () => {
    const gtin = page.getByRole('textbox', { name: `GTIN de ${sku}` });
    await gtin.fill('4006381333932');
    await expect(page.getByText('Le dernier chiffre du GTIN ne va pas : attendu 1, lu 2.')).toBeVisible();
    await gtin.fill('400638133393');
    await expect(page.getByText(/Le dernier chiffre du GTIN ne va pas|Un GTIN a 8, 12, 13 ou 14 chiffres/)).toBeVisible();
    await gtin.fill(takenGtin);
    await expect(page.getByText(`Déjà porté par : ${other}`)).toBeVisible();
    await gtin.press('Escape');
    await gtin.fill('4006381333931');
    await gtin.press('Enter');
    await expect(page.getByText('GTIN : enregistré')).toBeVisible();
  });

  await test.step('CAT-06 a struck-through price below the price is refused where it stands; the margin follows', async () => {
    const price = page.getByRole('textbox', { name: `Prix de ${sku}` });
    const former = page.getByRole('textbox', { name: `Prix barré de ${sku}` });
    await price.fill('200');
    await price.press('Enter');
    await expect(price).toHaveValue('200,00');
    await former.fill('150');
    await former.press('Enter');
    await expect(page.getByRole('alert').filter({ hasText: 'Le prix barré doit dépasser le prix' })).toBeVisible();
    await expect(former).toHaveValue('150');
    await former.fill('250');
    await former.press('Enter');
    await expect(former).toHaveValue('250,00');
    const cost = page.getByRole('textbox', { name: `Coût de ${sku}` });
    await cost.fill('50');
    await cost.press('Enter');
    await expect(page.getByRole('row').filter({ has: cost })).toContainText(/75\s%/);
  });

  await test.step('tags typed one after the other without waiting are each a tag of their own', async () => {
    await page.getByRole('textbox', { name: 'Étiquettes' }).focus();
    await page.keyboard.type('thé noir, émail، fès');
    await page.keyboard.press('Enter');
    for (const tag of ['thé noir', 'émail', 'fès']) await expect(page.getByRole('button', { name: `Enlever ${tag}`, exact: true })).toBeVisible();
    await expect(page.getByRole('textbox', { name: 'Étiquettes' })).toHaveValue('');
  });

  await test.step('CAT-07 stock moves with a reason, and the history says why', async () => {
    const stock = page.getByRole('button', { name: new RegExp(`^Stock de ${sku}`) });
    await stock.click();
    const movement = page.getByRole('textbox', { name: 'Mouvement à Casablanca' });
    await movement.fill('+12');
    await movement.press('Enter');
    await expect(movement).toHaveValue('');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('listitem').filter({ hasText: 'Stock · Casablanca' }).filter({ hasText: '+12' })).toContainText('Réception');
  });

  await test.step('CAT-05 a second variant with the same options is refused while it is typed', async () => {
    await page.getByRole('button', { name: 'Options et valeurs…' }).click();
    await page.getByRole('textbox', { name: 'Nom de l’option 1' }).fill('Taille');
    await page.getByRole('textbox', { name: 'Nouvelle valeur de Taille' }).fill('M');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Appliquer' }).click();
    await expect(page.getByRole('textbox', { name: `Taille de ${sku}` })).toHaveValue('M');
    await page.getByRole('button', { name: 'Ajouter une variante' }).click();
    const value = page.getByRole('textbox', { name: 'Taille', exact: true });
    await value.fill(' m');
    await expect(page.getByText(new RegExp(`existe déjà : ${sku}`))).toBeVisible();
    await expect(page.getByRole('button', { name: 'Ajouter une variante' }).last()).toBeDisabled();
    await value.fill('L');
    await page.getByRole('textbox', { name: 'SKU', exact: true }).fill(`${sku}-L`);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('textbox', { name: 'Taille de ' + sku + '-L' })).toHaveValue('L');
    await expect(page.getByText('2 variantes').first()).toBeVisible();
  });

  await test.step('PLT-04 an Arabic title; a text left unsaved is there after a reload', async () => {
    await page.getByRole('tab', { name: /العربية/ }).click();
    const title = page.getByRole('tabpanel').getByRole('textbox', { name: 'Titre' });
    await expect(title).toHaveAttribute('dir', 'rtl');
    await title.fill('بلغة فاسية من الجلد');
    await title.press('Enter');
    await expect(page.getByText('pas encore enregistré')).toHaveCount(0);
    await allSent(page);
    const text = page.getByRole('tabpanel').getByRole('textbox', { name: 'Description' });
    await text.fill('وصف لم يُحفظ بعد');
    await page.reload();
    await page.getByRole('tab', { name: /العربية/ }).click();
    await expect(text).toHaveValue('وصف لم يُحفظ بعد');
    await expect(page.getByText('pas encore enregistré')).toBeVisible();
    await expect(title).toHaveValue('بلغة فاسية من الجلد');
    await text.press('Escape');
    await expect(page.getByText('pas encore enregistré')).toHaveCount(0);
    await text.press('Escape');
    await page.keyboard.press('Escape');
    await search(page, 'فاسية');
    await expect(await cell(page, 0, 'SKU')).toContainText(sku);
    await find(page, sku);
  });
});
