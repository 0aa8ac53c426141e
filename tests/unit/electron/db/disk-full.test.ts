import { expect, test } from 'vitest';
import { editProducts } from '#electron/catalog/edits.ts';
import type { EditContext } from '#electron/catalog/edit.ts';
import { pendingOf } from '#electron/sync/outbox.ts';
import { aCache } from '#tests/builders/cache.ts';
import { aProduct, aVendor, at, id, productIdOf } from '#tests/builders/catalog.ts';
import type { CacheDb } from '#electron/db/cache-db.ts';

let ids = 0;
const context: EditContext = { actor: aVendor, at: at(9_000), newId: () => id(0x9000 + ids++) };
const brandOf = (n: number, value: string) => ({ id: productIdOf(n), ops: [{ op: 'set' as const, path: 'brand', base: 'Nour', value }] });

/** SQLite answers exactly as on a full disk when the file may not grow beyond what it has. */
const fillDisk = (cache: CacheDb): void => {
  const pages = cache.sqlite.pragma('page_count', { simple: true }) as number;
  cache.sqlite.pragma(`max_page_count = ${pages}`);
};

test('a full disk answers disk-full, and what was acknowledged is there', async () => {
  const cache = aCache({ products: Array.from({ length: 60 }, (_, n) => aProduct({ n: n + 1 })) });
  const kept = new Set<number>();
  fillDisk(cache);
  let refused = 0;
  for (let n = 1; n <= 60; n++) {
    const answer = await editProducts(cache, [brandOf(n, 'x'.repeat(100))], 'edit', context);
    if (answer.ok) kept.add(n);
    else {
      expect(answer.error).toMatchObject({ code: 'disk-full' });
      refused++;
    }
  }
  expect(refused).toBeGreaterThan(0);
  const file = cache.file;
  cache.close();
  const again = aCache({ file, shops: [], search: false });
  for (let n = 1; n <= 60; n++) expect(pendingOf(again, 'product', productIdOf(n)).length, `edit ${n}`).toBe(kept.has(n) ? 1 : 0);
  expect(again.sqlite.pragma('integrity_check', { simple: true })).toBe('ok');
  // There is room again.
  expect(await editProducts(again, [brandOf(60, 'after')], 'edit', context)).toMatchObject({ ok: true });
});
