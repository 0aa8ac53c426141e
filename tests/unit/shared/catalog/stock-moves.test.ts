import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkOp } from '#shared/catalog/description.ts';
import { completeOps } from '#shared/catalog/complete-ops.ts';
import type { Product } from '#shared/catalog/model.ts';
import { movementOps, totalStock, transferOps } from '#shared/catalog/rules.ts';
import type { Json } from '#shared/kernel/json.ts';
import { applyOps } from '#shared/sync/merge.ts';
import type { FieldOp } from '#shared/sync/model.ts';
import { aProduct, locationIdOf, variantIdOf } from '#tests/builders/catalog.ts';

const [here, there] = [locationIdOf(1), locationIdOf(2)];
const v = variantIdOf(1);
const having = (onHand: number) => aProduct({ variant: { onHand } });
const edited = (product: Product, ops: readonly FieldOp[]): Product => {
  expect(ops.map(checkOp).filter((refused) => refused !== null)).toEqual([]);
  return applyOps(product as unknown as Json, completeOps(product, ops)) as unknown as Product;
};

describe('CAT-07 movements', () => {
  test('the first at a place keeps its reason', () => {
    const ops = movementOps(v, having(4).variants[v]!, there, 6, 'receipt');
    expect(ops.at(-1)).toEqual({ op: 'add', path: `variants/${v}/stock/${there}/onHand`, delta: 6, reason: 'receipt' });
    expect(edited(having(4), ops).variants[v]!.stock[there]).toEqual({ onHand: 6, reserved: 0, incoming: 0 });
  });
  test('pieces that are ordered', () => expect(edited(having(4), movementOps(v, having(4).variants[v]!, here, 20, 'receipt', 'incoming')).variants[v]!.stock[here]).toEqual({ onHand: 4, reserved: 0, incoming: 20 }));
});

describe('CAT-07 a transfer', () => {
  test('of more than lies there is refused with the figures', () =>
    expect(transferOps(v, having(4).variants[v]!, { from: here, to: there, pieces: 5 })).toEqual({ ok: false, error: { code: 'stock-below-zero', field: `variants/${v}/stock/${here}/onHand`, details: { have: 4, delta: -5, missing: 1 } } }));
  test('to the same place is refused', () => expect(transferOps(v, having(4).variants[v]!, { from: here, to: here, pieces: 1 })).toMatchObject({ ok: false, error: { rule: 'transfer-to-itself' } }));
  test('neither makes pieces nor loses any', () =>
    fc.assert(fc.property(fc.nat(100).chain((have) => fc.tuple(fc.constant(have), fc.integer({ min: 1, max: Math.max(1, have) }))), ([have, pieces]) => {
      const moved = transferOps(v, having(have).variants[v]!, { from: here, to: there, pieces });
      if (!moved.ok) return have < pieces;
      const after = edited(having(have), moved.value).variants[v]!;
      return totalStock(after).onHand === have && after.stock[there]!.onHand === pieces;
    })));
});
