import Database from 'better-sqlite3';
import { Kysely } from 'kysely';
import { pino } from 'pino';
import { actorOf } from '#server/auth/sessions.ts';
import { changeGrants } from '#server/auth/grants.ts';
import { importAggregates } from '#server/catalog/seed.ts';
import { sqliteDialect, EmbeddedSqlite } from '#server/db/dialect/sqlite.ts';
import { openDatabase, type ServerDb } from '#server/db/open.ts';
import type { ServerSchema } from '#server/db/schema.ts';
import type { ServerDeps } from '#server/deps.ts';
import { checkReply, parseCall } from '#server/http/router.ts';
import { statusOf } from '#server/http/errors.ts';
import { catalogHandlers } from '#server/catalog/handlers.ts';
import { compact } from '#server/sync/compact.ts';
import { syncHandlers } from '#server/sync/handlers.ts';
import { readHeads } from '#server/sync/pull.ts';
import type { Schemas } from '#server/sync/schemas.ts';
import { ADMIN, COMMON, scopesOf, vendorScope } from '#server/sync/scopes.ts';
import { CACHE_SCHEMA } from '#shared/catalog/cache-tables.ts';
import { httpEndpoints, type HttpEndpoints } from '#shared/contract/endpoints.ts';
import type { Product } from '#shared/catalog/model.ts';
import type { Endpoint } from '#shared/contract/http.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Result } from '#shared/kernel/result.ts';
import type { Actor, ScopeName } from '#shared/sync/model.ts';
import { aCategory, shopIdOf } from '#tests/builders/catalog.ts';
import { ask, column } from './ask.ts';
import { chanceFrom, type Chance } from './chance.ts';
import { inlineSnapshots } from './inline-snapshots.ts';
import { LiveHub } from './live-hub.ts';
import { ADDED, fromOlder, intoOlder, pushIn, saidIn, windowOf } from './older-words.ts';
import { firstOrders } from './first-orders.ts';
import { firstProducts, people, personOf, shopNumberOf, SHOPS, shops, START, type PersonName } from './people.ts';
import type { Timeline } from './timeline.ts';

const silent = pino({ enabled: false });

/** A request as it travels: texts only, like on a real wire. */
export type WireRequest = { readonly name: keyof HttpEndpoints; readonly params: unknown; readonly query: Readonly<Record<string, string>> | undefined; readonly body: string | undefined };
export type WireReply = { readonly status: number; readonly body: Uint8Array };
/** What a handled request was, for whoever keeps the books. */
export type Handled = { readonly person: PersonName | null; readonly actor: Actor | null; readonly request: WireRequest; readonly reply: WireReply; readonly result: Result<unknown, AppError> };

const prepared = new Map<boolean, Promise<Buffer>>();

/** The marketplace every history begins with, made once per process. */
async function firstImage(orders: boolean): Promise<Buffer> {
  const db = await openDatabase({ kind: 'sqlite', file: ':memory:' });
  await importAggregates(db, { shops, categories: [aCategory({ n: 1 }), aCategory({ n: 2 }), aCategory({ n: 3 })], products: firstProducts(), ...(orders ? { orders: firstOrders() } : {}) });
  for (const { userId, name, role, shops: mine } of people) {
    await db.kysely.insertInto('app_user').values({ id: userId, email: `${name.toLowerCase()}@example.test`, name, role, locale: 'fr', password_hash: '-', disabled_at: null, created_at: START }).execute();
    for (const shop of mine) await db.kysely.insertInto('membership').values({ user_id: userId, shop_id: shopIdOf(shop), role: 'administration' }).execute();
  }
  // Numberings are named by chance when they begin; here every history finds the same names.
  await db.kysely.updateTable('sync_scope').set({ epoch: 'first' }).execute();
  const image = db.sqlite!.serialize();
  await db.close();
  return image;
}

