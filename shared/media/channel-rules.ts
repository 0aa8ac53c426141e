import type { PictureType } from './model.ts';

/** What can be measured of a picture for a marketplace. Shares are 0 to 1; `ratio` is the longer side by the shorter. */
export type ChannelMeasure = 'shortestSidePx' | 'longestSidePx' | 'megapixels' | 'bytes' | 'frames' | 'ratio' | 'whiteBorder' | 'fill';
/** `must`: the marketplace refuses it. `should`: it advises so, or our source for it is weak. */
export type ChannelLevel = 'must' | 'should';
export type ChannelRule =
  | { readonly is: 'measure'; readonly of: ChannelMeasure; readonly least?: number; readonly most?: number; readonly level: ChannelLevel; /** For the first picture of a listing only. */ readonly onlyMain?: true; /** From this day on (`2027-01-31`), not before. */ readonly from?: string }
  | { readonly is: 'type'; readonly oneOf: readonly PictureType[]; readonly level: ChannelLevel }
  | { readonly is: 'no-frame'; readonly level: ChannelLevel; readonly onlyMain?: true }
  /** No machine sees it for sure: a person is asked, and it is never taken as passed. */
  | { readonly is: 'person'; readonly asks: 'no-text' | 'no-watermark' | 'no-props' | 'actual-item' | 'whole-product'; readonly onlyMain?: true };

/** What one marketplace asks of pictures. */
export type ChannelRules = {
  readonly channel: string;
  /** Raised with every change, so that what was checked can be told from what would be. */
  readonly version: number;
  /** The day on which somebody last compared it with its source. */
  readonly checked: string;
  readonly source: string;
  /** Whether the marketplace itself says so, or others about it. */
  readonly sourceIs: 'first-party' | 'secondary';
  /** A mark over the main picture is forbidden: recipes leave theirs out. */
  readonly forbidsWatermark: boolean;
  readonly rules: readonly ChannelRule[];
};

const still: ChannelRule = { is: 'measure', of: 'frames', most: 1, level: 'must' };
const checked = '2026-11-22';

