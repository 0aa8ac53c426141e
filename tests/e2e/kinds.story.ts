import type { Page } from '@playwright/test';
import { wholeCatalogue } from './catalogue.ts';
import { expect, test } from './fixtures.ts';
import { allSent, chooseCategory } from './products.ts';

const PRODUCTS = 450;
test.use({ vendorProducts: PRODUCTS });

/** Makes a draft the way the new-product page does, up to the fields its kind has. */
async function begin(page: Page, kind: string, title: string, sku: string): Promise<void> {
  await page.getByRole('button', { name: 'Nouveau produit' }).click();
  await page.getByRole('textbox', { name: /^Titre/ }).fill(title);
  await page.getByText(kind, { exact: true }).click();
  await page.getByRole('textbox', { name: 'SKU' }).fill(sku);
  await page.getByRole('textbox', { name: 'Prix' }).fill('120');
}
const create = async (page: Page, title: string) => {
  await page.getByRole('button', { name: 'Créer le brouillon' }).click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Description' })).toBeFocused();
};
const submit = async (page: Page) => {
  await page.getByRole('button', { name: 'Soumettre' }).click();
};
const back = (page: Page) => page.getByRole('button', { name: /^Catalogue/ }).click();

test('J3 CAT-03 a bookable service and a download: the kind decides what is asked for', async ({ desk }) => {
  const page = desk.page();
  await desk.signIn('salma@atelier-nour.example');
  await wholeCatalogue(page, PRODUCTS);

  await test.step('a form half filled stays through leaving and reloading, and creating leads to what is missing', async () => {
    const title = page.getByRole('textbox', { name: /^Titre/ });
    await page.getByRole('button', { name: 'Nouveau produit' }).click();
    await title.fill('Visite du souk');
    await back(page);
    await page.getByRole('button', { name: 'Nouveau produit' }).click();
    await expect(title).toHaveValue('Visite du souk');
    await page.reload();
    await expect(title).toHaveValue('Visite du souk');
    await page.getByRole('textbox', { name: 'Prix' }).fill('12,3,4');
    await page.getByRole('textbox', { name: /Pièces en main/ }).fill('17');
    await page.reload();
    await expect(page.getByRole('textbox', { name: 'Prix' })).toHaveValue('12,3,4');
    await expect(page.getByText('Écrivez un montant', { exact: false })).toBeVisible();
    await expect(page.getByRole('textbox', { name: /Pièces en main/ })).toHaveValue('17');
    await page.getByRole('button', { name: 'Créer le brouillon' }).click();
    await expect(page.getByRole('textbox', { name: 'SKU' })).toBeFocused();
    await page.getByRole('button', { name: 'Effacer' }).click();
    await expect(title).toHaveValue('');
    await back(page);
  });

  await test.step('a service is not submitted before it says how long, for how many and when', async () => {
    await begin(page, 'Service', 'Cours de tournage', 'COURS-1');
    await expect(page.getByRole('textbox', { name: /Pièces en main/ })).toHaveCount(0);
    await page.getByRole('textbox', { name: 'Durée (minutes)' }).fill('90');
    await create(page, 'Cours de tournage');
    await expect(page.getByRole('textbox', { name: /^Durée/ })).toHaveValue('90');
    await expect(page.getByRole('columnheader', { name: /Poids/ })).toHaveCount(0);
    await chooseCategory(page);
    await submit(page);
    await expect(page.getByText('Il manque la capacité du service pour le soumettre.')).toBeVisible();
    await expect(page.getByRole('textbox', { name: /^Personnes à la fois/ })).toBeFocused();
    await page.getByRole('textbox', { name: /^Personnes à la fois/ }).fill('6');
    await page.getByRole('textbox', { name: /^Personnes à la fois/ }).press('Enter');
  });

  await test.step('CAT-11 what is missing in another language is led to, and again once it was left', async () => {
    const missing = page.getByRole('complementary').getByRole('link', { name: 'Titre · English', exact: true });
    for (const _ of [1, 2]) {
      await missing.click();
      await expect(page.getByRole('tabpanel', { name: /^English/ }).getByRole('textbox', { name: 'Titre' })).toBeFocused();
      await page.getByRole('tab', { name: /^Français/ }).click();
      await expect(page.getByRole('tabpanel', { name: /^Français/ })).toBeVisible();
    }
  });

  await test.step('its week: several stretches a day, a copied day, an overlap refused in its row', async () => {
    const monday = page.getByRole('group', { name: 'lundi' });
    await monday.getByRole('button', { name: 'Ajouter une plage le lundi' }).click();
    await expect(monday.getByRole('textbox', { name: 'lundi, fin de la plage 1' })).toHaveValue('12:00');
    await monday.getByRole('button', { name: 'Ajouter une plage le lundi' }).click();
    const second = monday.getByRole('textbox', { name: 'lundi, début de la plage 2' });
    await second.fill('11h30');
    await expect(monday.getByRole('alert')).toContainText('Cette plage en recouvre une autre du même jour.');
    await second.fill('14h30');
    await second.press('Enter');
    await expect(second).toHaveValue('14:30');
    await monday.getByRole('button', { name: 'Copier le lundi vers…' }).click();
    await page.getByRole('menuitem', { name: 'Du lundi au vendredi' }).click();
    await expect(page.getByRole('group', { name: 'vendredi' }).getByRole('textbox')).toHaveCount(4);
    await expect(page.getByRole('group', { name: 'samedi' })).toContainText('fermé');
  });

  await test.step('a day on which other hours hold', async () => {
    await page.getByRole('button', { name: 'Ajouter un jour particulier' }).click();
    const form = page.getByRole('dialog', { name: 'Ajouter un jour particulier' });
    await form.getByLabel('Premier jour').fill('2027-05-01');
    await form.getByLabel('Heures ce jour-là (vide : fermé)').fill('10-12, 11-13');
    await expect(form.getByRole('alert')).toContainText('en recouvre une autre');
    await form.getByLabel('Heures ce jour-là (vide : fermé)').fill('10h-12h');
    await page.keyboard.press('Enter');
    await expect(page.getByText('10:00–12:00')).toBeVisible();
    await submit(page);
    await expect(page.getByText('Soumis', { exact: true }).first()).toBeVisible();
    await allSent(page);
    await back(page);
  });

  await test.step('a download: licence keys pasted, none twice, and how often and how long', async () => {
    await begin(page, 'Numérique', 'Patron de couture', 'PATRON-1');
    await create(page, 'Patron de couture');
    await chooseCategory(page);
    await submit(page);
    await expect(page.getByText('Il manque ce que l’acheteur reçoit : un fichier ou une clé de licence.')).toBeVisible();
    await page.getByRole('button', { name: 'Ajouter des clés' }).click();
    const form = page.getByRole('dialog', { name: 'Ajouter des clés' });
    await form.getByRole('textbox', { name: 'Une clé par ligne' }).fill(Array.from({ length: 620 }, (_, n) => `CLE-${String(n).padStart(4, '0')}`).join('\n'));
    await expect(form.getByText('620 nouvelles clés')).toBeVisible();
    await form.getByRole('button', { name: 'Ajouter des clés' }).click();
    await expect(page.getByText('620 clés en réserve')).toBeVisible();
    await page.getByRole('button', { name: 'Ajouter des clés' }).click();
    await form.getByRole('textbox', { name: 'Une clé par ligne' }).fill('CLE-0001\nCLE-0001');
    await expect(form.getByText(/2 clés y sont déjà et seront laissées/)).toBeVisible();
    await expect(form.getByRole('button', { name: 'Ajouter des clés' })).toBeDisabled();
    await page.keyboard.press('Escape');
    await page.getByRole('textbox', { name: 'Trouver une clé' }).fill('0619');
    await page.getByRole('button', { name: 'Retirer la clé CLE-0619' }).click();
    await expect(page.getByText('619 clés en réserve')).toBeVisible();
    const limit = page.getByRole('textbox', { name: 'Téléchargements par achat' });
    await limit.fill('0');
    await limit.press('Enter');
    await expect(page.getByText('Un nombre entier de 1 à 1 000.')).toBeVisible();
    await limit.fill('5');
    await limit.press('Enter');
    await submit(page);
    await expect(page.getByText('Soumis', { exact: true }).first()).toBeVisible();
    await allSent(page);
  });
});
