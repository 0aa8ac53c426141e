import { hash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { aPicture } from '#tests/builders/pictures.ts';
import { wholeCatalogue } from './catalogue.ts';
import { expect, test } from './fixtures.ts';
import { allSent, oneVariant, openProduct } from './products.ts';

const PRODUCTS = 60;
/** Pictures are made smaller beside everything else that runs on this machine. */
const MADE = { timeout: 120_000 };
test.use({ vendorProducts: PRODUCTS });

/** Drops files or folders the way the system does: events made by a script carry no real ones. */
async function drop(page: Page, paths: readonly string[], on: Locator): Promise<void> {
  await on.scrollIntoViewIfNeeded();
  const box = (await on.boundingBox())!;
  const line = await page.context().newCDPSession(page);
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2, data: { items: [], files: [...paths], dragOperationsMask: 1 } };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) await line.send('Input.dispatchDragEvent', { type, ...at });
  await line.detach();
}
const tiles = (page: Page) => page.getByRole('listbox', { name: /^Images, dans l’ordre/ }).getByRole('option');
const inTray = (page: Page) => page.getByRole('listbox', { name: 'Images à placer' }).getByRole('option');
const idOf = (tile: Locator) => tile.getAttribute('data-picture');
/** What is seen of a picture, pixel by pixel. */
const seenOf = (tile: Locator) => tile.locator('img[src^="blob:"]').evaluate((image: HTMLImageElement) => {
  const canvas = Object.assign(document.createElement('canvas'), { width: image.naturalWidth, height: image.naturalHeight });
  canvas.getContext('2d')!.drawImage(image, 0, 0);
  return canvas.toDataURL();
});
const goTo = (page: Page, hash: string) => page.evaluate((next) => void (location.hash = next), hash);

