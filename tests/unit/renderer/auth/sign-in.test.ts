import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { err, ok } from '#shared/kernel/result.ts';
import { nobodySignedIn, someoneSignedIn } from '#tests/builders/window.ts';
import { setStage, type Script, type Stage } from '#tests/support/renderer-stage.ts';
import { aQuietMorning } from '../stage/script.ts';

let stage: Stage;
beforeAll(async () => void (stage = await setStage()));
afterAll(() => stage.close());

const atTheDoor = (changes: Script = {}) => aQuietMorning({}, { 'auth.session': ok(nobodySignedIn()), ...changes });

describe('the sign-in page', () => {
  test('asks for what is missing, in the field, before it asks the server', async () => {
    const { page, asked, close } = await stage.open(atTheDoor());
    await page.getByLabel('Adresse e-mail').fill('salma@');
    await page.getByRole('button', { name: 'Se connecter' }).click();
    expect(await page.getByText('Cette adresse est incomplète').isVisible()).toBe(true);
    expect(await page.getByText('Écrivez votre mot de passe.').isVisible()).toBe(true);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('email');
    expect(await page.getByLabel('Adresse e-mail').getAttribute('aria-invalid')).toBe('true');
    expect(asked.some(({ channel }) => channel === 'auth.signIn')).toBe(false);
    await close();
  });

  test('keeps what was typed when the password is wrong, and puts the password under the hand', async () => {
    const { page, asked, complaints, close } = await stage.open(atTheDoor({ 'auth.signIn': err({ code: 'wrong-credentials', attempted: 'auth.signIn' }) }));
    await page.getByLabel('Adresse e-mail').fill('Salma@Atelier-Nour.example');
    await page.getByLabel('Mot de passe', { exact: true }).fill('wrong horse');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').innerText()).toContain('L’adresse et le mot de passe ne vont pas ensemble.');
    expect(await page.getByLabel('Mot de passe', { exact: true }).inputValue()).toBe('wrong horse');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('password');
    expect(asked.find(({ channel }) => channel === 'auth.signIn')?.input).toEqual({ email: 'Salma@Atelier-Nour.example', password: 'wrong horse' });
    expect(complaints).toEqual([]);
    await close();
  });

  test('counts down the wait the server asks for, and nothing can be tried meanwhile', async () => {
    const { page, asked, close } = await stage.open(atTheDoor({ 'auth.signIn': err({ code: 'too-many-tries', attempted: 'auth.signIn', details: { retryAfterSeconds: 3 } }) }));
    await page.getByLabel('Adresse e-mail').fill('salma@atelier-nour.example');
    await page.getByLabel('Mot de passe', { exact: true }).fill('wrong horse');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /Patientez [234] secondes/ }).waitFor();
    await page.keyboard.press('Enter');
    expect(await page.getByRole('button', { name: /Salma/ }).isDisabled()).toBe(true);
    expect(asked.filter(({ channel }) => channel === 'auth.signIn')).toHaveLength(1);
    await page.getByRole('button', { name: 'Se connecter' }).waitFor();
    await close();
  });

  test('shows the password on demand, and says so', async () => {
    const { page, close } = await stage.open(atTheDoor());
    const field = page.getByLabel('Mot de passe', { exact: true });
    await field.fill('a b c d');
    await page.getByRole('button', { name: 'Afficher le mot de passe' }).click();
    expect(await field.getAttribute('type')).toBe('text');
    await page.getByRole('button', { name: 'Masquer le mot de passe' }).click();
    expect(await field.getAttribute('type')).toBe('password');
    await close();
  });

  test('a demo account opens with one click', async () => {
    const { page, asked, close } = await stage.open(atTheDoor({ 'auth.signInDemo': ok(someoneSignedIn()) }), { hash: '#/settings' });
    await page.getByRole('button', { name: /Salma Bennani/ }).click();
    await page.getByRole('navigation', { name: 'Rubriques' }).waitFor();
    expect(asked.find(({ channel }) => channel === 'auth.signInDemo')?.input).toEqual({ email: 'salma@atelier-nour.example' });
    await close();
  });

  test('without a server it says that, and that work goes on from the cache', async () => {
    const { page, close } = await stage.open(atTheDoor({ 'auth.signInDemo': err({ code: 'offline', attempted: 'auth.signInDemo' }) }));
    await page.getByRole('button', { name: /Yann/ }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').innerText()).toContain('Le serveur ne répond pas.');
    await close();
  });

  test('PLT-04 speaks Arabic from the first word, right to left, addresses left to right', async () => {
    const { page, close } = await stage.open(aQuietMorning({ locale: 'ar' }, { 'auth.session': ok(nobodySignedIn()) }));
    await page.getByRole('heading', { name: 'افتح الكونتوار' }).waitFor();
    expect(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir])).toEqual(['ar', 'rtl']);
    expect(await page.getByLabel('البريد الإلكتروني').evaluate((field) => getComputedStyle(field).direction)).toBe('ltr');
    await close();
  });
});

describe('signing out', () => {
  test('with unsent changes it offers to keep them, and never to throw them away', async () => {
    const { page, asked, close } = await stage.open(
      aQuietMorning({}, { 'auth.signOut': (input: { keepUnsent?: boolean }) => (input.keepUnsent === true ? ok(nobodySignedIn({ reason: 'signed-out' })) : err({ code: 'unsent-changes', attempted: 'auth.signOut', details: { count: 34 } })) }),
      { hash: '#/settings/account' },
    );
    await page.getByRole('button', { name: 'Se déconnecter…' }).click();
    await page.getByRole('alertdialog').waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Annuler');
    await page.getByRole('button', { name: 'Se déconnecter', exact: true }).click();
    await page.getByRole('button', { name: 'Les garder et partir' }).click();
    await page.getByRole('heading', { name: 'Ouvrir le comptoir' }).waitFor();
    expect(asked.filter(({ channel }) => channel === 'auth.signOut').map(({ input }) => input)).toEqual([{ keepUnsent: false }, { keepUnsent: true }]);
    await close();
  });
});
