import type { AppError } from '../kernel/errors.ts';
import type { Json } from '../kernel/json.ts';
import { fold } from '../kernel/text.ts';
import type { FieldOp } from '../sync/model.ts';
import { axesOf, axisFaults, type AxisDraft, type AxisFault } from './axis-draft.ts';
import { commonSku, skuMaker, valueCodes } from './axis-sku.ts';
import type { LocationId, Product, Sku, Variant, VariantId } from './model.ts';
import { MOST_VARIANTS } from './rules.ts';
import { heldStock, type HeldStock } from './stock-rules.ts';
import { optionsKey, variantsInOrder } from './variant-rules.ts';

/** Which of the missing combinations come into being: all but the ones left out (by `optionsKey`), or none. */
export type Creation = { readonly name: 'all'; readonly except: ReadonlySet<string> } | { readonly name: 'none' };

/** A combination nobody sells yet; `like` is the variant whose price, cost and measures it starts with. */
export type MissingVariant = { readonly key: string; readonly options: readonly string[]; readonly sku: Sku; readonly like: VariantId; readonly chosen: boolean };
export type KeptVariant = { readonly id: VariantId; readonly before: readonly string[]; readonly after: readonly string[] };
/** A variant that goes: its value or axis was taken out, or two variants would become the same. */
export type DeletedVariant = { readonly id: VariantId; readonly why: 'value-gone' | 'same-as-other'; readonly held: readonly HeldStock[] };

/** What a change of the axes does to the variants, before it is made. */
export type AxisPlan = {
  readonly options: readonly string[];
  /** How many combinations the axes have. */
  readonly combinations: number;
  /** Every combination that is missing, in the order of the axes; empty while there are more than can be made. */
  readonly missing: readonly MissingVariant[];
  readonly kept: readonly KeptVariant[];
  readonly deleted: readonly DeletedVariant[];
  /** The kept and chosen variants in the order they will stand in; a string is the key of a new one. */
  readonly order: readonly (VariantId | { readonly key: string })[];
  /** Why it cannot be made as it is; empty: it can. */
  readonly faults: readonly AxisFault[];
};

/** More combinations than this are counted, not listed one by one: nobody leaves out half of them by hand. */
const MOST_LISTED = MOST_VARIANTS * 2;

const none = { missing: [], kept: [], deleted: [], order: [] } as const;

/** Where the old values of one axis of the draft went: old folded value to new text; null for an axis the variants did not have. */
function wayOf(product: Product, axes: readonly AxisDraft[], axis: AxisDraft): { readonly at: number; readonly to: ReadonlyMap<string, string> } | null {
  const byName = product.options.findIndex((name) => fold(name) === fold(axis.name));
  // An axis that was taken out and typed again is the same axis, unless another one of the draft was made of it.
  const at = axis.from ?? (byName === -1 || axes.some(({ from }) => from === byName) ? null : byName);
  if (at === null) return null;
  const to = new Map<string, string>();
  // A value that was taken out and typed again is the same value.
  for (const { from, text } of axis.values) if (from === null) to.set(fold(text), text.trim());
  for (const { from, text } of axis.values) if (from !== null) to.set(from, text.trim());
  return { at, to };
}

/**
 * Says what becomes of every variant when the axes of a product change: a variant is known again by its values, also when they or their
 * axis are renamed or moved; it keeps SKU, price and stock. On a new axis the present variants take the value it names.
 *
 * Where the loss of an axis makes several variants the same, the one with pieces stays, else the first in order.
 *
 * @param stem what the SKUs of new variants begin with
 */
