import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { aPicture } from '#tests/builders/pictures.ts';
import { wholeCatalogue } from './catalogue.ts';
import { expect, test } from './fixtures.ts';
import { oneVariant, openProduct } from './products.ts';

const PRODUCTS = 60;
/** Pictures are made smaller beside everything else that runs on this machine. */
const MADE = { timeout: 120_000 };
test.use({ vendorProducts: PRODUCTS });

test('IMG-06 IMG-09 a picture is turned, cut and padded by keyboard, kept when the editor is closed, saved, taken back, and compared', async ({ desk }) => {
  test.setTimeout(300_000);
  const page = desk.page();
  const folder = join(desk.dataDir, 'chosen');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'sac.jpg'), await aPicture(300, 200, { seed: 4, ground: [250, 250, 250] }).jpeg().toBuffer());
  await desk.signIn('salma@atelier-nour.example');
  await wholeCatalogue(page, PRODUCTS);
  await openProduct(page, (await oneVariant(page).next()).value);
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Ajouter des images' }).click();
  await (await chooser).setFiles(join(folder, 'sac.jpg'));
  const tiles = page.getByRole('listbox', { name: /^Images, dans l’ordre/ }).getByRole('option');
  await expect(tiles).toHaveCount(2, MADE);
  await tiles.last().click();
  const editor = page.getByRole('dialog', { name: 'Modifier sac.jpg' });
  const frame = (words: RegExp) => editor.getByRole('group', { name: words });

  await test.step('every step by keyboard, each to be taken back', async () => {
    await page.getByRole('button', { name: 'Retoucher' }).click();
    await expect(frame(/300 sur 200 px/)).toBeVisible();
    await frame(/300 sur 200 px/).press('r');
    await expect(frame(/200 sur 300 px/)).toBeVisible();
    await frame(/200 sur 300 px/).press('Shift+ArrowUp');
    await expect(frame(/200 sur 298 px/)).toBeVisible();
    await frame(/200 sur 298 px/).press('Control+z');
    await frame(/200 sur 300 px/).press('Control+z');
    await expect(frame(/300 sur 200 px/)).toBeVisible();
    await frame(/300 sur 200 px/).press('Control+y');
    await expect(frame(/200 sur 300 px/)).toBeVisible();
  });

  await test.step('closed by accident, it is as it was left', async () => {
    await page.keyboard.press('Escape');
    await expect(editor).toBeHidden();
    await page.getByRole('button', { name: 'Retoucher' }).click();
    await expect(editor.getByText('elle est comme vous l’avez laissée', { exact: false })).toBeVisible();
    await editor.getByRole('button', { name: 'Carré sur fond blanc' }).first().click();
    await expect(editor.getByText('300 × 300 px')).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).include('[role="dialog"]').withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']).analyze();
    expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))).toEqual([]);
  });

  await test.step('saved as one edit that can be taken back', async () => {
    await editor.getByRole('button', { name: 'Enregistrer' }).click();
    const note = page.getByText('modifications enregistrées', { exact: false });
    await expect(note).toBeVisible();
    await page.getByRole('button', { name: 'Défaire' }).click();
    await page.getByRole('button', { name: 'Retoucher' }).click();
    await expect(frame(/300 sur 200 px/)).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(editor).toBeHidden();
  });

  await test.step('before and after by a line that arrows move, with what was saved', async () => {
    await page.getByRole('button', { name: 'Avant et après' }).click();
    const line = page.getByRole('slider', { name: 'Ligne entre avant et après' });
    await expect(line).toHaveAttribute('aria-valuetext', /^50/, MADE);
    await line.press('End');
    await expect(line).toHaveAttribute('aria-valuetext', /^100/);
    await expect(page.getByText('SSIMULACRA 2', { exact: false })).toBeVisible();
  });
});
