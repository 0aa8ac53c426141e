import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { productRow } from '#shared/catalog/contract.ts';
import { err, ok } from '#shared/kernel/result.ts';
import { aMoment, aSyncState, builderId, someoneSignedIn } from '#tests/builders/window.ts';
import { setStage, type Script, type Stage } from '#tests/support/renderer-stage.ts';
import { aQuietMorning } from '../stage/script.ts';

let stage: Stage;
beforeAll(async () => void (stage = await setStage()));
afterAll(() => stage.close());

const aRow = (n: number, title: string) =>
  productRow.parse({
    id: builderId(n), shopId: builderId(2), title, titleLocale: 'fr', sku: `ROB-${n}`, gtin: null, brand: null, categoryId: null, kind: 'physical', status: 'published', currency: 'MAD',
    price: 30_590, priceTo: null, compareAt: null, onHand: 5, reserved: 0, available: 5, incoming: 0, completeness: 100, google: 90, score: 80, inReview: null, variantCount: 1, variantId: null, locationId: null, drawing: null, picture: null,
    updatedAt: aMoment, marks: {},
  });
const finding: Script = {
  'catalog.find': ({ text }: { text: string }) => ok({ rows: text === '6111000417009' ? [aRow(1, 'Babouche')] : text.startsWith('ro') ? [aRow(1, 'Robe droite'), aRow(2, 'Robe longue')] : [], exact: /^\d{13}$/.test(text) }),
};

