import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { err, ok } from '#shared/kernel/result.ts';
import { categoryTrainer, likelierCategory } from '#shared/moderation/checks/category-model.ts';
import { waysOut } from '#shared/moderation/checks/contact.ts';
import { languageOf } from '#shared/moderation/checks/language.ts';
import { previewFindings, textFindings } from '#shared/moderation/checks/listing-checks.ts';
import { priceOutlier } from '#shared/moderation/checks/price-outlier.ts';
import { allPassed, outcomeOf, stageBudgetsMs, stageNames } from '#shared/moderation/checks/stages.ts';
import { searchOf, wordHits, type PatternEngine } from '#shared/moderation/checks/word-rules.ts';
import type { Finding, StageOutcome, WordRule } from '#shared/moderation/model.ts';
import { aProduct, id } from '#tests/builders/catalog.ts';

describe('MOD-05 language', () => {
  test.each([
    ['fr', 'Une théière en laiton gravée à la main dans un atelier de Fès, avec un couvercle qui ferme bien.'],
    ['en', 'A brass teapot that is engraved by hand in a workshop of Fez, with a lid that closes well.'],
    ['ar', 'إبريق شاي من النحاس منقوش باليد في ورشة بفاس، بغطاء محكم.'],
    [null, 'Théière Nour Fès 1,2 l'],
    [null, ''],
    [null, 'Handgefertigte Teekanne aus Messing, graviert von Meistern ihres Fachs'],
  ])('%s: %s', (language, text) => expect(languageOf(text)).toBe(language));
});

describe('MOD-05 ways out of the marketplace', () => {
  test.each([
    ['open', 'Appelez le 06 12 34 56 78'], ['open', 'nour@exemple.ma'], ['open', 'voir https://exemple.ma'],
    ['other-digits', 'للطلب ٠٦١٢٣٤٥٦٧٨'],
    ['spelled-out', 'zéro six un deux trois quatre cinq six sept huit'], ['spelled-out', 'call zero six 12 34 56 78 nine'], ['spelled-out', 'صفر ستة واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية'],
    ['spelled-out', 'nour arobase exemple point com'], ['spelled-out', 'nour (at) exemple dot com'],
    ['messenger', 'Contactez-nous sur WhatsApp'], ['messenger', 'تواصل معنا عبر واتساب'],
    [null, 'Lot de six verres, deux tailles, hauteur douze centimètres'], [null, 'Coque pour WhatsApp et Signal'], [null, 'Un point de croix à la main'], [null, 'Set of 6 at the best price'], [null, 'Lampe 220 V, 60 W, 1200 lm'],
  ])('%s: %s', (way, text) => expect(waysOut(text)).toBe(way));

  test('a description of 20,000 letters is walked through, whatever it says', () =>
    fc.assert(fc.property(fc.constantFrom('a', '1', '1 ', 'un ', '(at) ', 'point ', '@', 'واحد '), (piece) => {
      const text = piece.repeat(Math.floor(20_000 / piece.length));
      expect(['open', 'spelled-out', 'other-digits', 'messenger', null]).toContain(waysOut(text));
    })));
});

describe('MOD-12 words and patterns', () => {
  const engine: PatternEngine = (pattern) => {
    if (pattern === '(') return err({ code: 'invalid-input', field: 'pattern', rule: 'pattern-broken' });
    return ok((text) => {
      const hit = new RegExp(pattern, 'iu').exec(text);
      return hit ? { at: hit.index, length: hit[0].length } : null;
    });
  };
  const rule = (given: Partial<WordRule>): WordRule => ({ id: id(1), name: 'Essai', how: 'contains', pattern: 'x', locale: null, policy: 'prohibited', severity: 'high', hidesPictures: false, enabled: true, ...given });
  const found = (how: WordRule['how'], pattern: string, text: string) => {
    const search = searchOf({ how, pattern }, engine);
    return search.ok ? search.value(text) : search.error.rule;
  };
  test.each([
    ['exact', 'arme', 'Une ARME de collection', 'arme'], ['exact', 'arme', 'Une armure', null], ['exact', 'ivoire', 'bracelet d’ivoire', 'ivoire'],
    ['contains', 'contrefa', 'Ceci est une Contrefaçon', 'contrefa'], ['contains', 'replique', 'Réplique parfaite', 'replique'],
    ['exact', 'تقليد', 'حقيبة تَقليد ممتازة', 'تقليد'], ['contains', 'أصلية', 'ساعة اصليه', 'اصليه'],
    ['regex', 'r[ée]plique\\s+1:1', 'Réplique 1:1', 'Réplique 1:1'], ['regex', '(', 'x', 'pattern-broken'], ['contains', '  ', 'x', 'pattern-empty'],
  ] as const)('%s %s in "%s": %s', (how, pattern, text, piece) => expect(found(how, pattern, text)).toBe(piece));

  test('a rule of one language leaves the others alone, one that is off finds nothing', () => {
    const product = aProduct({ texts: { fr: { title: 'replica', description: '' }, en: { title: 'A replica', description: '' } } });
    expect(wordHits(product, [rule({ pattern: 'replica', locale: 'en' })], engine).map(({ field }) => field)).toEqual(['texts/en/title']);
    expect(wordHits(product, [rule({ pattern: 'replica', enabled: false })], engine)).toEqual([]);
  });
});

