import fc from 'fast-check';
import { expect, test } from 'vitest';
import { detectEncoding, isDecodable, Utf8Pieces } from '#electron/bulk/encodings.ts';
import { offeredEncodings } from '#shared/bulk/reading/encoding.ts';
import { encodeAs } from '#tests/support/encode-as.ts';

const lines = {
  fr: 'référence;désignation;prix\nA-1;Théière émaillée à motifs, façonnée à la main dès 1950;12,50\nA-2;Châle côtelé en laine brossée, très doux où qu’on soit;49,90\nA-3;Écharpe légère: pièce numérotée, prête à être expédiée;15,00\n',
  de: 'Artikelnummer;Bezeichnung;Preis\nB-1;Größe für große Füße, schöne Überschuhe aus Köln;12,50\nB-2;Holzschüssel geölt, spülmaschinenfest, für Gemüse und Müsli;9,90\nB-3;Türkränze mit Äpfeln, natürlich gefärbt;7,00\n',
  es: 'código;descripción;precio\nC-1;Cerámica de Talavera pintada a mano, pequeño tamaño;12,50\nC-2;Mantón español: bordado con flecos, edición única del año;99,00\nC-3;Señal luminosa para el niño, jamás caducará;5,00\n',
  pl: 'kod;nazwa;cena\nD-1;Zażółć gęślą jaźń, ręcznie malowany dzbanek z Bolesławca;12,50\nD-2;Świąteczny wieniec z żołędzi i szyszek, duży;45,00\nD-3;Chusta wełniana, krój łowicki, śliczne kolory;20,00\n',
  ru: 'артикул;название;цена\nE-1;Чайник эмалированный с ручной росписью, объём три литра;12,50\nE-2;Шерстяной платок из Павловского Посада, яркий рисунок;99,00\nE-3;Деревянная ложка, расписанная вручную мастерами;3,00\n',
  tr: 'kod;açıklama;fiyat\nF-1;Çini işlemeli güğüm, şık ve dayanıklı, İznik üretimi;12,50\nF-2;Yün kilim, doğal boyalı, ağır dokuma, büyük boy;300,00\nF-3;Işıklı gölgelik, çocuk odası için yumuşak ışık;40,00\n',
  ar: 'الرمز;الوصف;السعر\nG-1;إبريق شاي مطلي بالمينا ومزخرف يدويا من فاس;12,50\nG-2;زربية صوف أطلسية منسوجة يدويا بألوان طبيعية;99,00\nG-3;حقيبة جلدية مدبوغة في دار الدباغ بمراكش;45,00\n',
  zh: '编号;名称;价格\nH-1;手绘搪瓷茶壶,三升容量,适合家庭使用;12.50\nH-2;羊毛披肩,颜色鲜艳,手感柔软,秋冬必备;99.00\nH-3;木制汤匙,由工匠手工绘制而成的餐具;3.00\n',
  ja: '品番;商品名;価格\nI-1;手描きのホーロー製ティーポット、容量三リットルです;1250\nI-2;ウールのショール、鮮やかな色合いと柔らかな手触り;9900\nI-3;職人が手で描いた木製スプーン、家庭用の食器です;300\n',
} as const;

test.each([
  ...Object.keys(lines).flatMap((language) => [[language, 'utf-8'], [language, 'utf-16le'], [language, 'utf-16be']] as const),
  ['fr', 'windows-1252'], ['de', 'windows-1252'], ['es', 'windows-1252'], ['fr', 'macintosh'], ['pl', 'windows-1250'], ['pl', 'iso-8859-2'], ['ru', 'windows-1251'], ['ru', 'koi8-r'],
  ['tr', 'windows-1254'], ['ar', 'windows-1256'], ['zh', 'gb18030'], ['ja', 'shift_jis'], ['ja', 'euc-jp'],
] as const)('BLK-13 a supplier list in %s is read as it was written in %s, without a mark', async (language, encoding) => {
  const bytes = encodeAs(encoding, lines[language as keyof typeof lines]);
  const guess = await detectEncoding([bytes]);
  // What counts is the text: two encodings may agree on every letter that occurs.
  expect(new TextDecoder(guess.encoding).decode(bytes), JSON.stringify(guess)).toBe(lines[language as keyof typeof lines]);
});

test.each([['utf-8', 'valid', lines.fr], ['utf-16le', 'mark', lines.fr], ['utf-16be', 'mark', lines.ar]] as const)('BLK-13 %s with a mark is known by it', async (encoding, evidence, text) =>
  expect(await detectEncoding([encodeAs(encoding, `\ufeff${text}`)])).toMatchObject({ encoding, evidence }));

test('BLK-13 one letter in the last line decides', async () => {
  const plain = Buffer.from('sku,title,price\n'.repeat(20_000));
  expect(await detectEncoding([plain])).toMatchObject({ encoding: 'utf-8', evidence: 'valid' });
  const old = encodeAs('windows-1252', lines.fr.repeat(3));
  const guess = await detectEncoding([plain, old]);
  expect(new TextDecoder(guess.encoding).decode(old)).toBe(lines.fr.repeat(3));
});

test('BLK-13 letters of several bytes may be cut between pieces; one cut off at the end is not UTF-8', async () => {
  const bytes = Buffer.from(lines.ar + lines.zh + '😀');
  for (const size of [1, 2, 3, 7]) {
    // A piece that begins like UTF-16 with so little in it says nothing.
    const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.subarray(at * size, (at + 1) * size));
    expect(await detectEncoding(pieces), `${size}`).toMatchObject({ encoding: 'utf-8', evidence: 'valid' });
  }
  expect((await detectEncoding([bytes.subarray(0, -1)])).evidence).not.toBe('valid');
});

test('BLK-13 every encoding offered can be read', () => expect(offeredEncodings.filter((encoding) => !isDecodable(encoding))).toEqual([]));

test('BLK-13 whatever the encoding, the scanner gets UTF-8, in pieces of any size', () =>
  fc.assert(fc.property(fc.constantFrom('utf-8', 'utf-16le', 'utf-16be', 'windows-1256'), fc.integer({ min: 1, max: 9 }), (encoding, size) => {
    const bytes = encodeAs(encoding, lines.ar);
    const turned = new Utf8Pieces(encoding, true);
    const out: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; at += size) out.push(turned.push(bytes.subarray(at, at + size)));
    expect(Buffer.concat([...out, turned.end()]).toString()).toBe(lines.ar);
  })));

test('BLK-13 a wrong choice of UTF-8 gives replacement marks, never bytes the scanner cannot read', () => {
  const turned = new Utf8Pieces('utf-8', false);
  expect(Buffer.concat([turned.push(encodeAs('windows-1252', 'caf\u00e9,1\n')), turned.end()]).toString()).toBe('caf\ufffd,1\n');
});
