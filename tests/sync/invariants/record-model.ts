import type { Product, Shop } from '#shared/catalog/model.ts';
import type { Order } from '#shared/orders/model.ts';
import type { FieldConflict, FieldOp } from '#shared/sync/model.ts';
import type { Entry } from '../ledger.ts';
import { ADDED } from '../world/older-words.ts';

type Value = unknown;
type Fields = Map<string, Value>;

/**
 * A product, a shop or an order as a flat list of fields, told anew from the edits the server took in: written without looking at the merge, so that a mistake there shows here.
 * Tags are kept as a set, as are the variants a picture shows. Of what merges by line (descriptions) the result is taken from the answer, and every line either side wrote must be in it.
 */
export class RecordModel {
  readonly fields: Fields;
  readonly wrong: string[] = [];
  deleted = false;
  /** Values a field has had, and those people wrote. */
  readonly #seen = new Map<string, { readonly value: Value; readonly by: string | null }[]>();
  readonly #first: ReadonlyMap<string, Value>;

  /** @param written - all that consoles wrote about it: it was on their own screens, also when it was refused later, and put away as a draft since. What was taken back before it left is not among it: no later edit starts from that */
  constructor(first: Product | Shop | Order | null, written: readonly Entry[] = []) {
    this.fields = first === null ? new Map() : flatten(first);
    this.#first = new Map(this.fields);
    for (const { mutation, console } of written) for (const op of mutation.ops) if (op.op === 'set') this.#note(op.path, op.value, console);
  }

  /** A movement was refused because there was not enough: there must have been too little indeed. */
  refused({ mutation: { mid, ops }, outcome }: Entry): void {
    if (this.deleted || outcome?.kind !== 'rejected' || outcome.error.code !== 'stock-below-zero') return;
    const op = ops.find(({ path }) => path === outcome.error.field);
    // Edits of one record in one request stand on each other; only the first movement of the field is told by its own figure.
    if (op?.op !== 'add' || ops.some((other) => other !== op && other.path === op.path)) return;
    const have = this.fields.get(op.path);
    if (typeof have === 'number' && have + op.delta >= 0) this.wrong.push(`${mid} was refused ${op.delta} of ${have} pieces on ${op.path}`);
  }

  take(entry: Entry): void {
    const { mutation, outcome } = entry;
    if (outcome === null || !('version' in outcome)) return;
    if (this.deleted && !(mutation.action === 'delete')) this.wrong.push(`${outcome.kind} ${mutation.mid} on a deleted record`);
    if (mutation.action === 'create') {
      for (const [path, value] of flatten(mutation.doc as unknown as Product)) {
        this.fields.set(path, value);
        this.#note(path, value, null);
      }
      return;
    }
    if (mutation.action === 'delete') {
      this.deleted = true;
      this.fields.clear();
      return;
    }
    const told = 'row' in outcome && outcome.row.doc !== null ? flatten(outcome.row.doc as unknown as Product) : null;
    const clashes = new Map<string, FieldConflict>(outcome.kind === 'conflict' ? outcome.fields.map((field) => [field.path, field]) : []);
    for (const op of mutation.ops) {
      const clash = clashes.get(op.path) ?? null;
      if (clash !== null && op.op === 'set') this.#checkBase(op, entry);
      this.#op(op, clash, mutation.mid, told);
      if (op.op !== 'set') continue;
      this.#note(op.path, this.fields.get(op.path), null);
      this.#note(op.path, op.value, entry.console);
    }
  }

