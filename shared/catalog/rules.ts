import { locales } from '../auth/model.ts';
import { mayNot } from '../auth/permissions.ts';
import type { AppError } from '../kernel/errors.ts';
import { MOST_LISTING_PICTURES } from '../media/limits.ts';
import type { Actor } from '../sync/model.ts';
import { checkModerator, checkReview } from './decision-rules.ts';
import { checkKind, checkKindToSubmit } from './kind-rules.ts';
import { checkTransition, firstListingStates, type ListingMover } from './listing-states.ts';
import type { Product, Variant } from './model.ts';
import { checkPrices, samePrices } from './price-rules.ts';
import { readAttribute } from './read-attribute.ts';
import { checkStock } from './stock-rules.ts';
import { checkCodes, checkCombinations, checkGtins, checkOptionCount, checkSkus } from './variant-rules.ts';

export * from './completeness.ts';
export * from './decision-rules.ts';
export * from './file-rules.ts';
export * from './gtin.ts';
export * from './kind-rules.ts';
export * from './listing-states.ts';
export * from './price-rules.ts';
export * from './stock-rules.ts';
export * from './variant-rules.ts';

/** As many variants as one product may have (48 sizes by 42 colours fit). */
export const MOST_VARIANTS = 2_048;
export const MOST_TAGS = 250;

/** Set once at creation; `updatedAt` is the server's to write. The shop changes only by `checkMove`. */
export const fixedFields = ['id', 'kind', 'currency', 'createdAt', 'createdBy'] as const;

/**
 * Who may write to a shop's catalogue at all: its vendors, and admins. Moderators and support read it; what moderators decide about
 * a listing has rules of its own (`checkModerator`).
 */
export function checkWriter(actor: Actor, shopId: string): AppError | null {
  if (actor.role === 'admin') return null;
  if (actor.role !== 'vendor') return { code: 'forbidden', rule: 'read-only-role', details: { role: actor.role } };
  const refused = mayNot(actor, 'edit', { of: 'product', shopId });
  return refused?.rule === 'own-shop-only' ? { code: 'forbidden', field: 'shopId', rule: 'own-shop-only' } : refused;
}

/** Whether screens offer this person to edit products of this shop. */
export const mayEdit = (actor: Actor, shopId: string): boolean => checkWriter(actor, shopId) === null;

/**
 * Decides whether a product may become what an edit makes of it; the console answers with it at once, the server decides with it.
 *
 * A rule speaks only about what the edit touches: a product that came in with a fault elsewhere can still be corrected field by field.
 *
 * @param before null for a new product
 * @returns the first rule broken, naming field, rule and figures; null when all hold
 */
export function checkProduct(before: Product | null, after: Product, actor: Actor): AppError | null {
  return (
    (actor.role === 'moderator' ? checkModerator(before, after) : checkWriter(actor, (before ?? after).shopId)) ??
    checkFixed(before, after) ??
    checkReview(before, after, actor) ??
    checkMove(before, after, actor) ??
    checkStatus(before, after, actor) ??
    checkTexts(before, after) ??
    checkTags(before, after) ??
    checkImages(before, after) ??
    checkAttributes(before, after) ??
    checkVariants(before, after) ??
    checkKind(before, after)
  );
}

/** A product with pieces promised to buyers stays until they are shipped or cancelled; archive it instead. */
export function checkDelete(before: Product, actor: Actor): AppError | null {
  const refused = checkWriter(actor, before.shopId);
  if (refused) return refused;
  for (const [id, variant] of Object.entries(before.variants)) {
    for (const [place, level] of Object.entries(variant.stock)) {
      if (level.reserved > 0) return { code: 'rule-broken', field: `variants/${id}/stock/${place}/reserved`, rule: 'delete-with-reserved-stock', details: { reserved: level.reserved } };
    }
  }
  return null;
}

function checkFixed(before: Product | null, after: Product): AppError | null {
  if (before === null) return null;
  const changed = fixedFields.find((name) => before[name] !== after[name]);
  return changed === undefined ? null : { code: 'rule-broken', field: changed, rule: 'fixed-field' };
}

/**
 * A product goes over to another shop when an admin says so and nothing of it lies in the old shop's stock: locations belong to a shop.
 * That the new shop exists, has the same currency and none of the SKUs is checked where all shops are known, on the server.
 */
function checkMove(before: Product | null, after: Product, actor: Actor): AppError | null {
  if (before === null || before.shopId === after.shopId) return null;
  if (actor.role !== 'admin') return { code: 'rule-broken', field: 'shopId', rule: 'fixed-field' };
  for (const [id, variant] of Object.entries(after.variants)) {
    const held = Object.entries(variant.stock).find(([, { onHand, reserved, incoming }]) => onHand !== 0 || reserved !== 0 || incoming !== 0);
    if (held) return { code: 'rule-broken', field: `variants/${id}/stock/${held[0]}`, rule: 'move-with-stock', details: { onHand: held[1].onHand, reserved: held[1].reserved, incoming: held[1].incoming } };
  }
  return null;
}

