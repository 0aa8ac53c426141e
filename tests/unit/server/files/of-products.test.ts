import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { filesOver } from '#server/files/files.ts';
import { localFolder } from '#server/files/local-folder.ts';
import type { Product } from '#shared/catalog/model.ts';
import type { Json } from '#shared/kernel/json.ts';
import type { FieldOp } from '#shared/sync/model.ts';
import { aProduct, categoryIdOf, id, productIdOf, shopIdOf } from '#tests/builders/catalog.ts';
import { describeOnEachDatabase } from '#tests/support/databases.ts';
import { admin, aMarketplace, must, salma, TestConsole, yann, type Marketplace } from '../sync/a-marketplace.ts';

const content = Buffer.from('the manual');
const sha256 = createHash('sha256').update(content).digest('hex');
const theFile = { position: 0, name: 'Manuel.pdf', bytes: content.length, sha256, mime: 'application/pdf' };
const aDownload = (product: Product): Product => aProduct({ n: Number.parseInt(product.id.slice(-8), 16), shopId: product.shopId, kind: 'digital', status: 'draft', categoryId: categoryIdOf(1), variant: { onHand: 0 } });

const addFile: FieldOp = { op: 'set', path: `files/${id(7)}`, base: null, value: theFile as unknown as Json };
const submit: FieldOp = { op: 'set', path: 'status', base: 'draft', value: 'submitted' };

describeOnEachDatabase('files of products', (open) => {
  let market: Marketplace;
  let files: ReturnType<typeof filesOver>;
  let desk: TestConsole;
  beforeEach(async () => {
    market = await aMarketplace(await open(), { change: aDownload });
    files = filesOver({ ...market, store: localFolder(join(market.dataDir, 'files')) });
    desk = new TestConsole(market, salma);
  });
  const send = async (actor = salma, shop = 1) => must(await files.send(actor, { shopId: shopIdOf(shop), sha256 }, { offset: 0, bytes: content.length, content: (async function* () { yield content; })() }));

  test('an edit may name a file before it is sent; the listing is submitted once it is there', async () => {
    expect(await desk.push(desk.edit(productIdOf(1), 1, addFile))).toMatchObject([{ kind: 'applied' }]);
    expect(await desk.push(desk.edit(productIdOf(1), 2, submit))).toMatchObject([{ kind: 'rejected', error: { code: 'rule-broken', rule: 'file-not-sent', field: `files/${id(7)}` } }]);
    // Of another shop it is there: that is no help.
    await send(yann, 2);
    expect(await desk.push(desk.edit(productIdOf(1), 2, submit))).toMatchObject([{ kind: 'rejected', error: { rule: 'file-not-sent' } }]);
    await send();
    expect(await desk.push(desk.edit(productIdOf(1), 2, submit))).toMatchObject([{ kind: 'applied' }]);
  });

  test('named and submitted in one batch, or in one edit, it is looked for all the same', async () => {
    expect(await desk.push(desk.edit(productIdOf(1), 1, addFile), desk.edit(productIdOf(1), 1, submit))).toMatchObject([{ kind: 'applied' }, { kind: 'rejected', error: { rule: 'file-not-sent' } }]);
    expect(await desk.push(desk.edit(productIdOf(2), 1, addFile, submit))).toMatchObject([{ kind: 'rejected', error: { rule: 'file-not-sent' } }]);
    await send();
    expect(await desk.push(desk.edit(productIdOf(2), 1, addFile, submit))).toMatchObject([{ kind: 'applied' }]);
  });

  test('a product that goes over to another shop takes its files along, and the first shop keeps what it has', async () => {
    await send();
    await desk.push(desk.edit(productIdOf(1), 1, addFile));
    const office = new TestConsole(market, admin);
    expect(await files.held(yann, { shopId: shopIdOf(2), sha256 })).toEqual({ ok: true, value: { held: 0, whole: false } });
    expect(await office.push(office.edit(productIdOf(1), 2, { op: 'set', path: 'shopId', base: shopIdOf(1), value: shopIdOf(2) }))).toMatchObject([{ kind: 'applied' }]);
    for (const [actor, shop] of [[yann, 2], [salma, 1]] as const) {
      const file = must(await files.read(actor, { shopId: shopIdOf(shop), sha256 }));
      const blocks: Uint8Array[] = [];
      for await (const block of file.open(0, file.bytes)) blocks.push(block);
      expect(Buffer.concat(blocks).equals(content)).toBe(true);
    }
    const theirs = new TestConsole(market, yann);
    expect(await theirs.push(theirs.edit(productIdOf(1), 3, submit))).toMatchObject([{ kind: 'applied' }]);
  });
});
