import type { Locator, Page } from '@playwright/test';
import { cell, grid, wholeCatalogue } from './catalogue.ts';
import { expect, test } from './fixtures.ts';
import { allSent } from './products.ts';

const PRODUCTS = 400;
test.use({ vendorProducts: PRODUCTS });

const [PRICE, OLD, STATE] = [/^Prix [A-Z]{3}$/, 'Prix barré', 'État'] as const;
const clipboard = (page: Page): Promise<string> => page.evaluate(() => navigator.clipboard.readText());
const copyElsewhere = (page: Page, text: string): Promise<void> => page.evaluate((value) => navigator.clipboard.writeText(value), text);
const marked = (page: Page): Locator => grid(page).locator('[role="gridcell"][aria-selected="true"], [role="rowheader"][aria-selected="true"]');
const dialog = (page: Page): Locator => page.getByRole('dialog').filter({ has: page.getByRole('heading') });
const count = (page: Page, of: string): Locator => dialog(page).locator('dl > div').filter({ hasText: of }).getByRole('definition');
const said = (page: Page, text: RegExp): Promise<void> => expect(page.getByRole('alertdialog').filter({ hasText: text })).toBeVisible();

/** The first of `tall` lines one under another whose products are sold in one version. */
async function plainLines(page: Page, tall: number): Promise<number> {
  let found = 0;
  for (let line = 0; ; line++) {
    found = /^\w{3}-\d+$/.test((await (await cell(page, line, 'SKU')).innerText()).trim()) ? found + 1 : 0;
    if (found === tall) return line - tall + 1;
  }
}
const texts = async (page: Page, from: number, tall: number, column: string | RegExp): Promise<string[]> => {
  const found: string[] = [];
  for (let line = from; line < from + tall; line++) found.push((await (await cell(page, line, column)).innerText()).replace(/\s/g, ' ').trim());
  return found;
};
const read = (page: Page, from: number, column: string | RegExp, expected: readonly (string | RegExp)[]) =>
  expect(async () => {
    const found = await texts(page, from, expected.length, column);
    for (const [at, text] of expected.entries()) expect(found[at]).toMatch(typeof text === 'string' ? new RegExp(`^${text}$`) : text);
  }).toPass();

