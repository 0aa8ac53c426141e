import { describe, expect, test } from 'vitest';
import { readGoogleTaxonomy } from '#server/demo/google-taxonomy.ts';
import { buildTaxonomy, TAXONOMY_NODES } from '#server/demo/taxonomy.ts';
import { category, type Category } from '#shared/catalog/model.ts';
import { realCatalogueFolder } from '#tests/support/real-data.ts';

function expectNestedSet(categories: readonly Category[]): void {
  const bounds = new Set(categories.flatMap(({ lft, rgt }) => [lft, rgt]));
  expect(bounds.size).toBe(2 * categories.length);
  expect(Math.min(...bounds)).toBe(1);
  expect(Math.max(...bounds)).toBe(2 * categories.length);
  const byId = new Map(categories.map((node) => [node.id, node]));
  for (const node of categories) {
    const parent = node.parentId === null ? null : byId.get(node.parentId)!;
    expect(node.rgt).toBeGreaterThan(node.lft);
    if (parent) expect(node.lft > parent.lft && node.rgt < parent.rgt && node.depth === parent.depth + 1).toBe(true);
    else expect(node.depth).toBe(0);
  }
}

describe('the demo’s own category tree', () => {
  const { categories, find } = buildTaxonomy();

  test('has the size of the public one, each node with its own id and path', () => {
    expect(categories).toHaveLength(TAXONOMY_NODES);
    expect(new Set(categories.map(({ id }) => id)).size).toBe(TAXONOMY_NODES);
    for (const locale of ['fr', 'en', 'ar'] as const) {
      expect(new Set(categories.map(({ path }) => path[locale])).size).toBe(TAXONOMY_NODES);
      expect(categories.filter(({ name }) => name[locale].includes('~') || name[locale].trim() === '')).toEqual([]);
    }
  });

  test('is a nested set, six levels deep', () => {
    expectNestedSet(categories);
    expect(Math.max(...categories.map(({ depth }) => depth))).toBe(5);
  });

  test('holds to the model', () => categories.forEach((node) => category.parse(node)));

  test('says the same thing in three scripts', () => {
    const cotton = categories.find(({ id }) => id === find('robe', ['coton']))!;
    expect(cotton.name).toEqual({ fr: 'Robes longues en coton', en: 'Cotton long dresses', ar: 'الفساتين الطويلة من القطن' });
    expect(categories.every(({ name }) => /\p{Script=Arabic}/u.test(name.ar) && !/\p{Script=Arabic}/u.test(name.fr + name.en))).toBe(true);
  });

  test('is the same each time', () => expect(buildTaxonomy().categories).toEqual(categories));
});

const folder = realCatalogueFolder();
test.skipIf(folder === null)(`the real taxonomy of Google${folder === null ? ' (skipped: ../shared/data is not there)' : ''} is a nested set of 5,595`, () => {
  const { categories, byPath } = readGoogleTaxonomy(folder!);
  expect(categories).toHaveLength(5_595);
  expectNestedSet(categories);
  const dresses = categories.find(({ id }) => id === byPath.get('Apparel & Accessories > Clothing > Dresses'))!;
  expect([dresses.number, dresses.lft, dresses.rgt, dresses.depth]).toEqual([160, 317, 318, 2]);
  expect(categories.some(({ name }) => name.en === 'Crêpe & Blini Pans')).toBe(true);
});