/** As whom this person moves a listing. */
const moverOf = ({ role }: Actor): ListingMover => (role === 'admin' || role === 'moderator' ? role : 'vendor');

function checkStatus(before: Product | null, after: Product, actor: Actor): AppError | null {
  if (before === null) {
    return firstListingStates.includes(after.status)
      ? null
      : { code: 'illegal-transition', field: 'status', rule: 'first-state', details: { from: null, to: after.status, allowed: firstListingStates } };
  }
  if (before.status === after.status) return null;
  const refused = checkTransition(moverOf(actor), before.status, after.status);
  if (refused) return refused;
  if (after.status === 'submitted' && after.categoryId === null) return { code: 'rule-broken', field: 'categoryId', rule: 'category-to-submit' };
  return after.status === 'submitted' ? checkKindToSubmit(after) : null;
}

/** Buyers need at least one language with a title. */
function checkTexts(before: Product | null, after: Product): AppError | null {
  const titled = (product: Product): boolean => locales.some((locale) => (product.texts[locale]?.title ?? '').trim() !== '');
  if (titled(after) || (before !== null && !titled(before))) return null;
  const field = locales.find((locale) => before?.texts[locale] !== undefined) ?? locales[0]!;
  return { code: 'rule-broken', field: `texts/${field}/title`, rule: 'title-in-one-language' };
}

function checkTags(before: Product | null, after: Product): AppError | null {
  if (after.tags.length <= MOST_TAGS || after.tags.length <= (before?.tags.length ?? 0)) return null;
  return { code: 'rule-broken', field: 'tags', rule: 'most-tags', details: { found: after.tags.length, most: MOST_TAGS } };
}

function checkImages(before: Product | null, after: Product): AppError | null {
  if (after.images === before?.images) return null;
  const found = Object.keys(after.images).length;
  return found <= MOST_LISTING_PICTURES || found <= Object.keys(before?.images ?? {}).length ? null : { code: 'rule-broken', field: 'images', rule: 'pictures-too-many', details: { found, most: MOST_LISTING_PICTURES } };
}

/** What is kept of a detail is what the editor would have kept: a figure within its bounds, a known choice, an ISBN that adds up. */
function checkAttributes(before: Product | null, after: Product): AppError | null {
  const earlier: Readonly<Record<string, string>> = before?.attributes ?? {};
  if (after.attributes === earlier) return null;
  for (const [key, value] of Object.entries(after.attributes)) {
    if (Object.hasOwn(earlier, key) && earlier[key] === value) continue;
    const read = readAttribute(key, value);
    if (!read.ok) return read.error;
    if (read.value !== value) return { code: 'rule-broken', field: `attributes/${key}`, rule: 'attribute-form', details: { found: value.slice(0, 40), kept: read.value.slice(0, 40) } };
  }
  return null;
}

function checkVariants(before: Product | null, after: Product): AppError | null {
  const earlier: Readonly<Record<string, Variant>> = before?.variants ?? {};
  const now: Readonly<Record<string, Variant>> = after.variants;
  const ids = Object.keys(now);
  if (ids.length === 0) return { code: 'rule-broken', field: 'variants', rule: 'one-variant-needed' };
  if (ids.length > MOST_VARIANTS && ids.length > Object.keys(earlier).length) {
    return { code: 'rule-broken', field: 'variants', rule: 'most-variants', details: { found: ids.length, most: MOST_VARIANTS } };
  }
  for (const [id, variant] of Object.entries(earlier)) {
    if (id in now) continue;
    const refused = checkStock(variant.stock, {}, `variants/${id}/stock`);
    if (refused) return { ...refused, rule: 'variant-holds-stock' };
  }
  let skus = false, gtins = false, combinations = before === null || !sameList(before.options, after.options);
  for (const id of ids) {
    const [was, is] = [earlier[id], now[id]!];
    if (was === is) continue;
    const path = `variants/${id}`;
    const refused = (was && samePrices(was, is) ? null : checkPrices(is, path)) ?? checkCodes(was, is, path) ?? checkStock(was?.stock, is.stock, `${path}/stock`);
    if (refused) return refused;
    skus ||= was?.sku !== is.sku;
    gtins ||= is.gtin !== null && was?.gtin !== is.gtin;
    combinations ||= was === undefined || !sameList(was.options, is.options);
  }
  return (combinations ? (checkOptionCount(after) ?? checkCombinations(after)) : null) ?? (skus ? checkSkus(after) : null) ?? (gtins ? checkGtins(after) : null);
}

const sameList = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((value, index) => value === b[index]);
