import { expect, test } from 'vitest';
import { importAggregates } from '#server/catalog/seed.ts';
import { commissionOfProduct, previewCommission } from '#server/payouts/commission-effects.ts';
import { saveCommissionRule } from '#server/payouts/commission-rules.ts';
import { systemRandom } from '#server/random.ts';
import type { CategoryId } from '#shared/catalog/model.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { CommissionRule } from '#shared/payouts/commission/model.ts';
import { aCategory, aProduct, aShop, categoryIdOf, productIdOf, shopIdOf } from '#tests/builders/catalog.ts';
import { anOrder } from '#tests/builders/orders.ts';
import { describeOnEachDatabase } from '#tests/support/databases.ts';
import { boss, must } from './a-payer.ts';

const ruleOf = (n: number, more: Partial<CommissionRule>): CommissionRule => ({
  id: `01900000-0000-7000-8000-00000000c00${n}` as CommissionRule['id'], name: `Rule ${n}`, productId: null, kind: null, collection: null, categoryId: null, shopId: null,
  value: { type: 'percent', rate: 1_000 as never }, includeTax: false, includeShipping: false, priority: 0, ...more,
});

describeOnEachDatabase('PAY-03 what rules for commission lead to', (open) => {
  test('the most specific rule that fits a product is named, and a new one is weighed against the latest orders', async () => {
    const db = await open();
    const parent = aCategory({ n: 1 });
    const child = aCategory({ n: 2, parentId: categoryIdOf(1) });
    const sold = anOrder({ n: 1, lines: [{ quantity: 2, unitPrice: 10_000 as never }] });
    const lines = Object.fromEntries(Object.entries(sold.lines).map(([id, line]) => [id, { ...line, productId: productIdOf(1) }]));
    await importAggregates(db, { shops: [aShop({ n: 1 })], categories: [parent, child], products: [aProduct({ n: 1, categoryId: child.id })], orders: [{ ...sold, shopId: shopIdOf(1), lines } as typeof sold] });
    const deps = { db, clock: () => 1_790_000_000_000 as EpochMs, random: systemRandom };

    const above = ruleOf(1, { categoryId: parent.id });
    expect(await previewCommission(db.kysely, above, false)).toEqual({ orders: 1, lines: 1, changed: 1, shops: 1, currencies: [{ currency: 'MAD', now: 700, then: 2_000 }] });
    must(await saveCommissionRule(deps, boss, above, 0, false));
    must(await saveCommissionRule(deps, boss, ruleOf(2, { categoryId: child.id as CategoryId, value: { type: 'percent', rate: 500 as never } }), 0, false));
    const found = must(await commissionOfProduct(db.kysely, productIdOf(1)));
    expect(found.fits.map(({ name }) => name)).toEqual(['Rule 2', 'Rule 1']);
    expect(found.commission).toMatchObject({ ruleName: 'Rule 2', base: found.price, amount: Math.round(found.price / 20) });
    // Ended, the next one holds; the other stays without effect.
    expect((await previewCommission(db.kysely, ruleOf(2, { categoryId: child.id }), true)).currencies).toEqual([{ currency: 'MAD', now: 1_000, then: 2_000 }]);
    expect(await previewCommission(db.kysely, above, true)).toMatchObject({ changed: 0, shops: 0 });
    expect(await commissionOfProduct(db.kysely, productIdOf(9))).toMatchObject({ ok: false, error: { code: 'not-found' } });
  });
});
