import { locales, type Locale } from '#shared/auth/model.ts';
import type { Product, ProductImage } from '#shared/catalog/model.ts';
import { twinBefore, type Twin } from '#shared/catalog/twin-images.ts';
import { checkChannel, type ChannelFinding } from '#shared/media/check-channel.ts';
import type { ChannelRules } from '#shared/media/channel-rules.ts';
import { fixFor, type PictureFix, type SeenResult } from '#shared/media/fixes.ts';
import { resultSize, type Size } from '#shared/media/geometry.ts';
import type { ListedPicture } from '#shared/media/listed-picture.ts';
import { adviceOn, type LookAdvice, type PictureLook } from '#shared/media/look.ts';
import { plainRecipe, type Recipe } from '#shared/media/recipe.ts';
import { servedMeasures } from '#shared/media/served-measures.ts';
import type { AlikePicture } from './use-alike.ts';
import type { ElsewherePicture } from './use-elsewhere.ts';

type AlikeElsewhere = Omit<AlikePicture, 'imageId'>;

/** Where a finding comes from, what it is, and how it would be mended by a click. */
export type Problem =
  | { readonly kind: 'channel'; readonly rules: ChannelRules; readonly finding: ChannelFinding; readonly fix: { readonly fix: PictureFix; readonly recipe: Recipe } | null; /** The picture has it, but what is handed over is smaller. */ readonly isServedSmaller: boolean }
  | { readonly kind: 'look'; readonly advice: LookAdvice }
  /** Languages the listing speaks and this picture does not. */
  | { readonly kind: 'alt'; readonly locales: readonly Locale[] }
  | { readonly kind: 'nothing-left' }
  | ({ readonly kind: 'alike' } & AlikeElsewhere)
  /** The listing shows the same earlier, as its `nth`. */
  | ({ readonly kind: 'twin'; readonly productId: string } & Twin)
  /** Another shop shows it, too; `where` is null for who is not told. */
  | { readonly kind: 'elsewhere'; readonly where: ElsewherePicture['where'] };
/** How grave it is, for badges: `bad` is refused somewhere, `warn` is advised against, `look` is left to a person. */
export type Gravity = 'bad' | 'warn' | 'look';

/** What was seen of a result on this screen. */
export type Measured = SeenResult & { readonly look: PictureLook };

/** What marketplaces say of a picture under its recipe, gravest first; of several steps of one measure only the next one. */
export function channelProblems(picture: Pick<ListedPicture, 'width' | 'height' | 'look'>, recipe: Recipe, seen: Measured | null, channels: readonly ChannelRules[], { today, isMain, bytes }: { readonly today: string; readonly isMain: boolean; readonly bytes?: number }): Problem[] {
  const measures = servedMeasures(picture, recipe, { ...(seen ? { look: seen.look } : {}), ...(bytes === undefined ? {} : { bytes }) });
  if (measures === null) return [{ kind: 'nothing-left' }];
  const whole = resultSize(picture, recipe);
  return channels.flatMap((rules) => {
    const findings = checkChannel(rules, measures, { today, isMain });
    // A file of 1,600 px weighs a fraction of what anybody refuses: until it is made, nothing is said of it.
    const told = findings.filter(({ level, about }) => !(level === 'unmeasured' && about === 'bytes'));
    const first = new Map<string, ChannelFinding>();
    for (const level of ['must', 'should', 'unmeasured', 'review'] as const) for (const finding of told) if (finding.level === level && !first.has(finding.about)) first.set(finding.about, finding);
    return [...first.values()].map((finding): Problem => ({ kind: 'channel', rules, finding, fix: fixFor(finding, picture, recipe, seen), isServedSmaller: isServedSmaller(finding, whole) }));
  });
}

function isServedSmaller(finding: ChannelFinding, whole: Size | null): boolean {
  if (whole === null || finding.level === 'review' || finding.level === 'unmeasured' || !('least' in finding) || finding.least === undefined) return false;
  if (finding.about === 'shortestSidePx') return Math.min(whole.width, whole.height) >= finding.least;
  return finding.about === 'longestSidePx' && Math.max(whole.width, whole.height) >= finding.least;
}

/** The languages a listing speaks and this picture does not. */
export const missingAlts = ({ texts }: Pick<Product, 'texts'>, { alt }: Pick<ProductImage, 'alt'>): Locale[] => locales.filter((locale) => (texts[locale]?.title ?? '') !== '' && (alt[locale] ?? '').trim() === '');

type Given = { readonly product: Pick<Product, 'id' | 'texts' | 'images'>; readonly imageId: string; readonly image: ProductImage; readonly seen: Measured | null; readonly channels: readonly ChannelRules[]; readonly today: string; readonly isMain: boolean; readonly alike: readonly AlikeElsewhere[]; readonly elsewhere?: readonly ElsewherePicture[]; readonly bytes?: number };

/** Everything there is to say of one picture of a listing; of a drawing of the demo, only what words it lacks. */
export function findProblems({ product, imageId, image, seen, channels, today, isMain, alike, elsewhere = [], bytes }: Given): Problem[] {
  const { picture, recipe } = image;
  const silent = missingAlts(product, image);
  const twin = twinBefore(product.images, imageId);
  return [
    ...(picture ? channelProblems(picture, recipe ?? plainRecipe, seen, channels, { today, isMain, ...(bytes === undefined ? {} : { bytes }) }) : []),
    ...(picture ? adviceOn(seen?.look ?? picture.look).map((advice) => ({ kind: 'look' as const, advice })) : []),
    ...(silent.length > 0 ? [{ kind: 'alt' as const, locales: silent }] : []),
    ...(twin ? [{ kind: 'twin' as const, productId: product.id, ...twin }] : []),
    ...alike.map(({ productId, title, sha256, recipe: own, distance }) => ({ kind: 'alike' as const, productId, title, sha256, recipe: own, distance })),
    ...elsewhere.filter(({ sha256 }) => sha256 === picture?.sha256).map(({ where }) => ({ kind: 'elsewhere' as const, where })),
  ];
}

export function gravityOf(problem: Problem): Gravity {
  if (problem.kind === 'nothing-left') return 'bad';
  if (problem.kind === 'elsewhere') return 'look';
  if (problem.kind !== 'channel') return 'warn';
  const { level } = problem.finding;
  return level === 'must' ? 'bad' : level === 'should' ? 'warn' : 'look';
}
