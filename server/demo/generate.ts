import type { Locale } from '#shared/auth/model.ts';
import { drawingSeed } from '#shared/catalog/drawing.ts';
import { gtinCheckDigit } from '#shared/catalog/gtin.ts';
import { placesOf, type Category, type Gtin, type ListingStatus, type LocationId, type Product, type ProductId, type Shop, type Sku, type StockLevel, type Variant, type VariantId } from '#shared/catalog/model.ts';
import type { Minor } from '#shared/kernel/money.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { DemoShopsOf } from './accounts.ts';
import { attributeValues } from './attribute-values.ts';
import { descriptionOf, drawTelling, drawTraits, textOf, titleOf, type Traits } from './compose.ts';
import { kindParts } from './kind-parts.ts';
import { between, chance, drawFrom, drawnId, oneOf, type Draw } from './random.ts';
import { priced } from './priced.ts';
import { DEMO_NOW, demoShops, type DemoShop } from './shops.ts';
import { buildTaxonomy, type Taxonomy } from './taxonomy.ts';
import { readWords, type Axis, type Colour, type Words } from './words.ts';

/** Everything a marketplace holds, ready to be put into a database. */
export type Marketplace = {
  readonly categories: readonly Category[];
  readonly shops: readonly Shop[];
  /** The shops of the demo vendors: the large one and another. */
  readonly vendors: DemoShopsOf;
  /** How many products there are, for the progress bar. */
  readonly productCount: number;
  /** The products of one shop after the other, made while they are read. */
  products(): Iterable<Product>;
};

export const DEMO_SEED = 20_261_116;
/** As many as the demo vendor has. */
export const DEMO_VENDOR_PRODUCTS = 50_000;
const DAY = 86_400_000;

/** Every n-th product of the demo vendor carries the bar code of an earlier one by mistake, so that the report of duplicates has something to find. */
const BORROWED_GTINS: ReadonlyMap<number, number> = new Map([[418, 401], [1_207, 1_190], [4_811, 4_794], [9_050, 12], [17_333, 17_316], [23_456, 23_439], [31_008, 30_991], [44_404, 402]]);

const statuses: readonly (readonly [ListingStatus, number])[] = [
  ['published', 770], ['draft', 80], ['paused', 45], ['in_review', 30], ['changes_requested', 28], ['archived', 15], ['submitted', 12], ['approved', 8], ['suspended', 6], ['rejected', 4], ['expired', 2],
];
function drawStatus(draw: Draw): ListingStatus {
  let rest = between(draw, 0, 999);
  for (const [status, perMille] of statuses) {
    if (rest < perMille) return status;
    rest -= perMille;
  }
  return 'published';
}

/** A GTIN-13 of the shop's country; `index` below 100,000, `sheet` parts the variants of a product from each other. */
function gtinFor(shop: DemoShop, index: number, sheet: number): Gtin {
  const body = `${shop.country.gs1}${String(1_000 + (shop.number * 10 + sheet)).slice(-4)}${String(index).padStart(5, '0')}`;
  return `${body}${gtinCheckDigit(body)}` as Gtin;
}

function drawStock(draw: Draw, shop: Shop, kind: Product['kind']): Variant['stock'] {
  const stock: Record<LocationId, StockLevel> = {};
  const places = placesOf(shop);
  const total = kind === 'digital' ? 1_000 : chance(draw, 80) ? 0 : chance(draw, 130) ? between(draw, 1, 5) : between(draw, 6, 180);
  const split = kind === 'physical' && places.length > 1 && chance(draw, 600);
  places.forEach(({ id }, place) => {
    if (place > 0 && !split) return;
    const onHand = split ? (place === 0 ? Math.ceil(total * 0.6) : total - Math.ceil(total * 0.6)) : total;
    stock[id] = { onHand, reserved: kind === 'physical' && chance(draw, 150) ? Math.min(onHand, between(draw, 1, 4)) : 0, incoming: kind === 'physical' && chance(draw, 90) ? between(draw, 1, 6) * 10 : 0 };
  });
  return stock;
}

