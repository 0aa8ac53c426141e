import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { channelRules } from '#shared/media/channel-rules.ts';
import { checkChannel, type ChannelFinding } from '#shared/media/check-channel.ts';
import { fixFor, FRAMED_FILL, frameProduct, padSquare } from '#shared/media/fixes.ts';
import { resultMatrix, resultSize, uncutSize } from '#shared/media/geometry.ts';
import { plainRecipe, type Recipe } from '#shared/media/recipe.ts';
import { servedMeasures } from '#shared/media/served-measures.ts';
import { aListedPicture } from '#tests/builders/listed-pictures.ts';

const wide = aListedPicture({ width: 3000, height: 2000 });
const rulesOf = (channel: string) => channelRules.find((one) => one.channel === channel)!;
const say = (channel: string, recipe: Recipe, seen = {}): ChannelFinding[] => checkChannel(rulesOf(channel), servedMeasures(wide, recipe, seen)!, { today: '2026-11-22', isMain: true }).filter(({ level }) => level !== 'review');

describe('what a marketplace is sent', () => {
  test('is the largest JPEG, whatever the file was', () =>
    expect(servedMeasures(aListedPicture({ width: 4000, height: 3000, mime: 'image/heic', frames: 3, bytes: 9_000_000 }), plainRecipe)).toMatchObject({ width: 1600, height: 1200, mime: 'image/jpeg', frames: 1, bytes: null, whiteBorder: 1 }));
  test('what a cut changed is not known until it was measured', () => {
    const cut = { ...plainRecipe, crop: { left: 0, top: 0, width: 0.5, height: 1 } };
    expect(servedMeasures(wide, cut)).toMatchObject({ whiteBorder: null, fill: null, hasFrame: null });
    expect(say('amazon', cut)).toEqual([expect.objectContaining({ about: 'whiteBorder', level: 'unmeasured' }), expect.objectContaining({ about: 'fill', level: 'unmeasured' }), expect.objectContaining({ about: 'no-frame', level: 'unmeasured' })]);
    expect(say('amazon', cut, { look: wide.look })).toEqual([]);
  });
  test('nothing left is nothing', () => expect(servedMeasures(wide, { ...plainRecipe, crop: { left: 1, top: 0, width: 0.1, height: 1 } })).toBeNull());
});

describe('IMG-09 what can be mended by a click', () => {
  const square: ChannelFinding = { about: 'ratio', level: 'must', found: 1.5, most: 1 };
  const tooShort: ChannelFinding = { about: 'shortestSidePx', level: 'must', found: 1067, least: 1500 };
  test.each([
    { name: 'a square is made by ground around it', finding: square, recipe: plainRecipe, fix: 'pad-square' },
    { name: 'so is a side that is too short', finding: tooShort, recipe: plainRecipe, fix: 'pad-square' },
    { name: 'a cut that left too little is given up', finding: { ...tooShort, least: 1000 }, recipe: { ...plainRecipe, crop: { left: 0, top: 0, width: 0.1, height: 0.1 } }, fix: 'whole' },
    { name: 'a picture that is too small stays so', finding: { ...tooShort, least: 5000 }, recipe: plainRecipe, fix: undefined },
    { name: 'ground around it becomes white', finding: { about: 'whiteBorder' as const, level: 'must' as const, found: 0.2, least: 0.99 }, recipe: { ...plainRecipe, straighten: 4, background: '#00ff7f' }, fix: 'white-ground' },
    { name: 'a photo on grey is not hidden behind a white frame', finding: { about: 'whiteBorder' as const, level: 'must' as const, found: 0.2, least: 0.99 }, recipe: plainRecipe, fix: undefined },
    { name: 'nobody’s eye is replaced', finding: { about: 'no-text' as const, level: 'review' as const }, recipe: plainRecipe, fix: undefined },
  ])('$name', ({ finding, recipe, fix }) => expect(fixFor(finding, wide, recipe, null)?.fix).toBe(fix));

  test('what was padded to a square passes, and is not padded again', () => {
    expect(say('walmart', plainRecipe).map(({ about }) => about)).toContain('ratio');
    const padded = padSquare(wide, plainRecipe);
    expect(say('walmart', padded, { look: wide.look }).filter(({ level }) => level === 'must')).toEqual([]);
    expect(padSquare(wide, padded)).toEqual(padded);
  });

  const share = fc.double({ min: 0.05, max: 0.4, noNaN: true });
  test('a product that was framed takes as much of the frame as every marketplace accepts, in the middle, and twice is once', () =>
    fc.assert(fc.property(fc.integer({ min: 400, max: 6000 }), fc.integer({ min: 400, max: 6000 }), share, share, share, share, (width, height, left, top, productWidth, productHeight) => {
      const size = { width, height };
      const product = { left, top, width: productWidth, height: productHeight };
      const next = frameProduct(size, plainRecipe, product);
      const [result, matrix] = [resultSize(size, next)!, resultMatrix(size, next, 1)!];
      expect(Math.abs(result.width / result.height - width / height)).toBeLessThan(0.05 * (width / height));
      const seen = { left: matrix[0] * left * width + matrix[4], width: matrix[0] * productWidth * width, top: (matrix[3] * top * height + matrix[5]) * (result.width / result.height), height: matrix[3] * productHeight * height * (result.width / result.height) };
      expect(Math.max(seen.width, seen.height)).toBeCloseTo(FRAMED_FILL, 1);
      expect([seen.left + seen.width / 2, seen.top + seen.height / 2]).toEqual([expect.closeTo(0.5, 1), expect.closeTo(0.5, 1)]);
      const again = frameProduct(size, next, seen);
      expect(Math.abs(resultSize(size, again)!.width - result.width)).toBeLessThanOrEqual(Math.max(3, uncutSize(size, next).width * 0.01));
    })));
});