  /** What people meet in a conflict must have been there: as the server's value, as what this console had written before, or as what an older console goes by. */
  #checkBase(op: Extract<FieldOp, { op: 'set' }>, { mutation: { mid }, console, setBack }: Entry): void {
    // Who lost the shop meanwhile forgot what was there.
    // Figures of stock and long texts may be sums and merges nobody else has seen.
    if (setBack || op.base === null || isWhole(op.path) || isText(op.path) || op.path.endsWith('/onHand') || same(op.base, op.value)) return;
    const seen = this.#seen.get(op.path) ?? [];
    const first = this.#first.get(op.path);
    if (op.path === 'condition' && op.base === ADDED.byOlderConsole) return;
    if (!same(first, op.base) && !seen.some(({ value, by }) => (by === null || by === console) && same(value, op.base))) this.wrong.push(`${mid} is in conflict on ${op.path} and started from ${text(op.base)}, which was never there`);
  }

  #note(path: string, value: Value, by: string | null): void {
    this.#seen.set(path, [...(this.#seen.get(path) ?? []), { value, by }]);
  }

  #op(op: FieldOp, clash: FieldConflict | null, mid: string, told: Fields | null): void {
    const now = this.fields.get(op.path) ?? null;
    if (op.op === 'members') {
      if (clash === null) this.fields.set(op.path, tagsAfter(now, op.add, op.remove));
      return;
    }
    if (op.op === 'add') {
      if (clash !== null) return;
      const left = (typeof now === 'number' ? now : 0) + op.delta;
      if (op.delta < 0 && left < 0) this.wrong.push(`${mid} took ${-op.delta} of ${text(now)} pieces on ${op.path}`);
      this.fields.set(op.path, left);
      return;
    }
    if (isWhole(op.path)) {
      if (clash !== null) return;
      for (const path of [...this.fields.keys()]) if (path.startsWith(`${op.path}/`)) this.fields.delete(path);
      if (op.value !== null) for (const [path, value] of flattenValue(op.path, op.value)) {
        this.fields.set(path, value);
        this.#note(path, value, null);
      }
      return;
    }
    if (clash !== null) {
      if (!same(clash.theirs, now)) this.wrong.push(`the conflict of ${mid} on ${op.path} names ${text(clash.theirs)} as theirs, it was ${text(now)}`);
      if (!same(now, op.base) && !same(now, op.value) && !same(clash.base, op.base)) this.wrong.push(`the conflict of ${mid} on ${op.path} names ${text(clash.base)} as what was before, its writer saw ${text(op.base)}`);
      if (!same(clash.mine, op.value)) this.wrong.push(`the conflict of ${mid} on ${op.path} names ${text(clash.mine)} as mine, it was ${text(op.value)}`);
      return;
    }
    if (isText(op.path)) return this.#text(op, now, told?.get(op.path), mid);
    if (same(op.base, op.value)) return;
    if (op.path !== 'status' && !same(now, op.base) && !same(now, op.value)) this.wrong.push(`${mid} overwrote ${text(now)} on ${op.path} unseen: it started from ${text(op.base)}`);
    this.fields.set(op.path, op.value);
  }

  #text(op: Extract<FieldOp, { op: 'set' }>, now: Value, told: Value, mid: string): void {
    const result = told ?? op.value;
    const written = (lines: readonly string[]) => lines.filter((line) => !linesOf(op.base).includes(line));
    for (const line of [...written(linesOf(now)), ...written(linesOf(op.value))]) {
      if (!linesOf(result).includes(line)) this.wrong.push(`${mid} lost the line ${text(line)} of ${op.path}`);
    }
    this.fields.set(op.path, result);
  }
}

const linesOf = (value: Value): string[] => (typeof value === 'string' ? value.split('\n') : []);
const tagsAfter = (now: Value, add: readonly string[], remove: readonly string[]): string[] => [...new Set([...(Array.isArray(now) ? (now as string[]) : []).filter((tag) => !remove.includes(tag) || add.includes(tag)), ...add])];

/** Fields told one by one; what is inside a variant too. */
export function flatten(record: Product | Shop | Order): Fields {
  const fields: Fields = new Map();
  for (const [path, value] of Object.entries(record)) {
    if (path === 'texts') for (const [locale, one] of Object.entries(value as Product['texts'])) for (const [field, text] of Object.entries(one)) fields.set(`texts/${locale}/${field}`, text);
    else if (path === 'about') for (const [locale, text] of Object.entries(value as object)) fields.set(`about/${locale}`, text);
    else if (collections.includes(path)) for (const [id, entry] of Object.entries(value as object)) for (const [at, inner] of flattenValue(`${path}/${id}`, entry)) fields.set(at, inner);
    else fields.set(path, value);
  }
  return fields;
}
const collections = ['variants', 'images', 'locations', 'taxProfiles', 'shippingProfiles', 'closures', 'facts'];

function flattenValue(at: string, value: Value): [string, Value][] {
  const { stock, alt, ...plain } = value as { stock?: Record<string, Record<string, number>>; alt?: Record<string, string> } & Record<string, Value>;
  return [
    ...Object.entries(plain).map(([field, inner]): [string, Value] => [`${at}/${field}`, inner]),
    ...Object.entries(alt ?? {}).map(([locale, words]): [string, Value] => [`${at}/alt/${locale}`, words]),
    ...Object.entries(stock ?? {}).flatMap(([place, level]) => Object.entries(level).map(([field, inner]): [string, Value] => [`${at}/stock/${place}/${field}`, inner])),
  ];
}

const isWhole = (path: string): boolean => /^(variants|images|locations|taxProfiles|shippingProfiles|closures|facts)\/[^/]+$|^variants\/[^/]+\/stock\/[^/]+$/.test(path);
const isText = (path: string): boolean => path.endsWith('/description') || path.startsWith('about/');
const text = (value: Value): string => JSON.stringify(value) ?? 'nothing';
export const same = (a: Value, b: Value): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
export const sameSet = (a: Value, b: Value): boolean => same([...((a as string[] | null) ?? [])].sort(), [...((b as string[] | null) ?? [])].sort());
