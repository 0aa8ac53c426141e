import type { Json } from '../kernel/json.ts';
import { membersOf } from '../sync/apply.ts';
import { WHOLE_RECORD, type AuditedField } from '../sync/audited-fields.ts';
import { sameJson } from '../sync/equal.ts';
import type { FieldKind, FieldOp } from '../sync/model.ts';
import { getAt, isSafePath, setAt } from '../sync/paths.ts';

/** One field of a past change: its whole value before and after. */
export type PastField = Pick<AuditedField, 'path' | 'before' | 'after'>;
/** One change of a record's history; those that were refused never were. */
export type PastChange = { readonly id: string; readonly state: 'applied' | 'unsent' | 'rejected' | 'conflict'; readonly changes: readonly PastField[] };
/** How a kind of record says what its fields are; null: no such field. */
export type KindOf = (path: string) => FieldKind | null;

/**
 * A record as it stood right after one change of its history.
 *
 * @param history newest first, from the latest change on
 * @returns null when the change is not among them
 */
export function stateAfter(now: Json, history: readonly PastChange[], id: string): Json | null {
  const at = history.findIndex((change) => change.id === id);
  return at < 0 ? null : history.slice(0, at).reduce(takenBack, now);
}

/** The same right before it. */
export function stateBefore(now: Json, history: readonly PastChange[], id: string): Json | null {
  const at = history.findIndex((change) => change.id === id);
  return at < 0 ? null : history.slice(0, at + 1).reduce(takenBack, now);
}

function takenBack(doc: Json, { state, changes }: PastChange): Json {
  if (state === 'rejected') return doc;
  return changes.toReversed().reduce((at, { path, before }) => (path === WHOLE_RECORD || !isSafePath(path) ? at : withoutEmptied(setAt(at, path, before), path, before)), doc);
}

/** The first word in a language made its entry; with that word taken back, nothing of the entry is left. */
function withoutEmptied(doc: Json, path: string, value: Json): Json {
  const keys = path.split('/');
  if (value !== null || keys.length < 3 || keys.length % 2 === 0) return doc;
  const entry = keys.slice(0, -1).join('/');
  const left = getAt(doc, entry);
  return left !== null && Object.values(left).every((part) => part === null) ? setAt(doc, entry, null) : doc;
}

/** A field in which two states of a record differ. */
export type Difference = { readonly path: string; readonly kind: FieldKind; readonly before: Json; readonly after: Json };

type Keyed = { readonly [key: string]: Json };
const keyed = (value: Json | undefined): value is Keyed => typeof value === 'object' && value !== null && !Array.isArray(value);
const namesOf = (a: Json | undefined, b: Json | undefined): string[] => [...new Set([...(keyed(a) ? Object.keys(a) : []), ...(keyed(b) ? Object.keys(b) : [])])];

/** Field by field, where two states of a record differ; an entry that only one of them has (a variant, a language) counts as one. */
export function differences(kindOf: KindOf, before: Json, after: Json): Difference[] {
  const found: Difference[] = [];
  fieldsOf('', before, after, kindOf, found);
  return found;
}

function fieldsOf(prefix: string, before: Json | undefined, after: Json | undefined, kindOf: KindOf, found: Difference[]): void {
  for (const name of namesOf(before, after)) {
    const path = `${prefix}${name}`;
    const [was, is] = [keyed(before) ? before[name] : undefined, keyed(after) ? after[name] : undefined];
    if (was === is) continue;
    const kind = kindOf(path);
    if (kind === null) entriesOf(path, was, is, kindOf, found);
    else if (!alike(kind, was ?? null, is ?? null)) found.push({ path, kind, before: was ?? null, after: is ?? null });
  }
}

function entriesOf(collection: string, before: Json | undefined, after: Json | undefined, kindOf: KindOf, found: Difference[]): void {
  for (const key of namesOf(before, after)) {
    const path = `${collection}/${key}`;
    const [was, is] = [keyed(before) ? before[key] : undefined, keyed(after) ? after[key] : undefined];
    const kind = kindOf(path);
    if (was === is || kind === null) continue;
    if (kind === 'element' && was !== undefined && is !== undefined) fieldsOf(`${path}/`, was, is, kindOf, found);
    else if (!alike(kind, was ?? null, is ?? null)) found.push({ path, kind, before: was ?? null, after: is ?? null });
  }
}

/** The members of a set have no order of their own. */
function alike(kind: FieldKind, a: Json, b: Json): boolean {
  if (kind !== 'members') return sameJson(a, b);
  const [one, other] = [new Set(membersOf(a)), new Set(membersOf(b))];
  return one.size === other.size && [...one].every((member) => other.has(member));
}

/**
 * Why a field stays as it is when a version comes back:
 * `stock` moves piece by piece and is never set back · `fixed` was set once · `status` is moved by hand · `marketplace` decides it.
 */
export type Stays = 'stock' | 'fixed' | 'status' | 'marketplace';
export type Left = { readonly path: string; readonly why: Stays };

/** Why a field is not restored; null when it may be. */
export function staysBecause(path: string, kind: FieldKind): Stays | null {
  if (kind === 'stock' || path.includes('/stock/')) return 'stock';
  if (path === 'shopId' || path === 'review') return 'marketplace';
  if (kind === 'fixed') return 'fixed';
  return kind === 'state' ? 'status' : null;
}

/**
 * The edit that leads from a record as it is to how it once was, and what that edit leaves alone. A variant that comes back comes without its
 * stock: the pieces were counted out when it went.
 *
 * @param only these fields; null for all of them
 */
export function restoring(kindOf: KindOf, now: Json, then: Json, only: ReadonlySet<string> | null = null): { ops: FieldOp[]; left: Left[] } {
  const ops: FieldOp[] = [];
  const left: Left[] = [];
  for (const { path, kind, before, after } of differences(kindOf, now, then)) {
    if (only !== null && !only.has(path)) continue;
    // Asked for by name, a status goes back where its own rules let it.
    const why = only !== null && kind === 'state' ? null : staysBecause(path, kind);
    if (why !== null) left.push({ path, why });
    else if (kind === 'members') ops.push(towards(path, before, after));
    else ops.push({ op: 'set', path, base: before, value: withoutStock(path, after) });
  }
  return { ops, left };
}

function towards(path: string, from: Json, to: Json): FieldOp {
  const [has, had] = [membersOf(from), membersOf(to)];
  return { op: 'members', path, add: had.filter((member) => !has.includes(member)), remove: has.filter((member) => !had.includes(member)) };
}

function withoutStock(path: string, value: Json): Json {
  if (!/^variants\/[^/]+$/.test(path) || !keyed(value) || !keyed(value['stock'])) return value;
  return { ...value, stock: Object.fromEntries(Object.keys(value['stock']).map((place) => [place, { onHand: 0, reserved: 0, incoming: 0 }])) };
}
