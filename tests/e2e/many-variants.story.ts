import { randomUUID } from 'node:crypto';
import { CACHE_SCHEMA } from '#shared/catalog/cache-tables.ts';
import type { Json } from '#shared/kernel/json.ts';
import { aProduct, aVariant, variantIdOf } from '#tests/builders/catalog.ts';
import { cell } from './catalogue.ts';
import { expect, test, type ServerUnderTest } from './fixtures.ts';
import { allSent, find } from './products.ts';

test.use({ vendorProducts: 400 });

const VENDOR = 'salma@atelier-nour.example';
const SIZES = 64;
const COLOURS = 32;

/** Makes a product with as many variants as one may have, the way another console would. */
async function makeGreatProduct(server: ServerUnderTest): Promise<void> {
  const post = async (path: string, body: unknown, token?: string) => {
    const answer = await fetch(server.url + path, { method: 'POST', headers: { 'content-type': 'application/json', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) }, body: JSON.stringify(body) });
    expect(answer.ok, `${path}: ${answer.status}`).toBe(true);
    return answer.json() as Promise<unknown>;
  };
  const { accessToken, me } = (await post('/auth/sign-in', { email: VENDOR, password: server.passwordOf(VENDOR), device: 'another console' })) as { accessToken: string; me: { id: string; shops: { id: string }[] } };
  const variants = Object.fromEntries(
    Array.from({ length: SIZES * COLOURS }, (_, n) => {
      const [size, colour] = [`T${Math.floor(n / COLOURS) + 20}`, `Ton ${(n % COLOURS) + 1}`];
      return [variantIdOf(n + 1), { ...aVariant({ sku: `GRAND-${String(n + 1).padStart(4, '0')}`, price: 10_000 + n, position: n, options: [size, colour] }), stock: {} }];
    }),
  );
  const doc = aProduct({
    n: 7_777, shopId: me.shops[0]!.id as never, createdBy: me.id as never, status: 'draft', handle: 'grand', categoryId: null, brand: null, options: ['Taille', 'Couleur'],
    texts: { fr: { title: 'Grand modèle', description: '' } }, variants: variants as never,
  });
  const mutation = { mid: randomUUID(), cseq: 1, group: null, entity: 'product', id: doc.id, baseVersion: 0, action: 'create', ops: [], doc: doc as unknown as Json, intent: 'create', madeAt: Date.now() };
  const reply = (await post('/sync/push', { client: randomUUID(), schema: CACHE_SCHEMA, ackedThrough: 0, mutations: [mutation] }, accessToken)) as { outcomes: { kind: string }[] };
  expect(reply.outcomes).toMatchObject([{ kind: 'applied' }]);
}

test('CAT-02 a product with 2,048 variants opens, finds its last one and saves a cell', async ({ server, desk }) => {
  const page = desk.page();
  await makeGreatProduct(server);
  await desk.signIn(VENDOR);
  await find(page, 'GRAND-0001');
  await expect(await cell(page, 0, 'Titre')).toHaveText('Grand modèle');

  await test.step('in the list: the price of all, and of one', async () => {
    await (await cell(page, 0, /^Prix [A-Z]{3}$/)).click();
    await page.keyboard.press('Enter');
    const editor = page.getByRole('dialog', { name: /^Prix, Grand modèle/ });
    await expect(editor.getByText('1 948 autres sur la fiche')).toBeVisible();
    await editor.getByRole('textbox', { name: /^T20 · Ton 1\b/ }).fill('95');
    await page.keyboard.press('Enter');
    await expect(await cell(page, 0, /^Prix [A-Z]{3}$/)).toContainText('95,00');
    await allSent(page);
  });

  await test.step('on its page', async () => {
    // Enter has gone on to the next line.
    await find(page, 'GRAND-0001');
    await page.keyboard.press('o');
    await expect(page.getByRole('heading', { level: 1, name: 'Grand modèle' })).toBeVisible();
    const price = page.getByRole('textbox', { name: 'Prix de T20 / Ton 2', exact: true });
    await price.fill('96,50');
    await price.press('Enter');
    await expect(page.getByText(/96,50/).first()).toBeVisible();
    await allSent(page);
    await page.getByRole('textbox', { name: 'Trouver une variante' }).fill('T83 Ton 32');
    const last = page.getByRole('textbox', { name: 'Prix de T83 / Ton 32' });
    await last.fill('1,00');
    await last.press('Enter');
    await allSent(page);
    await page.getByRole('button', { name: /^Catalogue/ }).click();
    await expect(await cell(page, 0, /^Prix [A-Z]{3}$/)).toContainText('1,00');
  });
});
