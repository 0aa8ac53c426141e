import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openCache } from '#electron/db/open.ts';
import { digestOf } from '#server/sync/digest.ts';
import { vendorScope } from '#server/sync/scopes.ts';
import type { Product } from '#shared/catalog/model.ts';
import { rootOf, sumsFromText, sumsOf } from '#shared/sync/digest.ts';
import type { Actor, FieldOp, Mutation } from '#shared/sync/model.ts';
import { id, locationIdOf, productIdOf, shopIdOf, variantIdOf } from '#tests/builders/catalog.ts';
import { aConsole, aServer, KARIM, PASSWORD, SALMA } from '../unit/electron/sync/support/world.ts';
import { aBadLine } from './bad-line.ts';
import { seeded } from './crash-images.ts';

/** `COMPTOIR_BAD_LINE_SECONDS=600 npx vitest run tests/durability/bad-line.test.ts` for ten minutes. */
const SECONDS = Number(process.env['COMPTOIR_BAD_LINE_SECONDS'] ?? 12);
const SEED = Number(process.env['COMPTOIR_SEED'] ?? 11);
const PRODUCTS = 60;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const stockPath = (n: number) => `variants/${variantIdOf(n)}/stock/${locationIdOf(1)}/onHand`;
const pricePath = (n: number) => `variants/${variantIdOf(n)}/price`;

/**
 * Two people work for a while on the same few products, each through a line that cuts, delays, refuses and delivers twice.
 * Then the lines are mended, and every single edit is accounted for.
 */
