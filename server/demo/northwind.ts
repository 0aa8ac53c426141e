import type { ShopId } from '#shared/auth/model.ts';
import type { LocationId, Shop } from '#shared/catalog/model.ts';
import { AppFailure, type AppError } from '#shared/kernel/errors.ts';
import { partOf, toDecimal, type Currency, type Minor } from '#shared/kernel/money.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { order as orderShape, type LineId, type Order, type OrderFact, type OrderId, type OrderLine, type Pieces } from '#shared/orders/model.ts';
import { refuse } from './data-file.ts';
import { readNorthwindFile, type NorthwindFile, type SoldLine, type SoldOrder } from './northwind-file.ts';
import { demoCommission } from './orders.ts';
import { drawFrom, drawnId } from './random.ts';

const USD = 'USD' as Currency;
const ROW = -33_000;
const SECOND = 1_000;
const BEGINNING = Date.UTC(1996, 6, 1);
/** What the file calls countries. Source: ISO 3166-1. */
const countries: Readonly<Record<string, string>> = {
  Argentina: 'AR', Austria: 'AT', Belgium: 'BE', Brazil: 'BR', Canada: 'CA', Denmark: 'DK', Finland: 'FI', France: 'FR', Germany: 'DE', Ireland: 'IE', Italy: 'IT',
  Mexico: 'MX', Norway: 'NO', Poland: 'PL', Portugal: 'PT', Spain: 'ES', Sweden: 'SE', Switzerland: 'CH', UK: 'GB', USA: 'US', Venezuela: 'VE',
};

/**
 * What the orders come to, without freight. `net` is after discounts as the orders hold it, each line rounded to the cent by itself; `netAtOnce` is the
 * same sum rounded once, at its end, which is how the figure of this file is usually given.
 */
export type NorthwindSums = { readonly orders: number; readonly lines: number; readonly gross: Minor; readonly net: Minor; readonly netAtOnce: Minor };
export type Northwind = { readonly shop: Shop; readonly orders: readonly Order[]; readonly sums: NorthwindSums };

const shop: Shop = {
  id: drawnId(drawFrom(ROW, 0, 0), BEGINNING) as ShopId, name: 'Northwind Traders', handle: 'northwind-traders', city: 'Seattle', country: 'US', currency: USD, status: 'open',
  locations: { [drawnId(drawFrom(ROW, 0, 1), BEGINNING) as LocationId]: { position: 0, name: 'Seattle', address: null } }, lowStockAt: 5,
};

/**
 * The orders of the Northwind database, read from its SQL dump: a shop of its own in dollars, with what was sold, to whom, and when it left. The same every
 * time. They lie where they lay, in 1996 to 1998; what the file does not say is not made up, except that everything was paid when it was ordered, and
 * that the demo's commission holds.
 *
 * @returns refused with `invalid-input` and file, line, column and rule when the dump is not whole or not what it should be
 */
export async function readNorthwind(path: string): Promise<Result<Northwind, AppError>> {
  try {
    const read = await readNorthwindFile(path);
    return ok({ shop, orders: ordersOf(read), sums: sumsOf(read) });
  } catch (cause) {
    if (cause instanceof AppFailure) return err({ ...cause.error, attempted: 'demo.northwind' });
    throw cause;
  }
}

/** The sums in one line, for whoever asked for the orders. */
export const northwindLine = ({ orders, lines, gross, net, netAtOnce }: NorthwindSums): string =>
  `Northwind: ${orders} orders, ${lines} lines; ${toDecimal(gross, USD)} USD gross, ${toDecimal(netAtOnce, USD)} after discounts (${toDecimal(net, USD)} with each line rounded to the cent, as the orders hold it)`;

const netOf = ({ unitPrice, quantity, discount }: SoldLine): { readonly gross: Minor; readonly off: Minor } => {
  const gross = (unitPrice * quantity) as Minor;
  return { gross, off: partOf(gross, discount) };
};

function sumsOf({ orders, lines }: NorthwindFile): NorthwindSums {
  let [gross, off, exact] = [0, 0, 0n];
  for (const line of lines) {
    const one = netOf(line);
    gross += one.gross;
    off += one.off;
    exact += BigInt(one.gross) * BigInt(10_000 - line.discount);
  }
  return { orders: orders.size, lines: lines.length, gross: gross as Minor, net: (gross - off) as Minor, netAtOnce: Number((exact + 5_000n) / 10_000n) as Minor };
}

