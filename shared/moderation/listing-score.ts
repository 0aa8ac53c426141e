import { locales } from '../auth/model.ts';
import { isGiven } from '../catalog/attributes.ts';
import { hasMarkup, leadsAway } from '../catalog/forbidden-text.ts';
import { imagesOf } from '../catalog/listing-images.ts';
import type { Product, Variant, VariantId } from '../catalog/model.ts';
import type { Scoring } from '../catalog/projection.ts';
import { variantsInOrder } from '../catalog/variant-rules.ts';
import { pictureFaults } from '../media/picture-faults.ts';

/** The rule set below, so that a stored score says by which rules it was given. */
export const SCORE_RULES_VERSION = 2;

export const scoreStages = ['image', 'description', 'category', 'quality', 'moderation'] as const;
/** The stages a listing is looked at in, and how many points each can give. */
export type ScoreStage = (typeof scoreStages)[number];
export const stagePoints: Readonly<Record<ScoreStage, number>> = { image: 25, description: 25, category: 15, quality: 20, moderation: 15 };

/**
 * One rule of the score: what it gave of what it could give, and where more can be gained.
 * `details` are the figures its words speak of (how many pictures, how many letters).
 */
export type ScoreLine = { readonly rule: ScoreRule; readonly stage: ScoreStage; readonly points: number; readonly most: number; readonly field: string; readonly details: Readonly<Record<string, string | number>> };
export type ListingScore = { readonly total: number; readonly lines: readonly ScoreLine[] };

export const scoreRules = [
  'image-first', 'image-clear', 'image-several', 'image-alt',
  'title-length', 'title-not-shouting', 'description-length', 'description-paragraphs', 'second-language',
  'category-set', 'category-attributes',
  'brand-set', 'gtin-all', 'price-sensible', 'tags-some', 'kind-complete',
  'no-contact', 'no-markup',
] as const;
export type ScoreRule = (typeof scoreRules)[number];

/** What of a rule's points is reached: the part of `need` that is there, whole points, rounded down. */
const share = (most: number, have: number, need: number): number => (need <= 0 ? most : Math.floor((most * Math.min(have, need)) / need));

/**
 * The score of a listing out of 100, one line for each rule with what would gain points.
 *
 * The points of a stage are its own: pictures cannot make up for a missing description. Counted on whole figures only, so that console and
 * server give the same score.
 *
 * @param required keys of the attributes the category asks for
 */
export function listingScore(product: Product, required: readonly string[]): ListingScore {
  const lines: ScoreLine[] = [];
  const line = (rule: ScoreRule, stage: ScoreStage, most: number, points: number, field: string, details: ScoreLine['details'] = {}): void => void lines.push({ rule, stage, most, points, field, details });

  const images = imagesOf(product);
  const written = locales.filter((locale) => (product.texts[locale]?.title ?? '').trim() !== '');
  const main = written.toSorted((a, b) => (product.texts[b]!.description.length - product.texts[a]!.description.length))[0] ?? 'fr';
  const { title = '', description = '' } = product.texts[main] ?? {};
  const variants = variantsInOrder(product);

  line('image-first', 'image', 8, images.length > 0 ? 8 : 0, 'images');
  const faulty = images.flatMap(([id, { picture, recipe }]) => {
    const [fault] = picture ? pictureFaults(picture, recipe) : [];
    return fault === undefined ? [] : [{ id, fault }];
  });
  const clear = images.length - faulty.length;
  line('image-clear', 'image', 4, images.length === 0 ? 0 : share(4, clear, images.length), faulty[0] ? `images/${faulty[0].id}` : 'images', { have: clear, need: Math.max(1, images.length), ...(faulty[0] ? { why: faulty[0].fault } : {}) });
  line('image-several', 'image', 8, share(8, images.length, 3), 'images', { have: images.length, need: 3 });
  const withAlt = images.filter(([, { alt }]) => written.length > 0 && written.every((locale) => (alt[locale] ?? '').trim() !== ''));
  const undescribed = images.flatMap(([id, { alt }]) => written.filter((locale) => (alt[locale] ?? '').trim() === '').map((locale) => `images/${id}/alt/${locale}`))[0];
  line('image-alt', 'image', 5, images.length === 0 ? 0 : share(5, withAlt.length, images.length), undescribed ?? 'images', { have: withAlt.length, need: Math.max(1, images.length) });

  const letters = title.trim().length;
  line('title-length', 'description', 6, letters > 150 ? 3 : share(6, letters, 20), `texts/${main}/title`, { have: letters, need: 20, most: 150 });
  const shouting = /\p{Lu}{12,}|!{2,}/u.test(title.replaceAll(' ', ''));
  line('title-not-shouting', 'description', 3, title.trim() !== '' && !shouting ? 3 : 0, `texts/${main}/title`);
  const { length } = description.trim();
  line('description-length', 'description', 8, share(8, length, 200), `texts/${main}/description`, { have: length, need: 200 });
  const sentences = description.split(/[.!?؟\n]+/u).filter((part) => part.trim() !== '').length;
  line('description-paragraphs', 'description', 3, share(3, sentences, 3), `texts/${main}/description`, { have: sentences, need: 3 });
  const whole = locales.filter((locale) => (product.texts[locale]?.title ?? '').trim() !== '' && (product.texts[locale]?.description ?? '').trim() !== '');
  const next = locales.find((locale) => !whole.includes(locale)) ?? main;
  line('second-language', 'description', 5, share(5, whole.length, 2), `texts/${next}/title`, { have: whole.length, need: 2 });

  line('category-set', 'category', 9, product.categoryId === null ? 0 : 9, 'categoryId');
  const given = required.filter((key) => isGiven(product, key));
  const lacking = required.find((key) => !given.includes(key));
  line('category-attributes', 'category', 6, product.categoryId === null ? 0 : share(6, given.length, required.length), lacking === undefined ? 'categoryId' : `attributes/${lacking}`, { have: given.length, need: required.length });

  line('brand-set', 'quality', 4, (product.brand ?? '').trim() === '' ? 0 : 4, 'brand');
  const coded = variants.filter(([, { gtin, mpn }]) => gtin !== null || (mpn ?? '').trim() !== '');
  const uncoded = variants.find(([, { gtin, mpn }]) => gtin === null && (mpn ?? '').trim() === '');
  line('gtin-all', 'quality', 5, product.kind === 'physical' ? share(5, coded.length, Math.max(1, variants.length)) : 5, uncoded ? `variants/${uncoded[0]}/gtin` : 'variants', { have: coded.length, need: variants.length });
  const cheap = variants.find(([, variant]) => !isPriced(variant));
  line('price-sensible', 'quality', 4, variants.length > 0 && cheap === undefined ? 4 : 0, cheap ? `variants/${cheap[0]}/price` : 'variants');
  line('tags-some', 'quality', 3, share(3, product.tags.length, 3), 'tags', { have: product.tags.length, need: 3 });
  const { have, need, field } = kindParts(product);
  line('kind-complete', 'quality', 4, share(4, have, need), field, { have, need });

  const where = (wrong: (text: string) => boolean): string | null => {
    for (const locale of written) for (const part of ['title', 'description'] as const) if (wrong(product.texts[locale]![part])) return `texts/${locale}/${part}`;
    return null;
  };
  const [led, marked] = [where(leadsAway), where(hasMarkup)];
  line('no-contact', 'moderation', 8, led === null ? 8 : 0, led ?? `texts/${main}/description`);
  line('no-markup', 'moderation', 7, marked === null ? 7 : 0, marked ?? `texts/${main}/description`);

  return { total: lines.reduce((sum, { points }) => sum + points, 0), lines };
}