test(`G6 G11 ${SECONDS} s of two people editing through bad lines (seed ${SEED}): nothing lost, nothing twice, every conflict in an inbox`, async () => {
  const random = seeded(SEED);
  const server = await aServer({ products: PRODUCTS });
  const { db } = server.running.deps;
  const desks = await Promise.all([SALMA, KARIM].map(async (who) => {
    const line = await aBadLine(() => server.url, random);
    onTestFinished(line.close);
    const console = await aConsole(line.url);
    for (;;) {
      const answered = await console.ask('auth.signIn', { email: who, password: PASSWORD });
      if (answered.ok) break;
    }
    await console.until(({ cacheReady }) => cacheReady, 120_000);
    return { who, line, console, moved: new Map<number, number>(), made: 0, prices: [] as { n: number; base: number; value: number }[] };
  }));

  // How often a misfortune strikes is chance and the machine's speed: the two go on until each has struck often enough to prove something.
  const end = Date.now() + SECONDS * 1_000;
  const misfortunes = () => desks.map(({ line }) => line.happened).reduce((a, b) => ({ cuts: a.cuts + b.cuts, repeats: a.repeats + b.repeats, delays: a.delays + b.delays, refused: a.refused + b.refused }));
  let conflictsSeen = false;
  const provenEnough = () => {
    const { cuts, repeats, delays } = misfortunes();
    return cuts > 5 && repeats > 5 && delays > 50 && conflictsSeen;
  };
  await Promise.all(desks.map(async (desk, place) => {
    while (Date.now() < end || !provenEnough()) {
      const n = 1 + Math.floor(random() * PRODUCTS);
      const product = await desk.console.product(productIdOf(n));
      const ops: FieldOp[] = [];
      const chance = random();
      if (chance < 0.4) {
        const delta = 1 + Math.floor(random() * 3);
        ops.push({ op: 'add', path: stockPath(n), delta, reason: 'receipt' });
        desk.moved.set(n, (desk.moved.get(n) ?? 0) + delta);
      } else if (chance < 0.75) {
        const base = product.variants[variantIdOf(n)]!.price;
        // Each price is given once in the whole test: where it ends up says whose it is.
        const value = 2_000 + 2 * (desk.made * 100 + n) + place;
        ops.push({ op: 'set', path: pricePath(n), base, value });
        desk.prices.push({ n, base, value });
      } else {
        ops.push({ op: 'members', path: 'tags', add: [`t${place}-${desk.made}`], remove: [] });
      }
      desk.made++;
      const edited = await desk.console.edit(id(n), ...ops);
      expect(edited).toMatchObject({ ok: true });
      conflictsSeen ||= (await desk.console.state()).conflicts > 0;
      await pause(random() * 30);
    }
  }));

  for (const { line } of desks) line.mend();
  for (const { console } of desks) await console.must('sync.now', {});
  // Each sends what waits; then each receives what the other sent.
  for (const round of [1, 2]) {
    for (const { console } of desks) {
      await console.until(({ connection, unsent }) => connection.name === 'online' && unsent === 0, 120_000);
      if (round === 1) await console.must('sync.now', {});
    }
  }

  // Every edit has exactly one entry in the server's audit, whatever came twice on the way.
  const audited = await db.kysely.selectFrom('change_audit').select(['mid', 'outcome', 'changes']).where('mid', 'is not', null).execute();
  expect(new Set(audited.map(({ mid }) => mid)).size).toBe(audited.length);
  expect(audited.length).toBe(desks.reduce((sum, { made }) => sum + made, 0));

  const theirs = new Map((await db.kysely.selectFrom('product').select(['id', 'version', 'doc']).execute()).map((row) => [row.id, { version: row.version, doc: JSON.parse(row.doc) as Product }]));
  for (let n = 1; n <= PRODUCTS; n++) {
    const moved = desks.reduce((sum, desk) => sum + (desk.moved.get(n) ?? 0), 0);
    expect(theirs.get(id(n))!.doc.variants[variantIdOf(n)]!.stock[locationIdOf(1)]!.onHand, `stock of product ${n}`).toBe(10 + moved);
  }

  // A price that did not replace what its writer saw stands in that writer's inbox.
  let conflictsMet = 0;
  for (const { console, prices } of desks) {
    const conflicts = [];
    for (let offset = 0, total = 1; offset < total; offset += 500) {
      const page = await console.must('sync.conflicts', { offset, limit: 500 });
      conflicts.push(...page.records.flatMap((record) => record.conflicts));
      total = page.total;
    }
    conflictsMet += conflicts.length;
    const inInbox = new Set(conflicts.map(({ field }) => field.mine));
    const replaced = new Set(audited.flatMap(({ changes }) => (JSON.parse(changes) as { after: unknown }[]).map(({ after }) => after)));
    for (const { value } of prices) expect([value, inInbox.has(value) !== replaced.has(value)]).toEqual([value, true]);
    expect(await console.state()).toMatchObject({ rejected: 0, unsent: 0 });
  }

  // Both hold what the server holds, and all three digests agree.
  const salma: Actor = { userId: '', role: 'vendor', shopIds: [shopIdOf(1)] };
  const told = await digestOf({ db }, salma, { scope: vendorScope(shopIdOf(1)) });
  if (!told.ok) throw new Error(told.error.code);
  for (const { console } of desks) {
    await console.close();
    const folder = join(console.dataDir, 'cache');
    const cache = openCache(join(folder, readdirSync(folder).find((name) => name.endsWith('.db'))!), { now: () => 1 as never });
    const rows = cache.sqlite.prepare<[], { id: string; version: number; doc: string }>('SELECT id, version, doc FROM product').all();
    const shops = cache.sqlite.prepare<[], { id: string; version: number }>('SELECT id, version FROM shop').all();
    cache.close();
    for (const row of rows) expect(JSON.parse(row.doc)).toEqual(theirs.get(row.id)!.doc);
    const mine = sumsOf([...rows.map(({ id: product, version }) => ({ entity: 'product' as const, id: product as Mutation['id'], version })), ...shops.map(({ id: shop, version }) => ({ entity: 'shop' as const, id: shop as Mutation['id'], version }))]);
    expect(rootOf(mine)).toBe(rootOf(sumsFromText(told.value.sums)!));
  }
  expect(provenEnough()).toBe(true);
  expect(conflictsMet).toBeGreaterThan(0);
}, 300_000 + SECONDS * 2_000);
