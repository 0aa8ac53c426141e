import { variantsInOrder } from '../../catalog/variant-rules.ts';
import { placesOf } from '../../catalog/shop-model.ts';
import type { LocationId, Product, Variant, VariantId } from '../../catalog/model.ts';
import { fold } from '../../kernel/text.ts';
import { withGuard } from '../formula-guard.ts';
import { ofOwnHeader, ownHeader, targetKey, type PlainField, type Target } from '../mapping/targets.ts';
import { categoryNumbered, codeCell, figureCell, listCell, moneyCell, yesNo } from './cells.ts';
import type { ExportContext, ExportFacts, ExportTable } from './context.ts';
import type { ExportChoice } from './model.ts';

const plain = (...fields: PlainField[]): Target[] => fields.map((field) => ({ field }));
const codes: ReadonlySet<string> = new Set(['productId', 'variantId', 'sku', 'gtin', 'mpn', 'handle']);
const figures: ReadonlySet<string> = new Set(['price', 'compareAt', 'cost', 'stock', 'lowStockAt', 'weight', 'length', 'width', 'height']);

/** The columns of Comptoir's own table, for what these products have; each is read back by its header alone. */
export function ownColumns({ shop }: Pick<ExportContext, 'shop'>, facts: Pick<ExportFacts, 'currencies' | 'attributes' | 'options'>, { locales, parts }: ExportChoice): readonly Target[] {
  const has = new Set(parts);
  const lists = [...facts.currencies].sort();
  const columns: Target[] = [
    ...plain('productId', 'variantId', 'sku', 'gtin', 'mpn'),
    ...(has.has('texts') ? locales.flatMap((locale): Target[] => [{ field: 'title', locale }, { field: 'description', locale }]) : []),
    ...Array.from({ length: facts.options }, (_, at): Target[] => [{ field: 'optionName', at }, { field: 'optionValue', at }]).flat(),
    ...(has.has('details') ? plain('kind', 'status', 'handle', 'brand', 'category', 'condition', 'tags') : []),
    ...(has.has('prices') ? [{ field: 'currency' }, { field: 'price', currency: null }, { field: 'compareAt', currency: null }, ...plain('cost', 'taxClass'), ...lists.flatMap((currency): Target[] => [{ field: 'price', currency }, { field: 'compareAt', currency }])] as Target[] : []),
    ...(has.has('stock') ? [...placesOf(shop).map(({ id }): Target => ({ field: 'stock', place: placeName(shop, id) })), ...plain('trackStock', 'backorder', 'lowStockAt')] : []),
    ...(has.has('measures') ? [{ field: 'weight', unit: 'g' }, { field: 'length', unit: 'mm' }, { field: 'width', unit: 'mm' }, { field: 'height', unit: 'mm' }] as Target[] : []),
    ...(has.has('attributes') ? [...facts.attributes].sort().map((key): Target => ({ field: 'attribute', key })) : []),
  ];
  return columns.filter(isReadBack);
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
export function ownTable(context: ExportContext, facts: Pick<ExportFacts, 'currencies' | 'attributes' | 'options'>, choice: ExportChoice): ExportTable {
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
