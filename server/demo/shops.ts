import type { Locale, ShopId } from '#shared/auth/model.ts';
import type { LocationId, Shop } from '#shared/catalog/model.ts';
import { assert } from '#shared/kernel/assert.ts';
import type { Currency } from '#shared/kernel/money.ts';
import type { Country } from './country.ts';
import { between, chance, drawFrom, drawnId, oneOf } from './random.ts';
import { shopProfiles } from './shop-profiles.ts';
import { linesOf, said, type ProductType, type Said, type Words } from './words.ts';

export type DemoShop = {
  readonly shop: Shop; readonly number: number; readonly country: Country; readonly places: readonly Said[]; readonly brands: readonly (string | null)[];
  /** What it sells; a type that stands here twice is sold twice as often. */
  readonly types: readonly ProductType[];
  readonly products: number;
};

/** The moment the demo marketplace stands still at: nothing in it is younger. */
export const DEMO_NOW = Date.UTC(2026, 10, 16, 9, 0, 0);

const cap = (text: string): string => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase().replace(/&/g, ' ').replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');

export function readCountries(): Country[] {
  const countries: Country[] = [];
  for (const { text, where } of linesOf('shops.txt')) {
    const [code, currency, gs1, main, shops, rate] = /^\[(.+)\]$/.exec(text)?.[1]?.split(' ') ?? [];
    if (rate !== undefined) {
      countries.push({ code: code!, currency: currency as Currency, gs1: gs1!, main: main as Locale, shops: Number(shops), rate: Number(rate), cities: [], names: [], called: [] });
      continue;
    }
    const country = countries.at(-1);
    const [, word, rest] = /^([a-z]+) (.+)$/.exec(text) ?? [];
    assert(country && rest, () => `${where}: not a line of a country`);
    if (word === 'city') country.cities.push(said({ text: rest, where }));
    else if (word === 'names') country.names.push(...rest.split(' '));
    else if (word === 'called') country.called.push(...rest.split(';').map((pattern) => pattern.trim()));
    else assert(false, () => `${where}: unknown word \`${word}\``);
  }
  return countries;
}

/** How often a shop with everything sells something of a group. */
const weights: Readonly<Record<string, number>> = {
  shoe: 6, bag: 5, wear: 6, bottom: 5, accessory: 4, jewel: 5, textile: 5, ceramic: 5, metal: 4, wood: 4, light: 4, furniture: 3, beauty: 4, food: 3, paper: 3, book: 4, toy: 3, music: 2, goods: 1, digital: 1, service: 1,
};
const themes: readonly (readonly string[])[] = [
  ['shoe', 'bag'], ['wear', 'bottom', 'accessory'], ['jewel'], ['textile', 'accessory'], ['ceramic', 'metal'], ['wood', 'furniture'], ['light', 'metal'], ['beauty'], ['food'], ['paper', 'book'], ['toy', 'textile'], ['music', 'wood'], ['goods', 'bag'], ['beauty', 'food'],
];
const houseBrands: readonly (string | null)[] = [
  ...Array.from({ length: 14 }, () => 'Atelier Nour'), 'Dar Liwan', 'Tissages Ayour', 'Terres de Lamia', 'Maison Idrissi', 'Coopérative Azrar', 'Laiton & Lumière', 'Bois d’Izem', 'Nomade Bleu',
  'Les Tanneurs d’Amal', 'Verre Safi', 'Fils de Taznakht', 'Riad Sel', 'Souffle d’Atlas', 'Zellij Studio', 'Argile et Sel', null,
];