/** The companion server of one history: its real handlers over a database in memory, behind a wire that loses things. */
export class SimServer {
  readonly db: ServerDb;
  readonly hub: LiveHub;
  readonly #timeline: Timeline;
  readonly #chance: Chance;
  #handlers: Record<string, unknown> = {};
  #deps: ServerDeps | null = null;
  /** What names the entries of the audit: by a chance of its own, so that a history stays what it was. */
  readonly #audited = chanceFrom('audit').bytes;
  readonly #docs = new Map<string, string>();
  /** Rises with every restart: what an earlier life of the server was doing answers nobody. */
  life = 1;
  down = false;
  /** Whether records go from shop to shop in this history. */
  moves = false;
  /** So many schemas behind today's; null in a history in which nobody ever was. */
  behind: number | null = null;
  /** The server dies at one of its next commits; counted down. */
  dieAtCommit = 0;
  /** What the server itself has said of orders (`order-news.ts`): ids of facts. */
  readonly told = new Map<string, readonly string[]>();
  /** Told about every request that was handled. */
  onHandled: (handled: Handled) => void = () => undefined;
  onBroken: (what: string, cause: unknown) => void = () => undefined;
  onDeath: () => void = () => undefined;

  private constructor(image: Buffer, timeline: Timeline, chance: Chance) {
    this.#timeline = timeline;
    this.#chance = chance;
    const sqlite = new Database(image);
    sqlite.pragma('foreign_keys = ON');
    const prepare = sqlite.prepare.bind(sqlite);
    sqlite.prepare = ((text: string) => {
      const statement = prepare(text);
      return text === 'commit' ? { reader: statement.reader, busy: false, run: () => this.#mayDie(() => statement.run()) } : statement;
    }) as typeof sqlite.prepare;
    const kysely = new Kysely<ServerSchema>({ dialect: new EmbeddedSqlite(sqlite) });
    this.db = { kysely, dialect: sqliteDialect, sqlite, close: () => kysely.destroy() };
    this.hub = new LiveHub((userId) => actorOf(this.db, userId), (scopes) => readHeads({ db: this.db }, scopes));
    this.start();
    this.#keepDocs(firstProducts().map(({ id }) => id));
  }

  /** The power goes before a commit that was counted down to. */
  #mayDie<T>(commit: () => T): T {
    if (this.dieAtCommit === 0 || --this.dieAtCommit > 0) return commit();
    this.onDeath();
    throw new ServerDied();
  }

  static async open(timeline: Timeline, chance: Chance, orders: boolean): Promise<SimServer> {
    if (!prepared.has(orders)) prepared.set(orders, firstImage(orders));
    return new SimServer(await prepared.get(orders)!, timeline, chance);
  }

