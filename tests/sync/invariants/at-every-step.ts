import type { FieldOp } from '#shared/sync/model.ts';
import { decodeCursor } from '#shared/sync/cursor.ts';
import { getAt } from '#shared/sync/merge.ts';
import type { Json } from '#shared/kernel/json.ts';
import type { Entry, Ledger } from '../ledger.ts';
import { ask, column } from '../world/ask.ts';
import type { SimConsole } from '../world/sim-console.ts';
import { same } from './record-model.ts';
import { checkStock, type ServerDocs } from './stock-on-screen.ts';
import type { Report } from './violation.ts';

type Line = { mid: string; entity_id: string; action: string; ops: string; state: string };

/** Looks at one console's screen after every commit: I8, nothing goes back, and one's own edits are there. */
export class ScreenWatch {
  readonly #versions = new Map<string, number>();
  readonly #settled = new Set<string>();
  readonly #cursors = new Map<string, string>();
  /** Gone from this screen, and deleted for good. */
  readonly #dead = new Set<string>();
  readonly #console: SimConsole;
  readonly #ledger: Ledger;
  readonly #report: Report;

  readonly #docAt: ServerDocs;

  constructor(console: SimConsole, ledger: Ledger, docAt: ServerDocs, report: Report) {
    this.#docAt = docAt;
    this.#console = console;
    this.#ledger = ledger;
    this.#report = report;
  }

  /** The disk was set back: what was seen before counts no more. */
  forget(): void {
    this.#versions.clear();
    this.#dead.clear();
    this.#cursors.clear();
  }

