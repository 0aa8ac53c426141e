import { productDescription } from '../../catalog/description.ts';
import { attributeOf } from '../../catalog/attributes.ts';
import { completeOps } from '../../catalog/complete-ops.ts';
import { handleOf } from '../../catalog/handle.ts';
import { checkTransition } from '../../catalog/listing-states.ts';
import type { Product, ProductId, Variant, VariantId } from '../../catalog/model.ts';
import { readAttribute } from '../../catalog/read-attribute.ts';
import { checkDelete } from '../../catalog/rules.ts';
import { heldStock } from '../../catalog/stock-rules.ts';
import { variantsInOrder } from '../../catalog/variant-rules.ts';
import type { AppError } from '../../kernel/errors.ts';
import type { Json } from '../../kernel/json.ts';
import { fold } from '../../kernel/text.ts';
import type { EpochMs } from '../../kernel/time.ts';
import { applyOps } from '../../sync/apply.ts';
import { sameJson } from '../../sync/equal.ts';
import type { Actor, FieldOp } from '../../sync/model.ts';
import { getAt } from '../../sync/paths.ts';
import { cleanText } from '../cells/read-text.ts';
import { htmlOfText } from '../export/cells.ts';
import { faultOf, problemAt, type Fault, type RowProblem } from '../problem.ts';
import type { RowGroup } from './group-rows.ts';
import { lacking } from './missing-cells.ts';
import type { ImportChoices, ReadRow } from './model.ts';
import { isVariantRow, shapeGroup, type ShapedGroup } from './shape-group.ts';
import { inForce, isSaid, newVariant, variantOf, variantOps } from './variant-change.ts';

/** Who imports, and what new records are made with. */
export type Making = { readonly actor: Actor; readonly shopId: Product['shopId']; readonly now: EpochMs; readonly makeId: () => string };

/**
 * What a file wants of one product, as plain values: nothing is written here.
 *
 * - `edit` from what stands there now, by these operations · `create` a new product · `delete`
 * - `skip` on purpose: `ignored` by its command, `unchanged` because everything stands there already · `fail` the problems say why
 */
export type IntendedChange = {
  readonly lines: readonly number[];
  readonly problems: readonly RowProblem[];
  /** Pictures by address and cells without a meaning, for whoever keeps them. */
  readonly images: ReadRow['images'];
  readonly notes: ReadRow['notes'];
  readonly title: string;
} & (
  | { readonly what: 'edit'; readonly before: Product; readonly after: Product; readonly ops: readonly FieldOp[] }
  | { readonly what: 'create'; readonly product: Product }
  | { readonly what: 'delete'; readonly before: Product }
  | { readonly what: 'skip'; readonly why: 'ignored' | 'unchanged'; readonly before: Product | null }
  | { readonly what: 'fail'; readonly before: Product | null }
);

/**
 * Works out what the rows of one product ask for, against the product as it is now.
 *
 * Commands (that of the first row counts for the product): NEW makes it and fails where it is there; UPDATE changes and fails where it is not; MERGE
 * does what fits, and adds to tags; REPLACE changes, and takes out variants the rows do not name; DELETE; IGNORE. A later row with DELETE takes out its variant.
 * Missing columns keep, and never take out a variant.
 *
 * @param current the product that `lookUpOf` finds, or null
 */
