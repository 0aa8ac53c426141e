import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ProductId } from '#shared/catalog/model.ts';
import { readOutboxFile, writeOutboxFile } from '#shared/sync/outbox-file.ts';
import { exportedOutbox, type ExportedEdit } from '#shared/sync/outbox-model.ts';
import type { FieldOp } from '#shared/sync/model.ts';
import { aProduct, id, locationIdOf, shopIdOf, variantIdOf } from '#tests/builders/catalog.ts';
import { setPrice } from './support/cache.ts';
import { aConsole, aProxy, aServer, KARIM, type TestConsole } from './support/world.ts';

const stockPath = (n: number) => `variants/${variantIdOf(n)}/stock/${locationIdOf(1)}/onHand`;
const receipt = (n: number, delta: number): FieldOp => ({ op: 'add', path: stockPath(n), delta, reason: 'receipt' });
const onHand = async (window: TestConsole, n: number) => (await window.product(id(n))).variants[variantIdOf(n)]!.stock[locationIdOf(1)]!.onHand;

/** Sends a file in pieces, as a window does. */
async function send(window: TestConsole, text: string) {
  const bytes = Buffer.from(text);
  const { intake } = await window.must('intake.begin', { use: { what: 'outbox' }, name: 'outbox.json', bytes: bytes.length, mime: '' });
  for (let at = 0; at < bytes.length; at += 1_000) await window.must('intake.append', { intake, offset: at, data: bytes.subarray(at, at + 1_000).toString('base64') });
  await window.must('intake.finish', { intake });
  return { intake, look: () => window.must('sync.importLook', { intake }), take: () => window.must('sync.import', { intake }) };
}

/** The machine that breaks, whose line can be cut, and another one of the same person. */
async function twoMachines(products = 30) {
  const server = await aServer({ products });
  const proxy = await aProxy(() => server.url);
  const [old, fresh] = [await aConsole(proxy.url), await aConsole(server.url)];
  await old.signIn();
  await fresh.signIn();
  await Promise.all([old.online(), fresh.online()]);
  return {
    server, old, fresh,
    cut: () => {
      proxy.mode.down = true;
      proxy.cut();
    },
    mend: async () => {
      proxy.mode.down = false;
      await old.must('sync.now', {});
      await old.online();
    },
    caughtUp: async () => {
      await fresh.must('sync.now', {});
      await fresh.online();
    },
    exported: async () => readFileSync((await old.must('sync.export', {})).file, 'utf8'),
  };
}

