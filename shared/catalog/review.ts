import type { Json } from '../kernel/json.ts';
import type { EpochMs } from '../kernel/time.ts';
import { sameJson } from '../sync/equal.ts';
import { getAt, setAt } from '../sync/paths.ts';
import { stageOf } from './listing-states.ts';
import type { Product, ProductImage } from './model.ts';
import { markImages, shownAs, wholeImageAt } from './review-images.ts';
import type { PendingReview } from './review-model.ts';

/** A price may move so far from what buyers see without being looked at; basis points of the live price. */
export const PRICE_BAND = { least: 5_000, most: 20_000 } as const;
/** So many letters may differ for a change to count as a slip of the pen. */
const TYPO_LETTERS = 2;

/**
 * Whether two texts differ by a slip of the pen: one or two letters at one place, no figure among them.
 * "Robe d'été en lni" and "Robe d'été en lin" do, "Taille 38" and "Taille 39" do not.
 */
export function isTypo(before: string, after: string): boolean {
  const [was, is] = [[...before], [...after]];
  let start = 0;
  while (start < was.length && start < is.length && was[start] === is[start]) start++;
  let end = 0;
  while (end < was.length - start && end < is.length - start && was[was.length - 1 - end] === is[is.length - 1 - end]) end++;
  const [out, into] = [was.slice(start, was.length - end), is.slice(start, is.length - end)];
  if (Math.max(out.length, into.length) > TYPO_LETTERS) return false;
  return [...out, ...into].every((letter) => /[\p{L}\p{M}\p{P}\p{Zs}]/u.test(letter)) && (out.length > 0 || into.length > 0);
}

/** Low-risk edits confirm by themselves: a slip of the pen in a title or description, a price within the band. */
function confirmsItself(path: string, live: Json, proposed: Json): boolean {
  if (path.endsWith('/price')) {
    if (typeof live !== 'number' || typeof proposed !== 'number') return true;
    return proposed * 10_000 >= live * PRICE_BAND.least && proposed * 10_000 <= live * PRICE_BAND.most;
  }
  return path.startsWith('texts/') && typeof live === 'string' && typeof proposed === 'string' && live !== '' && isTypo(live, proposed);
}

type Parts = Readonly<Record<string, unknown>>;
const namesOf = (a: object, b: object): string[] => (a === b ? [] : [...new Set([...Object.keys(a), ...Object.keys(b)])]);

/** The reviewed fields that differ between two states of a product, pictures aside (`review-images.ts`). */
function reviewedPaths(before: Product, after: Product): string[] {
  const paths: string[] = [];
  for (const locale of namesOf(before.texts, after.texts)) paths.push(`texts/${locale}/title`, `texts/${locale}/description`);
  if (before.brand !== after.brand) paths.push('brand');
  if (before.categoryId !== after.categoryId) paths.push('categoryId');
  for (const key of namesOf(before.attributes, after.attributes)) paths.push(`attributes/${key}`);
  const [was, is] = [before.variants as Parts, after.variants as Parts];
  // What is sold newly, or no longer, is no price that moved.
  for (const id of namesOf(was, is)) if (was[id] !== is[id] && was[id] !== undefined && is[id] !== undefined) paths.push(`variants/${id}/price`);
  return paths;
}

/**
 * Keeps what buyers see of a published listing while its edit waits: for every reviewed field the edit changed, the value before goes into
 * `review.live`. Typed back, it leaves it again; with the last one the review is over.
 *
 * A decision of the marketplace (`review` itself was changed) stays as it was made. Of a listing that is looked at for the first time nothing is
 * live: `review` says since when it waits and when it last changed. What came back with a word keeps the word.
 */
