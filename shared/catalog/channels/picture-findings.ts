import type { ChannelLevel, ChannelRules } from '../../media/channel-rules.ts';
import { checkChannel, type ChannelFinding, type MeasuredPicture } from '../../media/check-channel.ts';
import { resultSize } from '../../media/geometry.ts';
import { servedMeasures } from '../../media/served-measures.ts';
import { imagesOf, recipeOf } from '../listing-images.ts';
import type { Product } from '../model.ts';
import type { ChannelContext, FindingRule, Findings } from './finding.ts';

type Told = { readonly says: FindingRule; readonly details: Readonly<Record<string, string | number>> };

function toldOf(finding: ChannelFinding): Told | null {
  if (finding.level === 'unmeasured') return null;
  switch (finding.about) {
    case 'shortestSidePx': case 'longestSidePx': case 'megapixels': {
      const isMore = finding.most !== undefined && finding.found > finding.most;
      return { says: isMore ? 'image-large' : 'image-small', details: { found: Math.round(finding.found), ...(isMore ? { most: finding.most! } : { least: finding.least! }) } };
    }
    case 'whiteBorder': return { says: 'image-ground', details: {} };
    case 'fill': return { says: 'image-fill', details: { found: Math.round(finding.found * 100), least: Math.round((finding.least ?? 0) * 100), most: Math.round((finding.most ?? 1) * 100) } };
    case 'no-frame': return { says: 'image-frame', details: {} };
    default: return null;
  }
}

/** What rules of one level find; nobody has looked at what only people see, and what was not measured is not told of. */
const foundIn = (rules: ChannelRules, level: ChannelLevel, picture: MeasuredPicture, asked: { readonly today: string; readonly isMain: boolean }): Told[] =>
  checkChannel(rules, picture, asked).flatMap((finding) => (finding.level === level ? (toldOf(finding) ?? []) : []));

/**
 * What a marketplace says of the pictures it would be sent: drawn ones, those it refuses as they are served, and what it advises. It is served
 * smaller than it is: advice goes by the picture itself, since nobody can make it larger.
 *
 * @param most how many it takes; the others are not sent
 */
export function findInPictures(findings: Findings, product: Product, { shop, today }: ChannelContext, rules: ChannelRules, most: number): void {
  const images = imagesOf(product);
  if (images.length === 0) findings.add('error', 'image-missing', 'images');
  let hasFiles = false;
  images.slice(0, most).forEach(([id, image], at) => {
    if (!image.picture) return findings.add('warning', 'image-drawn', 'images');
    hasFiles = true;
    const recipe = recipeOf(image, shop);
    const [served, result] = [servedMeasures(image.picture, recipe), resultSize(image.picture, recipe)];
    if (served === null || result === null) return findings.atPicture('error', 'image-empty', id);
    const asked = { today, isMain: at === 0 };
    const refused = foundIn(rules, 'must', served, asked);
    for (const { says, details } of refused) findings.atPicture('error', says, id, details);
    for (const { says, details } of foundIn(rules, 'should', { ...served, ...result }, asked)) if (!refused.some((one) => one.says === says)) findings.atPicture('warning', says, id, details);
  });
  if (hasFiles && rules.forbidsWatermark && (shop.watermark ?? null) !== null) findings.atShop('error', 'image-watermark', 'watermark');
}