test('BLK-01 BLK-02 cells are marked, copied, pasted, filled and emptied like in a spreadsheet, and undone at once', async ({ desk }) => {
  const page = desk.page();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await desk.signIn('salma@atelier-nour.example');
  await wholeCatalogue(page, PRODUCTS);
  const top = await plainLines(page, 3);
  const prices = await texts(page, top, 3, PRICE);
  const olds = await texts(page, top, 3, OLD);
  const startAt = async (column: string | RegExp, line = top) => (await cell(page, line, column)).click();

  await test.step('a range by keyboard, read aloud and let go of', async () => {
    await startAt(PRICE);
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+ArrowRight');
    await expect(marked(page)).toHaveCount(6);
    await expect(page.getByText(/^Plage de 3 lignes, 2 colonnes, de \w{3}-\d+ Prix/)).toBeAttached();
    await page.keyboard.press('Escape');
    await expect(marked(page)).toHaveCount(0);
  });

  await test.step('what was copied and is pasted changes nothing', async () => {
    await startAt(PRICE);
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Control+c');
    await said(page, /6 cellules copiées/);
    const copy = await clipboard(page);
    expect(copy.split('\r\n').map((line) => line.split('\t')[0])).toEqual(prices.map((price) => price.replaceAll(' ', '')));
    await page.keyboard.press('Control+v');
    await said(page, /Rien ne change/);
  });

  await test.step('a block from a spreadsheet goes in at one cell; one Ctrl+Z takes it back, Shift+Ctrl+Z and Ctrl+Y bring it again', async () => {
    await copyElsewhere(page, '111,50\t140,00\r\n1 112,50 DH\t\r\n113\t199\r\n');
    await startAt(PRICE);
    await page.keyboard.press('Control+v');
    await read(page, top, PRICE, ['111,50', '1 112,50', '113,00']);
    await read(page, top, OLD, ['140,00', '', '199,00']);
    await page.keyboard.press('Control+z');
    await read(page, top, PRICE, prices);
    await read(page, top, OLD, olds);
    await page.keyboard.press('Control+Shift+z');
    await read(page, top, PRICE, ['111,50', '1 112,50', '113,00']);
    await page.keyboard.press('Control+z');
    await read(page, top, PRICE, prices);
    await page.keyboard.press('Control+y');
    await read(page, top, OLD, ['140,00', '', '199,00']);
  });

  await test.step('a shape that does not fit is shown first; cancelling leaves everything, the clipboard too', async () => {
    const block = '201\t301\r\n202\t302\r\n203\t303';
    await copyElsewhere(page, block);
    await startAt(PRICE);
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Control+v');
    await expect(dialog(page)).toContainText('ne correspond pas à la plage');
    await expect(count(page, 'Vont changer')).toHaveText('1');
    await page.keyboard.press('Escape');
    await expect(dialog(page)).toHaveCount(0);
    await read(page, top, PRICE, ['111,50', '1 112,50', '113,00']);
    expect((await clipboard(page)).replaceAll('\r', '')).toBe(block.replaceAll('\r', ''));
  });

  await test.step('what cannot be written is said with its reason, the rest is written after a yes, and nothing beside the range', async () => {
    await copyElsewhere(page, '210,00\r\ncher\r\n');
    await startAt(PRICE);
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Control+v');
    await expect(dialog(page)).toContainText('Pas un montant');
    // The old price stands in the way of the first one, the word of the second: nothing to write.
    await expect(count(page, 'Ne peuvent pas changer')).toHaveText('2');
    await dialog(page).getByRole('button', { name: 'Fermer' }).last().click();
    await copyElsewhere(page, '120,00\r\ncher\r\n');
    await page.keyboard.press('Control+v');
    await expect(count(page, 'Vont changer')).toHaveText('1');
    await dialog(page).getByRole('button', { name: 'Écrire 1 cellule' }).click();
    await read(page, top, PRICE, ['120,00', '1 112,50', '113,00']);
    await read(page, top, OLD, ['140,00', '', '199,00']);
  });

  await test.step('filled down, emptied, cut', async () => {
    await startAt(PRICE);
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Control+d');
    await read(page, top, PRICE, ['120,00', '120,00', '120,00']);
    await startAt(OLD);
    await page.keyboard.press('Delete');
    await read(page, top, OLD, ['', '', '199,00']);
    await startAt(OLD, top + 2);
    await page.keyboard.press('Control+x');
    await read(page, top, OLD, ['', '', '']);
    expect(await clipboard(page)).toBe('199,00');
    for (let i = 0; i < 3; i++) await page.keyboard.press('Control+z');
    await read(page, top, PRICE, ['120,00', '1 112,50', '113,00']);
    await read(page, top, OLD, ['140,00', '', '199,00']);
  });

  await test.step('with the mouse: dragged over, and filled by the handle', async () => {
    const from = (await (await cell(page, top, OLD)).boundingBox())!;
    const to = (await (await cell(page, top + 2, 'Dispo.')).boundingBox())!;
    await page.mouse.move(from.x + 10, from.y + from.height / 2);
    await page.mouse.down();
    await page.mouse.move(to.x + 10, to.y + to.height / 2, { steps: 6 });
    await page.mouse.up();
    await expect(marked(page)).toHaveCount(6);
    await startAt(PRICE);
    await expect(marked(page)).toHaveCount(0);
    const own = (await (await cell(page, top, PRICE)).boundingBox())!;
    await page.mouse.move(own.x + own.width - 3, own.y + own.height - 3);
    await page.mouse.down();
    await page.mouse.move(own.x + own.width - 3, own.y + own.height * 2.5, { steps: 6 });
    await page.mouse.up();
    await read(page, top, PRICE, ['120,00', '120,00', '120,00']);
    await page.keyboard.press('Control+z');
    await read(page, top, PRICE, ['120,00', '1 112,50', '113,00']);
  });

  await test.step('a whole column at once: seen first, products with several variants named, one Ctrl+Z for all', async () => {
    await allSent(page);
    await startAt(STATE, 0);
    await page.keyboard.press('Control+Home');
    await startAt(PRICE, 0);
    await page.keyboard.press('Control+Shift+ArrowDown');
    await expect(page.getByText(new RegExp(`^Plage de ${PRODUCTS} lignes, 1 colonne`))).toBeAttached();
    await copyElsewhere(page, '99,00');
    await page.keyboard.press('Control+v');
    await expect(dialog(page)).toContainText('Plusieurs variantes');
    const write = dialog(page).getByRole('button', { name: /^Écrire \d+ cellules/ });
    const changes = Number((await write.innerText()).replace(/\D/g, ''));
    expect(changes).toBeGreaterThan(PRODUCTS / 4);
    await write.click();
    await said(page, new RegExp(`${changes} cellules collées`));
    // The dialog gives the keys back to the list when it has gone.
    await expect(dialog(page)).toHaveCount(0);
    await grid(page).focus();
    await page.keyboard.press('Control+Home');
    await read(page, top, PRICE, ['99,00', '99,00', '99,00']);
    await grid(page).focus();
    await page.keyboard.press('Control+z');
    await read(page, top, PRICE, ['120,00', '1 112,50', '113,00']);
  });

  await test.step('the last edit of before a restart is taken back too', async () => {
    await copyElsewhere(page, '77,00');
    await startAt(PRICE);
    await page.keyboard.press('Control+v');
    await read(page, top, PRICE, ['77,00']);
    await desk.stop();
    const again = await desk.start();
    await wholeCatalogue(again, PRODUCTS);
    await read(again, top, PRICE, ['77,00']);
    await grid(again).focus();
    await again.keyboard.press('Control+z');
    await read(again, top, PRICE, ['120,00']);
  });

  await test.step('all of it on the sheet of keys, and in the palette', async () => {
    const last = desk.page();
    await last.keyboard.press('?');
    const sheet = last.getByRole('dialog', { name: 'Raccourcis clavier' });
    for (const label of ['Copier les cellules', 'Coller les cellules', 'Recopier vers le bas', 'Vider les cellules', 'Défaire le dernier changement', 'Refaire']) await expect(sheet.getByText(label, { exact: true })).toBeVisible();
    await last.keyboard.press('Escape');
    await (await cell(last, top, PRICE)).click();
    await last.keyboard.press('Control+k');
    await last.getByRole('dialog').getByRole('combobox').fill('Copier les cellules');
    await last.getByRole('option', { name: /Copier les cellules/ }).click();
    await expect.poll(() => clipboard(last)).toBe('120,00');
  });
});