test('J3 IMG-01 IMG-02 IMG-06 IMG-07 IMG-09 pictures: dropped on a listing and in a folder, refused, put in order, described, placed by their names, sent, marked', async ({ desk, newDesk, server }) => {
  test.setTimeout(600_000);
  let page = desk.page();
  const colleague = await newDesk();
  const folder = join(desk.dataDir, 'chosen');
  const many = join(folder, 'many');
  mkdirSync(many, { recursive: true });
  const write = (name: string, bytes: Uint8Array | string, to = folder) => writeFileSync(join(to, name), bytes);
  const jpeg = (seed: number) => aPicture(160, 120, { seed, ground: [(seed * 70) % 256, 190, 120] }).jpeg().toBuffer();
  write('devant.jpg', await jpeg(1));
  write('dos.jpg', await aPicture(120, 160, { seed: 2 }).png().toBuffer());
  write('dessin.svg', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
  write('vide.jpg', '');
  write('coupée.jpg', (await jpeg(3)).subarray(0, 700));
  await desk.signIn('salma@atelier-nour.example');
  await wholeCatalogue(page, PRODUCTS);
  const skus = oneVariant(page);
  const [own, other] = [(await skus.next()).value, (await skus.next()).value];
  await openProduct(page, own);
  const address = new URL(page.url()).hash;
  const heading = page.getByRole('heading', { name: /^Images/, level: 2 });
  await expect(heading).toBeVisible();
  const before = await tiles(page).count();
  await server.stop();

  await test.step('IMG-02 IMG-07 dropped on the listing: a PNG under a wrong name is taken, what is no picture is refused by name with what to do', async () => {
    await drop(page, ['devant.jpg', 'dos.jpg', 'dessin.svg', 'vide.jpg', 'coupée.jpg'].map((name) => join(folder, name)), heading);
    const refused = page.getByRole('list', { name: 'Fichiers non acceptés' });
    await expect(refused.getByRole('alert').filter({ hasText: 'vide.jpg' })).toContainText('Ce fichier est vide.');
    await expect(refused.getByRole('alert').filter({ hasText: 'dessin.svg' })).toContainText('enregistré en PNG', MADE);
    await expect(refused.getByRole('alert').filter({ hasText: 'coupée.jpg' })).toContainText('abîmée ou incomplète', MADE);
    await expect(tiles(page)).toHaveCount(before + 2, MADE);
    // A file that was refused before it was read is nowhere but in this window, and still said after a reload.
    await page.reload();
    await expect(refused.getByRole('alert').filter({ hasText: 'vide.jpg' })).toContainText('Ce fichier est vide.');
    for (const name of ['vide.jpg', 'dessin.svg', 'coupée.jpg']) await page.getByRole('button', { name: `Fermer le message sur ${name}` }).click();
    await expect(refused).toHaveCount(0);
  });

  await test.step('IMG-09 put in order by keyboard, taken back, described, taken off and brought back', async () => {
    const last = tiles(page).last();
    const moved = await idOf(last);
    await last.click();
    await expect(last.locator('img[src^="blob:"]')).toHaveCount(1, MADE);
    await page.keyboard.press('Alt+Home');
    await expect(tiles(page).first()).toHaveAttribute('data-picture', moved!);
    await expect(tiles(page).first()).toBeFocused();
    await page.getByRole('button', { name: 'Défaire' }).click();
    await expect(tiles(page).last()).toHaveAttribute('data-picture', moved!);
    const alt = page.getByRole('textbox', { name: /^Texte alternatif de l’image \d+ · English/ });
    await alt.fill('Seen from behind');
    await alt.press('Enter');
    await expect(tiles(page).last()).not.toContainText(/manquant en[^,]*English/);
    await tiles(page).last().focus();
    await page.keyboard.press('Delete');
    await expect(tiles(page)).toHaveCount(before + 1);
    await page.getByRole('button', { name: 'Défaire' }).click();
    await expect(tiles(page)).toHaveCount(before + 2);
    await expect(tiles(page).last()).toHaveAttribute('data-picture', moved!);
  });

  await test.step('IMG-01 a folder dropped offline: names find their products, the others wait; placed as one change, taken back', async () => {
    write(`${other}_2.jpg`, await jpeg(5), many);
    write(`${other}_1.jpg`, await jpeg(6), many);
    write('IMG_0042.jpg', await jpeg(7), many);
    await goTo(page, '#/pictures');
    await drop(page, [many], page.getByText('Déposez ici des images ou des dossiers'));
    await expect(inTray(page)).toHaveCount(3, MADE);
    await expect(page.getByText('2 prêtes · 0 à choisir · 1 sans produit')).toBeVisible(MADE);
    await expect(inTray(page).filter({ hasText: `${other}_1.jpg` })).toContainText(other);
    const pattern = page.getByRole('textbox', { name: 'Comment les fichiers sont nommés' });
    await pattern.fill('{sku}-{n}');
    await expect(page.getByText('0 prête · 0 à choisir · 3 sans produit')).toBeVisible();
    await pattern.fill('');
    await page.getByRole('button', { name: /^Placer 2 images/ }).click();
    await expect(page.getByText('2 images placées')).toBeVisible();
    await expect(inTray(page)).toHaveCount(1);
    await page.getByRole('button', { name: 'Défaire' }).click();
    await expect(inTray(page)).toHaveCount(3);
  });

  await test.step('kill -9: the tray is as it was; placed again', async () => {
    await desk.kill();
    page = await desk.start();
    await goTo(page, '#/pictures');
    await expect(inTray(page)).toHaveCount(3, { timeout: 60_000 });
    await page.getByRole('button', { name: /^Placer 2 images/ }).click(MADE);
    await expect(page.getByText('2 images placées')).toBeVisible();
    await page.getByRole('tab', { name: /^Envoi/ }).click();
    await expect(page.getByText(/fichiers à envoyer/)).toBeVisible();
    await expect(page.getByText('Ils partiront à la prochaine connexion.')).toBeVisible();
  });

  await test.step('the line is back: everything leaves, and a colleague sees the picture from the server', async () => {
    await server.start();
    await expect(page.getByText('Tout est sur le serveur.')).toBeVisible(MADE);
    await allSent(page);
    await colleague.signIn('karim@atelier-nour.example');
    await wholeCatalogue(colleague.page(), PRODUCTS);
    await goTo(colleague.page(), address);
    await expect(tiles(colleague.page())).toHaveCount(before + 2);
    await expect(tiles(colleague.page()).last().locator('img[src^="blob:"]')).toHaveCount(1, MADE);
  });

  await test.step('IMG-06 the shop’s mark is put on every size and sent, and a colleague sees it; the files stay as they were, and taken off, all is as before', async () => {
    const kept = () => readdirSync(join(server.dataDir, 'media', 'kept'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const there = new Set(kept().map(({ name }) => name));
    const theirs = tiles(colleague.page()).last();
    const plain = await seenOf(theirs);
    await goTo(page, '#/shop');
    const mark = page.getByRole('switch', { name: 'Mettre un filigrane sur les images' });
    await mark.focus();
    await page.keyboard.press('Space');
    await expect(mark).toBeChecked();
    // Four pictures stand on listings; each has at least one size in three formats.
    await expect.poll(() => kept().filter(({ name }) => !there.has(name)).length, MADE).toBeGreaterThanOrEqual(4 * 3);
    await expect.poll(() => seenOf(theirs), MADE).not.toBe(plain);
    for (const name of ['devant.jpg', 'dos.jpg']) {
      const file = readFileSync(join(folder, name));
      const original = kept().find((entry) => entry.name.startsWith(hash('sha256', file)))!;
      expect(readFileSync(join(original.parentPath, original.name)).equals(file)).toBe(true);
    }
    await mark.focus();
    await page.keyboard.press('Space');
    await expect(mark).not.toBeChecked();
    await expect.poll(() => seenOf(theirs), MADE).toBe(plain);
  });
});
