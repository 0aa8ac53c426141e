import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CacheDb } from '#electron/db/cache-db.ts';
import type { Answer } from '#shared/contract/channel.ts';
import type { bulkChannels } from '#shared/bulk/contract.ts';
import type { FixAsked } from '#shared/bulk/fix-model.ts';
import { uuid } from '#shared/kernel/ids.ts';
import { aCache } from '#tests/builders/cache.ts';
import { valueOf } from '#tests/builders/catalog-desk.ts';
import { aProduct, productIdOf } from '#tests/builders/catalog.ts';
import { anImportDesk } from '#tests/builders/import-desk.ts';

type Desk = ReturnType<typeof anImportDesk>;

const products = [1, 2, 3, 4, 5].map((n) => aProduct({ n, variant: { price: n * 100, gtin: n === 1 ? ('04006381333931' as never) : null } }));
/** Few values, so that rows meet: of one product, one SKU, one GTIN. */
const values = {
  command: ['', 'NEW', 'UPDATE', 'REPLACE', 'DELETE', 'IGNORE'],
  'product id': ['', '', '', productIdOf(1), productIdOf(2)],
  handle: ['', '', 'bol', 'vase'],
  sku: ['SKU-1', 'SKU-2', 'SKU-3', 'SKU-4', 'N-1', 'N-2', 'N-3', ''],
  'title:fr': ['Article 1', 'Bol', 'Vase', ''],
  price: ['1', '2', '9,5', 'cher', ''],
  gtin: ['', '', '4006381333931', '5901234123457', '590123412345X'],
  tags: ['', 'a, b', 'b'],
} as const;
const headers = Object.keys(values) as (keyof typeof values)[];
const cellOf = (column: keyof typeof values) => fc.constantFrom(...values[column]);
const rows = fc.array(fc.tuple(...headers.map(cellOf)), { minLength: 6, maxLength: 24 });
const place = fc.nat({ max: headers.length - 1 });
type Wish = { readonly kind: 'cell'; readonly row: number; readonly column: number; readonly pick: number } | { readonly kind: 'alike'; readonly column: number; readonly from: number; readonly to: number } | { readonly kind: 'back'; readonly which: number };
const wishes = fc.array(fc.oneof<fc.Arbitrary<Wish>[]>(
  fc.record({ kind: fc.constant('cell' as const), row: fc.nat(23), column: place, pick: fc.nat(7) }),
  fc.record({ kind: fc.constant('cell' as const), row: fc.nat(23), column: fc.constantFrom(2, 3), pick: fc.nat(7) }),
  fc.record({ kind: fc.constant('alike' as const), column: place, from: fc.nat(7), to: fc.nat(7) }),
  fc.record({ kind: fc.constant('back' as const), which: fc.nat(5) }),
), { minLength: 1, maxLength: 6 });

const cache = (): CacheDb => aCache({ products });
/** Rows that have to do with nobody: what is touched is less than all. */
const others = Array.from({ length: 30 }, (_, n) => ['', '', '', `P-${n}`, `Plat ${n}`, '3', '', '']);
const textOf = (table: readonly (readonly string[])[]): string => [headers, ...table, ...others].map((cells) => cells.map((cell) => `"${cell}"`).join(';')).join('\n');

/** Ids that were made up anew, by the order in which they appear: two computings make up others. */
function withoutFreshIds(told: unknown): unknown {
  const seen = new Map<string, string>(products.map(({ id }) => [id, id]));
  return JSON.parse(JSON.stringify(told).replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, (id) => {
    if (!uuid.safeParse(id).success || id.startsWith('00000000-')) return id;
    if (!seen.has(id)) seen.set(id, `fresh ${seen.size}`);
    return seen.get(id)!;
  }));
}

/** Everything a screen shows of a preview. */
async function shown(desk: Desk, plan: string): Promise<unknown> {
  const { counts, warnings, cells, total, done, asks, state } = await desk.settled(plan);
  const preview: Answer<typeof bulkChannels, 'bulk.rows'> = valueOf(await desk.ask('bulk.rows', { plan, offset: 0, limit: 200 }));
  const { problems, groups } = valueOf(await desk.ask('bulk.problems', { plan, limit: 200 }));
  const report = await desk.report(plan);
  // Of two problems of one line which was found first says nothing.
  const inOrder = problems.map((one) => JSON.stringify(one)).sort();
  return withoutFreshIds({ counts, warnings, cells, total, done, asks, state, rows: preview.rows, problems: inOrder, groups, report: { ...report, problems: [] } });
}

function askedBy(wish: Wish, table: readonly (readonly string[])[]): FixAsked | null {
  if (wish.kind === 'back') return null;
  const of = values[headers[wish.column]!];
  if (wish.kind === 'cell') return { what: 'cells', cells: [{ line: 2 + (wish.row % table.length), column: wish.column, value: of[wish.pick % of.length]! }] };
  return { what: 'alike', column: wish.column, from: [of[wish.from % of.length]!], to: of[wish.to % of.length]! };
}

