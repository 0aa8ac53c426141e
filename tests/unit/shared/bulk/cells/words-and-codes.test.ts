import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readGtin, readLine, readSku } from '#shared/bulk/cells/read-codes.ts';
import { categoryFinder, countSigns, noSigns, readAddresses, readList, signBy } from '#shared/bulk/cells/read-lists.ts';
import { plainOfHtml, readText } from '#shared/bulk/cells/read-text.ts';
import { readBackorder, readCommand, readCondition, readRowKind, readStatus, readTrackStock, readYesNo, rowCommands } from '#shared/bulk/cells/read-words.ts';
import { gtinCheckDigit } from '#shared/catalog/gtin.ts';
import { listingStatus } from '#shared/catalog/model.ts';
import { aCategory, categoryIdOf } from '#tests/builders/catalog.ts';

describe('BLK-13 codes a spreadsheet has spoilt', () => {
  test.each([
    { text: '6.29E+12', rule: 'gtin-spreadsheet' }, { text: '6,29104E+12', rule: 'gtin-spreadsheet' }, { text: '6291041500214', rule: 'gtin-check-digit' }, { text: 'N/A', rule: 'gtin-digits' }, { text: '123', rule: 'gtin-length' },
    { text: '36000291452', rule: 'gtin-zeros-lost', suggestion: '036000291452' },
  ])('$text is refused by $rule', ({ text, rule, suggestion }) => expect(readGtin(text)).toMatchObject({ ok: false, error: { rule, ...(suggestion ? { suggestion } : {}) } }));
  test.each(['6291041500213', "'6291041500213", '="6291041500213"', ' 6291041500213.0 ', '6 291041-500213'])('%s is read to the digit', (text) => expect(readGtin(text)).toEqual({ ok: true, value: '6291041500213' }));
  test('a GTIN without its leading zero is suggested, never put in', () =>
    fc.assert(fc.property(fc.stringMatching(/^0[1-9]\d{9}$/), (body) => {
      const whole = body + gtinCheckDigit(body);
      const read = readGtin(whole.slice(1));
      return !read.ok && read.error.rule === 'gtin-zeros-lost' && read.error.suggestion === whole;
    })));
  test.each([['1.2E+15', 'code-spreadsheet'], ['', 'sku-length'], ['x'.repeat(65), 'sku-length']])('SKU %s', (text, rule) => expect(readSku(text)).toMatchObject({ error: { rule } }));
  test('a SKU with its apostrophe or formula', () => expect([readSku("'0042"), readSku('="0042"'), readSku(' A-1 ')]).toEqual([{ ok: true, value: '0042' }, { ok: true, value: '0042' }, { ok: true, value: 'A-1' }]));
  test('one line, not too long', () => expect([readLine(' a\n b ', 5), readLine('abcdef', 5)]).toEqual([{ ok: true, value: 'a b' }, { ok: false, error: { rule: 'text-length', details: { found: 6, most: 5 } } }]));
});

describe('BLK-09 words for values', () => {
  test.each([['TRUE', true], ['oui', true], ['نعم', true], ['1', true], ['Non', false], ['-1', false], ['لا', false]])('%s is %s', (text, is) => expect(readYesNo(text)).toEqual({ ok: true, value: is }));
  test.each([[readStatus, 'Active', 'published'], [readStatus, 'brouillon', 'draft'], [readCondition, 'Neuf', 'new'], [readBackorder, 'deny', false], [readTrackStock, 'shopify', true], [readCommand, 'merge', 'MERGE'], [readRowKind, 'variation', 'variant'], [readRowKind, 'simple, virtual', 'single']] as const)('%# %s', (read, text, is) =>
    expect(read(text)).toEqual({ ok: true, value: is }));
  test('every state and command is its own word', () => {
    expect(listingStatus.options.map((state) => readStatus(state))).toEqual(listingStatus.options.map((value) => ({ ok: true, value })));
    expect(rowCommands.map((command) => readCommand(command))).toEqual(rowCommands.map((value) => ({ ok: true, value })));
  });
  test('what is none of them is told what there is', () => expect(readCondition('broken')).toEqual({ ok: false, error: { rule: 'word-unknown', details: { found: 'broken', allowed: ['new', 'refurbished', 'used'] } } }));
});

