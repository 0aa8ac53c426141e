import { columnsOf } from '#tests/builders/catalog.ts';
import type { Product, Shop } from '#shared/catalog/model.ts';
import { readHeads } from '#server/sync/pull.ts';
import { countIn, noRecords, rootOf } from '#shared/sync/digest.ts';
import type { EntityName, ScopeName } from '#shared/sync/model.ts';
import type { Entry, Ledger } from '../ledger.ts';
import type { Order } from '#shared/orders/model.ts';
import { firstOrders } from '../world/first-orders.ts';
import { firstProducts, shops } from '../world/people.ts';
import { ask } from '../world/ask.ts';
import { ADDED } from '../world/older-words.ts';
import type { SimConsole } from '../world/sim-console.ts';
import type { SimServer } from '../world/sim-server.ts';
import { flatten, RecordModel, same, sameSet } from './record-model.ts';
import type { Report } from './violation.ts';

type Row = { id: string; version: number; doc: string; shop_id: string };

const productsAt = (sqlite: { prepare(sql: string): { all(): unknown[] } }): Row[] => sqlite.prepare('SELECT * FROM product ORDER BY id').all() as Row[];

/** I1: who caught up has exactly what the server has, record by record, and its derived columns. */
export async function checkConvergence(server: SimServer, consoles: readonly SimConsole[], report: Report): Promise<void> {
  const theirs = productsAt(server.db.sqlite!);
  for (const console of consoles) {
    const actor = await server.actorOf(console.person.name);
    const scopes = actor === null ? [] : server.scopesOf(actor);
    const mine = new Map(productsAt(console.db.sqlite).map((row) => [row.id, row]));
    for (const row of theirs) {
      const { shopId } = JSON.parse(row.doc) as Product;
      if (row.shop_id !== shopId) report('fit', `the server has ${row.id} in a list of shop ${row.shop_id} and says shop ${shopId}`);
      if (!scopes.includes('admin' as ScopeName) && !scopes.includes(`vendor:${shopId}` as ScopeName)) continue;
      const held = mine.get(row.id);
      mine.delete(row.id);
      if (!held) report('I1', `${console.name} lacks ${row.id}`);
      else if (held.version !== row.version || !same(JSON.parse(held.doc), JSON.parse(row.doc))) report('I1', `${console.name} has ${row.id} at version ${held.version} ${held.doc}, the server at ${row.version} ${row.doc}`);
      else checkColumns(console, held, report);
    }
    for (const id of mine.keys()) report('I1', `${console.name} has ${id}, which the server does not show it`);
    for (const table of ['shop', 'category'] as const) checkTable(server, console, table, scopes, report);
  }
}

function checkTable(server: SimServer, console: SimConsole, table: 'shop' | 'category', scopes: readonly ScopeName[], report: Report): void {
  const rows = (from: { prepare(sql: string): { all(): unknown[] } }) => from.prepare(`SELECT id, version, doc FROM ${table} ORDER BY id`).all() as { id: string }[];
  const visible = rows(server.db.sqlite!).filter(({ id }) => table === 'category' || scopes.includes('admin' as ScopeName) || scopes.includes(`vendor:${id}` as ScopeName));
  if (!same(visible, rows(console.db.sqlite))) report('I1', `${console.name} has other rows of ${table} than the server`);
}

function checkColumns(console: SimConsole, row: Row, report: Report): void {
  const derived = columnsOf(JSON.parse(row.doc) as Product) as Record<string, unknown>;
  const stale = Object.keys(derived).find((column) => derived[column] !== (row as unknown as Record<string, unknown>)[column]);
  if (stale !== undefined) report('I1', `${console.name}: column ${stale} of ${row.id} does not follow from the record`);
  const variants = ask(console.db.sqlite, 'SELECT count(*) FROM variant WHERE product_id = ?').pluck().get(row.id) as number;
  if (variants !== Object.keys((JSON.parse(row.doc) as Product).variants).length) report('I1', `${console.name}: the look-up of ${row.id} has ${variants} variants`);
}

/** I1: the sums the server keeps, by which consoles find out that they differ, are those of its records. */
export async function checkDigests(server: SimServer, report: Report): Promise<void> {
  for (const { scope, digest } of await readHeads({ db: server.db }, server.allScopes)) {
    const sums = noRecords();
    const rows = ask(server.db.sqlite!, 'SELECT entity, id, version FROM sync_row WHERE scope = ? AND gone = 0').all(scope) as { entity: EntityName; id: string; version: number }[];
    for (const row of rows) countIn(sums, row);
    if (digest !== rootOf(sums)) report('I1', `the server tells ${String(digest)} as the digest of ${scope}, its records make ${rootOf(sums)}`);
  }
}

type OutboxLine = { mid: string; entity_id: string; state: string; intent: string; ops: string; error: string | null };
type ConflictLine = { mid: string; path: string; base: string; mine: string; theirs: string };

