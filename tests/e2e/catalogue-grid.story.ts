import type { Page } from '@playwright/test';
import { cell, changePrice, grid, wholeCatalogue } from './catalogue.ts';
import { expect, test } from './fixtures.ts';
import { allSent, find, oneVariant } from './products.ts';

const PRODUCTS = 400;
test.use({ vendorProducts: PRODUCTS });

/** Line and column the keyboard is on, counted from 1, the header being line 1. */
function cursor(page: Page): Promise<{ line: number; column: number }> {
  // Asked in one go: while the list leaps, the cell named a moment ago may be gone.
  return grid(page).evaluate((list) => {
    const active = document.getElementById(list.getAttribute('aria-activedescendant') ?? '');
    return { line: Number(active?.closest('[role="row"]')?.getAttribute('aria-rowindex')), column: Number(active?.getAttribute('aria-colindex')) };
  });
}
const isAt = (page: Page, line: number, column: number) => expect.poll(() => cursor(page)).toEqual({ line, column });

test('PLT-03 the whole list by keyboard', async ({ desk }) => {
  const page = desk.page();
  await desk.signIn('salma@atelier-nour.example');
  await wholeCatalogue(page, PRODUCTS);
  const columns = Number(await grid(page).getAttribute('aria-colcount'));

  await test.step('moving', async () => {
    await grid(page).focus();
    await page.keyboard.press('Control+Home');
    await isAt(page, 2, 1);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    await isAt(page, 3, 2);
    await page.keyboard.press('End');
    await isAt(page, 3, columns);
    await page.keyboard.press('Home');
    await isAt(page, 3, 1);
    await page.keyboard.press('Control+End');
    await isAt(page, PRODUCTS + 1, columns);
    await page.keyboard.press('Control+Home');
    await isAt(page, 2, 1);
    await page.keyboard.press('ArrowUp');
    await isAt(page, 1, 1);
    await page.keyboard.press('ArrowDown');
  });

  await test.step('choosing', async () => {
    await page.keyboard.press('Space');
    await expect(page.getByText('1 sélectionné')).toBeVisible();
    for (let i = 0; i < 3; i++) await page.keyboard.press('Shift+ArrowDown');
    await expect(page.getByText('4 sélectionnés')).toBeVisible();
    await page.keyboard.press('Shift+ArrowUp');
    await expect(page.getByText('3 sélectionnés')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByText(/sélectionné/)).toHaveCount(0);
  });

  await test.step('editing: F2 and Enter open, Escape gives back, Enter keeps and goes down', async () => {
    const title = await cell(page, 0, 'Titre');
    const before = await title.innerText();
    await title.click();
    const { column } = await cursor(page);
    await page.keyboard.press('F2');
    await expect(grid(page).getByRole('textbox')).toBeFocused();
    await page.keyboard.type('Autre chose');
    await page.keyboard.press('Escape');
    await expect(grid(page)).toBeFocused();
    await expect(title).toHaveText(before);
    await page.keyboard.press('Enter');
    await page.keyboard.press('ControlOrMeta+A');
    // Letters that are shortcuts of the list are letters here.
    await page.keyboard.type('nospi');
    await page.keyboard.press('Enter');
    await expect(title).toContainText('nospi');
    await isAt(page, 3, column);
  });

  await test.step('finding: / the search, Ctrl K the palette, ? the keys', async () => {
    await page.keyboard.press('/');
    await expect(page.getByRole('searchbox')).toBeFocused();
    await page.keyboard.type('nospi?');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(grid(page)).toHaveAttribute('aria-rowcount', '2');
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('dialog').getByRole('combobox')).toBeFocused();
    await page.keyboard.type('nospi');
    await expect(page.getByRole('option').filter({ hasText: 'nospi' })).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: 'nospi' })).toBeVisible();
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog', { name: 'Raccourcis clavier' })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('searchbox')).toHaveValue('nospi?');
  });
});

