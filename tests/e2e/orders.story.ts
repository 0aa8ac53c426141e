import { join } from 'node:path';
import { importAggregates } from '#server/catalog/seed.ts';
import { openDatabase } from '#server/db/open.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { seedPayments } from '#server/demo/money/order-payments.ts';
import type { Order } from '#shared/orders/model.ts';
import { anOrder } from '#tests/builders/orders.ts';
import { grid } from './catalogue.ts';
import { expect, test } from './fixtures.ts';

test.use({ vendorProducts: 400 });

/** Puts an order into the marketplace of a server that is stopped, as its shop receives it. */
async function sell(dataDir: string, make: (shopId: string) => Order): Promise<void> {
  const db = await openDatabase({ kind: 'sqlite', file: join(dataDir, 'comptoir.db') });
  try {
    const { id } = await db.kysely.selectFrom('shop').select('id').where('name', '=', 'Atelier Nour').executeTakeFirstOrThrow();
    await importAggregates(db, { shops: [], categories: [], products: [], orders: [make(id)] });
    // Only what the local provider took can go back through it.
    await inTransaction(db, (trx) => seedPayments(trx, db.dialect));
  } finally {
    await db.close();
  }
}

test('ORD-02 ORD-04 ORD-05 ORD-06 ORD-07 an order is sent in two parcels through an outage and a kill -9, held, comes back, and is refunded', async ({ server, newDesk }) => {
  await server.stop();
  await sell(server.dataDir, (shopId) => anOrder({ shopId }));
  await server.start();
  const desk = await newDesk();
  await desk.signIn('salma@atelier-nour.example');
  let page = desk.page();
  const standing = () => page.getByRole('group', { name: 'Où en est la commande' });
  const openOrder = async () => {
    await page.getByRole('navigation').getByRole('link', { name: /Commandes/ }).click();
    await page.getByRole('rowheader', { name: 'C-1001' }).click();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: 'C-1001' })).toBeVisible();
  };
  await openOrder();
  await server.stop();
  await expect(page.getByText(/^Hors ligne/).first()).toBeVisible();

  await test.step('two of three pieces leave; four are refused', async () => {
    await page.keyboard.press('s');
    const dialog = page.getByRole('dialog', { name: 'Expédier un colis' });
    const pieces = dialog.getByRole('textbox', { name: /^Pièces/ });
    await pieces.nth(0).fill('4');
    await pieces.nth(1).fill('0');
    await dialog.getByRole('textbox', { name: 'Transporteur' }).fill('Amana');
    await page.keyboard.press('Enter');
    await expect(dialog.getByRole('alert')).toContainText('il en reste 3 à envoyer, pas 4');
    await pieces.nth(0).fill('2');
    await dialog.getByRole('textbox', { name: 'Numéro de suivi' }).fill('AM1');
    await page.keyboard.press('Enter');
    await expect(standing().getByText('Expédiée en partie', { exact: true })).toBeVisible();
  });

  await test.step('a held order offers no way to ship', async () => {
    await page.keyboard.press('h');
    await page.getByRole('textbox', { name: 'Motif' }).fill('Adresse à confirmer');
    await page.keyboard.press('Enter');
    await expect(page.getByText(/^Retenue depuis/)).toContainText('Adresse à confirmer');
    await expect(page.getByRole('button', { name: /^Expédier…/ })).toHaveCount(0);
  });

  await test.step('after kill -9 all of it is there; released, the rest leaves in a second parcel', async () => {
    await desk.kill();
    page = await desk.start();
    await openOrder();
    await expect(page.getByText(/^Retenue depuis/)).toBeVisible();
    await page.keyboard.press('h');
    await expect(page.getByText(/^Retenue depuis/)).toHaveCount(0);
    await page.keyboard.press('s');
    await page.getByRole('dialog').getByRole('textbox', { name: 'Numéro de suivi' }).fill('AM2');
    await page.keyboard.press('Enter');
    await expect(standing().getByText('Expédiée', { exact: true })).toBeVisible();
    await expect(page.getByText('Colis 2')).toBeVisible();
  });

  await test.step('the server comes back: a colleague sees both parcels, and takes a return to its end', async () => {
    await server.start();
    await expect(page.getByText('0 changement à envoyer')).toBeVisible();
    await expect(page.getByText(/n’est pas encore parti/)).toHaveCount(0);
    const colleague = await newDesk();
    await colleague.signIn('karim@atelier-nour.example');
    page = colleague.page();
    await openOrder();
    await expect(page.getByText('AM2').first()).toBeVisible();
    await page.getByRole('button', { name: 'Noter un retour' }).click();
    await page.getByRole('dialog').getByRole('textbox', { name: /^Pièces/ }).nth(0).fill('1');
    await page.getByRole('dialog').getByRole('textbox', { name: 'Motif' }).fill('Trop petit');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Accepter', exact: true }).click();
    await page.getByRole('button', { name: 'Il est arrivé' }).click();
    await page.getByRole('button', { name: 'Contrôler' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Enregistrer le compte' }).click();
    await expect(standing()).toContainText('Contrôlé');
  });

  await test.step('the shop asks for a refund; an administrator sees what it does to the books, and gives it', async () => {
    await page.getByRole('button', { name: 'Demander un remboursement…' }).click();
    const asking = page.getByRole('dialog', { name: 'Demander un remboursement' });
    await asking.getByRole('textbox', { name: 'Pièces de Article 1' }).fill('1');
    await asking.getByRole('textbox', { name: 'Motif' }).fill('Revenu trop petit');
    await asking.getByRole('button', { name: 'Demander', exact: true }).click();
    const money = () => page.getByRole('region', { name: /^Argent/ });
    await expect(money().getByText('Demandé', { exact: true })).toBeVisible();
    await expect(page.getByText('0 changement à envoyer')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(grid(page)).toBeVisible();

    const office = await newDesk();
    await office.signIn('admin@comptoir.example');
    page = office.page();
    await openOrder();
    await money().getByRole('listitem').getByRole('button', { name: 'Rembourser…' }).click();
    const giving = page.getByRole('dialog', { name: 'Rembourser' });
    // 100.00 less the commission of 3.50 and its VAT of 0.70.
    await expect(giving.getByRole('region', { name: 'Ce que cela fait' })).toContainText(/La boutique paie.*95,80/);
    await giving.getByRole('button', { name: 'Rembourser', exact: true }).click();
    await expect(giving).toHaveCount(0);
    await expect(money().getByRole('listitem').getByText('Remboursé', { exact: true })).toBeVisible();
    await expect(standing().getByText('Remboursé en partie', { exact: true })).toBeVisible();
  });
});
