import { fold } from '../kernel/text.ts';
import type { Category, Product } from './model.ts';

/** Units a figure may be in; the words for them belong to the window, Google takes them as they are. */
export const attributeUnits = ['cm', 'l', 'W', 'V', 'in', 'GB', 'mAh', 'months', 'years', 'days'] as const;
export type AttributeUnit = (typeof attributeUnits)[number];

/** Attributes of Google's product data that ours feed. Source: Google Merchant product data specification. */
export type GoogleAttribute =
  | 'color' | 'size' | 'material' | 'pattern' | 'gender' | 'age_group' | 'size_type' | 'size_system' | 'multipack' | 'energy_efficiency_class' | 'unit_pricing_measure'
  | 'product_length' | 'product_width' | 'product_height';

/** What may stand in a field: words, a figure in a unit, or one of a list (`open`: or something of one's own). */
export type AttributeKind =
  | { readonly kind: 'text' }
  | { readonly kind: 'isbn' }
  | { readonly kind: 'number'; readonly unit: AttributeUnit | null; readonly most: number }
  | { readonly kind: 'choice'; readonly values: readonly string[]; readonly open: boolean };
export type AttributeDefinition = AttributeKind & {
  readonly google: GoogleAttribute | null;
  /** Fits a product of any category: a change of category never makes it pointless. */
  readonly everywhere: boolean;
};

type More = Partial<Pick<AttributeDefinition, 'google' | 'everywhere'>>;
const more = ({ google = null, everywhere = false }: More): Pick<AttributeDefinition, 'google' | 'everywhere'> => ({ google, everywhere });
const words = (given: More = {}): AttributeDefinition => ({ kind: 'text', ...more(given) });
const figure = (unit: AttributeUnit | null, most: number, given: More = {}): AttributeDefinition => ({ kind: 'number', unit, most, ...more(given) });
const oneOf = (values: string, given: More = {}): AttributeDefinition => ({ kind: 'choice', values: values.split(' '), open: false, ...more(given) });
/** A list that helps, and does not bind. */
const usually = (values: string, given: More = {}): AttributeDefinition => ({ kind: 'choice', values: values.split(' '), open: true, ...more(given) });

const definitions = {
  color: usually('black white grey beige brown red pink orange yellow green blue turquoise purple gold silver multicolor ivory sand saffron indigo terracotta olive emerald burgundy mustard coral ochre charcoal ecru chocolate caramel plum lavender powder_pink majorelle_blue midnight_blue mint_green sage_green natural', { google: 'color', everywhere: true }),
  material: usually('leather suede raffia canvas velvet cotton linen wool silk viscose cashmere jute cactus_silk polyester silver gold_plated brass glass_bead gemstone earthenware stoneware porcelain terracotta glass copper stainless_steel aluminium wrought_iron thuya cedar walnut oak olive_wood beech rattan bamboo cork rubber felt paper recycled_paper plastic', { google: 'material', everywhere: true }),
  pattern: usually('plain striped checked floral geometric berber zellige embroidered dotted animal', { google: 'pattern' }),
  size: words({ google: 'size' }),
  size_system: oneOf('EU FR IT DE UK US JP', { google: 'size_system' }),
  size_type: oneOf('regular petite plus tall big maternity', { google: 'size_type' }),
  gender: oneOf('female male unisex', { google: 'gender' }),
  age_group: oneOf('newborn infant toddler kids adult', { google: 'age_group' }),
  fit: oneOf('slim regular loose oversized'),
  sleeve: oneOf('none short three_quarter long'),
  neckline: usually('round v boat high shirt'),
  closure: usually('slip_on zip buttons laces buckle hook magnetic drawstring'),
  heel_height: figure('cm', 30),
  season: oneOf('spring summer autumn winter all_year'),
  occasion: usually('everyday party wedding religious_feast work travel gift'),
  style: usually('traditional modern bohemian rustic minimalist classic'),
  care: usually('machine_30 machine_40 hand_wash dry_clean wipe dishwasher do_not_wash'),
  room: usually('living_room bedroom kitchen bathroom children_room office outdoor'),
  gem: usually('amber turquoise coral onyx pearl agate lapis amethyst none'),
  purity: usually('silver_925 gold_9 gold_18 gold_24 plated'),
  length: figure('cm', 10_000, { google: 'product_length' }),
  width: figure('cm', 10_000, { google: 'product_width' }),
  height: figure('cm', 10_000, { google: 'product_height' }),
  diameter: figure('cm', 1_000),
  volume: figure('l', 10_000),
  net_content: words({ google: 'unit_pricing_measure' }),
  pieces: figure(null, 10_000, { google: 'multipack' }),
  assembly: oneOf('assembled to_assemble'),
  power: figure('W', 100_000),
  voltage: figure('V', 100_000),
  energy_class: oneOf('A B C D E F G', { google: 'energy_efficiency_class' }),
  connection: usually('bluetooth wifi usb_c usb_a jack nfc wired'),
  screen: figure('in', 200),
  storage: figure('GB', 100_000),
  battery: figure('mAh', 1_000_000),
  compatible_with: words(),
  author: words(),
  publisher: words(),
  isbn: { kind: 'isbn', ...more({}) },
  language: usually('fr en ar amazigh es de it pt'),
  pages: figure(null, 20_000),
  binding: oneOf('paperback hardcover pocket spiral'),
  topic: words(),
  file_format: usually('PDF EPUB MP3 ZIP JPEG SVG'),
  licence: oneOf('personal commercial education'),
  ingredients: words(),
  allergens: words(),
  diet: usually('halal vegetarian vegan gluten_free sugar_free'),
  organic: oneOf('yes no'),
  shelf_life: figure('days', 10_000),
  flavour: words(),
  scent: usually('rose orange_blossom musk amber argan lavender oud jasmine unscented'),
  skin_type: usually('all dry oily combination sensitive mature'),
  hair_type: usually('all dry oily curly coloured fine'),
  age_from: figure('years', 100),
  animal: usually('dog cat bird fish rodent horse'),
  vehicle: usually('car motorcycle van truck bicycle'),
  level: oneOf('beginner intermediate professional'),
  warranty: figure('months', 600, { everywhere: true }),
  origin: words({ everywhere: true }),
  handmade: oneOf('yes no', { everywhere: true }),
} as const satisfies Readonly<Record<string, AttributeDefinition>>;

