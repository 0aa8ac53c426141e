import type { ShopId } from '#shared/auth/model.ts';
import { drawingSeed } from '#shared/catalog/drawing.ts';
import { gtinCheckDigit } from '#shared/catalog/gtin.ts';
import { placesOf, type Category, type Gtin, type LocationId, type Product, type ProductId, type Shop, type Sku, type VariantId } from '#shared/catalog/model.ts';
import { assert } from '#shared/kernel/assert.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Currency, Minor } from '#shared/kernel/money.ts';
import type { Result } from '#shared/kernel/result.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { attributeValues } from './attribute-values.ts';
import { descriptionOf, drawTelling, drawTraits, textOf, titleOf, type Telling, type Traits } from './compose.ts';
import { readCsv, readOrRefuse, refuse, wholeNumber, type CsvRow } from './data-file.ts';
import type { Marketplace } from './generate.ts';
import { readGoogleTaxonomy, type GoogleTaxonomy } from './google-taxonomy.ts';
import { between, chance, drawFrom, drawnId, oneOf, type Draw } from './random.ts';
import { DEMO_NOW } from './shops.ts';
import { linesOf, parts, readWords, type ProductType, type Words } from './words.ts';
import { shopProfiles } from './shop-profiles.ts';

const PRODUCTS = 'olist_products_dataset.csv';
const SELLERS = 'olist_sellers_dataset.csv';
const TRANSLATION = 'product_category_name_translation.csv';
/** The names of the columns are misspelt in the files themselves. */
const productColumns = ['product_id', 'product_category_name', 'product_name_lenght', 'product_description_lenght', 'product_photos_qty', 'product_weight_g', 'product_length_cm', 'product_height_cm', 'product_width_cm'] as const;
const sellerColumns = ['seller_id', 'seller_zip_code_prefix', 'seller_city', 'seller_state'] as const;

/** Reals for one dirham, as of the demo's day; prices are made up, the files have none. */
const REALS = 0.55;
const BRL = 'BRL' as Currency;
/** Every third product, in the order of the file, is sold by the demo vendor: the files do not say who sells what. */
const EVERY_THIRD = 3;

type Kind = { readonly types: readonly ProductType[]; readonly category: Category | null; readonly english: string | null };
type ProductRow = CsvRow<(typeof productColumns)[number]>;

/** An Olist id is 32 hexadecimal digits; written as a UUID it stays recognisable. */
const uuidOf = (hex: string): string => `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;

function checkedId<C extends string>(row: CsvRow<C>, column: C, file: string, seen: Map<string, number>): string {
  const id = row.values[column];
  if (!/^[0-9a-f]{32}$/.test(id)) refuse({ file, line: row.line, column }, 'id-32-hex', { found: id.slice(0, 40) });
  const before = seen.get(id);
  if (before !== undefined) refuse({ file, line: row.line, column }, 'id-twice', { found: id, before });
  seen.set(id, row.line);
  return id;
}

function readKinds(dir: string, words: Words, { categories, byPath }: GoogleTaxonomy): Map<string, Kind> {
  const types = new Map(words.types.map((type) => [type.key, type]));
  const byId = new Map<string, Category>(categories.map((category) => [category.id, category]));
  const english = new Map(readCsv(dir, TRANSLATION, ['product_category_name', 'product_category_name_english']).map(({ values }) => [values.product_category_name, values.product_category_name_english]));
  return new Map(linesOf('olist-categories.txt').map((line) => {
    const [name, path, keys] = parts(line, 3);
    return [name!, {
      types: keys!.split(' ').map((key) => {
        const type = types.get(key);
        assert(type, () => `${line.where}: no product type \`${key}\``);
        return type;
      }),
      // A later edition of the taxonomy may have moved a category; the product then simply has none.
      category: byId.get(byPath.get(path!) ?? '') ?? null, english: english.get(name!) ?? null,
    }];
  }));
}

const patterns = ['Loja ~', 'Casa ~', 'Ateliê ~', 'Comércio ~', '~ Distribuidora', '~ & Filhos', 'Armazém ~', 'Empório ~'];
const surnames = 'Almeida Amaral Araújo Barbosa Barros Batista Borges Campos Cardoso Carvalho Castro Coelho Costa Cunha Dias Duarte Farias Fernandes Ferreira Fonseca Freitas Garcia Gomes Gonçalves Guimarães Lacerda Leal Lima Lopes Machado Magalhães Martins Medeiros Melo Mendes Miranda Monteiro Moraes Moreira Nascimento Neves Nogueira Novaes Oliveira Pacheco Peixoto Pereira Pinheiro Pires Prado Queiroz Ramos Rezende Ribeiro Rocha Rodrigues Sampaio Santana Siqueira Tavares Teixeira Vargas Vasconcelos Vieira'.split(' ');
const cityName = (city: string): string => city.split(/[,/\\]/)[0]!.trim().split(' ').map((word) => (word.length > 2 ? word[0]!.toUpperCase() + word.slice(1) : word)).join(' ');
const handleOf = (text: string): string => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');

