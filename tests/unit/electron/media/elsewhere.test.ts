import { expect, test } from 'vitest';
import { putProduct } from '#electron/catalog/write-product.ts';
import { openCache } from '#electron/db/open.ts';
import type { HttpClient } from '#electron/http/client.ts';
import { picturesElsewhere } from '#electron/media/library/elsewhere.ts';
import { err, ok } from '#shared/kernel/result.ts';
import { aProduct, at, id, productIdOf, shopIdOf } from '#tests/builders/catalog.ts';

const sha = (n: number) => n.toString(16).padStart(64, '0');

test('what the server tells of other shops gets the names this console has; who is not told where hears that there is one', async () => {
  const db = openCache(':memory:', { now: () => at(1) });
  db.now((writable) => putProduct(writable, aProduct({ n: 2 }), 1));
  const other = { shopId: shopIdOf(2), sha256: sha(9), distance: 3, since: at(1), wasFirst: true, products: [productIdOf(2), id(77)] };
  const asked: unknown[] = [];
  const told = (where: unknown) => ((name: string, given: unknown) => {
    asked.push([name, given]);
    return Promise.resolve(ok({ pictures: [{ sha256: sha(1), found: 'elsewhere', where }, { sha256: sha(2), found: 'waiting', where: where === null ? null : [] }] }));
  }) as unknown as HttpClient;
  const question = { shopId: shopIdOf(1), sha256s: [sha(1), sha(2)] };
  expect(await picturesElsewhere(db, told([other]), question, 'fr')).toEqual(ok({
    pictures: [
      { sha256: sha(1), found: 'elsewhere', where: [{ shop: '', distance: 3, since: at(1), wasFirst: true, listings: [{ productId: productIdOf(2), title: aProduct({ n: 2 }).texts.fr!.title }, { productId: id(77), title: '' }] }] },
      { sha256: sha(2), found: 'waiting', where: [] },
    ],
  }));
  expect(asked).toEqual([['picturesElsewhere', { params: { shopId: shopIdOf(1) }, body: { sha256s: [sha(1), sha(2)] } }]]);
  expect(await picturesElsewhere(db, told(null), question, 'fr')).toMatchObject({ ok: true, value: { pictures: [{ found: 'elsewhere', where: null }, { found: 'waiting', where: null }] } });
  const away = (() => Promise.resolve(err({ code: 'offline' }))) as unknown as HttpClient;
  expect(await picturesElsewhere(db, away, question, 'fr')).toEqual(err({ code: 'offline' }));
  const leaving = ((...given: Parameters<HttpClient>) => told([other])(...given).finally(() => db.close())) as HttpClient;
  expect(await picturesElsewhere(db, leaving, question, 'fr')).toEqual(err({ code: 'signed-out' }));
});
