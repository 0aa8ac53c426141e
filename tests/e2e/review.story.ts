import type { Page } from '@playwright/test';
import { cell, grid, wholeCatalogue } from './catalogue.ts';
import { expect, test } from './fixtures.ts';
import { allSent, find, oneVariant, openProduct } from './products.ts';

const PRODUCTS = 400;
test.use({ vendorProducts: PRODUCTS });

const panel = (page: Page) => page.getByRole('region', { name: /En attente de relecture|Modifications demandées|Modification refusée/ });
/** The same of a listing that is sent in for the first time. */
const firstLook = (page: Page) => page.getByRole('region', { name: /Soumise, pas encore décidée|Corrections demandées/ });

/** A published product that is sold in one version. */
async function aPublished(page: Page): Promise<string> {
  for await (const sku of oneVariant(page)) {
    await find(page, sku);
    const state = await (await cell(page, 0, 'État')).innerText();
    await page.getByRole('searchbox').fill('');
    await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', String(PRODUCTS + 1));
    if (state.includes('Publié')) return sku;
  }
  throw new Error('no published product');
}

test('CAT-13 an edit of a published listing waits beside what buyers see, until somebody of the marketplace answers', async ({ desk, newDesk }) => {
  const mine = desk.page();
  await desk.signIn('salma@atelier-nour.example');
  await wholeCatalogue(mine, PRODUCTS);
  const sku = await aPublished(mine);
  await openProduct(mine, sku);
  const title = mine.getByRole('textbox', { name: 'Titre' });
  const live = await title.inputValue();
  const address = await mine.evaluate(() => location.hash.split('?')[0]!);

  await test.step('a new title waits, the live one stands beside it, and the list marks the line', async () => {
    await title.fill('Une tout autre lampe de chevet');
    await title.press('Enter');
    const brand = mine.getByLabel('Marque', { exact: true });
    await brand.fill('Maison Neuve');
    await brand.press('Enter');
    await expect(panel(mine).getByRole('row')).toHaveCount(3);
    await expect(panel(mine).getByRole('row', { name: /^Titre/ })).toContainText(live);
    await expect(panel(mine).getByRole('row', { name: /^Titre/ })).toContainText('Une tout autre lampe de chevet');
    await mine.getByRole('button', { name: /^Catalogue/ }).click();
    await mine.getByRole('tab', { name: /^Modifs en relecture/ }).click();
    await expect(await cell(mine, 0, 'SKU')).toContainText(sku);
    await expect(await cell(mine, 0, 'État')).toContainText('En attente de relecture');
  });

  await test.step('one change is taken back, the other goes on waiting', async () => {
    await mine.evaluate((to) => void (location.hash = to), address);
    await panel(mine).getByRole('button', { name: /^Reprendre ma modification : Marque/ }).click();
    await expect(panel(mine).getByRole('row')).toHaveCount(2);
    await allSent(mine);
  });

  const moderator = await newDesk();
  const theirs = moderator.page();
  await moderator.signIn('moderation@comptoir.example');
  await expect(theirs.getByRole('grid')).toHaveAttribute('aria-rowcount', /^\d{4,}$/, { timeout: 90_000 });
  await theirs.evaluate((to) => void (location.hash = to), address);

  await test.step('an answer needs a word; it reaches the vendor', async () => {
    await panel(theirs).getByRole('button', { name: 'Demander des modifications' }).click();
    await expect(panel(theirs)).toContainText('Écrivez d’abord ce que le vendeur doit savoir.');
    await panel(theirs).getByRole('textbox', { name: 'Mot au vendeur' }).fill('Dites de quelle matière elle est.');
    await panel(theirs).getByRole('button', { name: 'Demander des modifications' }).click();
    await expect(panel(mine)).toContainText('Dites de quelle matière elle est.');
    await expect(panel(mine).getByRole('heading', { name: 'Modifications demandées' })).toBeVisible();
  });

  await test.step('worked on again it waits anew; confirmed, it is what buyers see', async () => {
    await title.fill('Une tout autre lampe de chevet en laiton');
    await title.press('Enter');
    await expect(panel(mine).getByRole('heading', { name: 'En attente de relecture' })).toBeVisible();
    await expect(panel(theirs).getByRole('row', { name: /^Titre/ })).toContainText('laiton');
    await panel(theirs).getByRole('button', { name: 'Confirmer' }).click();
    await expect(panel(mine)).toHaveCount(0);
    await expect(title).toHaveValue('Une tout autre lampe de chevet en laiton');
    await expect(mine.getByText('confirmée')).toBeVisible();
  });

  await test.step('declined, the live words come back and the vendor reads why', async () => {
    await title.fill('Rabais !!! Appelez-moi');
    await title.press('Enter');
    await panel(theirs).getByRole('textbox', { name: 'Mot au vendeur' }).fill('Pas de réclame dans le titre.');
    await expect(panel(theirs).getByRole('row', { name: /^Titre/ })).toContainText('Rabais');
    await panel(theirs).getByRole('button', { name: 'Refuser' }).click();
    await expect(panel(mine)).toContainText('Pas de réclame dans le titre.');
    await expect(title).toHaveValue('Une tout autre lampe de chevet en laiton');
  });

  await test.step('a listing that was sent in goes back with a word, and is not sent back without one', async () => {
    await mine.getByRole('button', { name: /^Catalogue/ }).click();
    await mine.getByRole('tab', { name: /^En revue/ }).click();
    // The lines of before stay until those of the view are there.
    await expect(grid(mine)).not.toHaveAttribute('aria-rowcount', String(PRODUCTS + 1));
    await openProduct(mine, (await (await cell(mine, 0, 'SKU')).innerText()).trim());
    await expect(firstLook(mine)).toContainText('Rien n’en est en ligne avant son accord');
    await expect(firstLook(mine).getByRole('button')).toHaveCount(0);
    const sent = await mine.evaluate(() => location.hash.split('?')[0]!);
    await theirs.evaluate((to) => void (location.hash = to), sent);
    await firstLook(theirs).getByRole('button', { name: 'Renvoyer avec un mot' }).click();
    await expect(firstLook(theirs)).toContainText('Écrivez d’abord ce que le vendeur doit savoir.');
    await firstLook(theirs).getByRole('textbox', { name: 'Mot au vendeur' }).fill('Dites d’où elle vient.');
    await firstLook(theirs).getByRole('button', { name: 'Renvoyer avec un mot' }).click();
    await expect(firstLook(mine).getByRole('heading', { name: 'Corrections demandées' })).toBeVisible();
    await expect(firstLook(mine)).toContainText('Dites d’où elle vient.');
  });

  await test.step('mended and sent in again, the word still beside it, it is approved and published', async () => {
    await title.fill('Fabriquée à Fès');
    await title.press('Enter');
    await mine.getByRole('button', { name: 'Soumettre' }).click();
    await expect(firstLook(theirs)).toContainText('Dites d’où elle vient.');
    await firstLook(theirs).getByRole('button', { name: 'Approuver l’annonce' }).click();
    await mine.getByRole('button', { name: 'Publier' }).click();
    await expect(mine.getByRole('button', { name: 'État : Publié. Changer.' })).toBeVisible();
    await expect(firstLook(mine)).toHaveCount(0);
    await expect(panel(mine)).toHaveCount(0);
  });
});
