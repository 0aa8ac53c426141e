import fc from 'fast-check';
import { expect, test } from 'vitest';
import { leadsAway } from '#shared/catalog/forbidden-text.ts';

test.each([
  { text: 'Appelez le 06 12 34 56 78', away: true },
  { text: 'Tél. 0612345678.', away: true },
  { text: '+212-6.12.34.56.78', away: true },
  { text: 'Écrire à salma.b@atelier-nour.example', away: true },
  { text: 'voir HTTPS://atelier.example', away: true },
  { text: 'voir www.atelier.example', away: true },
  { text: 'Lot de 12, 30 x 40 cm, 100 % lin', away: false },
  { text: 'Référence 12345678901234567890', away: false },
  { text: 'un @ tout seul', away: false },
  { text: 'EAN 978-2-07', away: false },
])('"$text" leads away: $away', ({ text, away }) => expect(leadsAway(text)).toBe(away));

test('what is looked for first leaves nothing out', () => {
  const whole = /(?<![\d.-])(?:\d[\s.-]?){9,15}(?!\d)|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[a-z]{2,}|https?:\/\/|www\./iu;
  const part = fc.constantFrom('0', '12', ' ', '.', '-', '06 12 34 56 78', '1234567890123456', 'a@b.fr', '@', 'é', 'www.', 'http://', 'http\u017f://', '://', '٣', '\n', 'x');
  fc.assert(fc.property(fc.array(part, { maxLength: 10 }), (parts) => leadsAway(parts.join('')) === whole.test(parts.join(''))), { numRuns: 500 });
});