/** The rules as data; looked over once a year, where a date says so. */
export const channelRules: readonly ChannelRules[] = [
  {
    channel: 'google', version: 1, checked, source: 'Google Merchant Center help, answer 6324350', sourceIs: 'first-party', forbidsWatermark: true,
    rules: [
      { is: 'type', oneOf: ['image/jpeg', 'image/webp', 'image/png', 'image/gif', 'image/tiff'], level: 'must' }, still,
      { is: 'measure', of: 'shortestSidePx', least: 100, level: 'must' }, { is: 'measure', of: 'shortestSidePx', least: 500, level: 'must', from: '2027-01-31' },
      { is: 'measure', of: 'shortestSidePx', least: 1_500, level: 'should' }, { is: 'measure', of: 'megapixels', most: 64, level: 'must' }, { is: 'measure', of: 'bytes', most: 16_000_000, level: 'must' },
      { is: 'measure', of: 'fill', least: 0.75, most: 0.9, level: 'should', onlyMain: true }, { is: 'measure', of: 'whiteBorder', least: 0.95, level: 'should', onlyMain: true },
      { is: 'no-frame', level: 'must' }, { is: 'person', asks: 'no-text' }, { is: 'person', asks: 'no-watermark' },
    ],
  },
  {
    channel: 'walmart', version: 1, checked, source: 'Walmart Marketplace Learn, page of 2025-07-15', sourceIs: 'first-party', forbidsWatermark: true,
    rules: [
      { is: 'type', oneOf: ['image/jpeg', 'image/png'], level: 'must' }, still, { is: 'measure', of: 'bytes', most: 5_000_000, level: 'must' },
      { is: 'measure', of: 'ratio', most: 1, level: 'must' }, { is: 'measure', of: 'shortestSidePx', least: 1_500, level: 'must' }, { is: 'measure', of: 'shortestSidePx', least: 2_200, level: 'should' },
      { is: 'measure', of: 'whiteBorder', least: 0.99, level: 'must', onlyMain: true }, { is: 'person', asks: 'no-text' }, { is: 'person', asks: 'no-watermark' },
    ],
  },
  {
    channel: 'ebay', version: 1, checked, source: 'eBay picture policy and API warnings 21916790, 21916791; 12 MB from others', sourceIs: 'first-party', forbidsWatermark: true,
    rules: [
      { is: 'type', oneOf: ['image/jpeg', 'image/gif', 'image/png', 'image/tiff', 'image/avif', 'image/heic', 'image/webp'], level: 'must' }, still,
      { is: 'measure', of: 'longestSidePx', least: 500, level: 'must' }, { is: 'measure', of: 'longestSidePx', least: 1_000, level: 'should' }, { is: 'measure', of: 'bytes', most: 12_000_000, level: 'should' },
      { is: 'no-frame', level: 'must' }, { is: 'person', asks: 'no-text' }, { is: 'person', asks: 'no-watermark' }, { is: 'person', asks: 'actual-item' },
    ],
  },
  {
    channel: 'amazon', version: 1, checked, source: 'integrators that repeat the seller guide word for word; the page itself was not seen', sourceIs: 'secondary', forbidsWatermark: true,
    rules: [
      { is: 'type', oneOf: ['image/jpeg', 'image/tiff', 'image/png', 'image/gif'], level: 'must' }, still,
      { is: 'measure', of: 'longestSidePx', least: 500, most: 10_000, level: 'must' }, { is: 'measure', of: 'longestSidePx', least: 1_000, level: 'should' }, { is: 'measure', of: 'longestSidePx', least: 1_600, level: 'should' },
      { is: 'measure', of: 'whiteBorder', least: 0.99, level: 'must', onlyMain: true }, { is: 'measure', of: 'fill', least: 0.85, level: 'must', onlyMain: true }, { is: 'no-frame', level: 'must', onlyMain: true },
      { is: 'person', asks: 'no-text', onlyMain: true }, { is: 'person', asks: 'no-watermark', onlyMain: true }, { is: 'person', asks: 'no-props', onlyMain: true }, { is: 'person', asks: 'whole-product', onlyMain: true },
    ],
  },
  {
    channel: 'shopify', version: 1, checked, source: 'several guides, all alike', sourceIs: 'secondary', forbidsWatermark: false,
    rules: [
      { is: 'type', oneOf: ['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/heic', 'image/tiff'], level: 'must' }, { is: 'measure', of: 'longestSidePx', most: 5_000, level: 'must' },
      { is: 'measure', of: 'megapixels', most: 25, level: 'must' }, { is: 'measure', of: 'bytes', most: 20_000_000, level: 'must' }, { is: 'measure', of: 'shortestSidePx', least: 800, level: 'should' }, { is: 'measure', of: 'longestSidePx', least: 2_048, level: 'should' },
    ],
  },
  {
    channel: 'etsy', version: 1, checked, source: 'Etsy listing policy; sizes from others, who contradict each other', sourceIs: 'secondary', forbidsWatermark: false,
    rules: [
      { is: 'type', oneOf: ['image/jpeg', 'image/png', 'image/gif'], level: 'should' }, { is: 'measure', of: 'shortestSidePx', least: 2_000, level: 'should' }, { is: 'measure', of: 'bytes', most: 10_000_000, level: 'should' },
      { is: 'person', asks: 'actual-item' },
    ],
  },
  {
    channel: 'vtex', version: 1, checked, source: 'VTEX documentation of product images', sourceIs: 'first-party', forbidsWatermark: false,
    rules: [
      { is: 'type', oneOf: ['image/jpeg', 'image/png', 'image/gif', 'image/webp'], level: 'must' }, { is: 'measure', of: 'shortestSidePx', least: 600, level: 'must' }, { is: 'measure', of: 'longestSidePx', most: 5_000, level: 'must' },
      { is: 'measure', of: 'bytes', most: 4_000_000, level: 'must' },
    ],
  },
];
