import { AxeBuilder } from '@axe-core/playwright';
import { cell, search, wholeCatalogue } from './catalogue.ts';
import { expect, test } from './fixtures.ts';
import { openProduct } from './products.ts';

const PRODUCTS = 450;
test.use({ vendorProducts: PRODUCTS });

test('CAT-11 CAT-13 a product is previewed as card, page, Google entry and JSON-LD, with what each refuses', async ({ desk }) => {
  const page = desk.page();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await desk.signIn('salma@atelier-nour.example');
  await wholeCatalogue(page, PRODUCTS);
  await search(page, 'bague');
  // The lines of the search, not those of before.
  await expect(await cell(page, 0, 'Titre')).toContainText(/bague/i);
  // Published: its edit waits for a moderator. In one version: its Schema.org is a Product.
  let sku = '';
  for (let line = 0; sku === ''; line++) {
    const code = (await (await cell(page, line, 'SKU')).innerText()).trim();
    if (/^\w{3}-\d+$/.test(code) && (await (await cell(page, line, 'État')).innerText()).includes('Publié')) sku = code;
  }
  await openProduct(page, sku);
  const title = await page.getByRole('textbox', { name: 'Titre' }).inputValue();
  const section = page.getByRole('region', { name: 'Aperçus' });
  await section.getByRole('button', { name: 'Montrer les aperçus' }).click();

  await test.step('the card carries title and price', async () => {
    await expect(section.getByRole('article')).toContainText(title.slice(0, 60));
    await expect(section.getByRole('article')).toContainText('MAD');
  });

  await test.step('the page turns with the buyer’s language', async () => {
    await section.getByRole('tab', { name: /^Page/ }).click();
    await section.getByText('العربية').click();
    await expect(section.getByRole('article')).toHaveAttribute('dir', 'rtl');
    await expect(section.getByRole('article')).toContainText('أضف إلى السلة');
    await section.getByText('Français').click();
    await expect(section.getByRole('article')).toHaveAttribute('dir', 'ltr');
  });

  await test.step('the Google entry is the line of the feed, and names what is refused', async () => {
    await section.getByRole('tab', { name: /^Google Merchant/ }).click();
    await expect(section.getByRole('row', { name: new RegExp(`^id ${sku}$`) })).toBeVisible();
    await expect(section.getByRole('row', { name: /^price \d+\.\d\d MAD$/ })).toBeVisible();
    await expect(section.getByText('L’image est un dessin provisoire', { exact: false })).toBeVisible();
  });

  await test.step('JSON-LD is copied whole and is JSON, also with a hostile title', async () => {
    const field = page.getByRole('textbox', { name: 'Titre' });
    await field.fill('</script><b>Bague</b> 💍');
    await field.press('Enter');
    await expect(page.getByText('Titre · Français : enregistré')).toBeVisible();
    await section.getByRole('tab', { name: /^Schema/ }).click();
    await section.getByRole('button', { name: 'Copier' }).click();
    await expect(page.getByText('Copié')).toBeVisible();
    const text = await page.evaluate(() => navigator.clipboard.readText());
    expect(text).not.toContain('<');
    expect(JSON.parse(text)).toMatchObject({ '@type': 'Product', name: '</script><b>Bague</b> 💍', sku, offers: { priceCurrency: 'MAD' } });
  });

  await test.step('an edit that waits for review is seen as live and as proposed', async () => {
    await section.getByRole('tab', { name: /^Page/ }).click();
    const versions = section.getByRole('radiogroup', { name: 'Version' });
    await expect(section.getByRole('article')).toContainText('Bague</b>');
    await versions.getByText('En ligne').click();
    await expect(section.getByRole('article')).toContainText(title.slice(0, 60));
  });

  await test.step('nothing of it breaks the rules of accessibility', async () => {
    const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']).analyze();
    expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))).toEqual([]);
  });
});
