import { expect, test } from 'vitest';
import { writeHtmlTable } from '#shared/bulk/clipboard/html-table.ts';

test('BLK-01 codes are marked as text, figures are not, and nothing of a title becomes markup', () =>
  expect(writeHtmlTable([['0071234567890', '12,50', '<b>&"']], [true, false, true])).toBe(
    `<meta charset="utf-8"><table><tr><td style="mso-number-format:'\\@'">0071234567890</td><td>12,50</td><td style="mso-number-format:'\\@'">&lt;b&gt;&amp;&quot;</td></tr></table>`,
  ));
test('BLK-01 a line break in a cell stays in its cell', () => expect(writeHtmlTable([['a\r\nb']], [false])).toContain('<td>a<br>b</td>'));