describe('BLK-09 texts', () => {
  test.each([
    { name: 'paragraphs and lists', html: '<p>Un <b>bol</b></p>\n<ul><li>bleu</li><li>rond &amp; lourd</li></ul>', text: 'Un bol\n\n• bleu\n• rond & lourd' },
    { name: 'breaks', html: 'a<br/>b<br>c', text: 'a\nb\nc' },
    { name: 'scripts and styles go', html: '<style>p{}</style><script>alert("<p>")</script><p>ok</p>', text: 'ok' },
    { name: 'entities', html: '<p>caf&eacute; &#x1F600; &euro;&nbsp;5</p>', text: 'café 😀 € 5' },
    { name: 'plain text with a sign of less', html: 'a < b\nand c', text: 'a < b\nand c' },
  ])('$name', ({ html, text }) => expect(plainOfHtml(html)).toBe(text));
  test('text made to be slow is not', () => expect(plainOfHtml(`<p>${'<'.repeat(50_000)}</p>`).length).toBe(50_000));
  test('every word of a page is kept, in its order, and no tag is', () =>
    fc.assert(fc.property(fc.array(fc.record({ tag: fc.constantFrom('p', 'b', 'li', 'div', 'h2', 'span class="x"'), word: fc.stringMatching(/^[a-zé]{1,8}$/) }), { minLength: 1, maxLength: 10 }), (parts) => {
      const text = plainOfHtml(parts.map(({ tag, word }) => `<${tag}>${word}</${tag.split(' ')[0]}> `).join('\n'));
      expect(text.split(/[\s•]+/).filter((word) => word !== '')).toEqual(parts.map(({ word }) => word));
    })));
  test('warnings and refusals', () => {
    expect(readText('Call 06 12 34 56 78 90', 200, false)).toMatchObject({ ok: true, value: { warnings: [{ rule: 'leads-away' }] } });
    expect(readText('caf\ufffd', 200, false)).toMatchObject({ error: { rule: 'text-damaged' } });
    expect(readText('x'.repeat(201), 200, false)).toMatchObject({ error: { rule: 'text-length', details: { found: 201, most: 200 } } });
    expect(readText('a\0b', 200, false)).toMatchObject({ error: { rule: 'zero-character', suggestion: 'ab' } });
  });
});

describe('BLK-09 lists, addresses, categories', () => {
  const listSign = (values: readonly string[]) => {
    const counted = noSigns();
    for (const value of values) countSigns(counted, value);
    return signBy(counted);
  };
  test('the sign of a column', () => expect([listSign(['a, b', 'c']), listSign(['a; b', 'c;d, e', 'f;g']), listSign(['a|b']), listSign(['a'])]).toEqual([',', ';', '|', ',']));
  test('each entry once', () => expect(readList('Rouge, bleu ,rouge,,  vert  foncé', ',', 60)).toEqual({ ok: true, value: ['Rouge', 'bleu', 'vert foncé'] }));
  test('an entry too long', () => expect(readList('x'.repeat(61), ',', 60)).toMatchObject({ error: { rule: 'tag-length' } }));
  test('addresses, also with commas in them', () => expect(readAddresses('https://a.example/1,2.jpg, https://a.example/3.jpg|https://a.example/3.jpg')).toEqual({ ok: true, value: ['https://a.example/1,2.jpg', 'https://a.example/3.jpg'] }));
  test.each(['1.jpg', 'javascript:alert(1)', 'https://x'])('no address: %s', (text) => expect(readAddresses(text)).toMatchObject({ error: { rule: 'image-address' } }));

  const name = (text: string) => ({ fr: text, en: text, ar: text });
  const tree = [
    aCategory({ n: 1, number: 166, name: name('Apparel'), path: name('Apparel') }), aCategory({ n: 2, number: 188, name: name('Rings'), path: name('Apparel > Jewelry > Rings') }),
    aCategory({ n: 3, number: 536, name: { fr: 'Maison', en: 'Home', ar: 'المنزل' }, path: { fr: 'Maison', en: 'Home', ar: 'المنزل' } }), aCategory({ n: 4, number: 600, name: name('Rings'), path: name('Home > Curtains > Rings') }),
  ];
  const find = categoryFinder(tree);
  test.each([['188 - Apparel > Jewelry > Rings', 2], ['apparel / jewelry / rings', 2], ['المنزل', 3], ['maison', 3]])('%s', (text, n) => expect(find(text)).toEqual({ ok: true, value: categoryIdOf(n) }));
  test('a number alone may be of any taxonomy, and gives way to the words beside it', () => {
    expect(find('188')).toEqual({ ok: false, error: { rule: 'category-number', details: { found: '188' } } });
    expect(find('188 - Home')).toEqual({ ok: true, value: categoryIdOf(3) });
  });
  test('a name of several is not guessed, an unknown one has the nearest above', () => {
    expect(find('Rings')).toEqual({ ok: false, error: { rule: 'category-unclear', details: { found: 'Rings', matches: 2 } } });
    expect(find('Apparel > Hats')).toEqual({ ok: false, error: { rule: 'category-unknown', suggestion: 'Apparel', details: { found: 'Apparel > Hats' } } });
  });
});