const aboutAtelierNour = {
  fr: 'Depuis 1987, l’atelier réunit potiers, tisserands et dinandiers de Casablanca à Marrakech. Chaque pièce est faite à la main et porte le nom de qui l’a faite.',
  en: 'Since 1987 the workshop has brought together potters, weavers and brass workers from Casablanca to Marrakech. Every piece is made by hand and carries the name of its maker.',
  ar: 'منذ عام 1987 تجمع الورشة خزّافين ونسّاجين ونحّاسين من الدار البيضاء إلى مراكش. كل قطعة مصنوعة يدويًا وتحمل اسم صانعها.',
};
const aboutMaisonLeGoff = {
  fr: 'Faïence de Quimper et lainages bretons, choisis un par un chez ceux qui les font.',
  en: 'Quimper faience and Breton knitwear, chosen piece by piece from those who make them.',
  ar: 'خزف كيمبير ومنسوجات صوفية من بريتاني، نختارها قطعة قطعة من صانعيها.',
};

const shopId = (number: number, seed: number): ShopId => drawnId(drawFrom(seed, 7, number), DEMO_NOW - (900 - number) * 86_400_000) as ShopId;
const locations = (number: number, seed: number, names: readonly string[]): Shop['locations'] => {
  const draw = drawFrom(seed, 8, number);
  return Object.fromEntries(names.map((name, position) => [drawnId(draw, DEMO_NOW - 890 * 86_400_000) as LocationId, { position, name, address: null }]));
};

/**
 * The 200 shops of the demo marketplace, the same on every machine: Atelier Nour first, with everything and 50,000 products,
 * Maison Le Goff second, the others from thirteen countries with twenty to forty products each.
 *
 * @param more so many of Morocco and France come after them, in turn
 */
export function demoShops(words: Words, seed: number, vendorProducts: number, more = 0): DemoShop[] {
  const countries = readCountries();
  const everything = words.types.flatMap((type) => Array.from({ length: weights[type.group.key]! }, () => type));
  const typesOf = (groups: readonly string[]): ProductType[] => words.types.filter(({ group }) => groups.includes(group.key));
  const shops: DemoShop[] = [];
  const add = (country: Country, name: string, city: Said, depots: readonly string[], types: readonly ProductType[], brands: readonly (string | null)[], products: number, status: Shop['status'], about: Shop['about'] = undefined): void => {
    const number = shops.length;
    const shop: Shop = { id: shopId(number, seed), name, handle: cap(name), city: city.fr, country: country.code, currency: country.currency, status, locations: locations(number, seed, depots), lowStockAt: 5, email: `contact@${cap(name)}.example`, webAddress: `https://${cap(name)}.example`, ...(about ? { about } : {}), ...shopProfiles(country, seed, number) };
    shops.push({ shop, number, country, places: country.code === 'MA' ? country.cities : [city], brands, types, products });
  };
  const [morocco, france] = [countries.find(({ code }) => code === 'MA')!, countries.find(({ code }) => code === 'FR')!];
  add(morocco, 'Atelier Nour', morocco.cities[0]!, ['Casablanca', 'Marrakech'], everything, houseBrands, vendorProducts, 'open', aboutAtelierNour);
  add(france, 'Maison Le Goff', { fr: 'Quimper', en: 'Quimper', ar: 'كيمبير' }, ['Quimper'], typesOf(['ceramic', 'textile', 'accessory']), ['Maison Le Goff', 'Maison Le Goff', 'Faïencerie de l’Odet', null], 38, 'open', aboutMaisonLeGoff);
  const taken = new Set(shops.map(({ shop }) => shop.name));
  const drawn = countries.flatMap((country) => Array.from({ length: country.shops }, () => country));
  const others = Array.from({ length: more }, (_, at) => (at % 2 === 0 ? morocco : france));
  for (const country of [...drawn, ...others]) {
    const draw = drawFrom(seed, 9, shops.length);
    let name: string;
    do name = oneOf(draw, country.called).replace('~', oneOf(draw, country.names)); while (taken.has(name));
    taken.add(name);
    const city = oneOf(draw, country.cities);
    const status = chance(draw, 930) ? 'open' : chance(draw, 600) ? 'pending_approval' : 'suspended';
    add(country, name, city, chance(draw, 200) ? [city.fr, `${city.fr} 2`] : [city.fr], typesOf(oneOf(draw, themes)), [name, name, name, null], between(draw, 20, 40), status);
  }
  return shops;
}