export function markReview(before: Product, after: Product, at: number): Product {
  const stage = stageOf(after.status);
  if (stage === 'own') return after.review ? { ...after, review: null } : after;
  if (before.review !== after.review && !sameJson((before.review ?? null) as Json, (after.review ?? null) as Json)) return after;
  if (stage === 'looked-at') return markFirstLook(before, after, at as EpochMs);
  if (stage === 'answered') return after;
  if (stageOf(before.status) !== 'online') return after.review ? { ...after, review: null } : after;
  const known = before.review?.live ?? {};
  const live: Record<string, Json> = { ...known };
  let changed = markImages(before, after, live);
  for (const path of reviewedPaths(before, after)) {
    const was = Object.hasOwn(known, path) ? known[path]! : getAt(before as unknown as Json, path);
    const is = getAt(after as unknown as Json, path);
    const settled = sameJson(was, is) || confirmsItself(path, was, is);
    if (settled && Object.hasOwn(live, path)) {
      delete live[path];
      changed = true;
    } else if (!settled && !Object.hasOwn(live, path)) {
      live[path] = was;
      changed = true;
    } else if (!settled && !sameJson(getAt(before as unknown as Json, path), is)) changed = true;
  }
  if (!changed) return after;
  if (Object.keys(live).length === 0) return { ...after, review: null };
  const earlier = before.review ?? null;
  // Worked on again after a moderator's answer: it waits anew, and what the moderator wrote stays in sight.
  const review: PendingReview = { state: 'pending', since: earlier?.state === 'pending' ? earlier.since : (at as EpochMs), changedAt: at as EpochMs, note: earlier?.note ?? null, noteAt: earlier?.noteAt ?? null, live };
  return { ...after, review };
}

/** Since when a listing waits for its first look, and when what is looked at last changed: whoever decides decides about what they read. */
function markFirstLook(before: Product, after: Product, at: EpochMs): Product {
  const [isNew, earlier] = [stageOf(before.status) !== 'looked-at', before.review ?? null];
  if (!isNew && !looksOther(before, after)) return after;
  return { ...after, review: { state: 'pending', since: isNew || earlier === null ? at : earlier.since, changedAt: at, note: earlier?.note ?? null, noteAt: earlier?.noteAt ?? null, live: {} } };
}

/** Whether an edit changed something a moderator reads before deciding. */
function looksOther(before: Product, after: Product): boolean {
  const [was, is] = [before as unknown as Json, after as unknown as Json];
  const sold = (product: Product): string => Object.keys(product.variants).sort().join();
  return markImages(before, after, {}) || (before.files !== after.files && !sameJson((before.files ?? null) as Json, (after.files ?? null) as Json)) ||
    (before.variants !== after.variants && sold(before) !== sold(after)) || reviewedPaths(before, after).some((path) => !sameJson(getAt(was, path), getAt(is, path)));
}

/** The product as buyers see it: with what is live in place of what is proposed. */
export function liveProduct(product: Product): Product {
  if (!product.review) return product;
  let doc = product as unknown as Json;
  for (const [path, value] of Object.entries(product.review.live)) {
    const image = wholeImageAt(path);
    if (image !== null) {
      doc = setAt(doc, path, shownAs(product.images[image] ?? null, value as unknown as ProductImage | null) as unknown as Json);
      continue;
    }
    // Made by the edit that waits: buyers do not see it at all.
    const entry = path.split('/').slice(0, 2).join('/');
    const isEntry = /^(texts|images)\//.test(path);
    if (value === null && isEntry) doc = setAt(doc, entry, null);
    // Taken away by the edit that waits: buyers see it still.
    else if (isEntry && getAt(doc, entry) === null) doc = setAt(doc, entry, path.startsWith('texts/') ? { title: '', description: '', [path.split('/')[2]!]: value } : { position: Object.keys(product.images).length, drawing: value, alt: {} });
    else if (getAt(doc, path.split('/').slice(0, -1).join('/') || path) !== null || path.split('/').length < 3) doc = setAt(doc, path, value);
  }
  return { ...(doc as unknown as Product), review: null };
}