/** What the score does not look at: of the variants it looks at some fields only, and of the others at nothing. */
const unread: ReadonlySet<string> = new Set(['variants', 'status', 'review', 'updatedAt'] satisfies (keyof Product)[]);

/**
 * Whether an edit left alone everything the score looks at, for the same required attributes: a new price that is no less sensible, stock, a status.
 * Texts are then not searched again for what leads away from the marketplace. Parts an edit did not touch are the same objects and cost nothing.
 */
export function scoreStays(before: Product, after: Product): boolean {
  const [was, is] = [before as Readonly<Record<string, unknown>>, after as Readonly<Record<string, unknown>>];
  const names = Object.keys(is);
  if (names.length !== Object.keys(was).length || names.some((name) => was[name] !== is[name] && !unread.has(name))) return false;
  if (before.variants === after.variants) return true;
  const ids = Object.keys(after.variants) as VariantId[];
  return ids.length === Object.keys(before.variants).length && ids.every((id) => sameToScore(before.variants[id], after.variants[id]!));
}

/** How columns get their score. */
export const scoring: Scoring = { of: (product, required) => listingScore(product, required).total, stays: scoreStays };

const isPriced = ({ price, cost }: Variant): boolean => price > 0 && (cost === null || price >= cost);
const sameToScore = (was: Variant | undefined, is: Variant): boolean =>
  was === is || (was !== undefined && was.gtin === is.gtin && was.mpn === is.mpn && was.weightG === is.weightG && isPriced(was) === isPriced(is));

/** What a listing of its kind needs besides texts: weights to be sent, files to be fetched, hours to be booked. */
function kindParts(product: Product): { have: number; need: number; field: string } {
  const count = (...there: readonly (readonly [boolean, string])[]) => ({ have: there.filter(([yes]) => yes).length, need: there.length, field: there.find(([yes]) => !yes)?.[1] ?? there[0]![1] });
  switch (product.kind) {
    case 'physical': {
      const light = variantsInOrder(product).find(([, { weightG }]) => weightG === null);
      return count([light === undefined, light ? `variants/${light[0]}/weightG` : 'variants']);
    }
    case 'digital': return count([Object.keys(product.files ?? {}).length > 0 || (product.keys ?? []).length > 0, 'files'], [(product.downloadLimit ?? null) !== null, 'downloadLimit']);
    case 'service': return count([(product.durationMinutes ?? null) !== null, 'durationMinutes'], [Object.keys(product.hours ?? {}).length > 0, 'hours'], [(product.capacity ?? null) !== null, 'capacity'], [(product.servicePlace ?? null) !== null, 'servicePlace']);
  }
}
