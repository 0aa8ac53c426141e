import { expect, type Page } from '@playwright/test';
import { cell, search } from './catalogue.ts';

/** The SKUs, from the top of the list, of products that are sold in one version: their price and stock can be changed in the list. */
export async function* oneVariant(page: Page): AsyncGenerator<string, never> {
  for (let line = 0; ; line++) {
    const sku = (await (await cell(page, line, 'SKU')).innerText()).trim();
    if (/^\w{3}-\d+$/.test(sku)) yield sku;
  }
}

/** Searches a SKU: its product is the first line, and puts the keyboard on it. */
export async function find(page: Page, sku: string): Promise<void> {
  await search(page, sku);
  const code = await cell(page, 0, 'SKU');
  await expect(code).toHaveText(new RegExp(`^${sku}`));
  await code.click();
}

/** Opens the page of one product. */
export async function openProduct(page: Page, sku: string): Promise<void> {
  await find(page, sku);
  await page.keyboard.press('o');
  await expect(page.getByRole('textbox', { name: `SKU de ${sku}` })).toBeVisible();
}

/** Everything has reached the server. */
export const allSent = (page: Page): Promise<void> => expect(page.getByText('0 changement à envoyer')).toBeVisible();

/** Puts the product on the page into the first category that is offered. The list may still be filling: whatever stood where it was pressed is gone then. */
export async function chooseCategory(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Choisir une catégorie' }).click();
  const dialog = page.getByRole('dialog');
  await expect(async () => {
    if (await dialog.isVisible()) await dialog.getByRole('option').first().click({ timeout: 5_000 });
    await expect(dialog).toBeHidden({ timeout: 5_000 });
  }).toPass();
}