export function planAxes(product: Product, axes: readonly AxisDraft[], creation: Creation, stem: string = commonSku(product)): AxisPlan {
  const options = axes.map(({ name }) => name.trim());
  const combinations = axes.reduce((count, { values }) => count * values.length, 1);
  const faults = [...axisFaults(axes)];
  if (faults.length > 0) return { options, combinations, ...none, faults };

  const { kept, deleted } = settle(product, axes);
  const keptKeys = new Map(kept.map((one) => [optionsKey(one.after), one]));
  const isListed = combinations <= MOST_LISTED;
  const missing = isListed ? missingOf(product, axes, kept, creation, stem) : [];
  const chosen = new Set(missing.filter((one) => one.chosen).map(({ key }) => key));
  const total = isListed ? kept.length + chosen.size : creation.name === 'none' ? kept.length : combinations;
  if (total > MOST_VARIANTS) faults.push({ axis: null, value: null, error: { code: 'rule-broken', field: 'variants', rule: 'most-variants', details: { found: total, most: MOST_VARIANTS } } });
  const order = isListed ? inOrder(axes, keptKeys, chosen) : kept.map(({ id }) => id);
  for (const { id, held } of deleted) for (const one of held) faults.push({ axis: null, value: null, error: heldError(id, one) });
  if (total === 0) faults.push({ axis: null, value: null, error: { code: 'rule-broken', field: 'variants', rule: 'one-variant-needed' } });
  return { options, combinations, missing, kept, deleted, order, faults };
}

function inOrder(axes: readonly AxisDraft[], kept: ReadonlyMap<string, KeptVariant>, chosen: ReadonlySet<string>): AxisPlan['order'] {
  return [...crossProduct(axes)].flatMap((values): AxisPlan['order'] => {
    const key = optionsKey(values);
    const there = kept.get(key);
    return there ? [there.id] : chosen.has(key) ? [{ key }] : [];
  });
}

const heldError = (id: VariantId, { place, onHand, reserved, incoming }: HeldStock): AppError => ({
  code: 'rule-broken', field: `variants/${id}/stock/${place}`, rule: 'variant-holds-stock', details: { onHand, reserved, incoming },
});

/** Sorts the present variants into those that stay, with their values as they will be, and those that go. */
function settle(product: Product, axes: readonly AxisDraft[]): { kept: readonly KeptVariant[]; deleted: readonly DeletedVariant[] } {
  const ways = axes.map((axis) => wayOf(product, axes, axis));
  const fills = axes.map(({ values, fill }) => (values.find(({ id }) => id === fill) ?? values[0]!).text.trim());
  const deleted: DeletedVariant[] = [];
  const groups = new Map<string, { id: VariantId; variant: Variant; after: readonly string[] }[]>();
  for (const [id, variant] of variantsInOrder(product)) {
    const after = ways.map((way, n) => (way === null ? fills[n]! : way.to.get(fold(variant.options[way.at] ?? ''))));
    if (after.includes(undefined)) deleted.push({ id, why: 'value-gone', held: heldStock(variant) });
    else {
      const values = after as string[];
      const key = optionsKey(values);
      groups.set(key, [...(groups.get(key) ?? []), { id, variant, after: values }]);
    }
  }
  const kept: KeptVariant[] = [];
  for (const same of groups.values()) {
    const stays = same.find(({ variant }) => heldStock(variant).length > 0) ?? same[0]!;
    kept.push({ id: stays.id, before: stays.variant.options, after: stays.after });
    for (const one of same) if (one !== stays) deleted.push({ id: one.id, why: 'same-as-other', held: heldStock(one.variant) });
  }
  return { kept, deleted };
}

function* crossProduct(axes: readonly AxisDraft[], head: readonly string[] = []): Generator<readonly string[]> {
  const axis = axes[head.length];
  if (axis === undefined) yield head;
  else for (const { text } of axis.values) yield* crossProduct(axes, [...head, text.trim()]);
}

function missingOf(product: Product, axes: readonly AxisDraft[], kept: readonly KeptVariant[], creation: Creation, stem: string): readonly MissingVariant[] {
  const codes = axes.map(({ values }) => {
    const made = valueCodes(values.map(({ text }) => text));
    return new Map(values.map(({ text }, at) => [text.trim(), made[at]!]));
  });
  const makeSku = skuMaker(stem.trim() || commonSku(product), Object.values(product.variants).map(({ sku }) => sku));
  const keptKeys = new Set(kept.map(({ after }) => optionsKey(after)));
  const nearest = nearestOf(kept, axes.length);
  const first = variantsInOrder(product)[0]![0];
  const missing: MissingVariant[] = [];
  for (const options of crossProduct(axes)) {
    const key = optionsKey(options);
    if (keptKeys.has(key)) continue;
    missing.push({ key, options, sku: makeSku(options.map((value, at) => codes[at]!.get(value)!)), like: nearest(options) ?? first, chosen: creation.name === 'all' && !creation.except.has(key) });
  }
  return missing;
}

