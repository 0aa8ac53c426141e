import { cell, wholeCatalogue } from './catalogue.ts';
import { expect, test } from './fixtures.ts';
import { allSent, find, oneVariant, openProduct } from './products.ts';

const PRODUCTS = 450;
test.use({ vendorProducts: PRODUCTS });

test('J3 CAT-04 CAT-06 CAT-07 CAT-08 options, prices and stock of one product', async ({ desk }) => {
  const page = desk.page();
  await desk.signIn('salma@atelier-nour.example');
  await wholeCatalogue(page, PRODUCTS);
  const { value: sku } = await oneVariant(page).next();
  await openProduct(page, sku);
  const dialog = page.getByRole('dialog');
  const openAxes = () => page.getByRole('button', { name: 'Options et valeurs…' }).click();

  await test.step('CAT-04 two axes: everything that comes about is listed first, and the present variant keeps what it is', async () => {
    const price = await page.getByRole('textbox', { name: `Prix de ${sku}`, exact: true }).inputValue();
    await openAxes();
    await expect(dialog.getByRole('textbox', { name: 'Nom de l’option 1' })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    await openAxes();
    await dialog.getByRole('textbox', { name: 'Nom de l’option 1' }).fill('Taille');
    await dialog.getByRole('textbox', { name: 'Nouvelle valeur de Taille' }).fill('S, M, L,');
    await dialog.getByRole('button', { name: 'Ajouter une option' }).click();
    await dialog.getByRole('textbox', { name: 'Nom de l’option 2' }).fill('Couleur');
    await dialog.getByRole('textbox', { name: 'Nouvelle valeur de Couleur' }).fill('Rouge, Bleu,');
    await expect(dialog.getByRole('radio', { name: 'Créées 5' })).toBeVisible();
    await expect(dialog.getByRole('radio', { name: 'Gardées 1' })).toBeVisible();
    await dialog.getByRole('checkbox', { name: 'Créer L / Bleu' }).click();
    await expect(dialog.getByRole('radio', { name: 'Créées 4' })).toBeVisible();
    await dialog.getByRole('textbox', { name: 'Nouvelle valeur de Couleur' }).fill('rouge,');
    await expect(dialog.getByRole('list', { name: 'Valeurs de Couleur' }).getByRole('textbox')).toHaveCount(3);
    await expect(dialog.getByRole('alert')).toContainText('« rouge » est déjà dans cette option.');
    await dialog.getByRole('button', { name: 'Appliquer' }).click();
    await expect(page.getByText('5 variantes').first()).toBeVisible();
    await expect(page.getByRole('textbox', { name: `Couleur de ${sku}`, exact: true })).toHaveValue('Rouge');
    await expect(page.getByRole('textbox', { name: 'Prix de S / Rouge', exact: true })).toHaveValue(price);
    await expect(page.getByRole('textbox', { name: 'SKU de M / Bleu' })).toHaveValue(`${sku}-M-BLEU`);
    await expect(page.getByRole('textbox', { name: 'Prix de M / Bleu', exact: true })).toHaveValue(price);
    await allSent(page);
  });

  await test.step('CAT-05 a combination that exists is refused in its row while it is typed', async () => {
    const size = page.getByRole('textbox', { name: `Taille de ${sku}-M-ROUGE` });
    await size.fill('s ');
    await expect(page.getByRole('row').filter({ has: size }).getByRole('alert')).toContainText(`existe déjà : ${sku}`);
    await size.press('Escape');
  });

  await test.step('CAT-04 a variant with pieces is not deleted: it is named, with its pieces and its place', async () => {
    await openAxes();
    await dialog.getByRole('button', { name: 'Retirer « S »' }).click();
    await expect(dialog.getByRole('alert')).toContainText('ne peut pas être supprimée');
    await expect(dialog.getByRole('list', { name: 'Supprimées' }).getByRole('listitem').first()).toContainText(sku);
    await expect(dialog.getByRole('list', { name: 'Supprimées' }).getByText(/en main/)).toBeVisible();
    await dialog.getByRole('button', { name: 'Appliquer' }).click();
    await expect(dialog).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByText('Vos changements en cours sont gardés ici')).toBeVisible();
    await openAxes();
    await dialog.getByRole('button', { name: 'Recommencer' }).click();
  });

  await test.step('CAT-04 renamed, reordered and taken out in one go', async () => {
    await dialog.getByRole('textbox', { name: 'Valeur 2 de Taille' }).fill('Moyen');
    await dialog.getByRole('textbox', { name: 'Valeur 2 de Taille' }).press('Alt+ArrowLeft');
    await dialog.getByRole('button', { name: 'Retirer « L »' }).click();
    await dialog.getByText('Supprimées 1', { exact: true }).click();
    await expect(dialog.getByRole('list', { name: 'Supprimées' })).toContainText('L / Rouge');
    await dialog.getByRole('button', { name: 'Appliquer' }).click();
    await expect(page.getByText('4 variantes').first()).toBeVisible();
    await expect(page.getByRole('textbox', { name: /^Prix de (Moyen|S) \// }).first()).toHaveAccessibleName('Prix de Moyen / Rouge');
    await allSent(page);
  });

  await test.step('CAT-06 a price list in euros: for all, then one apart; the former price stays above', async () => {
    await page.getByText('Prix et taxe', { exact: true }).click();
    await page.getByRole('button', { name: 'Ajouter une devise' }).click();
    await page.getByRole('combobox', { name: 'Devise' }).fill('EUR');
    await page.getByRole('option', { name: /^EUR/ }).click();
    await page.getByRole('textbox', { name: 'Prix pour toutes les variantes' }).fill('25');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('textbox', { name: 'Prix de S / Bleu en EUR', exact: true })).toHaveValue('25,00');
    const former = page.getByRole('textbox', { name: 'Prix barré de S / Bleu en EUR' });
    await former.fill('20');
    await former.press('Enter');
    await expect(page.getByRole('alert').filter({ hasText: 'Le prix barré doit dépasser le prix' })).toBeVisible();
    await former.fill('30');
    await former.press('Enter');
    await expect(former).toHaveValue('30,00');
    await page.getByRole('combobox', { name: 'Taxe de S / Bleu' }).selectOption('reduced');
    await expect(page.getByText('Taxe : enregistré')).toBeVisible();
  });

  await test.step('CAT-07 a transfer is one change; movements are listed with their balance', async () => {
    await page.getByText('L’essentiel', { exact: true }).click();
    await page.getByRole('button', { name: 'Stock de Moyen / Bleu' }).click();
    await dialog.getByRole('textbox', { name: 'Mouvement à Casablanca' }).fill('+12');
    await page.keyboard.press('Enter');
    const moves = dialog.getByRole('region', { name: 'Mouvements' }).getByRole('row');
    await expect(moves.nth(1)).toContainText(/Réception.*Casablanca.*\+12.*12/);
    await dialog.getByRole('textbox', { name: 'Pièces' }).fill('5');
    await dialog.getByRole('button', { name: 'Transférer' }).click();
    await expect(moves.filter({ hasText: 'Transfert' })).toHaveCount(2);
    await expect(moves.filter({ hasText: 'Transfert' }).filter({ hasText: '−5' })).toContainText('Casablanca');
    await dialog.getByRole('textbox', { name: 'Pièces' }).fill('50');
    await page.keyboard.press('Tab');
    await expect(dialog.getByRole('alert')).toBeVisible();
  });

  await test.step('CAT-08 a rule of one variant, and inherited again', async () => {
    const rules = dialog.getByRole('region', { name: 'Règles de stock' });
    await expect(rules.getByText('repris de la boutique')).toHaveCount(3);
    await rules.getByRole('textbox', { name: 'Stock bas à partir de' }).fill('40');
    await page.keyboard.press('Tab');
    await expect(rules.getByText('fixé pour cette variante')).toHaveCount(1);
    await rules.getByRole('button', { name: /Reprendre de la boutique/ }).click();
    await expect(rules.getByText('repris de la boutique')).toHaveCount(3);
    await page.keyboard.press('Escape');
    await allSent(page);
  });

  await test.step('the list has the variants too', async () => {
    await page.getByRole('button', { name: /^Catalogue/ }).click();
    await find(page, sku);
    await expect(await cell(page, 0, 'SKU')).toContainText(sku);
  });
});
