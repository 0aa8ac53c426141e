import { fold } from '../kernel/text.ts';
import type { Product, Sku } from './model.ts';
import { skuKey, variantsInOrder } from './variant-rules.ts';

const LONGEST_SKU = 64;
const LONGEST_CODE = 8;

/** Short codes of an axis' values for use in an SKU: "Bleu ciel" gives `BLEUCIEL`; what has no Latin letters, or meets another, gets its number. */
export function valueCodes(values: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return values.map((value, at) => {
    const word = fold(value).replace(/[^a-z0-9]/g, '').toUpperCase().slice(0, LONGEST_CODE);
    let code = word === '' ? String(at + 1) : word;
    for (let n = at + 1; seen.has(code); n++) code = `${word.slice(0, LONGEST_CODE - String(n).length)}${n}`;
    seen.add(code);
    return code;
  });
}

/** What the SKUs of a product have in common, up to a separator: `ROBE-38` and `ROBE-39` give `ROBE`. One variant alone: its whole SKU. */
export function commonSku(product: Pick<Product, 'variants'>): string {
  const skus = variantsInOrder(product).map(([, { sku }]) => sku as string);
  const first = skus[0] ?? '';
  if (skus.length < 2) return first;
  let length = first.length;
  for (const sku of skus) while (!sku.startsWith(first.slice(0, length))) length--;
  const whole = skus.every((sku) => sku.length === length || /[-_./ ]/.test(sku[length]!));
  const stem = first.slice(0, length);
  const cut = whole ? stem : stem.slice(0, Math.max(...['-', '_', '.', '/', ' '].map((sign) => stem.lastIndexOf(sign)), 0));
  return cut.replace(/[-_./ ]+$/, '') || first;
}

/** Gives out SKUs made of a stem and codes, none of them twice and none that is in use. */
export function skuMaker(stem: string, used: Iterable<string>): (codes: readonly string[]) => Sku {
  const taken = new Set([...used].map(skuKey));
  return (codes) => {
    const tail = codes.map((code) => `-${code}`).join('');
    const full = (more: string): string => `${stem.slice(0, Math.max(1, LONGEST_SKU - tail.length - more.length))}${tail}${more}`;
    let made = full('');
    for (let n = 2; taken.has(skuKey(made)); n++) made = full(`-${n}`);
    taken.add(skuKey(made));
    return made as Sku;
  };
}