const skuEnd = (value: string, position: number): string => (/^[0-9A-Z]{1,4}$/.test(value) ? value : String(position + 1));

/** Which values of its axis a product is sold in; none: it is sold in one version. */
function drawValues(draw: Draw, axis: Axis | null, colours: readonly Colour[]): string[] {
  if (axis === null || !chance(draw, 50)) return [];
  const known = axis.values.length > 0 ? axis.values : colours.map((colour) => colour.fr.m);
  const count = between(draw, 2, Math.min(6, known.length));
  const start = between(draw, 0, known.length - count);
  return known.slice(start, start + count);
}

const order = { fr: ['fr', 'en', 'ar'], en: ['en', 'fr', 'ar'], ar: ['ar', 'fr', 'en'] } as const satisfies Record<Locale, readonly Locale[]>;
/** Texts as sellers leave them: nearly whole in their own language, less in the second, less again in the third. */
function drawTexts(draw: Draw, traits: Traits, main: Locale): Product['texts'] {
  const telling = drawTelling(draw, traits.type);
  const texts: Product['texts'] = {};
  order[main].forEach((locale, rank) => {
    const luck = between(draw, 0, 99);
    const [whole, titled] = rank === 0 ? [96, 100] : rank === 1 ? [74, 88] : [62, 76];
    if (luck < whole) texts[locale] = textOf(traits, telling, locale);
    else if (luck < titled) texts[locale] = { title: titleOf(traits, locale), description: luck % 2 === 0 ? '' : descriptionOf(traits, telling, locale).split('. ')[0]! + '.' };
  });
  return texts;
}

function drawImages(draw: Draw, traits: Traits, main: Locale, at: number): Product['images'] {
  const images: Product['images'] = {};
  const count = chance(draw, 22) ? 0 : chance(draw, 700) ? 1 : between(draw, 2, 4);
  const shade = between(draw, 0, 3);
  for (let position = 0; position < count; position++) {
    images[drawnId(draw, at)] = {
      position, drawing: drawingSeed(traits.type.motif, traits.colour.hex, shade + position),
      alt: position === 0 && chance(draw, 800) ? { [main]: main === 'fr' ? `${traits.type.noun.fr} ${traits.style.fr[traits.type.gender.fr]}` : main === 'en' ? `${traits.style.en} ${traits.type.noun.en}` : traits.type.noun.ar } : {},
    };
  }
  return images;
}

