import { createHash } from 'node:crypto';
import type { Role } from '#shared/auth/model.ts';
import type { Product } from '#shared/catalog/model.ts';
import type { Minor } from '#shared/kernel/money.ts';
import { ADDED } from './older-words.ts';
import { aProduct, aShop, at, locationIdOf, productIdOf, shopIdOf, userIdOf } from '#tests/builders/catalog.ts';

/** The moment every history begins: a morning in November 2026. */
export const START = 1_794_900_000_000;

export const SHOPS = [1, 2, 3] as const;
export type ShopNumber = (typeof SHOPS)[number];
const PRODUCTS_PER_SHOP = 7;

const words = ['', 'quetzalone', 'jabberwoktwo', 'zeppelinthree'];
export const wordOf = (shop: number): string => words[shop]!;
/** A word that stands in titles and brands of a shop, with who wrote it and on which record: found where it must not be, it has leaked, unless its finder wrote it. */
export const canaryOf = (shop: number, writer: string, id: string): string => `${words[shop]!}.${writer}.${tagOf(id)}`;
const idOfTag = new Map<string, string>();
/** Ten letters for an id that look like no others: a full text keeps a word without the letters it shares with the word before it. */
export function tagOf(id: string): string {
  const tag = createHash('sha256').update(id).digest('hex').slice(0, 10);
  idOfTag.set(tag, id);
  return tag;
}
export const idOf = (tag: string): string | undefined => idOfTag.get(tag);

const signed = /^\.([a-z]+)\.([0-9a-f]{10})/i;

/**
 * A word of a shop that somebody other than `reader` wrote, in some bytes, with what stands around it; null when there is none.
 *
 * @param may whether the reader may read the record that a word names by its tag; null: the word stands alone, as in a full text
 */
export function leakIn(bytes: Buffer, shop: number, reader: string, may: (tag: string | null) => boolean): string | null {
  const word = words[shop]!;
  for (let at = bytes.indexOf(word); at >= 0; at = bytes.indexOf(word, at + 1)) {
    const after = at + word.length;
    const [, writer, tag] = signed.exec(bytes.toString('latin1', after, after + 40)) ?? [];
    if (writer?.toLowerCase() === reader.toLowerCase() || may(tag ?? null)) continue;
    return bytes.subarray(Math.max(0, at - 60), after + 30).toString('latin1').replace(/[^ -~]+/g, ' ');
  }
  return null;
}
/** Letters of a tag that a full text surely keeps: it leaves out those shared with the word before. */
const KEPT_FROM = 3;
/** Whether bytes hold the tag of a record anywhere but in what `reader` wrote. */
export function tagIn(bytes: Buffer, tag: string, reader: string): string | null {
  const own = `.${reader}.${tag.slice(0, KEPT_FROM)}`.toLowerCase();
  const kept = tag.slice(KEPT_FROM);
  for (let at = bytes.indexOf(kept); at >= 0; at = bytes.indexOf(kept, at + 1)) {
    if (bytes.toString('latin1', Math.max(0, at - own.length), at).toLowerCase() !== own) return bytes.subarray(Math.max(0, at - 60), at + 20).toString('latin1').replace(/[^ -~]+/g, ' ');
  }
  return null;
}
export const shopNumberOf = (shopId: string): ShopNumber => SHOPS.find((n) => shopIdOf(n) === shopId)!;

export type PersonName = 'Salma' | 'Karim' | 'Yann' | 'Nour' | 'Amina' | 'Sofia';
export type Person = { readonly name: PersonName; readonly userId: string; readonly role: Role; readonly shops: readonly ShopNumber[] };
const person = (n: number, name: PersonName, role: Role, ...shops: ShopNumber[]): Person => ({ name, userId: userIdOf(n), role, shops });
/** Salma and Karim work in shop 1, Karim and Yann in shop 2, Nour in shop 3; Amina is an admin, Sofia answers for support and only reads. */
export const people: readonly Person[] = [
  person(1, 'Salma', 'vendor', 1), person(2, 'Amina', 'admin'), person(3, 'Karim', 'vendor', 1, 2), person(4, 'Yann', 'vendor', 2), person(5, 'Nour', 'vendor', 3), person(6, 'Sofia', 'support'),
];
export const personOf = (name: PersonName): Person => people.find((one) => one.name === name)!;

/** The tax profile and the shipping profile every shop begins with. */
export const [RATES, ZONES] = [locationIdOf(901), locationIdOf(902)];

export const shops = SHOPS.map((n) => aShop({
  n, name: `Shop ${canaryOf(n, 'base', shopIdOf(n))}`, about: { fr: 'phrase un\nphrase deux\nphrase trois' }, phone: '05-0',
  taxProfiles: { [RATES]: { position: 0, name: 'Taxes', rates: { standard: 2_000, reduced: 1_000, zero: 0, exempt: 0 }, included: true } },
  shippingProfiles: { [ZONES]: { position: 0, name: 'Envoi', zones: [{ countries: ['MA'], price: 2_500 as Minor, freeFrom: null, days: [1, 3] }] } },
}));

export const productNumbers = (shop: number): readonly number[] => Array.from({ length: PRODUCTS_PER_SHOP }, (_, i) => shop * 100 + i);

/** The products a marketplace begins with; the first of each shop has a text of several lines, so that merges by line happen. */
export const firstProducts = (): Product[] => SHOPS.flatMap((shop) => productNumbers(shop).map((n) => aProduct({
  n, shopId: shopIdOf(shop), createdAt: at(START - 1_000_000), updatedAt: at(START - 1_000_000), brand: `${canaryOf(shop, 'base', productIdOf(n))} brand`,
  condition: n % 2 === 0 ? 'new' : ADDED.byServer,
  texts: { fr: { title: `Article ${n} ${canaryOf(shop, 'base', productIdOf(n))}`, description: `ligne un\nligne deux\nligne trois\nligne quatre` } },
  tags: ['base'],
})));

export const isFirst = (id: string): boolean => SHOPS.some((shop) => productNumbers(shop).some((n) => productIdOf(n) === id));
