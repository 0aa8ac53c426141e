import { describe, expect, test } from 'vitest';
import ar from '#renderer/locales/ar/index.ts';
import en from '#renderer/locales/en/index.ts';
import fr from '#renderer/locales/fr/index.ts';
import { hashDistance, nearDuplicates } from '#shared/media/alike.ts';
import { checkChannel, type MeasuredPicture } from '#shared/media/check-channel.ts';
import { channelRules } from '#shared/media/channel-rules.ts';
import { adviceOn, type PictureLook } from '#shared/media/look.ts';
import { checkPictureBytes, checkPictureSize, pictureRules } from '#shared/media/rules.ts';

describe('IMG-02 limits', () => {
  test.each([
    { name: 'nothing', bytes: 0, rule: 'picture-empty' },
    { name: 'ten megabytes', bytes: 10_000_000, rule: undefined },
    { name: 'a byte more', bytes: 10_000_001, rule: 'picture-too-large' },
  ])('$name', ({ bytes, rule }) => expect(checkPictureBytes('a.jpg', bytes)?.rule).toBe(rule));

  test.each([
    { name: 'a photo of 12 megapixels', size: { width: 4000, height: 3000, frames: 1 }, rule: undefined },
    { name: 'a bomb of 65,536 px a side', size: { width: 65_536, height: 65_536, frames: 1 }, rule: 'picture-too-many-pixels' },
    { name: '20,000 × 14,000', size: { width: 20_000, height: 14_000, frames: 1 }, rule: 'picture-too-many-pixels' },
    { name: 'a strip', size: { width: 1, height: 65_536, frames: 1 }, rule: 'picture-side-too-long' },
    { name: 'a film', size: { width: 10, height: 10, frames: 61 }, rule: 'picture-too-many-frames' },
  ])('$name', ({ size, rule }) => {
    const error = checkPictureSize('a.jpg', size);
    expect(error?.rule).toBe(rule);
    if (error) expect(error.field).toBe('a.jpg');
  });

  test.each(pictureRules)('%s is explained in three languages', (rule) => {
    for (const { errors } of [fr, en, ar]) expect((errors.rule as Record<string, { what: string; wayOut: string }>)[rule]).toMatchObject({ what: expect.stringMatching(/\S/) as string, wayOut: expect.stringMatching(/\S/) as string });
  });
});

const studio: MeasuredPicture = { mime: 'image/jpeg', bytes: 900_000, width: 2400, height: 2400, frames: 1, whiteBorder: 1, fill: 0.87, hasFrame: false };
const say = (channel: string, picture: MeasuredPicture, { today = '2026-11-22', isMain = true } = {}): string[] =>
  checkChannel(channelRules.find((one) => one.channel === channel)!, picture, { today, isMain }).filter(({ level }) => level === 'must').map(({ about }) => about);

describe('IMG-09 rules of marketplaces', () => {
  test('a studio photo passes what a machine can see everywhere', () => expect(channelRules.flatMap(({ channel }) => say(channel, studio))).toEqual([]));
  test.each([
    { name: 'amazon wants white around the main picture', channel: 'amazon', picture: { ...studio, whiteBorder: 0.4 }, says: ['whiteBorder'] },
    { name: 'walmart wants a square', channel: 'walmart', picture: { ...studio, width: 3000 }, says: ['ratio'] },
    { name: 'no animation for google', channel: 'google', picture: { ...studio, frames: 9, mime: 'image/gif' as const }, says: ['frames'] },
    { name: 'ebay and frames', channel: 'ebay', picture: { ...studio, hasFrame: true }, says: ['no-frame'] },
    { name: 'walmart takes no WebP', channel: 'walmart', picture: { ...studio, mime: 'image/webp' as const }, says: ['type'] },
  ])('$name', ({ channel, picture, says }) => expect(say(channel, picture)).toEqual(says));

  test('a rule of tomorrow is not asked today', () => {
    const small = { ...studio, width: 400, height: 400 };
    expect(say('google', small, { today: '2027-01-30' })).toEqual([]);
    expect(say('google', small, { today: '2027-01-31' })).toEqual(['shortestSidePx']);
  });
  test('what only the main picture must have is not asked of others', () => expect(say('amazon', { ...studio, whiteBorder: 0, hasFrame: true }, { isMain: false })).toEqual([]));
  test('what a person has to see is never passed', () =>
    expect(checkChannel(channelRules.find(({ channel }) => channel === 'amazon')!, studio, { today: '2026-11-22', isMain: true }).filter(({ level }) => level === 'review').map(({ about }) => about)).toEqual(['no-text', 'no-watermark', 'no-props', 'whole-product']));
});

const look: PictureLook = { whiteBorder: 0, fill: 1, hasFrame: false, sharpness: 300, light: 0.5, black: 0, blown: 0 };
test.each([
  { name: 'a good photo', change: {}, says: [] },
  { name: 'blur', change: { sharpness: 5 }, says: ['blurred'] },
  { name: 'night', change: { light: 0.1 }, says: ['too-dark'] },
  { name: 'blown out', change: { blown: 0.5 }, says: ['too-bright'] },
  { name: 'white ground', change: { light: 0.95, whiteBorder: 1 }, says: [] },
])('advice: $name', ({ change, says }) => expect(adviceOn({ ...look, ...change })).toEqual(says));

test('near-duplicates are pairs within some bits', () => {
  expect(hashDistance('0000000000000000', 'ffffffffffffffff')).toBe(64);
  expect(hashDistance('8000000000000001', '0000000000000000')).toBe(2);
  const [one, near, far] = ['00ff00ff00ff00ff', '00ff00ff00ff00fe', 'ff00ff00ff00ff00'];
  expect(nearDuplicates([{ id: 'a', phash: one }, { id: 'b', phash: far }, { id: 'c', phash: near }])).toEqual([{ a: 'a', b: 'c', distance: 1 }]);
  expect(nearDuplicates([{ id: 'plain', phash: '0000000000000001' }, { id: 'as plain', phash: '0000000000000000' }])).toEqual([]);
});