export function intendedChange(group: RowGroup, current: Product | null, choices: ImportChoices, making: Making): IntendedChange {
  const rows = group.rows.filter(({ command }) => command !== 'IGNORE');
  const shaped = shapeGroup(rows, choices.locale);
  const problems = [...group.rows.flatMap((row) => (row.command === 'IGNORE' ? [] : row.problems)), ...shaped.problems];
  const common = {
    lines: group.rows.map(({ line }) => line), images: rows.flatMap(({ images }) => images), notes: Object.assign({}, ...rows.map(({ notes }) => notes).reverse()) as ReadRow['notes'],
    title: Object.values(shaped.product.texts).find((text) => text.title)?.title ?? '',
  };
  const [first] = rows;
  if (first === undefined) return { ...common, problems: [], what: 'skip', why: 'ignored', before: current };
  const fail = (...more: readonly RowProblem[]): IntendedChange => ({ ...common, problems: [...problems, ...more], what: 'fail', before: current });
  const wrong = (rule: string, row: ReadRow = first): IntendedChange => fail(problemAt(row.line, null, '', { rule }));
  if (problems.some(({ severity }) => severity === 'error')) return fail();
  const { command } = first;
  if (current === null && (command === 'UPDATE' || command === 'DELETE')) return wrong('row-not-found');
  if (current !== null && command === 'NEW') return wrong('row-exists');
  if (current !== null && command === 'DELETE' && rows.every((row) => row.command === 'DELETE')) {
    const named = new Set(shaped.variants.flatMap(({ row, options }) => variantOf(current, row, options, false) ?? []));
    // Rows that name some of its variants mean these; all of them, or none, mean the product.
    if (named.size === 0 || named.size === Object.keys(current.variants).length) {
      const refused = checkDelete(current, making.actor);
      return refused ? fail(problemAt(first.line, null, '', faultOf(refused))) : { ...common, problems, what: 'delete', before: current };
    }
  }
  return current === null ? created(shaped, rows, { common, problems, fail, choices, making }) : edited(current, shaped, rows, { common, problems, fail, choices, making });
}

type Work = {
  readonly common: Pick<IntendedChange, 'lines' | 'images' | 'notes' | 'title'>; readonly problems: RowProblem[]; readonly fail: (...more: readonly RowProblem[]) => IntendedChange;
  readonly choices: ImportChoices; readonly making: Making;
};

/** A refusal by the catalogue's rules, at the row and column the field came from. */
function placed(error: AppError, rows: readonly ReadRow[], lineOf: ReadonlyMap<string, number>): RowProblem {
  const [collection, id, field] = (error.field ?? '').split('/');
  const line = (collection === 'variants' && id !== undefined ? lineOf.get(id) : undefined) ?? rows[0]!.line;
  const row = rows.find((one) => one.line === line) ?? rows[0]!;
  const name = collection === 'variants' ? field : collection === 'texts' ? `${field}:${id}` : collection === 'attributes' ? `attribute:${id}` : collection === 'categoryId' ? 'category' : collection;
  const header = row.headers[name ?? ''] ?? row.headers[`${name}:`] ?? row.headers[`${field}:`] ?? null;
  return problemAt(line, header, '', faultOf(error));
}

function created(shaped: ShapedGroup, rows: readonly ReadRow[], { common, problems, fail, choices, making }: Work): IntendedChange {
  const { product: given } = shaped;
  const [first] = rows as [ReadRow, ...ReadRow[]];
  const texts = Object.fromEntries(Object.entries(given.texts).flatMap(([locale, { title, description }]) => (title || description ? [[locale, { title: title ?? '', description: description ?? '' }]] : [])));
  const named = Object.values(texts).find(({ title }) => title !== '');
  const faults: RowProblem[] = [];
  const at = (row: ReadRow, fault: Fault, options: readonly string[] | null = null): RowProblem => lacking(row, fault, named?.title ?? '', options);
  if (named === undefined) faults.push(at(first, { rule: 'title-needed' }));
  if (shaped.variants.length === 0) faults.push(at(first, { rule: 'sku-needed' }));
  const id = making.makeId() as ProductId;
  const lineOf = new Map<string, number>();
  const variants: Record<VariantId, Variant> = {};
  for (const [place, { row, options }] of shaped.variants.entries()) {
    const made = newVariant(row.variant, options ?? [], place + 1, null);
    if (place > 0 && options === null) faults.push(at(row, { rule: 'variants-alike', details: { first: shaped.variants[0]!.row.line } }));
    else if ('fault' in made) faults.push(at(row, made.fault, options));
    else {
      const variant = making.makeId() as VariantId;
      variants[variant] = made.variant;
      lineOf.set(variant, row.line);
    }
  }
  if (faults.length > 0 || named === undefined) return fail(...faults);
  const product: Product = {
    id, shopId: making.shopId, kind: given.kind ?? 'physical', status: 'draft', handle: (first.handle && fold(first.handle).replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '')) || handleOf(named.title, id),
    brand: given.brand ?? null, categoryId: given.categoryId ?? null, condition: given.condition ?? 'new', currency: choices.currency, tags: [...(given.tags ?? [])], texts,
    attributes: Object.fromEntries(Object.entries(given.attributes).filter((entry): entry is [string, string] => entry[1] !== null && entry[1] !== '')),
    options: [...(shaped.options ?? [])], variants, images: {}, createdAt: making.now, createdBy: making.actor.userId as Product['createdBy'], updatedAt: making.now,
  };
  const refused = productDescription.check(null, product as unknown as Json, making.actor);
  if (refused) return fail(placed(refused, rows, lineOf));
  const published = given.status !== undefined && given.status !== null && given.status !== 'draft';
  return { ...common, problems: published ? [...problems, problemAt(first.line, first.headers['status'] ?? null, given.status ?? '', { rule: 'status-left', severity: 'warning', details: { from: 'draft', to: given.status ?? '' } })] : problems, what: 'create', product };
}

