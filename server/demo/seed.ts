import type { AppError } from '#shared/kernel/errors.ts';
import { ok, type Result } from '#shared/kernel/result.ts';
import type { AccountDeps } from '../auth/accounts.ts';
import { importAggregates } from '../catalog/seed.ts';
import type { Demo } from '../config.ts';
import { createDemoAccounts, demoAccountsThere } from './accounts.ts';
import { withTimeLeft } from './deadlines.ts';
import { DEMO_SEED, generateMarketplace, type Marketplace } from './generate.ts';
import { readNorthwind, type NorthwindSums } from './northwind.ts';
import { moneyIsMissing, seedMoney } from './money/seed-money.ts';
import { bestsellers, demoOrders } from './orders.ts';
import { readOlist } from './olist.ts';
import { demoTalks, ORDERS_A_TALK, talkedAbout } from './talks.ts';

/** As many as a first start makes: two years of a marketplace that is not large. */
const DEMO_ORDERS = 1_200;

/** From so many orders on there are more shops in the two currencies the marketplace pays out, so that a run has 180 of them. */
const MANY_ORDERS = 50_000;
const MORE_SHOPS = 60;

export type SeedDeps = AccountDeps & { readonly dataDir: string };
export type Seeding = { readonly step: 'products' | 'accounts'; readonly done: number; readonly total: number };
/** `imported` false: the marketplace was there already. `northwind`: what the orders of Northwind come to, where they were asked for. */
export type Seeded = { readonly imported: boolean; readonly products: number; readonly accounts: number; readonly northwind?: NorthwindSums };

/**
 * Fills an empty database with the demo marketplace and its accounts; on a filled one it only adds accounts that are missing.
 * The import is one transaction and the accounts come after it, so a start cut short is taken up by the next one.
 *
 * @param demo what to fill it with: `generate`, the files of a folder (`olist`), or nothing; either with the orders of Northwind, whose shop Leïla works for too
 * @param onProgress told about once per thousand products
 * @returns a refusal naming file, line, column and rule when a given file is not as it should be; nothing was written then
 */
export async function seedDemo(deps: SeedDeps, demo: Demo, onProgress: (seeding: Seeding) => void = () => undefined): Promise<Result<Seeded, AppError>> {
  if (demo.kind === 'none') return ok({ imported: false, products: 0, accounts: 0 });
  const filled = await deps.db.kysely.selectFrom('shop').select('id').limit(1).executeTakeFirst();
  // A later start needs neither the words nor the files again.
  if (filled !== undefined && (await demoAccountsThere(deps.db)) && !(await moneyIsMissing(deps.db))) return ok({ imported: false, products: 0, accounts: 0 });
  const read: Result<Marketplace, AppError> = demo.kind === 'generate' ? ok(generateMarketplace({ ...(demo.vendorProducts === undefined ? {} : { vendorProducts: demo.vendorProducts }), moreShops: (demo.orders ?? 0) >= MANY_ORDERS ? MORE_SHOPS : 0 })) : readOlist(demo.dir);
  if (!read.ok) return read;
  const market = read.value;
  const sold = demo.northwind === undefined ? ok(null) : await readNorthwind(demo.northwind);
  if (!sold.ok) return sold;
  const northwind = sold.value;
  let products = 0;
  if (filled === undefined) {
    onProgress({ step: 'products', done: 0, total: market.productCount });
    const best = bestsellers();
    const count = demo.kind === 'generate' ? (demo.orders ?? (demo.vendorProducts === undefined ? DEMO_ORDERS : 0)) : 0;
    const talks = demo.kind === 'generate' ? (demo.conversations ?? Math.round(count / ORDERS_A_TALK)) : 0;
    // Begun only when it is read: it is made of what was imported before it.
    const talked = talkedAbout(talks);
    const orders = (function* () {
      for (const order of talked.watch(demoOrders({ shops: market.shops, offers: best.of, count, seed: DEMO_SEED }))) yield withTimeLeft(order, deps.clock());
      if (northwind) yield* northwind.orders;
    })();
    const imported = await importAggregates(deps.db, { shops: northwind ? [...market.shops, northwind.shop] : market.shops, categories: market.categories, products: count > 0 ? best.watch(market.products()) : market.products(), orders, talks: { [Symbol.iterator]: () => demoTalks({ orders: talked.orders(), count: talks, seed: DEMO_SEED })[Symbol.iterator]() } }, (done) => onProgress({ step: 'products', done, total: market.productCount }));
    products = imported.products;
  }
  const accounts = await createDemoAccounts(deps, northwind ? { ...market.vendors, leila: [...market.vendors.leila, northwind.shop.id] } : market.vendors);
  if (!accounts.ok) return accounts;
  onProgress({ step: 'accounts', done: accounts.value, total: accounts.value });
  if (await moneyIsMissing(deps.db)) await seedMoney(deps, { salma: market.vendors.salma, held: market.vendors.yann });
  return ok({ imported: filled === undefined, products, accounts: accounts.value, ...(northwind ? { northwind: northwind.sums } : {}) });
}