  look(report = this.#report): void {
    const { sqlite } = this.#console.db;
    const versions = new Map((ask(sqlite, 'SELECT id, version FROM product UNION ALL SELECT id, version FROM shop UNION ALL SELECT id, version FROM orders').all() as { id: string; version: number }[]).map(({ id, version }) => [id, version]));
    for (const [id, version] of versions) {
      const before = this.#versions.get(id) ?? 0;
      if (version < before && !this.#console.damaged.has(id)) report('I8', `${this.#console.name} showed ${id} at version ${before} and now shows version ${version}`);
      this.#versions.set(id, Math.max(before, version));
    }
    const lines = ask(sqlite, 'SELECT mid, entity_id, action, ops, state FROM outbox ORDER BY cseq').all() as Line[];
    this.#deleted(lines, versions, report);
    this.#positions(report);
    const docs = new Map<string, Json | null>();
    const docOf = (id: string): Json | null => {
      if (!docs.has(id)) docs.set(id, JSON.parse((ask(sqlite, 'SELECT doc FROM product WHERE id = ? UNION ALL SELECT doc FROM shop WHERE id = ? UNION ALL SELECT doc FROM orders WHERE id = ?').get(id, id, id) as { doc: string } | undefined)?.doc ?? 'null') as Json | null);
      return docs.get(id)!;
    };
    this.#ownWrites(lines, versions, docOf, report);
    this.#answered(lines, versions, docOf);
    if (this.#console.damaged.size === 0) checkStock(this.#console, this.#ledger, this.#docAt, report);
  }

  /** How far each scope is known does not go back, as long as the server goes on counting. */
  #positions(report: Report): void {
    const scopes = ask(this.#console.db.sqlite, 'SELECT scope, cursor FROM scope').all() as { scope: string; cursor: string }[];
    for (const scope of this.#cursors.keys()) if (!scopes.some((one) => one.scope === scope)) this.#cursors.delete(scope);
    for (const { scope, cursor } of scopes) {
      const before = this.#cursors.get(scope);
      if (before === cursor) continue;
      this.#cursors.set(scope, cursor);
      const [was, is] = [decodeCursor(before ?? ''), decodeCursor(cursor)];
      if (was !== null && was.epoch === is?.epoch && is.seq < was.seq) report('I8', `${this.#console.name} stood at ${was.seq} of ${scope} and now stands at ${is.seq}`);
    }
  }

  /** What somebody deleted, and left this screen, stays away; one's own deletion that waits may still be taken back. */
  #deleted(lines: readonly Line[], versions: ReadonlyMap<string, number>, report: Report): void {
    for (const id of this.#dead) if (versions.has(id)) report('I8', `${this.#console.name} shows ${id} again, which was deleted and had left the screen`);
    for (const id of this.#versions.keys()) {
      if (versions.has(id) || !this.#ledger.deleted.has(id) || lines.some(({ entity_id, action, state }) => entity_id === id && action === 'delete' && state !== 'rejected')) continue;
      this.#dead.add(id);
    }
  }

  /** Whether an edit has to be seen on top of the version that is shown: it waits, or is on its way and not in that version. */
  #isOnTop({ mid, entity_id, state }: Line, versions: ReadonlyMap<string, number>): boolean {
    if (state !== 'sending') return state === 'queued';
    const { outcome, setBack } = this.#ledger.entries.get(mid)!;
    if (setBack) return false;
    return outcome === null || outcome.kind === 'deferred' || ('version' in outcome && outcome.version > (versions.get(entity_id) ?? Infinity));
  }

  #ownWrites(lines: readonly Line[], versions: ReadonlyMap<string, number>, docOf: (id: string) => Json | null, report: Report): void {
    const last = new Map<string, { op: FieldOp; line: Line }>();
    for (const line of lines) {
      if (line.state === 'rejected') continue;
      const doc = docOf(line.entity_id);
      if (line.action === 'delete' && doc !== null && this.#isOnTop(line, versions)) report('I8', `${this.#console.name} deleted ${line.entity_id} and still shows it`);
      for (const op of JSON.parse(line.ops) as FieldOp[]) {
        // An entry that was changed inside since is no longer as it was put there.
        for (let at = op.path.lastIndexOf('/'); at > 0; at = op.path.lastIndexOf('/', at - 1)) last.delete(`${line.entity_id} ${op.path.slice(0, at)}`);
        last.set(`${line.entity_id} ${op.path}`, { op, line });
      }
    }
    for (const { op, line } of last.values()) {
      const doc = docOf(line.entity_id);
      if (op.op !== 'set' || doc === null || !this.#there(doc, op.path) || !this.#isOnTop(line, versions)) continue;
      if (!same(getAt(doc, op.path), op.value)) report('I8', `${this.#console.name} set ${op.path} of ${line.entity_id} to ${JSON.stringify(op.value)} (${line.mid}) and shows ${JSON.stringify(getAt(doc, op.path))}`);
    }
  }

  /** An edit that was answered stays on the screen until the screen shows a version that contains it. */
  #answered(lines: readonly Line[], versions: ReadonlyMap<string, number>, docOf: (id: string) => Json | null): void {
    const waiting = new Set(lines.map(({ mid }) => mid));
    for (const entry of this.#ledger.entries.values()) {
      if (entry.console !== this.#console.name || entry.outcome?.kind !== 'applied' || entry.takenBack !== null || entry.setBack || waiting.has(entry.mid) || this.#settled.has(entry.mid)) continue;
      const { id, ops } = entry.mutation;
      const version = versions.get(id);
      if (version === undefined || version >= entry.outcome.version) {
        if (version === undefined && entry.mutation.action === 'create' && this.#knows(entry)) this.#report('I8', `${this.#console.name} made ${id}, was told that it is there in version ${entry.outcome.version}, and shows it no more`);
        this.#settled.add(entry.mid);
        continue;
      }
      const doc = docOf(id)!;
      for (const op of ops) {
        if (op.op !== 'set' || !this.#there(doc, op.path) || lines.some((line) => line.entity_id === id && line.ops.includes(op.path))) continue;
        if (!same(getAt(doc, op.path), op.value)) this.#report('I8', `${this.#console.name} was told that ${op.path} of ${id} is ${JSON.stringify(op.value)} in version ${entry.outcome.version} and shows ${JSON.stringify(getAt(doc, op.path))} of version ${version}`);
      }
    }
  }

  /** Whether a record made here must be here: nobody has deleted it, and its shop was whole on this console when it was made and is still. */
  #knows({ console, mutation: { id, doc } }: Entry): boolean {
    for (const other of this.#ledger.entries.values()) if (other.console === console && other.mutation.id === id && other.mutation.action === 'delete') return false;
    const scope = this.#console.person.role === 'vendor' ? `vendor:${String(getAt(doc!, 'shopId'))}` : 'admin';
    return !this.#ledger.deleted.has(id) && !this.#console.moves && column(this.#console.db.sqlite, 'SELECT 1 FROM scope WHERE scope = ? AND caught_up_at IS NOT NULL', scope).length > 0;
  }

  #there(doc: Json, path: string): boolean {
    const parent = path.split('/').slice(0, -1).join('/');
    return parent === '' || parent === 'variants' || getAt(doc, parent) !== null;
  }
}
