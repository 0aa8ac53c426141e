import type { Page } from '@playwright/test';
import { cell, wholeCatalogue } from './catalogue.ts';
import { expect, test } from './fixtures.ts';
import { find, oneVariant, openProduct } from './products.ts';

const PRODUCTS = 400;
test.use({ vendorProducts: PRODUCTS });

const go = (page: Page, hash: string) => page.evaluate((to) => void (location.hash = to), hash);
const caseOf = (page: Page, title: string) => page.getByRole('article', { name: title });

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

test('MOD-03 MOD-06 MOD-09 a listing is refused with its reasons by one of two moderators, contested, and restored by another', async ({ desk, newDesk }) => {
  const mine = desk.page();
  await desk.signIn('salma@atelier-nour.example');
  await wholeCatalogue(mine, PRODUCTS);
  const title = 'Théière de Salma à juger';
  await openProduct(mine, await aPublished(mine));
  const address = await mine.evaluate(() => location.hash.split('?')[0]!);
  const field = mine.getByRole('textbox', { name: 'Titre' });
  await field.fill(title);
  await field.press('Enter');
  await expect(mine.getByRole('heading', { name: /En attente de relecture|Soumise/ })).toBeVisible();

  const first = await newDesk();
  const moderator = first.page();
  await first.signIn('moderation@comptoir.example');
  await go(moderator, '#/moderation');
  await moderator.getByRole('button', { name: new RegExp(title) }).click();
  await expect(caseOf(moderator, title)).toBeVisible();

  const second = await newDesk();
  const boss = second.page();
  await second.signIn('admin@comptoir.example');

  await test.step('what one has taken the other sees, and is not decided by them', async () => {
    await caseOf(moderator, title).getByRole('button', { name: 'Prendre' }).click();
    await expect(caseOf(moderator, title).getByText(/^À vous jusqu’à/)).toBeVisible();
    await go(boss, '#/moderation');
    await boss.getByRole('button', { name: new RegExp(title) }).click();
    await expect(caseOf(boss, title).getByText(/y travaille jusqu’à/)).toBeVisible();
    await boss.keyboard.press('a');
    await expect(caseOf(boss, title).getByRole('alert')).toContainText('Quelqu’un d’autre travaille sur ce dossier.');
  });

  await test.step('three keys refuse it, with a rule and its words', async () => {
    await go(moderator, '#/moderation/mine');
    await expect(caseOf(moderator, title)).toBeVisible();
    await moderator.keyboard.press('r');
    await moderator.keyboard.press('6');
    await expect(moderator.getByRole('button', { name: /^6 Contrefaçon/ })).toHaveAttribute('aria-pressed', 'true');
    await moderator.keyboard.press('Enter');
    await expect(moderator.getByText(`« ${title} » refusée`)).toBeVisible();
  });

  await test.step('its vendor reads why, in French, and contests it', async () => {
    await go(mine, address);
    const told = mine.getByRole('region', { name: 'Exposé des motifs' });
    await expect(told).toContainText('Règle concernée : Contrefaçon');
    await expect(told).toContainText('Fondement légal');
    await told.getByRole('button', { name: 'Contester la décision' }).click();
    await told.getByRole('textbox').fill('La marque est la mienne.');
    await told.getByRole('button', { name: 'Envoyer la contestation' }).click();
    await expect(told).toContainText('Une autre personne l’examine.');
  });

  await test.step('who decided may not answer; somebody else overturns it, and the listing is back', async () => {
    await go(moderator, '#/moderation/appeals');
    await expect(caseOf(moderator, await moderator.getByRole('article').getAttribute('aria-label') ?? '')).toContainText('une autre personne répond au recours');
    await go(boss, '#/moderation/appeals');
    await boss.getByRole('textbox', { name: /Votre réponse/ }).fill('Le dépôt de marque est valable.');
    await boss.getByRole('button', { name: 'Annuler la décision' }).click();
    await expect(mine.getByRole('region', { name: 'Exposé des motifs' })).toContainText('La décision a été annulée');
    await expect(field).toHaveValue(title);
  });
});
