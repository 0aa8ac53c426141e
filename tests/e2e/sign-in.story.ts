import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { cell, changePrice, grid, search, wholeCatalogue } from './catalogue.ts';
import { expect, test } from './fixtures.ts';
import { find, oneVariant } from './products.ts';

const PRODUCTS = 400;
test.use({ vendorProducts: PRODUCTS });

const email = (page: Page) => page.locator('input[type="email"]');
const password = (page: Page) => page.locator('input[type="password"]');

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Compte de/ }).click();
  await page.getByRole('menuitem', { name: /Se déconnecter/ }).click();
}

test('a wrong password is said clearly and the address stays; after five tries it counts down', async ({ desk }) => {
  const page = desk.page();
  // Before anybody signs in the console speaks the language of the machine.
  await page.getByRole('button', { name: /English|Français|العربية/ }).click();
  await page.getByRole('menuitemradio', { name: 'Français' }).click();
  await email(page).fill('salma@atelier-nour.example');
  for (let attempt = 1; attempt <= 5; attempt++) {
    await password(page).fill(`pas-le-bon-${attempt}`);
    const answered = page.getByRole('alert').filter({ hasText: /ne vont pas ensemble|Trop d’essais/ });
    await page.keyboard.press('Enter');
    await expect(answered).toBeVisible();
    await expect(page.getByRole('button', { name: /Se connecter|Patientez/ })).not.toHaveAttribute('data-pending');
    await expect(email(page)).toHaveValue('salma@atelier-nour.example');
  }
  // The right one does not get past either until the wait is over.
  if (await page.getByRole('button', { name: 'Se connecter' }).isVisible()) {
    await password(page).fill('pas-le-bon-6');
    await page.keyboard.press('Enter');
  }
  const wait = page.getByRole('button', { name: /^Patientez \d+ secondes?$/ });
  await expect(wait).toBeDisabled();
  await expect(page.getByText('Trop d’essais.')).toBeVisible();
  const shown = Number(/\d+/.exec(await wait.innerText())![0]);
  await expect(wait).not.toHaveText(new RegExp(`\\b${shown}\\b`));
  expect(Number(/\d+/.exec(await wait.innerText())![0])).toBeLessThan(shown);
  await expect(email(page)).toHaveValue('salma@atelier-nour.example');
});

test('SYN-07 signing out with unsent changes keeps them; the next person sees none of it', async ({ server, desk }) => {
  const page = desk.page();
  await desk.signIn('salma@atelier-nour.example');
  await wholeCatalogue(page, PRODUCTS);
  const sku = (await oneVariant(page).next()).value;
  await server.stop();
  await expect(page.getByText(/^Hors ligne/).first()).toBeVisible();
  await find(page, sku);
  await changePrice(page, 0, '6,90');

  await signOut(page);
  const ask = page.getByRole('alertdialog').filter({ hasText: 'encore parti' });
  await expect(ask).toContainText('1 changement n’est pas encore parti');
  await ask.getByRole('button', { name: 'Les garder et partir' }).click();
  await expect(password(page)).toBeVisible();
  await server.start();

  await test.step('another shop on the same machine', async () => {
    await desk.signIn('yann@maison-legoff.example');
    await wholeCatalogue(page, 38);
    await expect(page.getByText('Maison Le Goff').first()).toBeVisible();
    await expect(page.getByText('Atelier Nour')).toHaveCount(0);
    await expect(page.getByText('0 changement à envoyer')).toBeVisible();
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').getByRole('combobox').fill(sku);
    await expect(page.getByRole('dialog').getByText('Affiche')).toHaveCount(0);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await signOut(page);
    await page.getByRole('alertdialog').getByRole('button', { name: 'Se déconnecter' }).click();
    await expect(password(page)).toBeVisible();
    // Nothing of hers was waiting: her copy is gone; the one with unsent work stays.
    await expect.poll(() => readdirSync(join(desk.dataDir, 'cache')).filter((name) => name.endsWith('.db')).length).toBe(1);
  });

  await test.step('back again: the change is there, and leaves', async () => {
    await desk.signIn('salma@atelier-nour.example');
    await expect(page.getByText('0 changement à envoyer')).toBeVisible();
    await wholeCatalogue(page, PRODUCTS);
    await find(page, sku);
    await expect(await cell(page, 0, /^Prix [A-Z]{3}$/)).toContainText('6,90');
  });
});

test('a moderator reads every shop and changes nothing', async ({ desk }) => {
  const page = desk.page();
  await desk.signIn('moderation@comptoir.example');
  await expect(page.getByText('Place de marché').first()).toBeVisible();
  await search(page, 'Atelier');
  await search(page, '');
  await expect(await cell(page, 0, 'Titre')).not.toBeEmpty();
  expect(Number(await grid(page).getAttribute('aria-rowcount'))).toBeGreaterThan(PRODUCTS + 1_000);
  await expect(page.getByRole('button', { name: /Nouveau produit/ })).toHaveCount(0);
  await (await cell(page, 0, /^Prix$/)).click();
  for (const key of ['7', 'p', 's', 'e']) await page.keyboard.press(key);
  await expect(grid(page).getByRole('textbox')).toHaveCount(0);
  await page.keyboard.press('o');
  await expect(page.getByText('Lecture seule : votre rôle ne modifie pas les produits de cette boutique.')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Titre' })).toHaveJSProperty('readOnly', true);
  await expect(page.getByRole('button', { name: 'Ajouter une variante' })).toHaveCount(0);
});
