import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { importAggregates } from '#server/catalog/seed.ts';
import { openDatabase } from '#server/db/open.ts';
import { aConversation, aMessage } from '#tests/builders/talks.ts';
import { expect, test } from './fixtures.ts';
import { startServerProcess } from './server-process.ts';

test.use({ vendorProducts: 400 });

/** Puts a conversation into the marketplace of a server that is stopped. */
async function ask(dataDir: string): Promise<void> {
  const db = await openDatabase({ kind: 'sqlite', file: join(dataDir, 'comptoir.db') });
  try {
    const { id: shopId } = await db.kysely.selectFrom('shop').select('id').where('name', '=', 'Atelier Nour').executeTakeFirstOrThrow();
    const talk = { ...aConversation(), shopId: shopId as never };
    await importAggregates(db, { shops: [], categories: [], products: [], talks: [{ conversation: talk, messages: [{ ...aMessage({ n: 1, body: 'Où est mon colis ?' }), shopId: shopId as never }] }] });
  } finally {
    await db.close();
  }
}

const open = async (page: Page): Promise<void> => {
  await page.getByRole('navigation').getByRole('link', { name: /Conversations/ }).click();
  await page.getByRole('option', { name: /Nadia Berrada/ }).click();
  await expect(page.getByRole('log').getByText('Où est mon colis ?')).toBeVisible();
};
const composer = (page: Page) => page.getByRole('textbox', { name: 'Réponse au client' });
const said = (page: Page, text: string) => page.getByRole('log').getByRole('article').filter({ hasText: text });

test('MSG-02 MSG-03 MSG-04 MSG-06 MSG-12 two people answer one customer: they see each other, the second is stopped, a cut loses and doubles nothing', async ({ server, newDesk }) => {
  await server.stop();
  await ask(server.dataDir);
  const port = Number(new URL(server.url).port);
  // With the demo's customer, who answers.
  const start = () => startServerProcess({ dataDir: server.dataDir, port, demo: 'generate:400' });
  let running = await start();
  const [one, other] = [await newDesk(), await newDesk()];
  await one.signIn('salma@atelier-nour.example');
  await other.signIn('karim@atelier-nour.example');
  const [salma, karim] = [one.page(), other.page()];
  await open(salma);
  await open(karim);

  await test.step('each sees that the other is there, and types', async () => {
    await composer(salma).fill('Bonjour Nadia, je regarde.');
    await expect(karim.getByText(/Salma.* (écrit|a un brouillon)/).first()).toBeVisible();
  });

  await test.step('a note stays a note until somebody says otherwise', async () => {
    await salma.getByRole('radio', { name: 'Note interne' }).click({ force: true });
    await expect(salma.getByRole('alert')).toContainText('Ce texte est une réponse');
    await salma.getByRole('button', { name: 'Ne rien changer' }).click();
    await expect(composer(salma)).toHaveValue('Bonjour Nadia, je regarde.');
  });

  await test.step('the colleague answers first: the second answer is stopped, both texts are shown, and it is sent all the same', async () => {
    await composer(karim).fill('Il arrive demain.');
    await karim.keyboard.press('Control+Enter');
    await expect(karim.getByText(/Part dans/)).toBeVisible();
    await expect(said(salma, 'Il arrive demain.')).toBeVisible({ timeout: 30_000 });
    await salma.getByRole('button', { name: 'Envoyer', exact: false }).last().click();
    const stopped = salma.getByRole('alert').filter({ hasText: 'n’est pas partie' });
    await expect(stopped).toContainText('Il arrive demain.');
    await expect(stopped).toContainText('Bonjour Nadia, je regarde.');
    await stopped.getByRole('button', { name: 'Envoyer quand même' }).click();
    await expect(said(karim, 'Bonjour Nadia, je regarde.')).toContainText('malgré une autre réponse', { timeout: 30_000 });
  });

  await test.step('the customer reads and answers, in both consoles, without anybody asking', async () => {
    await expect(said(salma, 'Merci pour votre réponse')).toBeVisible({ timeout: 30_000 });
    await expect(said(karim, 'Merci pour votre réponse')).toBeVisible();
    await expect(said(karim, 'Il arrive demain.')).toContainText('lu');
  });

  await test.step('what is written through a cut leaves once, in its order', async () => {
    await running.stop();
    await expect(salma.getByText(/^Hors ligne/).first()).toBeVisible();
    for (const text of ['Premier mot.', 'Second mot.']) {
      await salma.getByRole('log').click();
      await salma.keyboard.press('r');
      await composer(salma).fill(text);
      await salma.keyboard.press('Control+Enter');
      await expect(composer(salma)).toHaveValue('');
    }
    await expect(said(salma, 'Second mot.')).toContainText('en attente', { timeout: 30_000 });
    running = await start();
    await expect(said(karim, 'Second mot.')).toBeVisible({ timeout: 30_000 });
    await expect(said(karim, 'Premier mot.')).toHaveCount(1);
    const order = await karim.getByRole('log').getByRole('article').allInnerTexts();
    expect(order.findIndex((text) => text.includes('Premier'))).toBeLessThan(order.findIndex((text) => text.includes('Second')));
  });

  await test.step('what is taken back to be changed stands above what was begun meanwhile', async () => {
    await composer(salma).fill('À demain.');
    await salma.getByRole('button', { name: 'Plus tard' }).click();
    await salma.getByRole('menuitem').first().click();
    await expect(composer(salma)).toHaveValue('');
    await composer(salma).fill('Et ceci.');
    await salma.getByRole('button', { name: /^Modifier/ }).click();
    await expect(composer(salma)).toHaveValue('À demain.\n\nEt ceci.');
  });
  await running.stop();
});
