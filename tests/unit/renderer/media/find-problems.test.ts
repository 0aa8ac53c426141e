import { describe, expect, test } from 'vitest';
import { channelProblems, findProblems, gravityOf, missingAlts } from '#renderer/media/checks/find-problems.ts';
import { likenessOf } from '#renderer/media/editor/likeness.ts';
import { channelRules } from '#shared/media/channel-rules.ts';
import { plainRecipe } from '#shared/media/recipe.ts';
import { at as moment, productIdOf } from '#tests/builders/catalog.ts';
import { aListedPicture, anImage, sha256Of } from '#tests/builders/listed-pictures.ts';

const channels = (...names: string[]) => channelRules.filter(({ channel }) => names.includes(channel));
const at = { today: '2026-11-22', isMain: true };
const said = (picture: ReturnType<typeof aListedPicture>, ...names: string[]) =>
  channelProblems(picture, plainRecipe, null, channels(...names), at).flatMap((problem) => (problem.kind === 'channel' && gravityOf(problem) !== 'look' ? [`${problem.rules.channel} ${problem.finding.about} ${gravityOf(problem)}${problem.fix ? ` ${problem.fix.fix}` : ''}`] : []));

describe('IMG-09 checks with reasons', () => {
  test.each([
    { name: 'a studio photo: nothing', picture: aListedPicture(), asked: ['google', 'amazon', 'ebay', 'walmart'], says: ['walmart shortestSidePx warn'] },
    { name: 'a wide photo: a square mends it', picture: aListedPicture({ width: 3000, height: 2000 }), asked: ['walmart'], says: ['walmart ratio bad pad-square', 'walmart shortestSidePx bad pad-square'] },
    { name: 'too small: no click helps', picture: aListedPicture({ width: 80, height: 80 }), asked: ['google'], says: ['google shortestSidePx bad'] },
    { name: 'on grey: no click hides it', picture: aListedPicture({ look: { whiteBorder: 0 } }), asked: ['amazon'], says: ['amazon whiteBorder bad'] },
    { name: 'a HEIC is handed over as JPEG', picture: aListedPicture({ mime: 'image/heic' }), asked: ['amazon'], says: [] },
    { name: 'nobody asked', picture: aListedPicture({ width: 80, height: 80 }), asked: [], says: [] },
  ])('$name', ({ picture, asked, says }) => expect(said(picture, ...asked)).toEqual(says));

  test('what only a person sees is always asked, and never grave', () => {
    const asked = channelProblems(aListedPicture(), plainRecipe, null, channels('amazon'), at);
    expect(asked.map(gravityOf)).toEqual(['look', 'look', 'look', 'look']);
  });
  test('a wish beyond what is handed over says so', () =>
    expect(channelProblems(aListedPicture({ width: 4000, height: 4000 }), plainRecipe, null, channels('shopify'), at)).toMatchObject([{ finding: { about: 'longestSidePx', found: 1600, least: 2048 }, isServedSmaller: true, fix: null }]));

  const texts = { fr: { title: 'Sac', description: '' }, en: { title: '', description: '' }, ar: { title: 'حقيبة', description: '' } };
  test('alternative texts are asked in the languages the listing speaks', () => {
    expect(missingAlts({ texts }, anImage())).toEqual(['fr', 'ar']);
    expect(missingAlts({ texts }, anImage({ alt: { fr: 'Un sac', ar: ' ' } }))).toEqual(['ar']);
  });
  test('blur, missing words and a double are told together, for a drawing only its words', () => {
    const given = { product: { id: productIdOf(1), texts, images: {} }, imageId: 'one', seen: null, channels: [], alike: [{ productId: 'p', title: 'Un autre', sha256: 'e'.repeat(64), recipe: null, distance: 2 }], ...at };
    expect(findProblems({ ...given, image: anImage({ picture: aListedPicture({ look: { sharpness: 3 } }) }) }).map(({ kind }) => kind)).toEqual(['look', 'alt', 'alike']);
    expect(findProblems({ ...given, alike: [], image: anImage({ picture: null, drawing: 'x' }) }).map(({ kind }) => kind)).toEqual(['alt']);
  });
  test('a picture that repeats an earlier one of its listing says which; the earlier one says nothing', () => {
    const images = { one: anImage({ position: 1 }), main: anImage({ position: 0, picture: aListedPicture({ n: 2, phash: 'f0f0f0f0f0f0f0f1' }) }) };
    const found = (imageId: 'one' | 'main') => findProblems({ product: { id: productIdOf(1), texts: {}, images }, imageId, image: images[imageId], seen: null, channels: [], alike: [], ...at });
    expect(found('one')).toEqual([{ kind: 'twin', productId: productIdOf(1), imageId: 'main', nth: 1, sha256: sha256Of(2), recipe: null }]);
    expect([found('one').map(gravityOf), found('main')]).toEqual([['warn'], []]);
  });
  test('a recipe that leaves nothing is said first', () =>
    expect(channelProblems(aListedPicture(), { ...plainRecipe, crop: { left: 1, top: 0, width: 0.1, height: 1 } }, null, channels('google'), at)).toEqual([{ kind: 'nothing-left' }]));

  test('of another shop’s picture the shop hears as a hint, staff where; of other pictures nothing', () => {
    const image = anImage({ alt: { fr: 'Sac', ar: 'حقيبة' } });
    const found = (elsewhere: Parameters<typeof findProblems>[0]['elsewhere']) => findProblems({ product: { id: productIdOf(1), texts, images: {} }, imageId: 'one', image, seen: null, channels: [], ...at, alike: [], ...(elsewhere ? { elsewhere } : {}) });
    const { sha256 } = image.picture!;
    const where = [{ shop: 'Kabbaj', distance: 0, since: moment(1), wasFirst: true, listings: [] }];
    expect([undefined, [{ sha256: 'f'.repeat(64), where: null }]].map(found)).toEqual([[], []]);
    expect(found([{ sha256, where: null }])).toEqual([{ kind: 'elsewhere', where: null }]);
    const told = found([{ sha256, where }]);
    expect([told, told.map(gravityOf)]).toEqual([[{ kind: 'elsewhere', where }], ['look']]);
  });
});

test.each([[97, 'none'], [90, 'none'], [84, 'hardly'], [70, 'little'], [42, 'some'], [null, 'unknown']] as const)('likeness of %s in words: %s', (similarity, words) => expect(likenessOf(similarity)).toBe(words));