function readShops(dir: string): Shop[] {
  const seen = new Map<string, number>();
  const names = new Set<string>();
  return readCsv(dir, SELLERS, sellerColumns).map((row, index) => {
    const id = uuidOf(checkedId(row, 'seller_id', SELLERS, seen));
    const draw = drawFrom(Number.parseInt(id.slice(0, 8), 16), 11, index);
    const city = cityName(row.values.seller_city);
    const plain = index === 0 ? 'Atelier Nour' : `${oneOf(draw, patterns).replace('~', oneOf(draw, surnames))}, ${city}`;
    let name = plain;
    for (let again = 2; names.has(name); again++) name = `${plain} ${again}`;
    names.add(name);
    const depots = index === 0 ? [city, `${city} 2`] : [city];
    return { id: id as ShopId, name, handle: handleOf(name), city, country: 'BR', currency: BRL, status: 'open', locations: Object.fromEntries(depots.map((depot, position) => [drawnId(draw, DEMO_NOW - 800 * 86_400_000) as LocationId, { position, name: depot, address: null }])), lowStockAt: 5, webAddress: `https://${handleOf(name)}.example`, ...shopProfiles({ code: 'BR', currency: BRL, rate: 0.54, main: 'en' }, Number.parseInt(id.slice(0, 8), 16), index) };
  });
}

/** What is left after every third product goes by the product's own id, so that few sellers have many and many have few. */
function sellerOf(index: number, id: string, shops: readonly Shop[]): Shop {
  if (index % EVERY_THIRD === 0 || shops.length === 1) return shops[0]!;
  const part = Number.parseInt(id.slice(0, 8), 16) / 4_294_967_296;
  return shops[1 + Math.floor(part * part * (shops.length - 1))]!;
}

/** The title as long as the real one was, as near as leaving parts away allows. */
function titleNear(traits: Traits, length: number | null): string {
  const whole = titleOf(traits, 'fr');
  if (length === null || whole.length <= length) return whole;
  const shorter = titleOf({ ...traits, detail: null }, 'fr');
  return Math.abs(shorter.length - length) < Math.abs(whole.length - length) ? shorter : whole;
}

/** A description as long as the real one was, until there is nothing left to say without saying it twice (about 1,800 characters). */
function descriptionNear(traits: Traits, telling: Telling, length: number | null): string {
  const { group, gender, materials } = traits.type;
  const sentences = [
    descriptionOf(traits, telling, 'fr'),
    ...group.uses.filter((_, i) => i !== telling.use).map((use) => use.fr[gender.fr]),
    ...group.care.filter((_, i) => i !== telling.care).map((care) => care.fr[gender.fr]),
    ...materials.filter((material) => material !== traits.material).map((material) => `Existe aussi ${material.name.fr}. ${material.note.fr}`),
    'Expédition sous deux jours ouvrés, avec un numéro de suivi.', 'Retour accepté pendant quatorze jours, dans l’emballage d’origine.', 'Une question sur la taille ou la teinte ? Écrivez au vendeur, il répond le jour même.',
    'Les photos sont prises à la lumière du jour ; la teinte peut varier légèrement d’un écran à l’autre.', 'La facture et le bon de garantie sont joints au colis.', 'Emballage en carton recyclé, sans film plastique.',
  ];
  let text = sentences[0]!;
  for (const sentence of sentences.slice(1)) {
    if (length === null || text.length + sentence.length / 2 > length) break;
    text += ` ${sentence}`;
  }
  return text;
}

function composeImages(draw: Draw, traits: Traits, count: number, at: number): Product['images'] {
  const images: Product['images'] = {};
  for (let position = 0; position < count; position++) {
    images[drawnId(draw, at)] = { position, drawing: drawingSeed(traits.type.motif, traits.colour.hex, position), alt: position === 0 ? { fr: `${traits.type.noun.fr} ${traits.style.fr[traits.type.gender.fr]}` } : {} };
  }
  return images;
}

