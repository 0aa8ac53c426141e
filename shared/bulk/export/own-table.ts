import type { Locale } from '../../auth/model.ts';
import { variantsInOrder } from '../../catalog/variant-rules.ts';
import { placesOf } from '../../catalog/shop-model.ts';
import type { LocationId, Product, Variant, VariantId } from '../../catalog/model.ts';
import { fold } from '../../kernel/text.ts';
import { withGuard } from '../formula-guard.ts';
import { ofOwnHeader, ownHeader, targetKey, type Target } from '../mapping/targets.ts';
import { categoryNumbered, codeCell, figureCell, listCell, moneyCell, yesNo } from './cells.ts';
import type { ExportContext, ExportFacts, ExportTable } from './context.ts';
import type { ExportChoice, ExportColumn } from './model.ts';

const codes: ReadonlySet<string> = new Set(['productId', 'variantId', 'sku', 'gtin', 'mpn', 'handle']);
const figures: ReadonlySet<string> = new Set(['price', 'compareAt', 'cost', 'stock', 'lowStockAt', 'weight', 'length', 'width', 'height']);

type Facts = Pick<ExportFacts, 'currencies' | 'attributes' | 'options'>;

/** What stands for one column that was chosen, with what these products have. */
function targetsOf(column: ExportColumn, shop: ExportContext['shop'], facts: Facts, locales: readonly Locale[]): readonly Target[] {
  switch (column) {
    case 'title':
    case 'description': return locales.map((locale): Target => ({ field: column, locale }));
    case 'options': return Array.from({ length: facts.options }, (_, at): Target[] => [{ field: 'optionName', at }, { field: 'optionValue', at }]).flat();
    case 'price':
    case 'compareAt': return [{ field: column, currency: null }];
    case 'priceLists': return [...facts.currencies].sort().flatMap((currency): Target[] => [{ field: 'price', currency }, { field: 'compareAt', currency }]);
    case 'stock': return placesOf(shop).map(({ id }): Target => ({ field: 'stock', place: placeName(shop, id) }));
    case 'weight': return [{ field: 'weight', unit: 'g' }];
    case 'length':
    case 'width':
    case 'height': return [{ field: column, unit: 'mm' }];
    case 'attributes': return [...facts.attributes].sort().map((key): Target => ({ field: 'attribute', key }));
    default: return [{ field: column }];
  }
}

/** The columns of Comptoir's own table that were chosen, in their order, for what these products have; each is read back by its header alone. */
export function ownColumns({ shop }: Pick<ExportContext, 'shop'>, facts: Facts, { locales, columns }: ExportChoice): readonly Target[] {
  return [...new Set(columns)].flatMap((column) => targetsOf(column, shop, facts, locales)).filter(isReadBack);
}

/** A header that would be read as something else (an attribute called ` x`) is left out: what is not in a file stays as it is. */
function isReadBack(target: Target): boolean {
  const read = ofOwnHeader(ownHeader(target).trim());
  return read !== null && targetKey(read) === targetKey(target);
}

/** A place by its name; by its id where another one is called alike. */
function placeName(shop: ExportContext['shop'], id: LocationId): string {
  const { name } = shop.locations[id]!;
  return placesOf(shop).filter((place) => fold(place.name) === fold(name)).length === 1 ? name : id;
}

/**
 * Comptoir's own table: a row per variant, what the product has once in its first row. Read back it changes nothing, whatever the order of its rows or columns.
 */
export function ownTable(context: ExportContext, facts: Facts, choice: ExportChoice): ExportTable {
  const columns = ownColumns(context, facts, choice);
  const cells = columns.map((target) => cellOf(target, context));
  return {
    headers: columns.map(ownHeader),
    figures: new Set(columns.flatMap(({ field }, at) => (figures.has(field) ? [at] : []))),
    codes: new Set(columns.flatMap(({ field }, at) => (codes.has(field) ? [at] : []))),
    * rows(product) {
      for (const [at, [id, variant]] of variantsInOrder(product).entries()) yield cells.map((cell) => cell(product, id, variant, at === 0));
    },
  };
}

type Cell = (product: Product, id: VariantId, variant: Variant, isFirst: boolean) => string;

/** How the cells of one column are written. */
function cellOf(target: Target, context: ExportContext): Cell {
  const { shop } = context;
  const own = (product: Product): boolean => product.currency === shop.currency;
  const once = (text: (product: Product) => string): Cell => (product, _, __, isFirst) => (isFirst ? withGuard(text(product)) : '');
  switch (target.field) {
    case 'productId': return ({ id }) => id;
    case 'variantId': return (_, id) => id;
    case 'sku': return (_, __, { sku }) => codeCell(sku);
    case 'gtin': return (_, __, { gtin }) => gtin ?? '';
    case 'mpn': return (_, __, { mpn }) => withGuard(mpn ?? '');
    case 'title':
    case 'description': return once(({ texts }) => texts[target.locale!]?.[target.field] ?? '');
    case 'optionName': return ({ options }) => withGuard(options[target.at] ?? '');
    case 'optionValue': return (_, __, { options }) => withGuard(options[target.at] ?? '');
    case 'kind': return once(({ kind }) => kind);
    case 'status': return once(({ status }) => status);
    case 'handle': return once(({ handle }) => handle);
    case 'condition': return once(({ condition }) => condition);
    case 'brand': return once(({ brand }) => brand ?? '');
    case 'category': return once(({ categoryId }) => (categoryId === null ? '' : categoryNumbered(context.categoryOf(categoryId), context.locales[0])));
    case 'tags': return once(({ tags }) => listCell(tags));
    // The shop's own amounts; a product in another currency keeps its own when the file comes back.
    case 'currency': return (product) => (own(product) ? product.currency : '');
    case 'cost': return (product, _, { cost }) => (own(product) ? moneyCell(cost, shop.currency) : '');
    case 'price':
    case 'compareAt': {
      const { field, currency } = target;
      if (currency !== null) return (_, __, { prices }) => moneyCell(prices?.[currency]?.[field] ?? null, currency);
      return (product, _, variant) => (own(product) ? moneyCell(variant[field], shop.currency) : '');
    }
    case 'taxClass': return (_, __, { taxClass }) => taxClass;
    case 'stock': {
      const { id } = placesOf(shop).find((place) => place.id === target.place || place.name === target.place)!;
      return (_, __, { stock }) => figureCell(stock[id]?.onHand ?? null);
    }
    case 'trackStock': return (_, __, { trackStock }) => yesNo(trackStock);
    case 'backorder': return (_, __, { backorder }) => yesNo(backorder);
    case 'lowStockAt': return (_, __, { lowStockAt }) => figureCell(lowStockAt ?? null);
    case 'weight': return (_, __, { weightG }) => figureCell(weightG);
    case 'length': return (_, __, { sizeMm }) => figureCell(sizeMm?.[0] ?? null);
    case 'width': return (_, __, { sizeMm }) => figureCell(sizeMm?.[1] ?? null);
    case 'height': return (_, __, { sizeMm }) => figureCell(sizeMm?.[2] ?? null);
    case 'attribute': return once(({ attributes }) => (Object.hasOwn(attributes, target.key) ? attributes[target.key]! : ''));
    default: return () => '';
  }
}