export type AttributeKey = keyof typeof definitions;
/** Details that buyers filter by and channels ask for, each with what it may say. A product may carry others, under a name of the seller's own. */
export const attributeDefinitions: Readonly<Record<AttributeKey, AttributeDefinition>> = definitions;
export const attributeKeys = Object.keys(definitions) as readonly AttributeKey[];

export const isAttributeKey = (key: string): key is AttributeKey => Object.hasOwn(definitions, key);
/** What a key means; null for a name of the seller's own. */
export const definitionOf = (key: string): AttributeDefinition | null => (isAttributeKey(key) ? attributeDefinitions[key] : null);

/** What a listing says for an attribute; undefined when nothing. A key is a word somebody typed: `valueOf` is one too. */
export const attributeOf = ({ attributes }: Pick<Product, 'attributes'>, key: string): string | undefined => (Object.hasOwn(attributes, key) ? attributes[key] : undefined);

/** How sellers call the axes that tell channels something, folded. */
const axisWords: Readonly<Record<'size' | 'color' | 'material' | 'pattern', readonly string[]>> = {
  size: ['taille', 'pointure', 'size', 'shoe size', 'المقاس', 'مقاس', 'القياس', 'قياس', 'dimensions', 'format', 'contenance', 'volume', 'diametre', 'diameter', 'capacity'].map(fold),
  color: ['couleur', 'coloris', 'teinte', 'color', 'colour', 'اللون', 'لون'].map(fold),
  material: ['matiere', 'materiau', 'material', 'fabric', 'finition', 'finish', 'المادة', 'الخامة'].map(fold),
  pattern: ['motif', 'imprime', 'pattern', 'print', 'النقش', 'الزخرفة'].map(fold),
};
const axes = new Map(Object.entries(axisWords).flatMap(([key, names]) => names.map((name) => [name, key as keyof typeof axisWords])));

/** The attribute an option axis stands for ("Pointure" is the size), in any of the three languages; null for one of the seller's own. */
export const attributeOfAxis = (axis: string): keyof typeof axisWords | null => axes.get(fold(axis)) ?? null;

/** Whether a listing says something for an attribute: as a detail of the whole product, or as the axis its variants differ by. */
export function isGiven(product: Pick<Product, 'attributes' | 'options'>, key: string): boolean {
  return (attributeOf(product, key) ?? '').trim() !== '' || product.options.some((axis) => attributeOfAxis(axis) === key);
}

/** One detail as the product page lists it. `value` null: not said. `fromAxis`: the variants say it. */
export type AttributeLine = { readonly key: string; readonly value: string | null; readonly fromAxis: string | null };
export type AttributeLines = {
  /** What the category asks for, what it would like, what the seller added or fits anywhere, and what says nothing here any more. */
  readonly required: readonly AttributeLine[]; readonly suggested: readonly AttributeLine[]; readonly own: readonly AttributeLine[]; readonly stray: readonly AttributeLine[];
};

/**
 * Sorts the details of a product by what its category says of them. Nothing is lost by a change of category: what the new one has no
 * use for is listed as `stray`, with its value, until somebody removes it.
 *
 * @param category null, or without attributes: nothing is asked for, and nothing is out of place
 */
export function attributeLines(product: Pick<Product, 'attributes' | 'options'>, category: Pick<Category, 'attributes'> | null): AttributeLines {
  const { required = [], suggested = [] } = category?.attributes ?? {};
  const asked = new Set([...required, ...suggested]);
  const lineOf = (key: string): AttributeLine => ({ key, value: attributeOf(product, key) ?? null, fromAxis: product.options.find((axis) => attributeOfAxis(axis) === key) ?? null });
  const rest = Object.keys(product.attributes).filter((key) => !asked.has(key));
  const fits = (key: string): boolean => asked.size === 0 || (definitionOf(key)?.everywhere ?? true);
  return {
    required: required.map(lineOf), suggested: suggested.filter((key) => !required.includes(key)).map(lineOf),
    own: rest.filter(fits).map(lineOf), stray: rest.filter((key) => !fits(key)).map(lineOf),
  };
}