  /** Begins, or begins again: nothing but the database is left of what was before. */
  start(): void {
    const deps: ServerDeps & Schemas = {
      db: this.db, clock: () => this.#timeline.now, random: this.#chance.bytes, log: silent, dataDir: '/nowhere',
      ...(this.behind === null ? {} : { schemas: windowOf(this.behind) }),
      live: { poke: (poke) => this.hub.poke(this.#isOlder ? saidIn(intoOlder, poke) : poke), grants: (userId, epoch) => void this.hub.grants(userId, epoch) },
    };
    this.#deps = deps;
    this.#handlers = { ...catalogHandlers(deps), ...syncHandlers(deps, inlineSnapshots(this.db, this.#chance, CACHE_SCHEMA - (this.behind ?? 0))) };
  }

  get #isOlder(): boolean {
    return (this.behind ?? 0) > 0;
  }

  /** Begins as a server that so many schemas came after. */
  beginOlder(behind: number): void {
    this.behind = behind;
    this.start();
  }

  /** From the next start on it is today's server. */
  renew(): void {
    if (this.behind !== null) this.behind = 0;
  }

  get deps(): ServerDeps {
    return this.#deps!;
  }

  /** Gives a person other shops or another role, as an admin does it. */
  async regrant(name: PersonName, shopIds: readonly string[]): Promise<void> {
    const amina: Actor = { userId: personOf('Amina').userId, role: 'admin', shopIds: [] };
    const changed = await changeGrants({ db: this.db, clock: this.deps.clock, random: this.#audited, onGrantsChanged: (userId, epoch) => this.deps.live.grants(userId, epoch) }, amina, personOf(name).userId, { shopIds: [...shopIds] as never });
    if (!changed.ok) throw new Error(`grants of ${name}: ${changed.error.code}`);
  }

  /** Removes the positions of records that are gone, and whatever cursor is older. */
  async compact(): Promise<void> {
    await compact(this.db, this.#timeline.now, 0);
  }

  /** As after a dump and restore: numbers mean something else from now on. */
  renumber(): void {
    this.db.sqlite!.prepare('UPDATE sync_scope SET epoch = ?').run(`again-${this.#chance.whole(1_000_000)}`);
  }

  actorOf(name: PersonName): Promise<Actor | null> {
    return actorOf(this.db, personOf(name).userId);
  }

  /** The shops a person may read now, asked from the tables themselves; all of them for the marketplace's staff. */
  readableShops(userId: string): ReadonlySet<number> {
    const [role] = column(this.db.sqlite!, 'SELECT role FROM app_user WHERE id = ?', userId);
    if (role !== 'vendor') return new Set(SHOPS);
    const mine = column(this.db.sqlite!, 'SELECT shop_id FROM membership WHERE user_id = ?', userId);
    return new Set(SHOPS.filter((shop) => mine.includes(shopIdOf(shop))));
  }

  /** The shop in which a record is now; undefined when there is none. */
  shopOf(id: string): number | undefined {
    const [shopId] = column(this.db.sqlite!, `SELECT doc ->> '$.shopId' FROM product WHERE id = ? UNION ALL SELECT id FROM shop WHERE id = ? UNION ALL SELECT shop_id FROM orders WHERE id = ?`, id, id, id) as string[];
    return shopId === undefined ? undefined : shopNumberOf(shopId);
  }

  /** The versions records have now, those of products, shops and orders. */
  versionsOf(ids: readonly string[]): ReadonlyMap<string, number> {
    const known = ask(this.db.sqlite!, 'SELECT id, version FROM product UNION ALL SELECT id, version FROM shop UNION ALL SELECT id, version FROM orders').all() as { id: string; version: number }[];
    return new Map(known.filter(({ id }) => ids.includes(id)).map(({ id, version }) => [id, version]));
  }

  /** The shop a record was in when it was last written, also of one that is gone. */
  lastShopOf(id: string): number | undefined {
    const [shopId] = column(this.db.sqlite!, 'SELECT shop_id FROM change_audit WHERE entity_id = ? AND shop_id IS NOT NULL ORDER BY rowid DESC LIMIT 1', id) as string[];
    return shopId === undefined ? undefined : shopNumberOf(shopId);
  }

  /** Whether a record was ever in one of these shops. */
  wasIn(id: string, shops: ReadonlySet<number>): boolean {
    return (column(this.db.sqlite!, 'SELECT DISTINCT shop_id FROM change_audit WHERE entity_id = ?', id) as string[]).some((shopId) => shops.has(shopNumberOf(shopId)));
  }

  /** Every product there is, with its shop. */
  whereabouts(): readonly (readonly [id: string, shop: number])[] {
    return (this.db.sqlite!.prepare(`SELECT id, doc ->> '$.shopId' AS shop FROM product ORDER BY id`).all() as { id: string; shop: string }[]).map(({ id, shop }) => [id, shopNumberOf(shop)]);
  }

  /** Whatever records of these shops say, or said before: a full text keeps words that were written over. */
  everSaidIn(shops: ReadonlySet<number>): string {
    const products = this.db.sqlite!.prepare('SELECT id, doc FROM product UNION ALL SELECT id, doc FROM orders').all() as { id: string; doc: string }[];
    const mine = products.filter(({ doc }) => shops.has(shopNumberOf((JSON.parse(doc) as { shopId: string }).shopId)));
    const deleted = (column(this.db.sqlite!, 'SELECT DISTINCT entity_id FROM change_audit WHERE entity_id NOT IN (SELECT id FROM product UNION ALL SELECT id FROM orders) ORDER BY entity_id') as string[])
      .filter((id) => shops.has(shopNumberOf(column(this.db.sqlite!, 'SELECT shop_id FROM change_audit WHERE entity_id = ? ORDER BY id DESC LIMIT 1', id)[0] as string)));
    const said = (id: string) => column(this.db.sqlite!, 'SELECT changes FROM change_audit WHERE entity_id = ?', id);
    return [...mine.flatMap(({ id, doc }) => [doc, ...said(id)]), ...deleted.flatMap(said)].join(' ');
  }

  scopesOf(actor: Actor): readonly ScopeName[] {
    return scopesOf(actor);
  }

  readonly allScopes: readonly ScopeName[] = [COMMON, ADMIN, ...SHOPS.map((shop) => vendorScope(shopIdOf(shop)))];

  /** One request, from its texts to the text of its answer; nothing of it throws. */
  async handle(person: PersonName | null, request: WireRequest): Promise<WireReply> {
    const endpoint: Endpoint = httpEndpoints[request.name];
    const actor = person === null ? null : await this.actorOf(person);
    const result = await this.#answer(request, endpoint, actor);
    const reply: WireReply = result.ok
      ? { status: 200, body: endpoint.reply === 'bytes' ? (result.value as Uint8Array) : Buffer.from(JSON.stringify(result.value)) }
      : { status: statusOf(result.error.code), body: Buffer.from(JSON.stringify({ error: result.error })) };
    if (request.name === 'push' && result.ok) this.#keepDocs((JSON.parse(request.body!) as { mutations: { id: string }[] }).mutations.map(({ id }) => id));
    this.onHandled({ person, actor, request, reply, result });
    return reply;
  }

  async #answer(request: WireRequest, endpoint: Endpoint, actor: Actor | null): Promise<Result<unknown, AppError>> {
    if (actor === null) return { ok: false, error: { code: 'signed-out' } };
    const call = parseCall(endpoint, { params: (request.params ?? {}) as Record<string, string>, query: request.query ?? {}, body: this.#bodyOf(request) });
    if (!call.ok) return call;
    try {
      const handler = this.#handlers[request.name] as (call: unknown, context: unknown) => Promise<Result<unknown, AppError>>;
      const result = await handler(call.value, { actor, requestId: 'sim', log: silent, address: '' });
      checkReply(request.name, endpoint, result);
      return result.ok && this.#isOlder && endpoint.reply !== 'bytes' ? { ok: true, value: saidIn(intoOlder, result.value) } : result;
    } catch (cause) {
      if (!(cause instanceof ServerDied)) this.onBroken(request.name, cause);
      return { ok: false, error: { code: 'internal' } };
    }
  }

  #bodyOf({ name, body }: WireRequest): unknown {
    if (body === undefined) return undefined;
    const said = JSON.parse(body) as never;
    return name === 'push' && this.#isOlder && (said as { schema: number }).schema < CACHE_SCHEMA ? pushIn(fromOlder(ADDED.byServer), said) : said;
  }

  /** What a record said in a version; undefined when that was never the last word of a push. */
  docAt(id: string, version: number): Product | undefined {
    const text = this.#docs.get(`${id} ${version}`);
    return text === undefined ? undefined : (JSON.parse(text) as Product);
  }

  #keepDocs(ids: readonly string[]): void {
    for (const { id, version, doc } of ask(this.db.sqlite!, 'SELECT id, version, doc FROM product WHERE id IN (SELECT value FROM json_each(?))').all(JSON.stringify(ids)) as { id: string; version: number; doc: string }[]) this.#docs.set(`${id} ${version}`, doc);
  }

  close(): void {
    this.db.sqlite!.close();
  }
}

/** The server's power went at a commit: the transaction never was. */
export class ServerDied extends Error {
  override readonly name = 'ServerDied';
}
