import { sql } from 'kysely';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomFillSync, randomUUID } from 'node:crypto';
import pino from 'pino';
import { afterAll } from 'vitest';
import type { ServerDb } from '#server/db/open.ts';
import type { ServerDeps } from '#server/deps.ts';
import { importAggregates } from '#server/catalog/seed.ts';
import { digestOf } from '#server/sync/digest.ts';
import { stores } from '#server/sync/handlers.ts';
import { pull, type PullReply } from '#server/sync/pull.ts';
import { push, type PushReply } from '#server/sync/push.ts';
import { COMMON, vendorScope } from '#server/sync/scopes.ts';
import { CACHE_SCHEMA } from '#shared/catalog/cache-tables.ts';
import type { Product } from '#shared/catalog/model.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Json } from '#shared/kernel/json.ts';
import type { Result } from '#shared/kernel/result.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { Poke } from '#shared/sync/contract.ts';
import type { Actor, FieldOp, Mutation, Outcome, ScopeName, SyncRow } from '#shared/sync/model.ts';
import { aCategory, aProduct, aShop, locationIdOf, productIdOf, shopIdOf, userIdOf, variantIdOf } from '#tests/builders/catalog.ts';

export const salma: Actor = { userId: userIdOf(1), role: 'vendor', shopIds: [shopIdOf(1)] };
export const karim: Actor = { userId: userIdOf(3), role: 'vendor', shopIds: [shopIdOf(1)] };
export const yann: Actor = { userId: userIdOf(4), role: 'vendor', shopIds: [shopIdOf(2)] };
export const admin: Actor = { userId: userIdOf(2), role: 'admin', shopIds: [] };
export const support: Actor = { userId: userIdOf(5), role: 'support', shopIds: [] };
const people = [[salma, 'Salma'], [karim, 'Karim'], [yann, 'Yann'], [admin, 'Amina'], [support, 'Sofia']] as const;

export const scopeOne = vendorScope(shopIdOf(1));
export const scopeTwo = vendorScope(shopIdOf(2));
export { COMMON };

/** The 11th of November 2026, some morning. */
export const NOW = 1_794_900_000_000;

export type Marketplace = ServerDeps & {
  readonly pokes: Poke[];
  /** Moves the server's clock. */
  readonly time: { now: number };
};

/** Two shops, two categories, `products` in shop 1 (ids 1…) and as many in shop 2 (ids 1001…); five people. Whatever was in the database is gone. */
export async function aMarketplace(db: ServerDb, { products = 3, change = (product: Product): Product => product } = {}): Promise<Marketplace> {
  // The audit keeps its rows, whoever asks; here the next test begins with none.
  for (const line of db.dialect.ddl.unguard({ name: 'change_audit_no_delete', table: 'change_audit' })) await sql.raw(line.replace(/^DROP (\w+) /, 'DROP $1 IF EXISTS ')).execute(db.kysely);
  for (const table of ['app_user', 'membership', 'shop', 'category', 'product', 'variant', 'sync_scope', 'sync_digest', 'buried', 'sync_row', 'sync_client', 'sync_result', 'change_audit', 'change_job', 'snapshot', 'shop_file'] as const) await db.kysely.deleteFrom(table).execute();
  const pokes: Poke[] = [];
  const time = { now: NOW };
  const dataDir = mkdtempSync(join(tmpdir(), 'comptoir-test-sync-'));
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));
  const one = Array.from({ length: products }, (_, i) => change(aProduct({ n: i + 1 })));
  const two = Array.from({ length: products }, (_, i) => change(aProduct({ n: 1_001 + i, shopId: shopIdOf(2) })));
  await importAggregates(db, { shops: [aShop({ n: 1 }), aShop({ n: 2 })], categories: [aCategory({ n: 1 }), aCategory({ n: 2 })], products: [...one, ...two] });
  for (const [{ userId, role, shopIds }, name] of people) {
    await db.kysely.insertInto('app_user').values({ id: userId, email: `${name.toLowerCase()}@example.test`, name, role, locale: 'fr', password_hash: '-', disabled_at: null, created_at: NOW }).execute();
    for (const shop_id of shopIds) await db.kysely.insertInto('membership').values({ user_id: userId, shop_id, role: 'administration' }).execute();
  }
  return {
    db, pokes, time, dataDir, clock: () => time.now as EpochMs, random: (bytes) => randomFillSync(bytes), log: pino({ level: 'silent' }),
    live: { poke: (poke) => pokes.push(poke), grants: () => undefined },
  };
}

