import { expect, type Locator, type Page } from '@playwright/test';

/** The catalogue as a person finds their way in it: by roles and words, never by class names. */
export const grid = (page: Page): Locator => page.getByRole('grid');

/** Waits until the whole catalogue is on this machine: the list says how many rows there are, header included. */
export async function wholeCatalogue(page: Page, products: number): Promise<void> {
  await expect(grid(page)).toHaveAttribute('aria-rowcount', String(products + 1), { timeout: 90_000 });
}

/** A cell of a line, counted from 0, by the name of its column header. */
export async function cell(page: Page, line: number, column: string | RegExp): Promise<Locator> {
  const header = grid(page).getByRole('columnheader', { name: column });
  const index = await header.getAttribute('aria-colindex');
  return grid(page).locator(`[role="row"][aria-rowindex="${line + 2}"] [aria-colindex="${index}"]`);
}

/** Types into the search field and waits for the list to answer. */
export async function search(page: Page, text: string): Promise<void> {
  await page.getByRole('searchbox').fill(text);
}

/** Changes a price in its line the way it is done all day: Enter, the amount, Enter. */
export async function changePrice(page: Page, line: number, amount: string): Promise<void> {
  const price = await cell(page, line, /^Prix [A-Z]{3}$/);
  await price.click();
  await page.keyboard.press('Enter');
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type(amount);
  await page.keyboard.press('Enter');
  await expect(price).toContainText(amount);
}
