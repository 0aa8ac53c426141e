import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { wholeCatalogue } from './catalogue.ts';
import { expect, test, type ServerUnderTest } from './fixtures.ts';
import { allSent, chooseCategory } from './products.ts';

const PRODUCTS = 60;
test.use({ vendorProducts: PRODUCTS });

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
/** The content the server keeps under a hash; null while it has none. */
function keptOn({ dataDir }: ServerUnderTest, sha256: string): Buffer | null {
  const kept = join(dataDir, 'files', 'kept');
  const shop = existsSync(kept) ? readdirSync(kept).find((name) => existsSync(join(kept, name, sha256))) : undefined;
  return shop === undefined ? null : readFileSync(join(kept, shop, sha256));
}
const fileLines = (page: Page) => page.getByRole('list', { name: 'Fichiers', exact: true }).getByRole('listitem');
const lineOf = (page: Page, name: string) => fileLines(page).filter({ has: page.getByRole('button', { name: `Retirer ${name}` }) });

/** Drops a file the way the system does: events made by a script carry no real files. */
async function drop(page: Page, path: string, zone = page.getByText(/ou déposez-les ici/)): Promise<void> {
  await zone.scrollIntoViewIfNeeded();
  const box = (await zone.boundingBox())!;
  const line = await page.context().newCDPSession(page);
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2, data: { items: [], files: [path], dragOperationsMask: 1 } };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) await line.send('Input.dispatchDragEvent', { type, ...at });
  await line.detach();
}

/** Pastes a file wherever the keyboard is. */
const paste = (page: Page, name: string, text: string) =>
  page.evaluate(([called, content]) => {
    const clipboard = new DataTransfer();
    clipboard.items.add(new File([content], called, { type: 'text/plain' }));
    document.activeElement!.dispatchEvent(new ClipboardEvent('paste', { clipboardData: clipboard, bubbles: true, cancelable: true }));
  }, [name, text] as const);

test('J3 CAT-03 the files of a download: chosen offline, kept through kill -9, sent when the line is back', async ({ desk, server }) => {
  let page = desk.page();
  const manual = randomBytes(3_000_000);
  const map = 'le plan de la ville';
  const folder = join(desk.dataDir, 'chosen');
  mkdirSync(folder);
  await desk.signIn('salma@atelier-nour.example');
  await wholeCatalogue(page, PRODUCTS);
  await page.getByRole('button', { name: 'Nouveau produit' }).click();
  await page.getByRole('textbox', { name: /^Titre/ }).fill('Guide de la médina');
  await page.getByText('Numérique', { exact: true }).click();
  await page.getByRole('textbox', { name: 'SKU' }).fill('GUIDE-1');
  await page.getByRole('textbox', { name: 'Prix' }).fill('120');
  await page.getByRole('button', { name: 'Créer le brouillon' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Guide de la médina' })).toBeVisible();
  const address = page.url();
  await chooseCategory(page);
  await allSent(page);
  await server.stop();

  await test.step('limits stand there before anything is chosen; an empty file is refused by name', async () => {
    await expect(page.getByText(/Jusqu’à 20 fichiers de 1\sGo chacun/)).toBeVisible();
    writeFileSync(join(folder, 'Manuel.pdf'), manual);
    writeFileSync(join(folder, 'vide.pdf'), '');
    await page.locator('[data-field="files"] input[type="file"]').setInputFiles([join(folder, 'Manuel.pdf'), join(folder, 'vide.pdf')]);
    await expect(lineOf(page, 'Manuel.pdf')).toContainText('partira à la prochaine connexion');
    await expect(page.getByRole('alert').filter({ hasText: 'Ce fichier est vide.' })).toBeVisible();
    await page.getByRole('button', { name: 'Fermer le message sur vide.pdf' }).click();
    await expect(page.getByRole('alert')).toHaveCount(0);
  });

  await test.step('another is dropped, renamed, put first; one more is removed and comes back', async () => {
    writeFileSync(join(folder, 'plan.txt'), map);
    await drop(page, join(folder, 'plan.txt'));
    await expect(lineOf(page, 'plan.txt')).toBeVisible();
    // Beside the place for it nothing happens: the browser does not leave for the file.
    await drop(page, join(folder, 'plan.txt'), page.getByRole('heading', { name: 'Ce que l’acheteur télécharge' }));
    await expect(fileLines(page)).toHaveCount(2);
    const name = page.getByRole('textbox', { name: 'Nom du fichier 2' });
    await name.fill('Plan de la ville.txt');
    await name.press('Enter');
    await expect(lineOf(page, 'Plan de la ville.txt')).toBeVisible();
    await page.getByRole('button', { name: 'Avancer Plan de la ville.txt' }).click();
    await expect(page.getByRole('textbox', { name: 'Nom du fichier 1' })).toHaveValue('Plan de la ville.txt');
    await drop(page, join(folder, 'plan.txt'));
    await expect(page.getByText('Ce produit a déjà un fichier avec exactement ce contenu.')).toBeVisible();
    await page.getByRole('button', { name: 'Fermer le message sur plan.txt' }).click();
    await page.getByRole('button', { name: 'Retirer Plan de la ville.txt' }).click();
    await expect(fileLines(page)).toHaveCount(1);
    await page.getByRole('button', { name: 'Défaire' }).click();
    await expect(fileLines(page)).toHaveCount(2);
    await paste(page, 'notes.txt', 'collé');
    await expect(fileLines(page)).toHaveCount(3);
  });

  await test.step('not submitted before its files are there; kill -9, restart: they wait still', async () => {
    await page.getByRole('button', { name: /^État : Brouillon/ }).click();
    await page.getByRole('menuitem', { name: /Soumettre/ }).click();
    await expect(page.getByText('Un fichier de ce produit n’est pas encore sur le serveur.')).toBeVisible();
    await desk.kill();
    page = await desk.start();
    await page.goto(address.replace(/^http:\/\/[^/]+/, new URL(page.url()).origin));
    await expect(page.getByRole('heading', { level: 1, name: 'Guide de la médina' })).toBeVisible({ timeout: 60_000 });
    await expect(lineOf(page, 'Manuel.pdf')).toContainText('partira à la prochaine connexion');
    expect(keptOn(server, hashOf(manual))).toBeNull();
  });

  await test.step('the server is back: the same bytes are there, and the listing is submitted', async () => {
    await server.start();
    await expect(lineOf(page, 'Manuel.pdf')).toContainText('Envoyé', { timeout: 60_000 });
    for (const name of ['Plan de la ville.txt', 'notes.txt']) await expect(lineOf(page, name)).toContainText('Envoyé', { timeout: 60_000 });
    expect(keptOn(server, hashOf(manual))?.equals(manual)).toBe(true);
    expect(keptOn(server, hashOf(Buffer.from(map)))?.toString()).toBe(map);
    expect(keptOn(server, hashOf(Buffer.from('collé')))?.toString()).toBe('collé');
    await allSent(page);
    await page.getByRole('button', { name: /^État : Brouillon/ }).click();
    await page.getByRole('menuitem', { name: /Soumettre/ }).click();
    await expect(page.getByText('Soumis', { exact: true }).first()).toBeVisible();
    await allSent(page);
  });
});