/** I2, I3, I4 on the console: each edit came to exactly what the server said, and every field in conflict lies in the list. */
export function checkOutcomes(consoles: readonly SimConsole[], ledger: Ledger, audited: ReadonlyMap<string, number>, report: Report): void {
  const outboxes = new Map(consoles.map((console) => [console.name, new Map((console.db.sqlite.prepare('SELECT mid, entity_id, state, intent, ops, error FROM outbox').all() as OutboxLine[]).map((line) => [line.mid, line]))]));
  /** What was made of conflicts on records that left: still there, or put away by its person since. */
  const drafts = [...ledger.entries.values()].filter(({ mid, console, outcome, takenBack, mutation }) => outcome === null && mutation.intent === 'settle-conflict' && (takenBack === 'dismissed' || outboxes.get(console)?.get(mid)?.state === 'rejected'));
  const conflicts = new Map(consoles.map((console) => [console.name, console.db.sqlite.prepare('SELECT mid, path, base, mine, theirs FROM conflict').all() as ConflictLine[]]));
  for (const entry of ledger.entries.values()) {
    // Who is not signed in keeps it for the next time, as a draft if its shop was lost.
    if (!outboxes.has(entry.console) && entry.takenBack === null && !entry.draft && !entry.setBack && entry.outcome === null) report('I13', `${entry.mid} of ${entry.console}, who is not signed in, was never sent`);
    if (!outboxes.has(entry.console)) continue;
    const line = outboxes.get(entry.console)!.get(entry.mid);
    // What a console forgot with its disk cannot be looked for on it; that nothing of it counts twice can.
    if (!entry.setBack) checkEntry(entry, line, report);
    if (!entry.setBack) checkConflicts(entry, conflicts.get(entry.console)!.filter(({ mid }) => mid === entry.mid), drafts, ledger.settled, report);
    checkBetween(entry, ledger, report);
    const times = audited.get(entry.mid) ?? 0;
    if (times > 1) report('I3', `${entry.mid} is in the audit ${times} times`);
    if (times === 0 && entry.outcome !== null && 'version' in entry.outcome && entry.mutation.action !== 'delete') report('I3', `${entry.mid} was taken in and is not in the audit`);
  }
}

/**
 * A conflict needs somebody who came between. A disk that was set back shows its own edits once more on top of what they have come to already; and who
 * starts from an own edit that came to nothing starts from what was never there. Settling starts from what is there, after the one that came to a conflict.
 * What an older console knew, or what was forgotten with a lost shop, is not what was there; nor is what was on the screen until a fresh copy came.
 */
function checkBetween({ mid, console, mutation, outcome }: Entry, ledger: Ledger, report: Report): void {
  if (outcome?.kind !== 'conflict' || outcome.version !== mutation.baseVersion || ledger.startedBefore.has(mid) || ledger.wasSetBack({ name: console })) return;
  const paths = new Set(outcome.fields.map(({ path }) => path));
  const startedFrom = ledger.decided(mutation.id).filter((other) => other.console === console && other.mutation.cseq < mutation.cseq && other.outcome?.kind !== 'applied' && other.mutation.ops.some(({ path }) => paths.has(path)));
  if (startedFrom.length > (mutation.intent === 'settle-conflict' ? 1 : 0)) return;
  if (mutation.ops.some((op) => op.op === 'set' && paths.has(op.path) && (op.base === null || (op.path === 'condition' && op.base === ADDED.byOlderConsole)))) return;
  report('I4', `${mid} (${mutation.intent}) is in conflict although nobody had changed the record since it was made`);
}

function checkEntry(entry: Entry, line: OutboxLine | undefined, report: Report): void {
  const { mid, takenBack } = entry;
  // Put off is not decided: it waits again, and can be taken back.
  const outcome = takenBack !== null && entry.outcome?.kind === 'deferred' ? null : entry.outcome;
  if (outcome === null) {
    if (takenBack === null && line?.state !== 'rejected') report('I2', `${mid} (${entry.console}, ${entry.mutation.intent}) has no outcome${line ? ` and stands ${line.state}` : ' and is gone'}`);
    if (takenBack !== null && entry.sent !== null && entry.outcome === null) report('I2', `${mid} was taken back although it had been sent`);
    return;
  }
  if (takenBack === 'undone') report('I2', `${mid} was taken back and yet the server says ${outcome.kind}`);
  switch (outcome.kind) {
    case 'applied':
    case 'merged':
    case 'conflict':
      if (line) report('I2', `${mid} came to ${outcome.kind} and still stands ${line.state} (${line.error ?? ''}) at ${entry.console}`);
      break;
    case 'rejected':
    case 'blocked':
      if (line?.state !== 'rejected' && takenBack !== 'dismissed') report('I2', `${mid} was ${outcome.kind} and ${line ? `stands ${line.state}` : 'is gone'} at ${entry.console}`);
      break;
    // With its shop it may have become a draft.
    case 'deferred':
      if (line?.state !== 'rejected') report('I9', `${mid} was put off by a server that is today's by now, and was not offered again`);
      break;
  }
}