async function steps(desk: Desk, plan: string): Promise<readonly number[]> {
  return valueOf(await desk.ask('bulk.fixes', { plan })).steps.map(({ step }) => step);
}

describe('BLK-11 a correction computes again what it touches', () => {
  test('after any corrections of any file the preview is the one that is computed from all of its rows', async () => {
    await fc.assert(fc.asyncProperty(rows, wishes, async (table, wished) => {
      const [quick, whole] = [anImportDesk(cache()), anImportDesk(cache())];
      const [a, b] = [await quick.computed((await quick.open(textOf(table))).id), await whole.computed((await whole.open(textOf(table))).id)];
      let other = whole;
      for (const wish of wished) {
        const known = await steps(quick, a.plan);
        const asked = askedBy(wish, table);
        // A console that has just been started knows nothing of what it computed before: it computes everything.
        other = other.again();
        if (asked !== null) {
          expect(valueOf(await quick.ask('bulk.fix', { plan: a.plan, fix: asked })).cells).toBe(valueOf(await other.ask('bulk.fix', { plan: b.plan, fix: asked })).cells);
        } else if (known.length > 0 && wish.kind === 'back') {
          const step = known[wish.which % known.length]!;
          valueOf(await quick.ask('bulk.unfix', { plan: a.plan, step }));
          valueOf(await other.ask('bulk.unfix', { plan: b.plan, step }));
        }
        expect(await shown(quick, a.plan)).toEqual(await shown(other, b.plan));
      }
      quick.service.close();
      other.service.close();
    }), { numRuns: Number(process.env['COMPTOIR_FIX_RUNS'] ?? 6), ...(process.env['COMPTOIR_SEED'] === undefined ? {} : { seed: Number(process.env['COMPTOIR_SEED']) }) });
  });

  test.each([
    { name: 'a SKU', first: ['', '', 'bol', 'X-1', 'Bol', '1', '', ''], second: ['', '', 'vase', 'X-1', 'Vase', '2', '', ''], rule: 'sku-twice', column: 3, to: 'X-2' },
    { name: 'a GTIN', first: ['', '', '', 'X-1', 'Bol', '1', '5901234123457', ''], second: ['', '', '', 'X-2', 'Vase', '2', '5901234123457', ''], rule: 'gtin-twice', column: 6, to: '' },
    { name: 'a product', first: ['', productIdOf(1), '', '', '', '5', '', ''], second: ['', '', '', 'SKU-1', '', '6', '', ''], rule: 'row-product-twice', column: 1, to: productIdOf(3) },
  ])('rows that met over $name are looked at again when one of them is corrected', async ({ first, second, rule, column, to }) => {
    const desk = anImportDesk(cache());
    const { plan } = await desk.computed((await desk.open(textOf([first, second]))).id);
    const told = async (): Promise<string[]> => {
      await desk.settled(plan);
      return valueOf(await desk.ask('bulk.problems', { plan, limit: 200 })).problems.filter(({ line }) => line === 3).map((one) => one.rule);
    };
    expect(await told()).toContain(rule);
    const { head } = valueOf(await desk.ask('bulk.fix', { plan, fix: { what: 'cells', cells: [{ line: 2, column, value: to }] } }));
    expect(head.due).toBeLessThan(5);
    expect(await told()).not.toContain(rule);
  });

  test('of a file of 400 products one corrected price touches one product, a corrected SKU those it meets', async () => {
    const desk = anImportDesk(cache());
    const { plan } = await desk.computed((await desk.open(['sku,title:fr,price', ...Array.from({ length: 400 }, (_, n) => `N-${n},Bol ${n},${n === 7 ? 'cher' : n}`)].join('\n'))).id);
    const fixed = async (line: number, column: number, value: string): Promise<number> => {
      const { head } = valueOf(await desk.ask('bulk.fix', { plan, fix: { what: 'cells', cells: [{ line, column, value }] } }));
      await desk.settled(plan);
      return head.due;
    };
    expect(await fixed(9, 2, '7')).toBe(1);
    // One row goes to the product of another: its own place is filled by the last, which is looked at again as well.
    expect(await fixed(9, 0, 'N-100')).toBe(2);
    expect(await desk.settled(plan)).toMatchObject({ state: 'ready', total: 399, done: 399 });
    // Something of the catalogue is another now: everything is looked at.
    valueOf(await desk.ask('bulk.apply', { plan: (await desk.computed((await desk.open('sku,price\nSKU-1,77\n')).id)).plan }));
    expect(await fixed(12, 2, '8')).toBe(399);
  });
});