describe('MOD-11 prices out of the way', () => {
  const usual = [900, 1_000, 1_000, 1_050, 1_100, 1_100, 1_200, 1_200, 1_250, 1_300, 1_400, 1_500];
  test.each([[110_000, true], [100, false]])('%i is far off', (price, isDear) => expect(priceOutlier(price, usual)).toMatchObject({ isDear }));
  test.each([1_150, 3_000, 400])('%i is not', (price) => expect(priceOutlier(price, usual)).toBeNull());
  test('a category of very many prices has no strangers', () => expect(priceOutlier(90_000, [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 5, 50, 500, 5_000, 50_000])).toBeNull());
  test('few prices say nothing', () => expect(priceOutlier(1_000_000, usual.slice(1))).toBeNull());
  test('the same prices in another unit are as far off', () => fc.assert(fc.property(fc.integer({ min: 1, max: 1_000 }), fc.integer({ min: 1, max: 10_000_000 }), (unit, price) => {
    const [one, other] = [priceOutlier(price, usual), priceOutlier(price * unit, usual.map((usually) => usually * unit))];
    // At the very border the logarithm may round either way.
    if (one !== null && other !== null) expect(other.isDear).toBe(one.isDear);
    else expect((one ?? other)?.times ?? 5).toBeCloseTo(5, 1);
  })));
});

describe('MOD-05 is the category plausible', () => {
  const trainer = categoryTrainer();
  for (let n = 0; n < 20; n++) {
    trainer.add('teapots', `Théière en laiton gravé numéro ${n}`);
    trainer.add('rugs', `Tapis berbère en laine nouée numéro ${n}`);
  }
  const model = trainer.model();
  test('a rug among teapots is told, with the words that say so', () => expect(likelierCategory(model, 'teapots', 'Tapis en laine nouée, grand')).toEqual({ category: 'rugs', words: expect.arrayContaining(['tapis', 'laine', 'nouee']) as string[] }));
  test.each([['rugs', 'Tapis en laine'], ['teapots', 'Objet sans pareil'], ['lamps', 'Tapis en laine nouée'], ['teapots', 'Numéro en laiton'], ['teapots', '']])('in %s "%s" stays', (category, title) => expect(likelierCategory(model, category, title)).toBeNull());
});

describe('MOD-05 stages', () => {
  const flagged: Finding = { check: 'markup', field: 'x', severity: 'low', details: {} };
  test('together they end before 30 s', () => expect(Object.values(stageBudgetsMs).reduce((sum, ms) => sum + ms, 0)).toBeLessThan(30_000));
  test.each([
    { name: 'too late, though nothing was found', spent: 3_001, found: [], outcome: 'timed-out' },
    { name: 'too late, with findings', spent: 3_001, found: [flagged], outcome: 'timed-out' },
    { name: 'in time, nothing', spent: 3_000, found: [], outcome: 'passed' },
    { name: 'in time, a hint', spent: 0, found: [{ ...flagged, severity: 'hint' as const }], outcome: 'passed' },
    { name: 'in time, a finding', spent: 0, found: [flagged], outcome: 'flagged' },
    { name: 'no answer', spent: 0, found: null, outcome: 'failed' },
  ])('$name: $outcome', ({ spent, found, outcome }) => expect(outcomeOf(spent, 3_000, found)).toBe(outcome));
  test('only all of them together let a listing pass', () => {
    const passed = stageNames.map((name) => ({ name, outcome: 'passed' as StageOutcome }));
    expect(allPassed(passed)).toBe(true);
    for (const at of passed.keys()) {
      expect(allPassed(passed.toSpliced(at, 1))).toBe(false);
      for (const outcome of ['timed-out', 'failed', 'flagged'] as const) expect(allPassed(passed.with(at, { ...passed[at]!, outcome }))).toBe(false);
    }
  });
});

describe('the preview in the console', () => {
  test('names the field of what it found', () => {
    const product = aProduct({ texts: { fr: { title: 'Théière en laiton', description: 'This is a brass teapot that is made by hand for your home. Contact us on WhatsApp.' } }, variant: { price: 100, compareAt: 5_000 } });
    expect(previewFindings(product).map(({ check, field }) => `${check} ${field.split('/').at(-1)!}`)).toEqual(['contact-messenger description', 'other-language description', 'picture-none images', 'price-struck compareAt']);
  });
  test('a listing in order shows nothing of its texts', () => expect(textFindings(aProduct({ texts: { fr: { title: 'Théière en laiton gravée', description: 'Gravée à la main dans notre atelier de Fès, pour le thé de tous les jours.' } } }))).toEqual({ description: [], moderation: [] }));
});