function composeProduct(row: ProductRow, index: number, shop: Shop, kind: Kind | null, words: Words, skuNumber: (shop: string, prefix: string) => number): Product {
  const { values, line } = row;
  const number = (column: (typeof productColumns)[number], most: number): number | null => wholeNumber(values[column], { file: PRODUCTS, line, column }, most);
  const id = uuidOf(values.product_id);
  const draw = drawFrom(Number.parseInt(id.slice(0, 8), 16), Number.parseInt(id.slice(-8), 16), 13);
  const type = oneOf(draw, kind?.types ?? words.types.filter(({ group }) => group.key === 'goods'));
  const traits = drawTraits(draw, type, words.colours, [{ fr: shop.city, en: shop.city, ar: shop.city }]);
  const telling = drawTelling(draw, type);
  const [length, height, width] = [number('product_length_cm', 1_000), number('product_height_cm', 1_000), number('product_width_cm', 1_000)];
  const weightG = number('product_weight_g', 100_000);
  const photos = number('product_photos_qty', 100) ?? 0;
  const titleLength = number('product_name_lenght', 1_000);
  const textLength = number('product_description_lenght', 100_000);
  const createdAt = DEMO_NOW - between(draw, 10, 800) * 86_400_000;
  const reals = Math.max(1, Math.round(type.price[0] * (type.price[1] / type.price[0]) ** (draw() / 4_294_967_296) * REALS));
  const price = (reals * 100 + (chance(draw, 500) ? 90 : 0)) as Minor;
  const sku = `${type.prefix}-${String(skuNumber(shop.id, type.prefix)).padStart(4, '0')}`;
  const body = `789${String(index).padStart(9, '0')}`;
  const total = chance(draw, 80) ? 0 : chance(draw, 130) ? between(draw, 1, 5) : between(draw, 6, 120);
  const texts: Product['texts'] = { fr: { title: titleNear(traits, titleLength), description: kind === null ? '' : descriptionNear(traits, telling, textLength) } };
  if (chance(draw, 600)) texts.en = textOf(traits, telling, 'en');
  if (chance(draw, 400)) texts.ar = textOf(traits, telling, 'ar');
  const first = placesOf(shop)[0]!.id;
  const details = attributeValues(traits, kind?.category ?? null, null, drawFrom(Number.parseInt(id.slice(0, 8), 16), Number.parseInt(id.slice(-8), 16), 17), 'fr');
  return {
    id: id as ProductId, shopId: shop.id, kind: 'physical', status: kind === null ? 'draft' : chance(draw, 900) ? 'published' : 'paused', handle: handleOf(`${type.key}-${id.slice(0, 8)}`), brand: chance(draw, 700) ? shop.name.slice(0, 120) : null,
    categoryId: kind?.category?.id ?? null, condition: 'new', currency: BRL, tags: kind?.english ? [kind.english.replaceAll('_', ' ')] : [], texts,
    attributes: { ...(values.product_category_name === '' ? {} : { 'Catégorie Olist': values.product_category_name }), ...details }, options: [],
    variants: {
      [drawnId(draw, createdAt)]: {
        position: 0, options: [], sku: sku as Sku, gtin: chance(draw, 930) ? (`${body}${gtinCheckDigit(body)}` as Gtin) : null, mpn: null, price, compareAt: chance(draw, 150) ? ((price + between(draw, 5, 60) * 100) as Minor) : null,
        cost: Math.round(price * 0.55) as Minor, taxClass: 'standard', weightG, sizeMm: length === null || width === null || height === null ? null : [length * 10, width * 10, height * 10],
        stock: { [first]: { onHand: total, reserved: total > 3 && chance(draw, 120) ? 2 : 0, incoming: chance(draw, 80) ? 20 : 0 } },
      },
    } as Record<VariantId, Product['variants'][VariantId]>,
    images: composeImages(draw, traits, photos, createdAt), createdAt: createdAt as EpochMs, createdBy: null, updatedAt: (createdAt + between(draw, 0, DEMO_NOW - createdAt)) as EpochMs,
  };
}

/**
 * Builds the marketplace from the public files of Olist (Brazil) and Google's taxonomy: every product and seller of the files,
 * with the real categories, weights, sizes, numbers of pictures, and lengths of name and description.
 *
 * The files have no names, no prices and do not say who sells what. Names, texts and prices are composed from words of the
 * category, the same each time. Every third product belongs to the first seller of the file, which the demo vendor works as
 * "Atelier Nour" (10,984 of 32,951); the others are spread over the other sellers by the product's own id.
 *
 * @param dir folder with the four files
 * @returns the marketplace, or `invalid-input` with the rule broken, the column (`field`), and `details.file` and `details.line`
 */
export function readOlist(dir: string): Result<Marketplace, AppError> {
  return readOrRefuse(() => {
    const words = readWords();
    const taxonomy = readGoogleTaxonomy(dir);
    const kinds = readKinds(dir, words, taxonomy);
    const shops = readShops(dir);
    const rows = readCsv(dir, PRODUCTS, productColumns);
    const seen = new Map<string, number>();
    for (const row of rows) {
      checkedId(row, 'product_id', PRODUCTS, seen);
      for (const column of productColumns.slice(2)) wholeNumber(row.values[column], { file: PRODUCTS, line: row.line, column }, 1_000_000);
    }
    return {
      categories: taxonomy.categories, shops, productCount: rows.length, vendors: { salma: shops[0]!.id, yann: (shops[1] ?? shops[0]!).id, leila: shops.slice(1, 3).map(({ id }) => id) },
      *products() {
        const counters = new Map<string, number>();
        const next = (shop: string, prefix: string): number => {
          const key = shop + prefix;
          const number = (counters.get(key) ?? 0) + 1;
          counters.set(key, number);
          return number;
        };
        for (const [index, row] of rows.entries()) {
          yield composeProduct(row, index, sellerOf(index, row.values.product_id, shops), kinds.get(row.values.product_category_name) ?? null, words, next);
        }
      },
    };
  });
}