function ordersOf(read: NorthwindFile): Order[] {
  const { file, orders, lines, products } = read;
  if (orders.size === 0) refuse({ file, line: 0 }, 'no-orders');
  const linesOf = new Map<number, Map<number, SoldLine>>();
  for (const line of lines) {
    const { orderId, productId } = line;
    if (!orders.has(orderId)) refuse({ file, line: line.line, column: 'order_id' }, 'not-in-file', { found: orderId });
    if (!products.has(productId)) refuse({ file, line: line.line, column: 'product_id' }, 'not-in-file', { found: productId });
    const known = linesOf.get(orderId) ?? new Map<number, SoldLine>();
    if (known.has(productId)) refuse({ file, line: line.line, column: 'product_id' }, 'id-twice', { found: productId });
    linesOf.set(orderId, known.set(productId, line));
  }
  return Array.from(orders.values(), (sold) => {
    const its = linesOf.get(sold.id) ?? refuse({ file, line: sold.line, column: 'order_id' }, 'no-lines', { found: sold.id });
    const made = orderShape.safeParse(orderOf(sold, [...its.values()], read));
    return made.success ? made.data : refuse({ file, line: sold.line }, 'order-limits', { at: made.error.issues[0]?.path.join('/') ?? '' });
  });
}

function orderOf(sold: SoldOrder, its: readonly SoldLine[], { file, products, carriers }: NorthwindFile): Order {
  const country = countries[sold.country] ?? refuse({ file, line: sold.line, column: 'ship_country' }, 'country-unknown', { found: sold.country.slice(0, 40) });
  const carrier = carriers.get(sold.carrierId) ?? refuse({ file, line: sold.line, column: 'ship_via' }, 'not-in-file', { found: sold.carrierId });
  if (!/^[A-Z]{5}$/.test(sold.customerId)) refuse({ file, line: sold.line, column: 'customer_id' }, 'customer-letters', { found: sold.customerId.slice(0, 40) });
  if (sold.shippedAt !== null && sold.shippedAt < sold.orderedAt) refuse({ file, line: sold.line, column: 'shipped_date' }, 'shipped-before-ordered');
  const draw = drawFrom(ROW, 1, sold.id);
  const next = (): string => drawnId(draw, sold.orderedAt);
  const id = next() as OrderId;
  const lines: Record<LineId, OrderLine> = {};
  for (const [position, line] of its.entries()) {
    const { gross, off } = netOf(line);
    lines[next() as LineId] = {
      position, productId: null, variantId: null, kind: 'physical', sku: `NW-${line.productId}`, title: products.get(line.productId)!, quantity: line.quantity, unitPrice: line.unitPrice, discount: off, tax: 0 as Minor,
      commission: demoCommission((gross - off) as Minor),
    };
  }
  const facts: Record<string, OrderFact> = {};
  const paid = (Object.values(lines).reduce((sum, { commission }) => sum + commission.base, 0) + sold.freight) as Minor;
  facts[next()] = { kind: 'placed', at: sold.orderedAt, by: { id: null, role: 'customer' } };
  facts[next()] = { kind: 'payment-captured', at: (sold.orderedAt + SECOND) as EpochMs, by: { id: null, role: 'system' }, paymentId: `northwind-${sold.id}`, provider: 'local', amount: paid, fee: 0 as Minor };
  const pieces = Object.fromEntries(Object.entries(lines).map(([line, { quantity }]) => [line, quantity])) as Pieces;
  if (sold.shippedAt !== null) facts[next()] = { kind: 'parcel-shipped', at: (sold.shippedAt + 2 * SECOND) as EpochMs, by: { id: null, role: 'vendor' }, pieces, carrier, tracking: null, locationId: null };
  return {
    id, shopId: shop.id, groupId: next(), number: `NW-${sold.id}`, currency: USD, lines, cashOnDelivery: false, acceptBy: null, shipBy: sold.requiredAt, facts,
    customer: { id: drawnId(drawFrom(ROW, 2, Number.parseInt(sold.customerId, 36)), BEGINNING), name: sold.name, email: null, phone: null },
    shipTo: { name: sold.name, lines: [sold.street], postcode: sold.postcode, city: sold.city, region: sold.region, country, phone: null },
    shipping: { method: carrier, amount: sold.freight, tax: 0 as Minor }, createdAt: sold.orderedAt, updatedAt: Math.max(...Object.values(facts).map(({ at }) => at)) as EpochMs,
  };
}
