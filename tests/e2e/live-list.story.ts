import { expect, test } from './fixtures.ts';
import { cell, changePrice, grid, wholeCatalogue } from './catalogue.ts';
import { find, oneVariant } from './products.ts';

const PRODUCTS = 400;
test.use({ vendorProducts: PRODUCTS });

/** What the keyboard is on: the SKU of its line. */
const underTheHand = async (page: Parameters<typeof grid>[0]): Promise<string> => {
  const line = Number(await grid(page).evaluate((list) => document.getElementById(list.getAttribute('aria-activedescendant') ?? '')?.closest('[role="row"]')?.getAttribute('aria-rowindex')));
  return (await (await cell(page, line - 2, 'SKU')).innerText()).trim();
};

test('SYN-10 an open list follows what others do: lines change, leave and move, the choice and the keyboard stay', async ({ desk, newDesk }) => {
  const other = await newDesk();
  const mine = desk.page();
  const theirs = other.page();
  await desk.signIn('salma@atelier-nour.example');
  await other.signIn('karim@atelier-nour.example');
  await wholeCatalogue(mine, PRODUCTS);
  await wholeCatalogue(theirs, PRODUCTS);
  const skus = oneVariant(mine);
  const [first, second, third] = [(await skus.next()).value, (await skus.next()).value, (await skus.next()).value];

  // By price, cheapest first: what Karim makes cheap comes to the top.
  await grid(mine).getByRole('columnheader', { name: /^Prix [A-Z]{3}$/ }).click();
  await expect(grid(mine).getByRole('columnheader', { name: /^Prix [A-Z]{3}$/ })).toHaveAttribute('aria-sort', 'ascending');
  // The lines of before stay until those in the new order are there.
  await expect(await cell(mine, 0, 'SKU')).not.toHaveText(new RegExp(`^${first}`));
  await grid(mine).focus();
  await mine.keyboard.press('Control+Home');
  for (let i = 0; i < 4; i++) await mine.keyboard.press('ArrowDown');
  await mine.keyboard.press('Space');
  await expect(mine.getByText('1 sélectionné')).toBeVisible();
  const held = await underTheHand(mine);

  await test.step('a line that becomes the cheapest appears at the top; the keyboard stays on its product', async () => {
    await find(theirs, second);
    await changePrice(theirs, 0, '1,01');
    await expect(await cell(mine, 0, 'SKU')).toHaveText(new RegExp(`^${second}`));
    await expect.poll(() => underTheHand(mine)).toBe(held);
    await expect(mine.getByText('1 sélectionné')).toBeVisible();
    await expect(grid(mine)).toBeFocused();
  });

  await test.step('a line that no longer fits leaves, another takes its place', async () => {
    await mine.getByRole('searchbox').fill(first);
    await expect(grid(mine)).toHaveAttribute('aria-rowcount', '2');
    await find(theirs, first);
    await (await cell(theirs, 0, 'SKU')).click();
    await theirs.keyboard.press('o');
    await theirs.getByRole('textbox', { name: `SKU de ${first}` }).fill('AUTRE-1');
    await theirs.keyboard.press('Enter');
    await expect(grid(mine)).toHaveAttribute('aria-rowcount', '1');
    await expect(mine.getByText('Aucun produit ne correspond')).toBeVisible();
    await expect(mine.getByText('Choisissez une ligne : son détail s’affiche ici.')).toBeVisible();
    await mine.getByRole('searchbox').fill('AUTRE-1');
    await expect(grid(mine)).toHaveAttribute('aria-rowcount', '2');
  });

  await test.step('a chosen line that is deleted leaves the choice', async () => {
    await mine.getByRole('searchbox').fill('');
    await expect(grid(mine)).toHaveAttribute('aria-rowcount', String(PRODUCTS + 1));
    await expect(mine.getByText('1 sélectionné')).toBeVisible();
    await find(mine, third);
    await mine.keyboard.press('Space');
    await expect(mine.getByText('2 sélectionnés')).toBeVisible();
    await theirs.keyboard.press('Escape');
    await theirs.keyboard.press('Escape');
    await find(theirs, third);
    // Stock out, then gone.
    await (await cell(theirs, 0, 'Dispo.')).click();
    await theirs.keyboard.press('Space');
    await theirs.getByRole('toolbar').getByRole('button', { name: 'Supprimer' }).click();
    await theirs.getByRole('button', { name: 'Supprimer le produit' }).click();
    await expect(grid(mine)).toHaveAttribute('aria-rowcount', '1');
    await expect(mine.getByText('1 sélectionné')).toBeVisible();
  });
});
