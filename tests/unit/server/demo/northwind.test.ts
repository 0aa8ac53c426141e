import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { explainDemo } from '#server/demo/explain.ts';
import { northwindLine, readNorthwind, type Northwind } from '#server/demo/northwind.ts';
import { happenedTo } from '#shared/orders/happened.ts';
import type { Order } from '#shared/orders/model.ts';
import { checkFact, withFact } from '#shared/orders/rules.ts';
import { statesOf } from '#shared/orders/states.ts';
import { totalsOf } from '#shared/orders/totals.ts';
import { northwindDump, northwindDumpSums } from '#tests/builders/northwind-dump.ts';
import { realNorthwindFile } from '#tests/support/real-data.ts';

const root = mkdtempSync(join(tmpdir(), 'comptoir-northwind-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let count = 0;
const fileWith = (text: string | Uint8Array): string => {
  const file = join(root, `${++count}.sql`);
  writeFileSync(file, text);
  return file;
};
const changed = (from: string | RegExp, to: string): string => {
  const text = northwindDump.replace(from, to);
  if (text === northwindDump) throw new Error(`nothing to change: ${String(from)}`);
  return text;
};
async function readWhole(file: string): Promise<Northwind> {
  const read = await readNorthwind(file);
  if (!read.ok) throw new Error(explainDemo(read.error));
  return read.value;
}
const refusal = async (text: string | Uint8Array) => {
  const read = await readNorthwind(fileWith(text));
  return read.ok ? null : read.error;
};
function checkLegal(orders: readonly Order[]): void {
  for (const one of orders) {
    let now: Order = { ...one, facts: {} };
    for (const { id, fact } of happenedTo(one)) {
      expect(checkFact(now, fact), `${one.number} ${fact.kind}`).toBeNull();
      now = withFact(now, id, fact);
    }
    expect(statesOf(one).payment, one.number).toBe('paid');
  }
}

test('a small dump becomes orders with its own figures, the same every time', async () => {
  const { orders, sums, shop } = await readWhole(fileWith(northwindDump));
  expect(sums).toEqual(northwindDumpSums);
  const [first, second] = orders;
  expect(first).toMatchObject({ shopId: shop.id, number: 'NW-10248', currency: 'USD', shipping: { method: 'Slow Boat', amount: 3_238 }, createdAt: Date.UTC(1996, 6, 4), shipBy: Date.UTC(1996, 7, 1) });
  expect(first!.shipTo).toEqual({ name: 'Caves (du); Port', lines: ["59 rue de l'Abbaye"], postcode: '51100', city: 'Reims', region: null, country: 'FR', phone: null });
  expect(Object.values(first!.lines).map(({ sku, title, quantity, unitPrice, discount }) => [sku, title, quantity, unitPrice, discount])).toEqual([['NW-11', 'Blue cheese', 12, 980, 0], ['NW-42', 'Noodles', 1, 10, 2]]);
  expect(second!.shipping.amount).toBe(0);
  expect(orders.map((one) => [statesOf(one).fulfilment, totalsOf(one).whole.gross])).toEqual([['fulfilled', 11_760 + 8 + 3_238], ['unfulfilled', 17_400 - 870]]);
  checkLegal(orders);
  expect((await readWhole(fileWith(northwindDump))).orders).toEqual(orders);
});

test('line ends of Windows, a byte order mark and the name of the schema change nothing', async () => {
  const { orders } = await readWhole(fileWith(northwindDump));
  expect((await readWhole(fileWith(`\ufeff${northwindDump.replaceAll('\n', '\r\n')}`))).orders).toEqual(orders);
  expect((await readWhole(fileWith(northwindDump.replaceAll('INSERT INTO ', 'INSERT INTO public.').trimEnd()))).orders).toEqual(orders);
});

describe('a dump that is cut or wrong is refused by line, column and rule', () => {
  test.each([
    { name: 'nothing in it', text: '', error: { rule: 'no-orders' } },
    { name: 'cut in the middle of a text', text: northwindDump.slice(0, northwindDump.indexOf('Abbaye')), error: { rule: 'insert-cut', details: { line: 10, value: 10 } } },
    { name: 'cut before the orders', text: northwindDump.slice(0, northwindDump.indexOf('INSERT INTO orders')), error: { rule: 'no-orders' } },
    { name: 'an order that is missing', text: changed(/INSERT INTO orders VALUES \(10249.*\n/, ''), error: { rule: 'not-in-file', field: 'order_id', details: { line: 9, found: 10_249 } } },
    { name: 'cut before the products', text: northwindDump.slice(0, northwindDump.indexOf('INSERT INTO products')), error: { rule: 'not-in-file', field: 'product_id', details: { line: 7 } } },
    { name: 'cut before the carriers', text: northwindDump.slice(0, northwindDump.indexOf('INSERT INTO shippers')), error: { rule: 'not-in-file', field: 'ship_via', details: { line: 10 } } },
    { name: 'an order of nothing', text: changed(/INSERT INTO order_details VALUES \(10249.*\n/, ''), error: { rule: 'no-lines', field: 'order_id', details: { found: 10_249 } } },
    { name: 'one product twice in an order', text: changed('10248, 42', '10248, 11'), error: { rule: 'id-twice', field: 'product_id', details: { line: 8 } } },
    { name: 'an order twice', text: changed("(10249, 'AAAAC'", "(10248, 'AAAAC'"), error: { rule: 'id-twice', field: 'order_id', details: { line: 11 } } },
    { name: 'columns by name', text: changed('INSERT INTO orders VALUES', 'INSERT INTO orders (order_id) VALUES'), error: { rule: 'insert-shape', details: { line: 10 } } },
    { name: 'several rows in one', text: changed('12, 0);', '12, 0), (10248, 12, 1, 1, 0);'), error: { rule: 'insert-value', details: { line: 7, value: 5 } } },
    { name: 'a second statement behind', text: changed('12, 0);', '12, 0); DROP TABLE orders;'), error: { rule: 'insert-shape', details: { line: 7 } } },
    { name: 'an expression', text: changed("'1996-07-05'", 'now()'), error: { rule: 'insert-value', details: { line: 11, value: 4 } } },
    { name: 'an escaped text', text: changed("'Münster'", "E'M\\u00fcnster'"), error: { rule: 'insert-value', details: { line: 11, value: 11 } } },
    { name: 'a value too few', text: changed('12, 0);', '12);'), error: { rule: 'insert-count', details: { line: 7, expected: 5, found: 4 } } },
    { name: 'nothing where something is needed', text: changed("'AAAAB'", 'NULL'), error: { rule: 'not-null', field: 'customer_id', details: { line: 10 } } },
    { name: 'a customer of another kind', text: changed("'AAAAB'", "'robert'"), error: { rule: 'customer-letters', field: 'customer_id', details: { line: 10 } } },
    { name: 'a price below zero', text: changed('9.80000019', '-9.8'), error: { rule: 'decimal-number', field: 'unit_price', details: { line: 7, found: '-9.8' } } },
    { name: 'more than the whole off', text: changed('0.150000006', '1.5'), error: { rule: 'decimal-number', field: 'discount', details: { line: 8, most: 1 } } },
    { name: 'no pieces', text: changed('9.80000019, 12', '9.80000019, 0'), error: { rule: 'whole-number', field: 'quantity', details: { line: 7, least: 1 } } },
    { name: 'half a piece', text: changed('9.80000019, 12', '9.80000019, 0.5'), error: { rule: 'whole-number', field: 'quantity', details: { line: 7 } } },
    { name: 'a day that is none', text: changed('1996-07-05', '1996-02-30'), error: { rule: 'calendar-date', field: 'order_date', details: { line: 11, found: '1996-02-30' } } },
    { name: 'sent before it was ordered', text: changed('1996-07-16', '1996-07-01'), error: { rule: 'shipped-before-ordered', field: 'shipped_date', details: { line: 10 } } },
    { name: 'a country nobody knows', text: changed("'France'", "'Atlantis'"), error: { rule: 'country-unknown', field: 'ship_country', details: { line: 10 } } },
    { name: 'a text beyond every column', text: changed('Luisenstr. 48', 'x'.repeat(121)), error: { rule: 'order-limits', details: { line: 11 } } },
    { name: 'an amount no order holds', text: changed('9.80000019, 12', '999999999, 1000000'), error: { rule: 'order-limits', details: { line: 10 } } },
    { name: 'a line without end', text: changed('Luisenstr. 48', 'x'.repeat(70_000)), error: { rule: 'line-too-long', details: { line: 11, most: 65_536 } } },
    { name: 'another encoding', text: Buffer.from(northwindDump, 'latin1'), error: { rule: 'utf8', details: { line: 11 } } },
  ])('$name', async ({ text, error }) => expect(await refusal(text)).toMatchObject({ code: 'invalid-input', attempted: 'demo.northwind', ...error }));

  test('in one line for whoever gave it, without what stands in it about people', async () => {
    expect(explainDemo((await refusal(northwindDump.slice(0, northwindDump.indexOf('Abbaye'))))!)).toMatch(/^\d+\.sql, line 10: the row does not end on its line; the file may be cut short \(value 10\)$/);
  });

  test('a file that is not there, and a folder', async () => {
    expect(await readNorthwind(join(root, 'nowhere.sql'))).toMatchObject({ ok: false, error: { rule: 'file-unreadable', details: { reason: 'ENOENT' } } });
    expect(await readNorthwind(root)).toMatchObject({ ok: false, error: { rule: 'file-unreadable', details: { reason: 'EISDIR' } } });
  });
});

const real = realNorthwindFile();
describe.skipIf(real === null)(`the real dump of Northwind${real === null ? ' (skipped: orders/northwind.sql is not in COMPTOIR_DATA)' : ''}`, () => {
  test('830 orders with the known totals, to the cent; every step of each is legal', async () => {
    const { orders, sums } = await readWhole(real!);
    expect(orders).toHaveLength(830);
    expect(sums).toEqual({ orders: 830, lines: 2_155, gross: 135_445_859, net: 126_579_276, netAtOnce: 126_579_304 });
    expect(northwindLine(sums)).toBe('Northwind: 830 orders, 2155 lines; 1354458.59 USD gross, 1265793.04 after discounts (1265792.76 with each line rounded to the cent, as the orders hold it)');
    const freight = orders.reduce((sum, { shipping }) => sum + shipping.amount, 0);
    expect(freight).toBe(6_494_269);
    expect(orders.reduce((sum, one) => sum + totalsOf(one).whole.gross, 0)).toBe(sums.net + freight);
    expect(orders.filter((one) => statesOf(one).fulfilment === 'unfulfilled')).toHaveLength(21);
    checkLegal(orders);
  });
});