function edited(current: Product, shaped: ShapedGroup, rows: readonly ReadRow[], { common, problems, fail, making, choices }: Work): IntendedChange {
  const [first] = rows as [ReadRow, ...ReadRow[]];
  const ops: FieldOp[] = [];
  const record = current as unknown as Json;
  const warnings: RowProblem[] = [];
  const set = (path: string, value: unknown): void => {
    if (value === undefined) return;
    const base = getAt(record, path);
    if (!isSaid(base, value)) ops.push({ op: 'set', path, base, value: (value ?? null) as Json });
  };
  const { product: given } = shaped;
  set('brand', given.brand);
  set('categoryId', given.categoryId);
  set('condition', given.condition ?? undefined);
  if (given.kind && given.kind !== current.kind) warnings.push(problemAt(first.line, first.headers['kind'] ?? null, given.kind, { rule: 'fixed-field', severity: 'warning' }));
  if (first.handle !== null && first.productId !== null) set('handle', first.handle);
  for (const [locale, text] of Object.entries(given.texts)) {
    // Compared as it is read: an empty text in a language the product does not have is none, and markup that is there stays until somebody changes the words.
    for (const field of ['title', 'description'] as const) {
      const now = getAt(record, `texts/${locale}/${field}`);
      const value = text[field] ?? '';
      if (text[field] !== undefined && !isWritten(typeof now === 'string' ? now : '', value, field === 'description')) set(`texts/${locale}/${field}`, value);
    }
  }
  for (const [key, value] of Object.entries(given.attributes)) if (!isKept(attributeOf(current, key), key, value)) set(`attributes/${key}`, value === '' ? null : value);
  ops.push(...tagOps(current, given.tags, first.command));
  const status = statusOf(current, given, making.actor);
  if (status.op) ops.push(status.op);
  if (status.left) warnings.push(problemAt(first.line, first.headers['status'] ?? first.headers['published'] ?? null, status.left, { rule: 'status-left', severity: 'warning', details: { from: current.status, to: status.left } }));
  const variants = variantsChange(current, shaped, rows, making, choices);
  if (variants.problems.length > 0) return fail(...variants.problems);
  const all = completeOps(current, [...ops, ...variants.ops]);
  const after = applyOps(record, all) as unknown as Product;
  const said = [...problems, ...warnings];
  if (all.length === 0 || sameJson(record, after as unknown as Json)) return { ...common, problems: said, what: 'skip', why: 'unchanged', before: current };
  const refused = productDescription.check(record, after as unknown as Json, making.actor);
  return refused ? fail(placed(refused, rows, variants.lineOf)) : { ...common, problems: said, what: 'edit', before: current, after, ops: all };
}

/** Whether a file says a text that is there: as it stands, or as it comes back from a page, which has no blank lines and indents. */
const isWritten = (now: string, value: string, isLong: boolean): boolean => value === cleanText(now, isLong) || (isLong && value === cleanText(htmlOfText(now), true));

/** MERGE adds tags; every other command makes them what the file says. */
function tagOps(current: Product, tags: readonly string[] | null | undefined, command: ReadRow['command']): readonly FieldOp[] {
  if (tags === undefined) return [];
  const had = new Set(current.tags.map(fold));
  const wanted = new Set((tags ?? []).map(fold));
  const add = (tags ?? []).filter((tag) => !had.has(fold(tag)));
  const remove = command === 'MERGE' && tags !== null ? [] : current.tags.filter((tag) => !wanted.has(fold(tag)));
  return add.length + remove.length === 0 ? [] : [{ op: 'members', path: 'tags', add, remove }];
}

