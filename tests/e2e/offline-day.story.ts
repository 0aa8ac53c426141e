import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cell, changePrice, grid, search, wholeCatalogue } from './catalogue.ts';
import { expect, test } from './fixtures.ts';

const EDITS = 30;

test('CAT-01 SYN-02 SYN-03 SYN-10 SYN-12 SYN-13 PLT-08 a vendor works through an outage, a kill -9 and the way back', async ({ server, desk, newDesk }) => {
  let page = desk.page();
  await desk.signIn('salma@atelier-nour.example');
  await wholeCatalogue(page, 50_000);

  await test.step('"robe" and a GTIN are found', async () => {
    await search(page, 'robe');
    await expect(grid(page)).not.toHaveAttribute('aria-rowcount', '50001');
    expect(Number(await grid(page).getAttribute('aria-rowcount'))).toBeGreaterThan(100);
    await search(page, 'BAB-0417');
    await expect(await cell(page, 0, 'SKU')).toHaveText('BAB-0417');
    await (await cell(page, 0, 'Titre')).click();
    const gtin = /\b\d{13}\b/.exec(await page.getByRole('complementary').last().innerText())?.[0];
    expect(gtin, 'the panel names the GTIN').toBeDefined();
    await search(page, gtin!);
    await expect(grid(page)).toHaveAttribute('aria-rowcount', '2');
    await expect(await cell(page, 0, 'SKU')).toHaveText('BAB-0417');
  });

  await server.stop();
  await expect(page.getByText(/^Hors ligne/).first()).toBeVisible();

  await test.step('30 prices and a text are edited without a server', async () => {
    await search(page, 'BAB-');
    await expect(await cell(page, 0, 'SKU')).toContainText('BAB-');
    for (let line = 0, done = 0; done < EDITS; line++) {
      // A product with several variants (BAB-0371-36 …) has several prices: they are edited on its page.
      if (/^\w{3}-\d+-/.test(await (await cell(page, line, 'SKU')).innerText())) continue;
      await changePrice(page, line, `${100 + done},90`);
      done += 1;
    }
    await page.keyboard.press('ControlOrMeta+Home');
    const title = await cell(page, 0, 'Titre');
    await title.click();
    await page.keyboard.press('Enter');
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('Babouche du grand départ');
    await page.keyboard.press('Enter');
    // Found by words, the line takes its new place among the hits, out of sight perhaps.
    await search(page, 'grand départ');
    await expect(await cell(page, 0, 'Titre')).toContainText('Babouche du grand départ');
    await expect(page.getByText(`${EDITS + 1} changements à envoyer`)).toBeVisible();
  });

  await test.step('after kill -9 they are there, listed as unsent', async () => {
    await desk.kill();
    page = await desk.start();
    await wholeCatalogue(page, 50_000);
    await expect(page.getByText(`${EDITS + 1} changements à envoyer`)).toBeVisible();
    await search(page, 'grand départ');
    await expect(await cell(page, 0, 'Titre')).toContainText('Babouche du grand départ');
    await page.getByRole('navigation').getByRole('link', { name: /Synchronisation/ }).click();
    await expect(page.getByRole('tab', { name: /À envoyer/ })).toContainText(String(EDITS + 1));
  });

  await test.step('the server comes back: sent once, and a colleague sees them', async () => {
    await server.start();
    await expect(page.getByText('0 changement à envoyer')).toBeVisible();

    const colleague = await newDesk();
    await colleague.signIn('karim@atelier-nour.example');
    const theirs = colleague.page();
    await wholeCatalogue(theirs, 50_000);
    await search(theirs, 'grand départ');
    await expect(await cell(theirs, 0, 'Titre')).toContainText('Babouche du grand départ');

    // From now on by itself: what one changes, the other has on screen.
    await page.getByRole('navigation').getByRole('link', { name: /Catalogue/ }).click();
    await search(page, 'grand départ');
    await expect(grid(page)).toHaveAttribute('aria-rowcount', '2');
    await changePrice(page, 0, '777,90');
    await expect(await cell(theirs, 0, /^Prix [A-Z]{3}$/)).toContainText('777,90');
  });

  await test.step('SYN-07 no byte of another shop is in the cache', async () => {
    await desk.stop();
    const other = 'maison-legoff';
    const folder = join(desk.dataDir, 'cache');
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      const bytes = readFileSync(join(file.parentPath, file.name));
      expect(bytes.includes('Atelier Nour') || file.name.endsWith('-shm') || bytes.length < 100_000, `${file.name} holds the vendor's own shop`).toBe(true);
      expect(bytes.includes(other), file.name).toBe(false);
      expect(bytes.includes('Maison Le Goff'), file.name).toBe(false);
    }
  });
});