export const must = <T>(result: Result<T, AppError>): T => {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.error)}`);
  return result.value;
};

/** A console: numbers its edits, pushes, pulls into a map of records. */
export class TestConsole {
  readonly client: Mutation['mid'];
  readonly #newId: () => string;
  readonly records = new Map<string, SyncRow>();
  readonly cursors = new Map<ScopeName, string>();
  readonly #market: Marketplace;
  readonly actor: Actor;
  cseq = 0;
  /** `id seq-order` of every row that came, to find doubles. */
  readonly came: string[] = [];

  constructor(market: Marketplace, actor: Actor, newId: () => string = randomUUID) {
    this.#market = market;
    this.#newId = newId;
    this.actor = actor;
    this.client = newId() as Mutation['mid'];
  }

  edit(id: string, baseVersion: number, ...ops: FieldOp[]): Mutation {
    return this.mutation({ id: id as Mutation['id'], baseVersion, ops });
  }

  mutation(given: Partial<Mutation>): Mutation {
    return {
      mid: this.#newId() as Mutation['mid'], cseq: ++this.cseq, group: null, entity: 'product', id: productIdOf(1) as unknown as Mutation['id'], baseVersion: 1, action: 'patch', ops: [],
      intent: 'edit', madeAt: this.#market.clock(), ...given,
    };
  }

  create(doc: Product, given: Partial<Mutation> = {}): Mutation {
    return this.mutation({ action: 'create', id: doc.id as unknown as Mutation['id'], doc: doc as unknown as Json, baseVersion: 0, intent: 'create', ...given });
  }

  delete(id: string, given: Partial<Mutation> = {}): Mutation {
    return this.mutation({ action: 'delete', id: id as Mutation['id'], intent: 'delete', ...given });
  }

  tryPush(mutations: Mutation[], more: { ackedThrough?: number; schema?: number; client?: Mutation['mid']; actor?: Actor; again?: boolean } = {}): Promise<Result<PushReply, AppError>> {
    const { actor = this.actor, ...rest } = more;
    return push(this.#market, stores, actor, { client: this.client, schema: CACHE_SCHEMA, ackedThrough: 0, mutations, ...rest });
  }

  async push(...mutations: Mutation[]): Promise<Outcome[]> {
    return must(await this.tryPush(mutations)).outcomes;
  }

  tryPull(scope: ScopeName, more: { cursor?: string; limit?: number; schema?: number; actor?: Actor } = {}): Promise<Result<PullReply, AppError>> {
    const { actor = this.actor, ...rest } = more;
    return pull(this.#market, actor, { scope, cursor: this.cursors.get(scope) ?? '', limit: 500, client: this.client, schema: CACHE_SCHEMA, ...rest });
  }

  /** Every record of a scope, for one who starts with nothing. */
  async all(scope: ScopeName): Promise<SyncRow[]> {
    await this.catchUp(scope);
    return [...this.records.values()];
  }

  /** Pulls a scope to its end. */
  async catchUp(scope: ScopeName, limit = 500): Promise<number> {
    for (let pages = 1; ; pages++) {
      const page = must(await this.tryPull(scope, { limit }));
      for (const row of page.rows) {
        this.came.push(row.id);
        if (row.doc === null) this.records.delete(row.id);
        else this.records.set(row.id, row);
      }
      this.cursors.set(scope, page.cursor);
      if (page.more) continue;
      if (page.digest !== null) return pages;
      // PostgreSQL's wide scope waits for everybody who writes in the cluster, and other tests do.
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}

/** The sums of a scope, once everybody who writes in the cluster of the tests has ended. */
export async function digestWhenSettled(market: Pick<Marketplace, 'db'>, actor: Actor, scope: ScopeName): Promise<string> {
  for (;;) {
    const told = await digestOf(market, actor, { scope });
    if (told.ok || told.error.code !== 'not-ready') return must(told).sums;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export const pricePath = (n: number) => `variants/${variantIdOf(n)}/price`;
export const stockPath = (n: number) => `variants/${variantIdOf(n)}/stock/${locationIdOf(1)}/onHand`;
export const skuPath = (n: number) => `variants/${variantIdOf(n)}/sku`;
export const set = (path: string, base: Json, value: Json): FieldOp => ({ op: 'set', path, base, value });
export const move = (path: string, delta: number): FieldOp => ({ op: 'add', path, delta, reason: 'correction' });

/** A product as it lies in the server's database. */
export async function stored(market: Marketplace, n: number): Promise<{ version: number; doc: Json } | null> {
  const row = await market.db.kysely.selectFrom('product').select(['version', 'doc']).where('id', '=', productIdOf(n)).executeTakeFirst();
  return row ? { version: row.version, doc: JSON.parse(row.doc) as Json } : null;
}
