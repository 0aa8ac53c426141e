import type { AppError } from '#shared/kernel/errors.ts';
import type { Json } from '#shared/kernel/json.ts';
import { getAt } from '#shared/sync/merge.ts';
import type { Actor, EntityDescription, FieldKind, FieldOp, Mutation } from '#shared/sync/model.ts';

export const variantA = '0190a000-0000-7000-8000-00000000000a';
export const variantB = '0190a000-0000-7000-8000-00000000000b';
export const placeA = '0190a000-0000-7000-8000-0000000000a1';
export const recordId = '0190a000-0000-7000-8000-000000000001';

/** A record that has one field of every kind. */
export function aRecord(changes: { readonly [key: string]: Json } = {}): Json {
  return {
    id: recordId, status: 'draft', brand: 'Nour', price: 100, compareAt: null, description: 'one\ntwo\nthree\nfour\nfive', tags: ['cuir', 'rouge'],
    texts: { fr: { title: 'Babouche' } }, attributes: { colour: 'red' },
    variants: { [variantA]: { sku: 'A', price: 200, gtin: null, stock: { [placeA]: { onHand: 10, reserved: 0 } } } },
    updatedAt: 1_000, ...changes,
  };
}

const kinds: ReadonlyArray<readonly [RegExp, FieldKind]> = [
  [/^id$/, 'fixed'], [/^status$/, 'state'], [/^(brand|attributes\/[^/]+|texts\/[a-z]{2}\/title|variants\/[^/]+\/(sku|gtin))$/, 'short'],
  [/^(price|compareAt|variants\/[^/]+\/price)$/, 'money'], [/^description$/, 'long'], [/^tags$/, 'members'], [/^(variants\/[^/]+|variants\/[^/]+\/stock\/[^/]+)$/, 'element'],
  [/^variants\/[^/]+\/stock\/[^/]+\/onHand$/, 'stock'],
];
const steps: Readonly<Record<string, readonly string[]>> = { draft: ['submitted', 'archived'], submitted: ['approved', 'archived'], approved: ['archived'], archived: [] };

/** Rules small enough to see through: steps of a state, and a former price above the price. */
export const recordDescription: EntityDescription = {
  entity: 'product',
  kindOf: (path) => kinds.find(([shape]) => shape.test(path))?.[1] ?? null,
  check: (before, after) => {
    const [from, to] = [before === null ? null : getAt(before, 'status'), getAt(after, 'status')];
    const legal = typeof from === 'string' ? steps[from]! : ['draft'];
    if (from !== to && !legal.includes(String(to))) return { code: 'illegal-transition', field: 'status', details: { from: String(from), to: String(to), legal: [...legal] } } satisfies AppError;
    const [price, compareAt] = [getAt(after, 'price'), getAt(after, 'compareAt')];
    return typeof compareAt === 'number' && compareAt <= (price as number) ? { code: 'rule-broken', field: 'compareAt', rule: 'compare-at-above-price' } : null;
  },
  checkDelete: (before) => (getAt(before, 'status') === 'approved' ? { code: 'rule-broken', rule: 'approved-stays' } : null),
  scopesOf: () => [],
};

export const anActor: Actor = { userId: recordId, role: 'vendor', shopIds: [] };
export const aPatch = (...ops: FieldOp[]): Pick<Mutation, 'id' | 'action' | 'ops'> => ({ id: recordId, action: 'patch', ops });
export const set = (path: string, base: Json, value: Json): FieldOp => ({ op: 'set', path, base, value });
export const add = (path: string, delta: number): FieldOp => ({ op: 'add', path, delta, reason: 'correction' });
export const members = (path: string, put: string[], taken: string[] = []): FieldOp => ({ op: 'members', path, add: put, remove: taken });
