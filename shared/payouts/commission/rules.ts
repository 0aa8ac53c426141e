import type { ShopId } from '../../auth/model.ts';
import type { CategoryId, Product, ProductId } from '../../catalog/model.ts';
import { partOf, type BasisPoints, type Currency, type Minor } from '../../kernel/money.ts';
import type { CommissionRule, CommissionRuleId, CommissionValue } from './model.ts';

/** Of a sale nobody made a rule for: 3.5 %. */
export const DEFAULT_RATE = 350 as BasisPoints;
/** Stored with every line, so that it can be told later how an amount came about. */
export const ROUNDING = 'half-away-from-zero';

/** What a rule is matched with: one line of an order. */
export type SoldLine = {
  readonly productId: ProductId;
  readonly kind: Product['kind'];
  readonly tags: readonly string[];
  /** Its category and those above it, the nearest first. */
  readonly categoryIds: readonly CategoryId[];
  readonly shopId: ShopId;
  readonly currency: Currency;
};

/** What a line came to, minor units. @property net after discounts, without tax and shipping */
export type LineAmounts = { readonly quantity: number; readonly net: Minor; readonly tax: Minor; readonly shipping: Minor };

/** What was taken of a line and why, as it is stored with it: a rule that changes later changes nothing here. */
export type CommissionLine = {
  /** Null: the default. */
  readonly ruleId: CommissionRuleId | null;
  readonly ruleName: string | null;
  readonly base: Minor;
  readonly value: CommissionValue;
  readonly amount: Minor;
  readonly vat: Minor;
  readonly rounding: typeof ROUNDING;
};

const fits = (rule: CommissionRule, line: SoldLine): boolean =>
  (rule.productId === null || rule.productId === line.productId) &&
  (rule.kind === null || rule.kind === line.kind) &&
  (rule.collection === null || line.tags.includes(rule.collection)) &&
  (rule.categoryId === null || line.categoryIds.includes(rule.categoryId)) &&
  (rule.shopId === null || rule.shopId === line.shopId) &&
  (rule.value.type === 'percent' || rule.value.currency === line.currency);

/** How much a rule says about a line, most important first: product, type, collection, category (nearer is more), seller; then its priority. */
const specificity = (rule: CommissionRule, { categoryIds }: SoldLine): readonly number[] => [
  Number(rule.productId !== null), Number(rule.kind !== null), Number(rule.collection !== null),
  rule.categoryId === null ? 0 : categoryIds.length - categoryIds.indexOf(rule.categoryId), Number(rule.shopId !== null), rule.priority,
];

const compare = (a: readonly number[], b: readonly number[]): number => {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at < 0 ? 0 : a[at]! - b[at]!;
};

/**
 * The rules that fit a line, the one that holds first: the most specific, then the highest priority, then the oldest, so that the choice never
 * depends on the order rules are read in. None: the default holds.
 *
 * Source: PAY-03; dimensions in the order product, type, collection, category, seller.
 */
export function rulesFor(line: SoldLine, rules: readonly CommissionRule[]): CommissionRule[] {
  return rules.filter((rule) => fits(rule, line)).toSorted((a, b) => compare(specificity(b, line), specificity(a, line)) || (a.id < b.id ? -1 : 1));
}

/**
 * The commission on one line, and the VAT on that commission.
 *
 * @param rule null: 3.5 % of the net price
 * @param vatRate on the commission, basis points
 * @returns amounts in minor units; a fixed commission is never more than what was paid
 *
 * Source: DOMAIN 3, `round(amount × bp / 10000)` half away from zero, per line.
 */
export function commissionOn({ quantity, net, tax, shipping }: LineAmounts, rule: CommissionRule | null, vatRate: BasisPoints): CommissionLine {
  const value: CommissionValue = rule?.value ?? { type: 'percent', rate: DEFAULT_RATE };
  const base = (net + (rule?.includeTax === true ? tax : 0) + (rule?.includeShipping === true ? shipping : 0)) as Minor;
  const amount = value.type === 'percent' ? partOf(base, value.rate) : (Math.min(value.amount * quantity, base) as Minor);
  return { ruleId: rule?.id ?? null, ruleName: rule?.name ?? null, base, value, amount, vat: partOf(amount, vatRate), rounding: ROUNDING };
}

/**
 * What of a commission goes back with a refund: the share that was refunded, so that several refunds together never give back more than was taken.
 *
 * @param refunded how much of the line's base is refunded now, minor units
 * @param before how much was refunded before
 *
 * The whole is rounded each time and what was given back before is taken off, so that the parts add up.
 */
export function commissionReturnedBy({ base, amount, vat }: Pick<CommissionLine, 'base' | 'amount' | 'vat'>, refunded: Minor, before: Minor): { readonly amount: Minor; readonly vat: Minor } {
  const upTo = (part: Minor, of: number): number => (base === 0 ? 0 : Number((BigInt(part) * BigInt(of) * 2n + BigInt(base)) / (2n * BigInt(base))));
  const [was, is] = [Math.min(before, base), Math.min(before + refunded, base)];
  return { amount: (upTo(amount, is) - upTo(amount, was)) as Minor, vat: (upTo(vat, is) - upTo(vat, was)) as Minor };
}
