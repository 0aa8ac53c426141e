import type { Product, Shop, VariantId } from '#shared/catalog/model.ts';
import { partOf, type BasisPoints, type Minor } from '#shared/kernel/money.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { CommissionLine, LineId, Order, OrderId, OrderLine } from '#shared/orders/model.ts';
import { demoCustomer } from './order-customers.ts';
import { demoStory } from './order-story.ts';
import { between, chance, drawFrom, drawnId, oneOf, type Draw } from './random.ts';
import { DEMO_NOW } from './shops.ts';

const DAY = 86_400_000;
const TWO_YEARS = 730;
/** How much is sold in each month, January first: a quiet summer, and a season before the holidays. */
const SEASON = [55, 50, 60, 62, 66, 58, 45, 40, 62, 70, 100, 96];
/** So many offers of each shop are sold again and again. */
const BESTSELLERS = 60;
/** The demo vendor has every third order. */
const VENDOR_SHARE = 340;
/** The next shop is that of other people of the demo, who should find something, too: it sells as much as so many others. */
const LIKE_OTHERS = 10;
const COMMISSION = 350 as BasisPoints;
const VAT = 2_000 as BasisPoints;

/** What the demo's marketplace keeps of a line: the default rate of what is paid for it, with tax. */
export function demoCommission(base: Minor): CommissionLine {
  const amount = partOf(base, COMMISSION);
  return { ruleId: null, ruleName: null, base, value: { type: 'percent', rate: COMMISSION }, amount, vat: partOf(amount, VAT), rounding: 'half-away-from-zero' };
}

/** Watches products on their way into the marketplace, and keeps what its orders are made of. */
export function bestsellers(): { watch(products: Iterable<Product>): Iterable<Product>; readonly of: ReadonlyMap<string, readonly Product[]> } {
  const of = new Map<string, Product[]>();
  return {
    of,
    *watch(products) {
      for (const product of products) {
        const known = of.get(product.shopId) ?? [];
        if (known.length < BESTSELLERS && product.status === 'published' && product.kind === 'physical') of.set(product.shopId, [...known, product]);
        yield product;
      }
    },
  };
}

/**
 * The orders of the demo: two years with seasons, some of one customer over several shops, in the currency of each shop; made while they are read and
 * the same every time. The latest are still under way.
 *
 * @param count how many, parts of one customer's order counted each
 */
export function* demoOrders({ shops, offers, count, seed }: { readonly shops: readonly Shop[]; readonly offers: ReadonlyMap<string, readonly Product[]>; readonly count: number; readonly seed: number }): Iterable<Order> {
  const selling = shops.filter(({ id, status }) => status === 'open' && (offers.get(id)?.length ?? 0) > 0);
  if (selling.length === 0) return;
  const busy = shops.slice(1, 2).filter((shop) => selling.includes(shop));
  const drawn = [...selling, ...Array.from({ length: LIKE_OTHERS - 1 }, () => busy).flat()];
  for (let made = 0, number = 1; made < count; number++) {
    const draw = drawFrom(seed, -32_000, number);
    const placedAt = drawMoment(draw);
    const first = chance(draw, VENDOR_SHARE) ? selling[0]! : oneOf(draw, drawn);
    const also = chance(draw, 120) ? selling.filter(({ currency, id }) => currency === first.currency && id !== first.id) : [];
    const parts = also.length === 0 ? [first] : [first, oneOf(draw, also)];
    const customer = demoCustomer(seed, between(draw, 1, Math.max(2, Math.ceil(count / 4))), first.currency);
    const groupId = drawnId(draw, placedAt);
    for (const [part, shop] of parts.entries()) {
      if (made++ >= count) return;
      yield orderOf(draw, { shop, products: offers.get(shop.id)!, placedAt, groupId, number: `C-${100_000 + number}${parts.length > 1 ? `-${part + 1}` : ''}`, ...customer });
    }
  }
}

function drawMoment(draw: Draw): number {
  for (;;) {
    const at = DEMO_NOW - between(draw, 0, TWO_YEARS * DAY - 1);
    if (between(draw, 1, 100) <= SEASON[new Date(at).getUTCMonth()]!) return at;
  }
}

type Part = { readonly shop: Shop; readonly products: readonly Product[]; readonly placedAt: number; readonly groupId: string; readonly number: string } & Pick<Order, 'customer' | 'shipTo'>;

function orderOf(draw: Draw, { shop, products, placedAt, groupId, number, customer, shipTo }: Part): Order {
  const lines: Record<LineId, OrderLine> = {};
  const chosen = new Set(Array.from({ length: chance(draw, 650) ? 1 : between(draw, 2, 4) }, () => oneOf(draw, products)));
  for (const product of chosen) {
    const [variantId, variant] = Object.entries(product.variants)[0]! as [VariantId, Product['variants'][VariantId]];
    const quantity = chance(draw, 800) ? 1 : between(draw, 2, 5);
    const discount = chance(draw, 120) ? partOf((quantity * variant!.price) as Minor, 1_000 as BasisPoints) : (0 as Minor);
    const base = (quantity * variant!.price - discount) as Minor;
    lines[drawnId(draw, placedAt) as LineId] = {
      position: Object.keys(lines).length, productId: product.id, variantId, kind: product.kind, sku: variant!.sku, title: (Object.values(product.texts)[0]?.title ?? variant!.sku).slice(0, 200),
      // Prices hold 20 % of tax: a sixth of what is paid.
      quantity, unitPrice: variant!.price, discount, tax: Math.round(base / 6) as Minor,
      commission: demoCommission(base),
    };
  }
  const goods = Object.values(lines).reduce((sum, line) => sum + line.commission.base, 0);
  const shipping = goods > 50_000 ? 0 : 3_500;
  const [cash, asked] = [shop.currency === 'MAD' && chance(draw, 180), chance(draw, 400)];
  const id = drawnId(draw, placedAt) as OrderId;
  const facts = demoStory(draw, {
    placedAt, gross: (goods + shipping) as Minor, cash, asked,
    lines: Object.entries(lines).map(([line, { quantity, commission }]) => ({ id: line as LineId, quantity, gross: commission.base, commission: commission.amount, vat: commission.vat })),
  }, DEMO_NOW);
  return {
    id, shopId: shop.id, groupId, number, customer, shipTo, currency: shop.currency, lines,
    shipping: { method: 'Standard', amount: shipping as Minor, tax: Math.round(shipping / 6) as Minor }, cashOnDelivery: cash,
    acceptBy: asked ? ((placedAt + 3 * DAY) as EpochMs) : null, shipBy: (placedAt + 5 * DAY) as EpochMs, facts,
    createdAt: placedAt as EpochMs, updatedAt: Math.max(placedAt, ...Object.values(facts).map(({ at }) => at)) as EpochMs,
  };
}
