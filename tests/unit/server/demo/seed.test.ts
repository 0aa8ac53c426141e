import { randomFillSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { passwordsWith } from '#server/auth/passwords.ts';
import { createDemoAccounts, DEMO_ACCOUNTS_FILE, demoAccountsThere } from '#server/demo/accounts.ts';
import { generateMarketplace } from '#server/demo/generate.ts';
import { importAggregates } from '#server/catalog/seed.ts';
import { seedDemo } from '#server/demo/seed.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { northwindDump, northwindDumpSums } from '#tests/builders/northwind-dump.ts';
import { olistFiles } from '#tests/builders/olist-files.ts';
import { describeOnEachDatabase } from '#tests/support/databases.ts';

const root = mkdtempSync(join(tmpdir(), 'comptoir-seed-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const passwords = passwordsWith({ memoryCost: 1_024, timeCost: 2, parallelism: 1 });
const depsWith = (db: Parameters<typeof seedDemo>[0]['db']) => ({ db, passwords, clock: () => 1_800_000_000_000 as EpochMs, random: (bytes: Uint8Array): Uint8Array => randomFillSync(bytes), dataDir: mkdtempSync(join(root, 'data-')) });

describeOnEachDatabase('the demo accounts', (open) => {
  test('are made once, with random passwords in a file of their own that work', async () => {
    const deps = depsWith(await open());
    const market = generateMarketplace({ vendorProducts: 30 });
    await importAggregates(deps.db, { shops: market.shops.slice(0, 3), categories: [], products: [] });
    expect(await demoAccountsThere(deps.db)).toBe(false);
    expect(await createDemoAccounts(deps, market.vendors)).toEqual({ ok: true, value: 8 });
    expect(await demoAccountsThere(deps.db)).toBe(true);

    const file = join(deps.dataDir, DEMO_ACCOUNTS_FILE);
    const written = JSON.parse(readFileSync(file, 'utf8')) as { email: string; password: string; role: string }[];
    expect(written.map(({ email }) => email)).toEqual(['salma@atelier-nour.example', 'karim@atelier-nour.example', 'yann@maison-legoff.example', 'leila@deux-boutiques.example', 'admin@comptoir.example', 'finance@comptoir.example', 'moderation@comptoir.example', 'support@comptoir.example']);
    expect(new Set(written.map(({ password }) => password)).size).toBe(8);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
    const { password_hash } = await deps.db.kysely.selectFrom('app_user').select('password_hash').where('email', '=', written[0]!.email).executeTakeFirstOrThrow();
    expect(await passwords.verify(password_hash, written[0]!.password)).toMatchObject({ fits: true });
    const shops = await deps.db.kysely.selectFrom('membership').select('shop_id').execute();
    expect(shops.map(({ shop_id }) => shop_id).sort()).toEqual([market.vendors.salma, market.vendors.salma, market.vendors.yann, ...market.vendors.leila].sort());

    // Again, as after a start cut short: the passwords in the file stay, nothing is made twice.
    expect(await createDemoAccounts(deps, market.vendors)).toEqual({ ok: true, value: 0 });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(written);
  });

  test('a file cut short is drawn anew', async () => {
    const deps = depsWith(await open());
    const market = generateMarketplace({ vendorProducts: 1 });
    await importAggregates(deps.db, { shops: market.shops.slice(0, 3), categories: [], products: [] });
    writeFileSync(join(deps.dataDir, DEMO_ACCOUNTS_FILE), '[{"email": "salma@');
    expect(await createDemoAccounts(deps, market.vendors)).toEqual({ ok: true, value: 8 });
    expect(JSON.parse(readFileSync(join(deps.dataDir, DEMO_ACCOUNTS_FILE), 'utf8'))).toHaveLength(8);
  });

  test('the orders of Northwind come with a shop of their own, which Leïla works for too; a dump that is cut writes nothing', async () => {
    const deps = depsWith(await open());
    const dir = mkdtempSync(join(root, 'olist-'));
    for (const [name, text] of Object.entries(olistFiles)) writeFileSync(join(dir, name), text);
    const northwind = join(dir, 'northwind.sql');
    writeFileSync(northwind, northwindDump.slice(0, -20));
    expect(await seedDemo(deps, { kind: 'olist', dir, northwind })).toMatchObject({ ok: false, error: { code: 'invalid-input', attempted: 'demo.northwind' } });
    expect(await deps.db.kysely.selectFrom('shop').select('id').execute()).toEqual([]);

    writeFileSync(northwind, northwindDump);
    expect(await seedDemo(deps, { kind: 'olist', dir, northwind })).toEqual({ ok: true, value: { imported: true, products: 2, accounts: 8, northwind: northwindDumpSums } });
    const orders = await deps.db.kysely.selectFrom('orders').select(['number', 'shop_id']).orderBy('number').execute();
    expect(orders.map(({ number }) => number)).toEqual(['NW-10248', 'NW-10249']);
    const works = await deps.db.kysely.selectFrom('membership').innerJoin('app_user', 'app_user.id', 'membership.user_id').select('email').where('shop_id', '=', orders[0]!.shop_id!).execute();
    expect(works).toEqual([{ email: 'leila@deux-boutiques.example' }]);
  });

  test('without a demo nothing is written; a folder without the files refuses and writes nothing', async () => {
    const deps = depsWith(await open());
    expect(await seedDemo(deps, { kind: 'none' })).toEqual({ ok: true, value: { imported: false, products: 0, accounts: 0 } });
    expect(await seedDemo(deps, { kind: 'olist', dir: join(root, 'nowhere') })).toMatchObject({ ok: false, error: { code: 'invalid-input', rule: 'file-unreadable' } });
    expect(await deps.db.kysely.selectFrom('shop').select('id').execute()).toEqual([]);
  });
});