/** With its record a conflict leaves the list; what its person wrote stays as a refused draft. */
const asDraft = (drafts: readonly Entry[], id: string, path: string, mine: unknown): boolean =>
  drafts.some(({ mutation }) => mutation.id === id && mutation.ops.some((op) => op.op === 'set' && op.path === path && same(op.value, mine)));

function checkConflicts({ mid, outcome, console, mutation }: Entry, found: readonly ConflictLine[], drafts: readonly Entry[], settled: ReadonlySet<string>, report: Report): void {
  const fields = outcome?.kind === 'conflict' ? outcome.fields : [];
  for (const field of fields) {
    const lines = found.filter(({ path }) => path === field.path);
    if (lines.length === 0 && (settled.has(`${mid} ${field.path}`) || asDraft(drafts, mutation.id, field.path, field.mine))) continue;
    if (lines.length !== 1) report('I4', `${console} has ${lines.length} conflicts for ${field.path} of ${mid}`);
    else if (!same(JSON.parse(lines[0]!.mine), field.mine) || !same(JSON.parse(lines[0]!.base), field.base)) report('I4', `${console}: the conflict of ${mid} on ${field.path} holds other values than the server told`);
  }
  if (found.length > fields.length) report('I4', `${console} has ${found.length - fields.length} conflicts of ${mid} the server did not tell of`);
}

/** I4, I5, I7: the server's records are what the edits it took in make of the first ones, told by a model of its own. */
export function checkRecords(server: SimServer, ledger: Ledger, report: Report): void {
  const now = new Map((server.db.sqlite!.prepare('SELECT id, doc FROM product UNION ALL SELECT id, doc FROM shop UNION ALL SELECT id, doc FROM orders ORDER BY id').all() as Row[]).map((row) => [row.id, JSON.parse(row.doc) as Product | Shop | Order]));
  const orders = firstOrders().filter(({ id }) => now.has(id)).map((order) => {
    // What the server was told by others is nobody's edit.
    const said = (now.get(order.id) as Order).facts;
    return { ...order, facts: { ...order.facts, ...Object.fromEntries((server.told.get(order.id) ?? []).map((id) => [id, said[id]!])) } };
  });
  const first = new Map<string, Product | Shop | Order>([...firstProducts(), ...shops, ...orders].map((record) => [record.id, record]));
  const ids = new Set([...first.keys(), ...now.keys(), ...[...ledger.entries.values()].map(({ mutation }) => mutation.id)]);
  for (const id of ids) {
    const model = new RecordModel(first.get(id) ?? null, [...ledger.entries.values()].filter(({ mutation, takenBack }) => mutation.id === id && takenBack !== 'undone'));
    for (const entry of ledger.decided(id)) {
      if (entry.outcome!.kind === 'rejected') model.refused(entry);
      else model.take(entry);
    }
    for (const wrong of model.wrong) report(wrong.includes('deleted record') ? 'I5' : wrong.includes(' pieces on ') ? 'I7' : 'I4', wrong);
    const record = now.get(id);
    if (model.deleted) {
      if (record) report('I5', `${id} was deleted and is there again`);
      continue;
    }
    if (!record) {
      if (model.fields.size > 0) report('I2', `${id} is gone and nobody deleted it`);
      continue;
    }
    const fields = flatten(record);
    for (const path of new Set([...fields.keys(), ...model.fields.keys()])) {
      // What the server decides by itself, or what follows from other fields.
      if (path === 'updatedAt' || path === 'createdBy' || path === 'review') continue;
      const equal = path === 'tags' || /^images\/[^/]+\/variants$/.test(path) ? sameSet : same;
      if (!equal(fields.get(path), model.fields.get(path))) {
        report(/stock|price|cost|compareAt|zones/.test(path) ? 'I7' : 'I4', `${id}: ${path} is ${JSON.stringify(fields.get(path))}, the edits taken in make ${JSON.stringify(model.fields.get(path))}`);
      }
    }
  }
}

/** I7: pieces lie at places their shop has; where products move between shops they keep for a while what lay in the old one. */
export function checkPlaces(server: SimServer, report: Report): void {
  if (server.moves) return;
  const placesOf = new Map((ask(server.db.sqlite!, 'SELECT id, doc FROM shop').all() as Row[]).map(({ id, doc }) => [id, (JSON.parse(doc) as Shop).locations as Record<string, unknown>]));
  for (const { id, doc } of productsAt(server.db.sqlite!)) {
    const { shopId, variants } = JSON.parse(doc) as Product;
    for (const { stock } of Object.values(variants)) {
      const lost = Object.entries(stock).find(([place, { onHand }]) => onHand > 0 && !Object.hasOwn(placesOf.get(shopId)!, place));
      if (lost) report('I7', `${lost[1].onHand} pieces of ${id} lie at ${lost[0]}, which its shop does not have`);
    }
  }
}