/** Finds the kept variant that shares most values with a combination; at equal number the one that shares the earlier axes. */
function nearestOf(kept: readonly KeptVariant[], axes: number): (options: readonly string[]) => VariantId | null {
  const masks = Array.from({ length: 2 ** axes }, (_, mask) => mask).sort((a, b) => bits(b) - bits(a) || a - b);
  const part = (options: readonly string[], mask: number): string => `${mask}:${optionsKey(options.filter((_, at) => (mask >> at) & 1))}`;
  const found = new Map<string, VariantId>();
  for (const { id, after } of kept) for (const mask of masks) if (!found.has(part(after, mask))) found.set(part(after, mask), id);
  return (options) => {
    for (const mask of masks) {
      const id = found.get(part(options, mask));
      if (id !== undefined) return id;
    }
    return null;
  };
}
const bits = (mask: number): number => (mask === 0 ? 0 : (mask & 1) + bits(mask >> 1));

/** Whether the axes or their values stand in another order than the variants show now. */
function isReordered(product: Product, axes: readonly AxisDraft[]): boolean {
  const now = axesOf(product).map(({ from, values }) => `${from}:${values.map((value) => value.from).join('\u001f')}`);
  const asked = axes.map(({ from, values }) => `${from}:${values.map((value) => value.from).filter((value) => value !== null).join('\u001f')}`);
  return now.length !== asked.length || now.some((one, at) => one !== asked[at]);
}

/** The edit that carries out a plan without faults: one operation per changed list, value, position, new and removed variant. Nothing to do: none. */
export function axisOps(product: Product, axes: readonly AxisDraft[], plan: AxisPlan, made: { readonly newId: () => VariantId; readonly place: LocationId | undefined }): readonly FieldOp[] {
  const ops: FieldOp[] = [];
  if (!sameList(product.options, plan.options)) ops.push({ op: 'set', path: 'options', base: product.options, value: plan.options });
  for (const { id } of plan.deleted) ops.push({ op: 'set', path: `variants/${id}`, base: product.variants[id]! as unknown as Json, value: null });
  for (const { id, before, after } of plan.kept) if (!sameList(before, after)) ops.push({ op: 'set', path: `variants/${id}/options`, base: before, value: after });
  const chosen = new Map(plan.missing.filter((one) => one.chosen).map((one) => [one.key, one]));
  if (chosen.size === 0 && !isReordered(product, axes)) return ops;
  const start = Math.min(...plan.kept.map(({ id }) => product.variants[id]!.position), plan.kept.length === 0 ? 1 : Infinity);
  plan.order.forEach((one, at) => {
    const position = start + at;
    if (typeof one === 'string') {
      const now = product.variants[one]!.position;
      if (now !== position) ops.push({ op: 'set', path: `variants/${one}/position`, base: now, value: position });
    } else {
      const { options, sku, like } = chosen.get(one.key)!;
      ops.push({ op: 'set', path: `variants/${made.newId()}`, base: null, value: newVariant(product.variants[like]!, { position, options, sku }, made.place) as unknown as Json });
    }
  });
  return ops;
}

/** A new variant with the price, tax and measures of another, its own codes and no stock. */
function newVariant(like: Variant, own: { position: number; options: readonly string[]; sku: Sku }, place: LocationId | undefined): Variant {
  return {
    ...like, ...own, options: [...own.options], gtin: null, mpn: null,
    stock: place === undefined ? {} : { [place]: { onHand: 0, reserved: 0, incoming: 0 } },
  };
}

const sameList = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((value, at) => value === b[at]);