/** Whether a detail is there, perhaps written in another way: `12,50` for 12.5. */
function isKept(now: string | undefined, key: string, value: string | null): boolean {
  if (now === undefined || value === null) return false;
  const read = readAttribute(key, now);
  return read.ok && read.value === value;
}

/** Shops elsewhere know a draft, what is on sale and what is put away; how far a listing is on its way to being sold they cannot say. */
const saidElsewhere: ReadonlySet<Product['status']> = new Set(['draft', 'published', 'archived']);

/** Where the file wants the listing, if its life has that step and it is the seller's to take; else it stays, with a word. */
function statusOf(current: Product, { status, published }: ShapedGroup['product'], actor: Actor): { readonly op: FieldOp | null; readonly left: string | null } {
  const wanted = status ?? (published === true ? 'published' : published === false && current.status === 'published' ? 'paused' : null);
  if (wanted === null || wanted === current.status || (published === false && wanted === 'draft' && !saidElsewhere.has(current.status))) return { op: null, left: null };
  const refused = checkTransition(actor.role === 'admin' ? 'admin' : 'vendor', current.status, wanted);
  return refused ? { op: null, left: wanted } : { op: { op: 'set', path: 'status', base: current.status, value: wanted }, left: null };
}

/** Variants changed, added, and taken out; each row is one of them. */
function variantsChange(current: Product, { variants, options: named }: ShapedGroup, rows: readonly ReadRow[], { makeId }: Making, { shop }: ImportChoices): { readonly ops: readonly FieldOp[]; readonly problems: readonly RowProblem[]; readonly lineOf: ReadonlyMap<string, number> } {
  const ops: FieldOp[] = [];
  const problems: RowProblem[] = [];
  const lineOf = new Map<string, number>();
  const ordered = variantsInOrder(current);
  let position = Math.max(0, ...ordered.map(([, one]) => one.position));
  // A name the file leaves out is the one that is there.
  const names = named?.map((name, at) => name || (current.options[at] ?? '')) ?? null;
  const isOtherAxes = names !== null && !(names.length === current.options.length && names.every((name, at) => fold(name) === fold(current.options[at]!)));
  if (isOtherAxes) ops.push({ op: 'set', path: 'options', base: [...current.options], value: names });
  for (const { row, options } of variants) {
    const id = variantOf(current, row, options, variants.length === 1);
    if (id !== null && lineOf.has(id)) problems.push(problemAt(row.line, null, row.variant.sku ?? '', { rule: 'variant-twice', details: { first: lineOf.get(id)! } }));
    else if (id !== null) {
      lineOf.set(id, row.line);
      ops.push(...(row.command === 'DELETE' ? [{ op: 'set' as const, path: `variants/${id}`, base: current.variants[id]! as unknown as Json, value: null }] : variantOps(id, current.variants[id]!, row.variant, options, inForce(current.variants[id]!, current, shop))));
    } else if (row.command === 'DELETE' || row.command === 'UPDATE') problems.push(problemAt(row.line, null, row.variant.sku ?? '', { rule: 'row-not-found' }));
    else if (options === null && current.options.length > 0) problems.push(problemAt(row.line, null, row.variant.sku ?? '', { rule: 'options-needed', details: { options: current.options } }));
    else {
      const made = newVariant(row.variant, options ?? [], ++position, ordered[0]?.[1] ?? null);
      if ('fault' in made) problems.push(problemAt(row.line, null, row.variant.sku ?? '', made.fault));
      else {
        const fresh = makeId();
        lineOf.set(fresh, row.line);
        ops.push({ op: 'set', path: `variants/${fresh}`, base: null, value: made.variant as unknown as Json });
      }
    }
  }
  // Only a file whose rows are variants can leave one out on purpose.
  if (rows[0]!.command === 'REPLACE' && rows.some(isVariantRow)) {
    for (const [id, one] of ordered) {
      if (lineOf.has(id)) continue;
      const [held] = heldStock(one);
      if (held) problems.push(problemAt(rows[0]!.line, null, one.sku, { rule: 'variant-holds-stock', details: { onHand: held.onHand, reserved: held.reserved, incoming: held.incoming } }));
      else ops.push({ op: 'set', path: `variants/${id}`, base: one as unknown as Json, value: null });
    }
  }
  return { ops, problems, lineOf };
}