describe('SYN-12 the way back of an exported outbox', () => {
  test('looked at first, then taken over with ids, groups and times; the old machine sends them too and nothing counts twice', async () => {
    const { old, fresh, cut, mend, caughtUp, exported } = await twoMachines();
    cut();
    const bulk = await old.must('catalog.edit', { edits: [1, 2, 3].map((n) => ({ id: id(n) as ProductId, ops: [setPrice(n, 1_000, 1_100 + n)] })), intent: 'edit-price' });
    await old.edit(id(1), receipt(1, 5));
    const made = aProduct({ n: 60, status: 'draft' });
    await old.must('catalog.create', { product: made });
    await old.edit(made.id, receipt(60, 2));
    // Meanwhile somebody changes one of the prices.
    await fresh.edit(id(3), setPrice(3, 1_000, 990));
    await fresh.online();
    const text = await exported();
    const before = exportedOutbox.parse(JSON.parse(text));

    const { look, take } = await send(fresh, text);
    expect(await look()).toMatchObject({ total: 6, applies: 5, merges: 0, conflicts: 1, refused: 0, gone: 0, known: 0, elsewhere: 0, unreadable: 0, complete: true, asked: true });
    expect(await fresh.state()).toMatchObject({ unsent: 0 });
    expect(await take()).toEqual({ queued: 6, drafts: 0, known: 0, left: 0 });
    await caughtUp();
    expect(await onHand(fresh, 1)).toBe(15);
    expect(await onHand(fresh, 60)).toBe(12);
    expect((await fresh.state()).conflicts).toBe(1);
    const { entries } = await fresh.must('catalog.history', { id: id(1) as ProductId });
    expect(entries.find(({ group }) => group === bulk.group)).toMatchObject({ at: before.edits[0]!.madeAt, state: 'applied' });

    await mend();
    await caughtUp();
    expect([await onHand(fresh, 1), await onHand(old, 1), await onHand(old, 60)]).toEqual([15, 15, 12]);
    expect(await old.total()).toBe(31);
    expect(await old.state()).toMatchObject({ unsent: 0, rejected: 0 });
  });

  test('the same file again, here and where it came from: everything is known', async () => {
    const { old, fresh, cut, mend, caughtUp, exported } = await twoMachines();
    cut();
    await old.edit(id(1), receipt(1, 5));
    await old.edit(id(2), setPrice(2, 1_000, 1_200));
    const text = await exported();
    const onOld = await send(old, text);
    expect(await onOld.look()).toMatchObject({ total: 2, known: 2, applies: 0, asked: false });
    expect(await onOld.take()).toEqual({ queued: 0, drafts: 0, known: 2, left: 0 });
    await mend();
    const onFresh = await send(fresh, text);
    await caughtUp();
    expect(await onFresh.look()).toMatchObject({ total: 2, known: 2, asked: true });
    expect(await onFresh.take()).toEqual({ queued: 0, drafts: 0, known: 2, left: 0 });
    expect(await onHand(fresh, 1)).toBe(15);
    expect(await fresh.ask('sync.import', { intake: onFresh.intake })).toMatchObject({ ok: false, error: { code: 'not-ready', rule: 'import-lost' } });
  });

  test('edits by hand: what does not fit its field, a deleted product, another shop', async () => {
    const { fresh, exported, caughtUp } = await twoMachines();
    await fresh.must('catalog.edit', { edits: [{ id: id(5) as ProductId, ops: [receipt(5, -10)] }], intent: 'test' });
    await fresh.online();
    await fresh.must('catalog.delete', { ids: [id(5) as ProductId] });
    await fresh.online();
    const opened = readOutboxFile(await exported());
    if (!opened.ok) throw new Error('not a file');
    let made = 0;
    const edit = (n: number, ...ops: FieldOp[]): ExportedEdit => ({ mid: id(0xa_0000 + ++made), cseq: made, group: null, entity: 'product', id: id(n), baseVersion: 1, action: 'patch', ops, intent: 'test', madeAt: opened.value.head.exportedAt, state: 'queued', error: null });
    const product = aProduct({ n: 70, shopId: shopIdOf(2), status: 'draft' });
    const text = [...writeOutboxFile(opened.value.head, [
      edit(1, { op: 'set', path: `variants/${variantIdOf(1)}/price`, base: 7, value: 'abc' }),
      edit(1, { op: 'set', path: 'texts/fr/title', base: 'x', value: { a: 1 } }),
      edit(1, { op: 'set', path: 'nowhere/at/all', base: null, value: 1 }),
      edit(2, receipt(2, -500)),
      edit(5, { op: 'set', path: 'brand', base: 'Words of others', value: 'Mine' }),
      { ...edit(70), action: 'create', doc: JSON.parse(JSON.stringify(product)) as never, baseVersion: 0 },
      { ...edit(2, { op: 'set', path: 'name', base: '', value: 'x' }), entity: 'shop', id: shopIdOf(2) as never },
      { ...edit(6, { op: 'set', path: 'brand', base: null, value: 'Nour' }), state: 'rejected', error: { code: 'rule-broken', rule: 'depends-on-refused' } },
      edit(7, { op: 'set', path: 'brand', base: (await fresh.product(id(7))).brand, value: 'Fès' }),
    ])].join('');
    const { look, take } = await send(fresh, text);
    expect(await look()).toMatchObject({ total: 9, applies: 1, refused: 5, gone: 1, elsewhere: 2, conflicts: 0 });
    expect(await take()).toEqual({ queued: 1, drafts: 6, known: 0, left: 2 });
    await caughtUp();
    const drafts = await fresh.must('sync.unsent', { state: 'rejected' });
    expect(drafts.changes).toBe(6);
    expect(JSON.stringify(drafts)).not.toContain('Words of others');
    expect((await fresh.product(id(7))).brand).toBe('Fès');
    expect((await fresh.product(id(1))).variants[variantIdOf(1)]!.price).toBe(1_000);
  });

  test('a file of a colleague, of a newer console, cut, or none at all', async () => {
    const { server, old, fresh, cut, exported } = await twoMachines();
    cut();
    for (const n of [1, 2, 3]) await old.edit(id(n), receipt(n, 1));
    const text = await exported();
    const karim = await aConsole(server.url);
    await karim.signIn(KARIM);
    await karim.online();
    const refused = async (window: TestConsole, content: string) => {
      const { intake } = await send(window, content);
      return window.ask('sync.importLook', { intake });
    };
    expect(await refused(karim, text)).toMatchObject({ ok: false, error: { code: 'forbidden', rule: 'outbox-of-another' } });
    expect(await refused(fresh, text.replace(/"account":"[^"]*",/, ''))).toMatchObject({ ok: false, error: { rule: 'outbox-of-another' } });
    expect(await refused(old, text.replace(/"account":"[^"]*",/, ''))).toMatchObject({ ok: true, value: { known: 3 } });
    expect(await refused(fresh, text.replace(/"schema":\d+/, '"schema":999'))).toMatchObject({ ok: false, error: { code: 'update-needed', rule: 'outbox-of-newer' } });
    expect(await refused(fresh, 'not a file of ours')).toMatchObject({ ok: false, error: { rule: 'not-an-outbox' } });
    const { look, take } = await send(fresh, text.slice(0, text.length - 200));
    expect(await look()).toMatchObject({ total: 2, unreadable: 1, lines: [{ line: 4, why: 'not-json' }], complete: false });
    expect(await take()).toMatchObject({ queued: 2 });
  });

  test('a file that has not come in whole, came for something else, or that nobody sent, is said to be lost', async () => {
    const { fresh } = await twoMachines(1);
    expect(await fresh.ask('sync.importLook', { intake: id(0xf11e) })).toMatchObject({ ok: false, error: { rule: 'import-lost' } });
    const { intake } = await fresh.must('intake.begin', { use: { what: 'outbox' }, name: 'outbox.json', bytes: 10, mime: '' });
    expect(await fresh.ask('sync.importLook', { intake })).toMatchObject({ ok: false, error: { rule: 'import-lost' } });
    const { intake: table } = await fresh.must('intake.begin', { use: { what: 'table' }, name: 'list.csv', bytes: 1, mime: '' });
    await fresh.must('intake.append', { intake: table, offset: 0, data: 'eA==' });
    await fresh.must('intake.finish', { intake: table });
    expect(await fresh.ask('sync.importLook', { intake: table })).toMatchObject({ ok: false, error: { rule: 'import-lost' } });
    expect(await fresh.ask('intake.begin', { use: { what: 'outbox' }, name: 'outbox.json', bytes: 2_000_000_000, mime: '' })).toMatchObject({ ok: false, error: { code: 'too-large', rule: 'outbox-file-size' } });
  });
});

test('SYN-12 whoever sends, in whatever order and however often the file is taken over: each movement counts once', async () => {
  const { old, fresh, cut, mend, caughtUp, exported } = await twoMachines();
  let n = 0;
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 6 }), fc.array(fc.constantFrom('old', 'import', 'import-unsent', 'more'), { minLength: 1, maxLength: 6 }), async (count, steps) => {
      const product = 1 + (n++ % 30);
      const before = await onHand(fresh, product);
      let moved = 0;
      cut();
      const move = async () => {
        await old.edit(id(product), receipt(product, 1));
        moved++;
      };
      for (let i = 0; i < count; i++) await move();
      let text = await exported();
      for (const step of steps) {
        if (step === 'old') await mend();
        else if (step === 'more') {
          cut();
          await move();
          text = await exported();
        } else {
          const { take } = await send(fresh, text);
          await take();
          if (step === 'import') await caughtUp();
        }
      }
      await mend();
      await caughtUp();
      expect([await onHand(fresh, product), await onHand(old, product)]).toEqual([before + moved, before + moved]);
    }),
    { numRuns: 12 },
  );
});
