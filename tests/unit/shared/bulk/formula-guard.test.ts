import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withGuard, withoutGuard } from '#shared/bulk/formula-guard.ts';

test.each([
  { text: '=1+1', leaves: "'=1+1" },
  { text: '=HYPERLINK("http://x";"y")', leaves: '\'=HYPERLINK("http://x";"y")' },
  { text: '@SUM(A1)', leaves: "'@SUM(A1)" },
  { text: '+cmd|x', leaves: "'+cmd|x" },
  { text: '-2+3', leaves: "'-2+3" },
  { text: "'=1", leaves: "''=1" },
  { text: '-12,50', leaves: '-12,50' },
  { text: '+5', leaves: '+5' },
  { text: "l'été", leaves: "l'été" },
  { text: 'a=b', leaves: 'a=b' },
])('BLK-01 $text leaves as $leaves', ({ text, leaves }) => expect(withGuard(text)).toBe(leaves));

test('BLK-01 no guarded text is a formula, and taking the guard off gives back what was there', () =>
  fc.assert(fc.property(fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom("'", '=', '+', '-', '@', '\t', '\r', '1', ',', 'a') })), (text) => {
    const out = withGuard(text);
    expect(withoutGuard(out)).toBe(text);
    if (/^[=+\-@\t\r]/.test(out)) expect(out).toMatch(/^[+-][\d\u00a0\u202f ]+([.,]\d+)?$/);
  })));