test('CAT-06 PLT-12 edits in the line, a refused one keeps its text, many at once and back; columns and views last', async ({ server, desk }) => {
  let page = desk.page();
  await desk.signIn('salma@atelier-nour.example');
  await wholeCatalogue(page, PRODUCTS);
  const sku = (await oneVariant(page).next()).value;

  await test.step('price, stock and state', async () => {
    await find(page, sku);
    await changePrice(page, 0, '200,00');
    const stock = await cell(page, 0, 'Dispo.');
    const before = Number((await stock.innerText()).replace(/\D/g, ''));
    await stock.click();
    await page.keyboard.type('+7');
    await page.keyboard.press('Enter');
    await expect(stock).toContainText(String(before + 7));
    await allSent(page);
  });

  await test.step('a struck-through price below the price stays at its cell, with the reason', async () => {
    const former = await cell(page, 0, 'Prix barré');
    await former.click();
    await page.keyboard.press('Enter');
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('150');
    await page.keyboard.press('Enter');
    const field = grid(page).getByRole('textbox');
    await expect(field).toHaveValue('150');
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await expect(page.getByText(/^Le prix barré doit dépasser le prix/)).toBeVisible();
    // Whoever types the next figure without looking does not write it on to the refused one.
    await page.keyboard.type('90');
    await expect(field).toHaveValue('90');
    await page.keyboard.press('Escape');
    await expect(former).not.toContainText('150');
  });

  await test.step('an edit in the column that orders the list leaves the line under the hand', async () => {
    await page.getByRole('searchbox').fill('');
    await expect(grid(page)).toHaveAttribute('aria-rowcount', String(PRODUCTS + 1));
    const priceHead = grid(page).getByRole('columnheader', { name: /^Prix [A-Z]{3}$/ });
    await priceHead.click();
    await expect(priceHead).toHaveAttribute('aria-sort', 'ascending');
    const edited = (await (await cell(page, 2, 'SKU')).innerText()).trim();
    await changePrice(page, 2, '999,00');
    await allSent(page);
    await expect(await cell(page, 2, 'SKU')).toHaveText(edited);
    await page.getByRole('button', { name: 'Remettre les lignes modifiées à leur place' }).click();
    await expect(await cell(page, 2, 'SKU')).not.toHaveText(edited);
    await grid(page).getByRole('columnheader', { name: 'SKU' }).click();
    await expect(grid(page).getByRole('columnheader', { name: 'SKU' })).toHaveAttribute('aria-sort', 'ascending');
  });

  await test.step('prices of several variants at once, over their line', async () => {
    const several = grid(page).getByRole('row').filter({ hasText: /[A-Z]{3}-\d{4}-1/ }).first();
    await several.locator('[aria-colindex="5"]').click();
    await page.keyboard.press('Enter');
    const editor = page.getByRole('dialog', { name: /^Prix, / });
    await editor.getByRole('textbox', { name: 'Pour toutes' }).fill('321');
    await page.keyboard.press('Enter');
    await expect(page.getByText(/ · \d+ prix changés$/)).toBeVisible();
    await expect(several).toContainText('321,00');
    await allSent(page);
  });

  // Once waiting for the server, once long after it has said yes.
  for (const where of ['offline', 'online'] as const) {
    await test.step(`the state of many at once, and all of it back, ${where}`, async () => {
      if (where === 'offline') await server.stop();
      else await server.start();
      await expect(page.getByText(where === 'offline' ? /^Hors ligne/ : 'En ligne').first()).toBeVisible({ timeout: 60_000 });
      const states: string[] = [];
      for (let line = 0; line < 6; line++) states.push(await (await cell(page, line, 'État')).innerText());
      await (await cell(page, 0, 'Titre')).click();
      await page.keyboard.press('Space');
      for (let i = 0; i < 5; i++) await page.keyboard.press('Shift+ArrowDown');
      await expect(page.getByText('6 sélectionnés')).toBeVisible();
      await page.getByRole('toolbar').getByRole('button', { name: 'État' }).click();
      await page.getByRole('menuitem', { name: where === 'offline' ? /Archiver/ : /pause/i }).click();
      const to = where === 'offline' ? 'Archivé' : 'En pause';
      const said = page.getByRole('alertdialog').filter({ hasText: new RegExp(`^\\d produits? : ${to}`) });
      await expect(said).toBeVisible();
      const moved = grid(page).getByRole('row').getByText(to, { exact: true });
      await expect.poll(() => moved.count()).toBeGreaterThan(states.filter((state) => state === to).length);
      if (where === 'online') await allSent(page);
      await said.getByRole('button', { name: 'Défaire' }).click();
      for (let line = 0; line < 6; line++) await expect(await cell(page, line, 'État')).toHaveText(states[line]!);
      if (where === 'online') await expect(page.getByText(/un nouveau changement remet/)).toBeVisible();
      // Off what stands under the pointer now: with a tip open, the first Escape closes the tip.
      await page.mouse.move(0, 0);
      await grid(page).focus();
      await page.keyboard.press('Escape');
      await expect(page.getByText('6 sélectionnés')).toHaveCount(0);
    });
  }

  await test.step('columns and a view of one’s own are there after a restart', async () => {
    await page.getByRole('button', { name: 'Colonnes' }).click();
    await page.getByRole('dialog').getByText('Marque', { exact: true }).click();
    await page.keyboard.press('Escape');
    await expect(grid(page).getByRole('columnheader', { name: 'Marque' })).toBeVisible();
    await page.getByRole('searchbox').fill('babouche');
    await expect(grid(page)).not.toHaveAttribute('aria-rowcount', String(PRODUCTS + 1));
    const rows = await grid(page).getAttribute('aria-rowcount');
    await page.getByRole('button', { name: 'Enregistrer la vue' }).click();
    await page.getByRole('textbox', { name: 'Nom' }).fill('Mes babouches');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('tab', { name: /Mes babouches/ })).toHaveAttribute('aria-selected', 'true');
    await desk.stop();
    page = await desk.start();
    await wholeCatalogue(page, PRODUCTS);
    await expect(grid(page).getByRole('columnheader', { name: 'Marque' })).toBeVisible();
    await page.getByRole('tab', { name: /Mes babouches/ }).click();
    await expect(grid(page)).toHaveAttribute('aria-rowcount', rows!);
    await expect(await cell(page, 0, 'Titre')).toContainText(/babouche/i);
  });
});