describe('PLT-01 the command palette', () => {
  test('finds records and actions, moves by arrows, opens with Enter, and remembers', async () => {
    const { page, asked, complaints, close } = await stage.open(aQuietMorning({}, finding), { hash: '#/settings' });
    await page.getByRole('heading', { name: 'Réglages' }).waitFor();
    await page.keyboard.press('Control+k');
    const field = page.getByRole('combobox', { name: 'Chercher et agir' });
    await field.waitFor();
    await page.keyboard.type('ro');
    await page.getByRole('option', { name: /Robe longue/ }).waitFor();
    await page.keyboard.press('ArrowDown');
    expect(await page.locator('[role=option][aria-selected=true]').innerText()).toContain('Robe longue');
    expect(await field.getAttribute('aria-activedescendant')).toBe(await page.locator('[role=option][aria-selected=true]').getAttribute('id'));
    await page.keyboard.press('Enter');
    await page.waitForFunction((id) => location.hash === `#/catalog/${id}`, builderId(2));
    expect(asked.findLast(({ channel }) => channel === 'settings.set')?.input).toMatchObject({ screens: { 'palette.recent': [{ id: builderId(2), label: 'Robe longue' }] } });
    await page.keyboard.press('Control+k');
    expect(await page.getByRole('group', { name: 'Ouverts récemment' }).innerText()).toContain('Robe longue');
    expect(complaints).toEqual([]);
    await close();
  });

  test('puts an exact code first', async () => {
    const { page, close } = await stage.open(aQuietMorning({}, finding), { hash: '#/settings' });
    await page.getByRole('heading', { name: 'Réglages' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('6111000417009');
    await page.getByRole('group', { name: 'Code exact' }).waitFor();
    await close();
  });

  test('a million lines pasted into a field are refused in words, and the field stays as it was', async () => {
    const { page, complaints, close } = await stage.open(aQuietMorning({}, finding), { hash: '#/settings' });
    await page.getByRole('heading', { name: 'Réglages' }).waitFor();
    await page.keyboard.press('Control+k');
    const field = page.getByRole('combobox', { name: 'Chercher et agir' });
    const pasted = (length: number) => field.evaluate((element, count) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', 'x\n'.repeat(count / 2));
      return element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, length);
    expect(await pasted(20_000)).toBe(true);
    expect(await pasted(2_000_000)).toBe(false);
    await page.getByText('le presse-papiers contient 2\u202f000\u202f000 caractères').waitFor();
    expect(await field.inputValue()).toBe('');
    expect(complaints).toEqual([]);
    await close();
  });

  test('an action does what it says: colours turn at once', async () => {
    const { page, close } = await stage.open(aQuietMorning(), { hash: '#/settings' });
    await page.getByRole('heading', { name: 'Réglages' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('sombre');
    await page.getByRole('option', { name: /Sombre/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.documentElement.dataset['theme'] === 'dark');
    await close();
  });

  test('pages inside the catalogue are a place to go to from everywhere', async () => {
    const { page, close } = await stage.open(aQuietMorning(), { hash: '#/settings' });
    await page.getByRole('heading', { name: 'Réglages' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('codes en double');
    await page.getByRole('option', { name: 'Codes en double' }).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => location.hash === '#/catalog/duplicates');
    await close();
  });
});

describe('PLT-03 keys', () => {
  test('nothing fires while somebody types, nor with a stray modifier; ? opens the sheet everywhere else', async () => {
    const { page, close } = await stage.open(aQuietMorning(), { hash: '#/settings' });
    await page.getByRole('heading', { name: 'Réglages' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('?');
    expect(await page.getByRole('dialog', { name: 'Raccourcis clavier' }).count()).toBe(0);
    expect(await page.getByRole('combobox').inputValue()).toBe('?');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Alt+Shift+?');
    expect(await page.getByRole('dialog').count()).toBe(0);
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Raccourcis clavier' }).waitFor();
    await close();
  });

  test('a key is changed to another that is free; one that is taken is refused with the name of who has it', async () => {
    const { page, asked, close } = await stage.open(aQuietMorning(), { hash: '#/settings/shortcuts' });
    await page.getByRole('button', { name: 'Changer les touches : Aller à la synchronisation' }).click();
    await page.keyboard.press('Control+k');
    expect(await page.getByRole('alert').innerText()).toContain('Chercher et agir');
    await page.keyboard.press('Control+Shift+Y');
    expect(asked.findLast(({ channel }) => channel === 'settings.set')?.input).toEqual({ shortcuts: { 'app.goSync': 'Mod+Shift+Y' } });
    await page.getByRole('button', { name: 'Rétablir : Aller à la synchronisation' }).waitFor();
    await page.keyboard.press('Control+Shift+Y');
    await page.waitForFunction(() => location.hash === '#/sync');
    await close();
  });
});

describe('the frame', () => {
  test('SYN-13 the chip tells every state of the connection in words', async () => {
    const { page, tell, close } = await stage.open(aQuietMorning(), { hash: '#/settings' });
    const chip = page.getByRole('link', { name: /État de la connexion/ });
    await chip.getByText('En ligne').waitFor();
    await tell('sync.state', aSyncState({ name: 'offline', since: (Date.now() - 130 * 60_000) as never, error: { code: 'offline' }, nextTryAt: null }, { unsent: 34 }));
    await chip.getByText(/Hors ligne depuis 2\sh 10\smin/).waitFor();
    expect(await page.getByRole('contentinfo').innerText()).toContain('34 changements à envoyer');
    await tell('sync.state', aSyncState({ name: 'bootstrapping', scope: 'common' as never, phase: 'downloading', doneBytes: 12, totalBytes: 48 }));
    await chip.getByText(/Première copie, 25\s%/).waitFor();
    await tell('sync.state', aSyncState({ name: 'bootstrapping', scope: 'common' as never, phase: 'building', doneBytes: 48, totalBytes: 48 }));
    await chip.getByText('Première copie, rangement…').waitFor();
    await tell('sync.state', aSyncState({ name: 'needs-sign-in', error: { code: 'signed-out' } }));
    await chip.getByText('Mot de passe demandé').waitFor();
    await close();
  });

  test('when the server wants the password again, work goes on and the line to give it is there', async () => {
    const { page, close } = await stage.open(
      aQuietMorning({}, { 'auth.session': ok(someoneSignedIn({ needsSignIn: true })), 'auth.signIn': ok(someoneSignedIn()) }),
      { hash: '#/settings' },
    );
    await page.getByText('Le serveur redemande votre mot de passe.').waitFor();
    await page.getByLabel('Mot de passe', { exact: true }).fill('correct horse');
    await page.keyboard.press('Enter');
    await page.getByText('Le serveur redemande votre mot de passe.').waitFor({ state: 'detached' });
    expect(await page.getByRole('heading', { name: 'Réglages' }).isVisible()).toBe(true);
    await close();
  });

  test('SYN-07 away for two weeks: nothing but the lock, what is kept, and the way back', async () => {
    const away = aSyncState({ name: 'offline', since: (Date.now() - 20 * 86_400_000) as never, error: null, nextTryAt: null });
    const { page, tell, asked, close, complaints } = await stage.open(
      aQuietMorning({}, { 'auth.session': ok(someoneSignedIn({ locked: true })), 'sync.state': ok({ ...away, unsent: 3 }), 'sync.now': ok(away) }),
      { hash: '#/catalog' },
    );
    await page.getByRole('heading', { name: 'Verrouillé après deux semaines hors ligne' }).waitFor();
    await page.getByText('3 modifications non envoyées sont gardées').waitFor();
    expect(await page.getByRole('grid').count()).toBe(0);
    await page.keyboard.press('Enter');
    await expect.poll(() => asked.filter(({ channel }) => channel === 'sync.now').length).toBe(1);
    await tell('auth.changed', someoneSignedIn());
    await page.getByRole('navigation').first().waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  test('a new page names the window and takes the focus; an unknown one says so', async () => {
    const { page, close } = await stage.open(aQuietMorning(), { hash: '#/settings' });
    await page.getByRole('heading', { name: 'Réglages' }).waitFor();
    await page.getByRole('link', { name: /Synchronisation/ }).first().click();
    await page.waitForFunction(() => document.title === 'Synchronisation · Comptoir');
    await page.waitForFunction(() => document.activeElement?.id === 'main' || document.querySelector('main')?.contains(document.activeElement));
    await page.evaluate(() => (location.hash = '#/nowhere'));
    await page.getByText('Cette page n’existe pas').waitFor();
    await close();
  });

  test('a refused setting goes back to what it was, and says why', async () => {
    const { page, close } = await stage.open(aQuietMorning({}, { 'settings.set': err({ code: 'disk-full', attempted: 'settings.set' }) }), { hash: '#/settings' });
    await page.getByText('Sombre', { exact: true }).click();
    await page.getByText('Le disque de ce poste est plein.').waitFor();
    expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('light');
    await close();
  });
});
