import type { Product } from '#shared/catalog/model.ts';
import type { Json } from '#shared/kernel/json.ts';
import { getAt } from '#shared/sync/paths.ts';
import type { FieldOp } from '#shared/sync/model.ts';
import type { Entry, Ledger } from '../ledger.ts';
import { ask } from '../world/ask.ts';
import type { SimConsole } from '../world/sim-console.ts';
import type { Report } from './violation.ts';

/** What the server had of a record at a version; undefined when nobody saw it. */
export type ServerDocs = (id: string, version: number) => Product | undefined;

type Shown = { id: string; version: number; doc: string };
const stockPath = /^variants\/[^/]+\/stock\/[^/]+\/onHand$/;

/**
 * I8 for stock, that adds up: a figure on the screen is what the server had in the version the console stands at, and every movement of this console
 * that is not in that version, once. Movements are told from outside: by what the console wrote and by what the server said of it.
 */
export function checkStock(console: SimConsole, ledger: Ledger, docAt: ServerDocs, report: Report): void {
  const moving = ledger.movingAt(console);
  const waiting = new Set(ask(console.db.sqlite, "SELECT mid FROM outbox WHERE state <> 'rejected'").pluck().all());
  for (const [id, entries] of moving) {
    const shown = ask(console.db.sqlite, 'SELECT p.id, coalesce(s.version, p.version) AS version, p.doc FROM product p LEFT JOIN shadow s ON s.id = p.id WHERE p.id = ?').get(id) as Shown | undefined;
    const server = shown && docAt(id, shown.version);
    if (!server) continue;
    const open = entries.filter((entry) => isOnTop(entry, shown.version, waiting));
    const paths = new Set(open.flatMap(({ mutation }) => mutation.ops.filter((op) => op.op === 'add' && stockPath.test(op.path)).map(({ path }) => path)));
    if (paths.size === 0) continue;
    const here = JSON.parse(shown.doc) as Product;
    for (const path of paths) {
      const [was, is] = [getAt(server as unknown as Json, path), getAt(here as unknown as Json, path)];
      // Counted, or a variant that came or went as a whole: other rules.
      if (entries.some((entry) => (open.includes(entry) || waiting.has(entry.mutation.mid)) && entry.mutation.ops.some((op) => op.op === 'set' && (op.path === path || path.startsWith(`${op.path}/`)))) || open.some(({ mutation }) => mutation.ops.some((op) => op.op === 'set' && (op.path === path || path.startsWith(`${op.path}/`)))) || was === null || is === null) continue;
      const expected = (was as number) + open.flatMap(({ mutation }) => mutation.ops).reduce((sum, op: FieldOp) => (op.op === 'add' && op.path === path ? sum + op.delta : sum), 0);
      if (is !== expected) report('I8', `${console.name} shows ${String(is)} of ${path} of ${id}: the server had ${String(was)} in version ${shown.version}, with what was moved here it is ${expected}`);
    }
  }
}

/** Written here, and not in what the server had then. What the server refused is still on top while its answer has not arrived. */
const isOnTop = ({ outcome, takenBack, draft, mutation: { mid } }: Entry, version: number, waiting: ReadonlySet<unknown>): boolean =>
  takenBack === null && !draft && (outcome === null || outcome.kind === 'deferred' || ('version' in outcome ? outcome.version > version : waiting.has(mid)));
