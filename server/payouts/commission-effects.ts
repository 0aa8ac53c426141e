import type { Kysely } from 'kysely';
import type { ServerSchema } from '#server/db/schema.ts';
import { product as productSchema, shop as shopSchema, type CategoryId, type Product, type ProductId } from '#shared/catalog/model.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { BasisPoints, Currency, Minor } from '#shared/kernel/money.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { shareOut } from '#shared/kernel/share-out.ts';
import type { Order } from '#shared/orders/model.ts';
import type { CommissionRule } from '#shared/payouts/commission/model.ts';
import { commissionOn, rulesFor, type CommissionLine, type LineAmounts, type SoldLine } from '#shared/payouts/commission/rules.ts';
import { commissionRules } from './commission-rules.ts';

type Db = Kysely<ServerSchema>;
const NO_VAT = 0 as BasisPoints;
/** So many of the latest orders are looked at: enough to see where a rule strikes, few enough to answer at once. */
const LOOKED_AT = 2_000;

type Known = { readonly product: Product; readonly chain: readonly CategoryId[] };

/** Products as rules see them: with their category and all above it, the nearest first. */
async function known(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, Known>> {
  const found = new Map<string, Known>();
  const categories = await db.selectFrom('category').select(['id', 'parent_id']).execute();
  const parentOf = new Map(categories.map(({ id, parent_id }) => [id, parent_id]));
  const chainOf = (id: string | null | undefined): CategoryId[] => (id == null ? [] : [id as CategoryId, ...chainOf(parentOf.get(id))]);
  for (let at = 0; at < ids.length; at += 500) {
    const rows = await db.selectFrom('product').select('doc').where('id', 'in', ids.slice(at, at + 500)).execute();
    for (const { doc } of rows) {
      const product = productSchema.parse(JSON.parse(doc));
      found.set(product.id, { product, chain: chainOf(product.categoryId) });
    }
  }
  return found;
}

const soldAs = ({ product, chain }: Known, currency: Currency): SoldLine => ({ productId: product.id, kind: product.kind, tags: product.tags, categoryIds: chain, shopId: product.shopId, currency });

type OfProduct = { readonly title: string; readonly shopName: string; readonly currency: Currency; readonly price: Minor; readonly fits: CommissionRule[]; readonly commission: Pick<CommissionLine, 'ruleName' | 'base' | 'value' | 'amount'> };

/** Which rules fit a product, the one that holds first, and what one piece at its price leads to. */
export async function commissionOfProduct(db: Db, id: ProductId): Promise<Result<OfProduct, AppError>> {
  const row = await db.selectFrom('product').innerJoin('shop', 'shop.id', 'product.shop_id').select(['product.price', 'shop.name', 'shop.doc']).where('product.id', '=', id).executeTakeFirst();
  const one = (await known(db, [id])).get(id);
  if (row === undefined || one === undefined) return err({ code: 'not-found', attempted: 'payouts.commissionOfProduct', field: 'id' });
  const { currency } = shopSchema.parse(JSON.parse(row.doc));
  const fits = rulesFor(soldAs(one, currency), (await commissionRules(db)).map(({ rule }) => rule));
  const price = row.price as Minor;
  const { ruleName, base, value, amount } = commissionOn({ quantity: 1, net: price, tax: 0 as Minor, shipping: 0 as Minor }, fits[0] ?? null, NO_VAT);
  const texts = Object.values(one.product.texts);
  return ok({ title: texts[0]?.title ?? '', shopName: row.name, currency, price, fits, commission: { ruleName, base, value, amount } });
}

export type Effect = { orders: number; lines: number; changed: number; shops: number; currencies: { currency: Currency; now: Minor; then: Minor }[] };

/** What a rule would have changed in the latest orders, had it held together with the others; products that are gone are passed over. */
export async function previewCommission(db: Db, rule: CommissionRule, ended: boolean): Promise<Effect> {
  const rows = await db.selectFrom('orders').select('doc').orderBy('placed_at', 'desc').limit(LOOKED_AT).execute();
  const orders = rows.map(({ doc }) => JSON.parse(doc) as Order);
  const products = await known(db, [...new Set(orders.flatMap(({ lines }) => Object.values(lines).flatMap(({ productId }) => productId ?? [])))]);
  const now = (await commissionRules(db)).map((kept) => kept.rule);
  const then = [...now.filter(({ id }) => id !== rule.id), ...(ended ? [] : [rule])];
  const sums = new Map<Currency, { now: number; then: number }>();
  const shops = new Set<string>();
  const effect = { orders: orders.length, lines: 0, changed: 0 };
  for (const order of orders) {
    for (const { productId, amounts } of amountsOf(order)) {
      const one = products.get(productId ?? '');
      if (one === undefined) continue;
      const sold = soldAs(one, order.currency);
      const [before, after] = [now, then].map((rules) => commissionOn(amounts, rulesFor(sold, rules)[0] ?? null, NO_VAT).amount) as [Minor, Minor];
      const sum = sums.get(order.currency) ?? { now: 0, then: 0 };
      sums.set(order.currency, { now: sum.now + before, then: sum.then + after });
      effect.lines += 1;
      if (before === after) continue;
      effect.changed += 1;
      shops.add(order.shopId);
    }
  }
  return { ...effect, shops: shops.size, currencies: [...sums].map(([currency, sum]) => ({ currency, now: sum.now as Minor, then: sum.then as Minor })) };
}

/** What each line of an order came to, with its share of what sending cost. */
function amountsOf({ lines, shipping }: Order): { readonly productId: ProductId | null; readonly amounts: LineAmounts }[] {
  const sold = Object.values(lines).map(({ productId, quantity, unitPrice, discount, tax }) => ({ productId, quantity, tax, net: Math.max(0, unitPrice * quantity - discount - tax) as Minor }));
  const shares = shareOut(sold.map(({ net }) => net), (shipping.amount - shipping.tax) as Minor);
  return sold.map(({ productId, ...amounts }, at) => ({ productId, amounts: { ...amounts, shipping: shares[at]! } }));
}