function composeProduct(shop: DemoShop, words: Words, taxonomy: Taxonomy, seed: number, index: number, skuNumber: (prefix: string) => number): Product {
  const draw = drawFrom(seed, shop.number + 1, index);
  const type = oneOf(draw, shop.types);
  const { group } = type;
  const traits = drawTraits(draw, type, words.colours, shop.places);
  const main = shop.country.main;
  const createdAt = DEMO_NOW - between(draw, 3 * DAY, 880 * DAY);
  const updatedAt = createdAt + between(draw, 0, DEMO_NOW - createdAt);
  const status = drawStatus(draw);
  const coded = type.kind === 'physical' && chance(draw, 945);
  const ninety = chance(draw, 400);
  const dirhams = Math.round(type.price[0] * (type.price[1] / type.price[0]) ** (draw() / 4_294_967_296));
  const sku = `${type.prefix}-${String(skuNumber(type.prefix)).padStart(4, '0')}`;
  const values = drawValues(draw, group.axis, words.colours);
  const reduced = chance(draw, 180) ? 110 + between(draw, 0, 30) : null;
  const costShare = chance(draw, 850) ? between(draw, 32, 64) : null;
  const weight = chance(draw, 965) ? between(draw, type.weight[0], type.weight[1]) : null;
  const variantOf = (value: string | null, position: number): Variant => {
    const price = priced(value !== null && group.axis!.measure ? dirhams * 1.35 ** position : dirhams, shop.country, ninety);
    return {
      position, options: value === null ? [] : [value], sku: (value === null ? sku : `${sku}-${skuEnd(value, position)}`) as Sku,
      gtin: coded ? gtinFor(shop, shop.number === 0 && position === 0 ? (BORROWED_GTINS.get(index) ?? index) : index, position) : null,
      mpn: null, price, compareAt: reduced === null ? null : raised(priced((dirhams * reduced) / 100 * (value !== null && group.axis!.measure ? 1.35 ** position : 1), shop.country, ninety), price),
      cost: costShare === null ? null : (Math.round((price * costShare) / 100) as Minor), taxClass: group.taxClass,
      weightG: type.kind === 'physical' ? weight : null, sizeMm: type.kind === 'physical' ? [...type.size] : null, stock: drawStock(draw, shop.shop, type.kind),
    };
  };
  const variants: Record<VariantId, Variant> = {};
  (values.length === 0 ? [null] : values).forEach((value, position) => {
    variants[drawnId(draw, createdAt) as VariantId] = variantOf(value, position);
  });
  const tags = chance(draw, 40) ? [] : [...new Set(Array.from({ length: between(draw, 1, 4) }, () => oneOf(draw, group.tags)))];
  const id = drawnId(draw, createdAt) as ProductId;
  const brand = oneOf(draw, shop.brands);
  const categoryId = chance(draw, 982) ? taxonomy.find(type.key, traits.material.facets) : null;
  // Rows of chance of their own: what a listing says besides does not move its price.
  const details = drawFrom(seed, -1 - shop.number, index);
  return {
    id, shopId: shop.shop.id, kind: type.kind, status,
    handle: `${type.key}-${traits.material.key}-${group.coloured ? traits.colour.key : sku.slice(4)}-${index + 1}`, brand,
    categoryId, condition: type.kind === 'physical' && chance(draw, 15) ? 'used' : 'new', currency: shop.shop.currency,
    tags, texts: drawTexts(draw, traits, main),
    attributes: attributeValues(traits, categoryId === null ? null : taxonomy.byId(categoryId), values.length === 0 ? null : group.axis!.name, details, main),
    options: values.length === 0 ? [] : [group.axis!.name], variants, images: drawImages(draw, traits, main, createdAt), ...kindParts(type.kind, details, createdAt),
    createdAt: createdAt as EpochMs, createdBy: null, updatedAt: updatedAt as EpochMs,
  };
}
/** A former price only says something above the price; small amounts may have rounded onto it. */
const raised = (former: Minor, price: Minor): Minor | null => (former > price ? former : null);

/**
 * The demo marketplace: 200 shops, 5,595 categories and about 56,000 products, made up but the same on every machine.
 * A product depends on the seed, its shop and its number only, so any part can be made again alone.
 *
 * @param options.vendorProducts how many the demo vendor has (50,000 unless a test wants fewer)
 * @param options.moreShops so many shops of Morocco and France come after the others, in turn
 */
export function generateMarketplace(options: { readonly seed?: number; readonly vendorProducts?: number; readonly moreShops?: number } = {}): Marketplace {
  const seed = options.seed ?? DEMO_SEED;
  const words = readWords();
  const taxonomy = buildTaxonomy();
  const shops = demoShops(words, seed, options.vendorProducts ?? DEMO_VENDOR_PRODUCTS, options.moreShops ?? 0);
  return {
    categories: taxonomy.categories,
    shops: shops.map(({ shop }) => shop),
    vendors: { salma: shops[0]!.shop.id, yann: shops[1]!.shop.id, leila: shops.slice(1, 3).map(({ shop }) => shop.id) },
    productCount: shops.reduce((sum, { products }) => sum + products, 0),
    *products() {
      for (const shop of shops) {
        const counters = new Map<string, number>();
        const next = (prefix: string): number => {
          const number = (counters.get(prefix) ?? 0) + 1;
          counters.set(prefix, number);
          return number;
        };
        for (let index = 0; index < shop.products; index++) yield composeProduct(shop, words, taxonomy, seed, index, next);
      }
    },
  };
}
