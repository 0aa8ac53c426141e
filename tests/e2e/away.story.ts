import { globSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { DAY_MS } from '#shared/kernel/time.ts';
import { cell, changePrice, wholeCatalogue } from './catalogue.ts';
import { expect, test, type ConsoleUnderTest } from './fixtures.ts';
import { allSent, find, oneVariant } from './products.ts';

const PRODUCTS = 400;
test.use({ vendorProducts: PRODUCTS });

/** The console's own memory of when it last heard of the server, four days earlier. */
function fourDaysAgo(desk: ConsoleUnderTest): void {
  for (const file of globSync(join(desk.dataDir, 'cache', '*.db'))) {
    const db = new Sqlite(file);
    db.prepare(`UPDATE meta SET value = ? WHERE key = 'last-sync'`).run(String(Date.now() - 4 * DAY_MS));
    db.close();
  }
}

test('SYN-05 SYN-12 four days away: what waits is listed, looked at before it is sent, and sent when one says so', async ({ server, desk, newDesk }) => {
  const other = await newDesk();
  let mine = desk.page();
  const theirs = other.page();
  await desk.signIn('salma@atelier-nour.example');
  await other.signIn('karim@atelier-nour.example');
  await wholeCatalogue(mine, PRODUCTS);
  await wholeCatalogue(theirs, PRODUCTS);
  const skus = oneVariant(mine);
  const [first, second, third] = [(await skus.next()).value, (await skus.next()).value, (await skus.next()).value];
  await server.stop();
  await expect(mine.getByText(/^Hors ligne/).first()).toBeVisible();

  await test.step('three prices without the server; one is taken back, all go into a file', async () => {
    for (const [sku, amount] of [[first, '11,50'], [second, '12,50'], [third, '13,50']] as const) {
      await find(mine, sku);
      await changePrice(mine, 0, amount);
    }
    await mine.getByRole('navigation').getByRole('link', { name: /Synchronisation/ }).click();
    const list = mine.getByRole('listbox', { name: 'À envoyer' });
    await expect(list.getByRole('option')).toHaveCount(3);
    await expect(mine.getByText(/^3 changements · .* · le plus ancien/)).toBeVisible();
    // The newest is on top and chosen: the third.
    await expect(mine.getByRole('article')).toContainText(third);
    await mine.keyboard.press('u');
    await expect(list.getByRole('option')).toHaveCount(2);
    await expect(mine.getByRole('article')).toContainText(second);
    await mine.getByRole('button', { name: 'Exporter…' }).click();
    await expect(mine.getByText(/^2 changements écrits dans un fichier/)).toBeVisible();
    await desk.stop();
    fourDaysAgo(desk);
  });

  await test.step('meanwhile the other changes one of the same prices', async () => {
    await server.start();
    await expect(theirs.getByText('En ligne').first()).toBeVisible();
    await find(theirs, first);
    await changePrice(theirs, 0, '15,50');
    await allSent(theirs);
  });

  await test.step('back: said before anything leaves', async () => {
    mine = await desk.start();
    await expect(mine.getByRole('link', { name: /À voir avant l’envoi/ })).toBeVisible();
    await mine.getByRole('link', { name: /À voir avant l’envoi/ }).click();
    await expect(mine.getByText(/^Vous étiez absent 4\sj\s?: 1 de vos 2 changements s’appliquent, 1 vous attend\.$/)).toBeVisible();
    await expect(mine.getByText('2 changements à envoyer')).toBeVisible();
    await mine.getByRole('button', { name: 'Envoyer maintenant' }).click();
    await expect(mine.getByText('1 conflit', { exact: true }).first()).toBeVisible();
    await allSent(mine);
    await find(theirs, second);
    await expect(await cell(theirs, 0, /^Prix [A-Z]{3}$/)).toContainText('12,50');
  });
});
