import type { Product, Variant } from '../../catalog/model.ts';
import type { AppError } from '../../kernel/errors.ts';
import type { Currency, Minor } from '../../kernel/money.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import type { FieldOp } from '../../sync/model.ts';

/** Which amount of each variant a step is about: `currency` null is the shop's own, else the price list's. */
export type AmountField = { readonly field: 'price' | 'compareAt' | 'cost'; readonly currency: Currency | null };

/** An amount that is there: where, how much, in what. */
export type Amount = { readonly path: string; readonly now: Minor; readonly currency: Currency };

/** The amounts of a product a step is about, variant by variant; those that are not there are left out. */
export function amountsOf(product: Product, { field, currency }: AmountField): Amount[] {
  return (Object.entries(product.variants) as [string, Variant][]).flatMap(([id, variant]) => {
    const list = currency === null ? variant : variant.prices?.[currency];
    const now = field === 'cost' ? (currency === null ? variant.cost : null) : (list?.[field] ?? null);
    if (now === null) return [];
    return [{ path: currency === null ? `variants/${id}/${field}` : `variants/${id}/prices/${currency}/${field}`, now, currency: currency ?? product.currency }];
  });
}

/** Changes every amount by one rule; an amount that would not be one stops the product with its place. */
export function changeAmounts(product: Product, which: AmountField, next: (amount: Amount) => number): Result<readonly FieldOp[], AppError> {
  const ops: FieldOp[] = [];
  for (const amount of amountsOf(product, which)) {
    const value = next(amount);
    const wrong = faultOf(value, amount.path);
    if (wrong) return err(wrong);
    if (value !== amount.now) ops.push({ op: 'set', path: amount.path, base: amount.now, value });
  }
  return ok(ops);
}

function faultOf(value: number, field: string): AppError | null {
  if (value < 0) return { code: 'rule-broken', field, rule: 'amount-below-zero', details: { found: value } };
  return Number.isSafeInteger(value) ? null : { code: 'rule-broken', field, rule: 'amount-too-large' };
}

/** An amount typed in one currency says nothing about products sold in another. */
export function checkCurrency(product: Product, { currency, of }: { readonly currency: Currency | null; readonly of: Currency }, field: string): AppError | null {
  const needed = currency ?? product.currency;
  return needed === of ? null : { code: 'rule-broken', field, rule: 'amount-in-other-currency', details: { expected: needed, found: of } };
}
