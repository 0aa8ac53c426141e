import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { locales, type Me } from '#shared/auth/model.ts';
import { MOST_VARIANTS } from '#shared/catalog/rules.ts';
import { assert } from '#shared/kernel/assert.ts';
import { aProduct, aVariant, variantIdOf } from '#tests/builders/catalog.ts';
import { startConsoleProcess } from '#tests/e2e/console-process.ts';
import { chromiumForTests } from '#tests/support/chromium.ts';
import { openConsole } from './console.ts';
import { against, median, percentile, plain, type AreaReport, type Measured } from './report.ts';
import type { BenchOptions } from './run.ts';
import { folderFor, SALMA, startBenchServer, timed } from './world.ts';

/** The catalogue around it: the list is another area's. */
const AROUND = 2_000;
const SIZES = 64;
const CELLS = 20;

/** One product with as many variants as one may have, and the category tree, on a machine without the network. */
export async function benchProduct({ rounds, products, olist }: BenchOptions): Promise<AreaReport> {
  const dataDir = folderFor('product');
  const server = await startBenchServer(Math.min(products, AROUND), olist);
  const rows: Measured[] = [];
  let [id, plainId] = ['', ''];
  try {
    const desk = await openConsole(dataDir, server.url, join(server.dataDir, 'demo-accounts.json'));
    const session = await desk.ask('auth.signInDemo', { email: SALMA });
    assert(session.name === 'signed-in', () => 'nobody is signed in');
    await desk.until(({ cacheReady, searchReady }) => cacheReady && searchReady);
    rows.push(...(await taxonomy(desk.ask)));
    id = await make(desk.ask, session.me, MOST_VARIANTS);
    plainId = await make(desk.ask, session.me, 1);
    await desk.until(({ unsent }) => unsent === 0);
    await desk.process.close();
  } finally {
    await server.stop();
  }
  const { executablePath, args } = await chromiumForTests();
  const browser = await chromium.launch({ executablePath, args });
  const console_ = await startConsoleProcess(dataDir, ['--server', server.url]);
  try {
    const page = await browser.newPage({ viewport: { width: 1_440, height: 900 } });
    await page.goto(console_.link);
    await page.locator('[role="grid"] [role="gridcell"]').first().waitFor({ timeout: 60_000 });
    const opened: number[] = [];
    for (let round = 0; round < rounds; round++) {
      opened.push(await openIn(page, id));
      await page.evaluate(() => void (location.hash = '#/catalog'));
      await page.locator('[role="grid"] [role="gridcell"]').first().waitFor();
    }
    const saved: number[] = [];
    const usual: number[] = [];
    await openIn(page, plainId);
    for (let cell = 0; cell < CELLS; cell++) usual.push(await saveCell(page, variantIdOf(1), String(200 + cell)));
    await openIn(page, id);
    for (let cell = 0; cell < CELLS; cell++) saved.push(await saveCell(page, variantIdOf(cell + 1), String(200 + cell)));
    rows.push(
      plain('a product of 2,048 variants opened, median', median(opened), 'ms', { of: 'value', most: 1_000 }, 'in real Chromium, from the address to its first variants drawn, an animation frame included'),
      plain('a product of 2,048 variants opened, slowest', Math.max(...opened), 'ms'),
      against('a cell of it saved, median of 20', 'ms', saved, usual, { of: 'value', most: 200 }, 'from the key to the mark that says it is on disk; against the same in a product of one variant'),
      plain('a cell of it saved, p95', percentile(saved, 95), 'ms'),
    );
  } finally {
    await console_.stop();
    await browser.close();
  }
  return { area: 'product', rows, missing: [] };
}

type Ask = Awaited<ReturnType<typeof openConsole>>['ask'];

/** Every word of a sample of the tree, in three languages, as whole words and by their first three letters. */
async function taxonomy(ask: Ask): Promise<Measured[]> {
  const first = await timed(() => ask('catalog.categories', { text: 'livre' }));
  const queue = (await ask('catalog.categories', { text: '', limit: 200 })).categories;
  const seen = new Set<string>();
  for (let at = 0; at < queue.length && queue.length < 2_000; at++) queue.push(...(await ask('catalog.categories', { text: '', parentId: queue[at]!.id, limit: 200 })).categories);
  for (const { name } of queue) for (const locale of locales) for (const word of name[locale].split(/[^\p{L}\p{M}]+/u)) if (word.length > 2) seen.add(word).add(word.slice(0, 3));
  const times: number[] = [];
  for (const text of seen) {
    const { ms, value } = await timed(() => ask('catalog.categories', { text }));
    assert(value.categories.length > 0 || text.length < 4, () => `no category is found by "${text}"`);
    times.push(ms);
  }
  return [
    plain('category search, first of a session', first.ms, 'ms', { of: 'value', most: 100 }, 'the tree is read into memory'),
    plain('category search, p95', percentile(times, 95), 'ms', { of: 'value', most: 100 }, `${times.length} words and beginnings of words of three languages, each of which finds something`),
    plain('category search, slowest', Math.max(...times), 'ms', { of: 'value', most: 100 }),
  ];
}

async function make(ask: Ask, { id: createdBy, shops }: Me, count: number): Promise<string> {
  const variants = Object.fromEntries(Array.from({ length: count }, (_, n) => [
    variantIdOf(n + 1), { ...aVariant({ sku: `OF-${count}-${n + 1}`, price: 10_000 + n, position: n, options: [`T${n % SIZES}`, `C${Math.floor(n / SIZES)}`] }), stock: {} },
  ]));
  const [shop] = shops;
  assert(shop, () => 'the vendor has no shop');
  const product = aProduct({ n: 7_000 + count, shopId: shop.id, currency: shop.currency, createdBy, status: 'draft', handle: 'great', categoryId: null, options: ['Taille', 'Couleur'], variants: variants as never });
  await ask('catalog.create', { product });
  return product.id;
}

/** Milliseconds from the address to the first variants on screen, told by the page itself. */
function openIn(page: Page, id: string): Promise<number> {
  return page.evaluate((product) => new Promise<number>((resolve) => {
    const began = performance.now();
    location.hash = `#/catalog/${product}`;
    const look = (): void => {
      if (document.querySelector('[data-field^="variants/"][data-field$="/price"] input')) requestAnimationFrame(() => resolve(performance.now() - began));
      else requestAnimationFrame(look);
    };
    look();
  }), id);
}

/** Milliseconds from Enter in a price to its mark "not sent yet". */
async function saveCell(page: Page, variant: string, price: string): Promise<number> {
  const field = page.locator(`[data-field="variants/${variant}/price"] input`);
  await field.fill(price);
  await field.evaluate((input) => {
    const kept = window as { benchSaved?: Promise<number> };
    kept.benchSaved = new Promise((resolve) => {
      input.addEventListener('keydown', () => {
        const began = performance.now();
        const look = (): void => {
          if ((input as HTMLElement).dataset['mark'] === 'unsent') resolve(performance.now() - began);
          else requestAnimationFrame(look);
        };
        look();
      }, { once: true, capture: true });
    });
  });
  await field.press('Enter');
  return page.evaluate(() => (window as { benchSaved?: Promise<number> }).benchSaved!);
}
