import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { gtinCheckDigit } from '#shared/catalog/gtin.ts';

/** The columns of the measured file, as Comptoir writes them. */
export const bulkHeaders: readonly string[] = [
  'sku', 'gtin', 'mpn', 'title:fr', 'description:fr', 'title:en', 'brand', 'category', 'tags', 'price', 'compare-at price', 'cost', 'stock', 'weight (g)', 'length (mm)', 'width (mm)', 'height (mm)', 'condition', 'status',
  'option 1 name', 'option 1 value', 'attribute:color', 'attribute:material', 'image url', 'note of the supplier',
];

/** A file read a second time: every so many rows have another price, or are of a product that was not there. */
export type Edited = { readonly changedEvery: number; readonly newEvery: number };

function line(n: number, edited: Edited | null): string {
  const isNew = edited !== null && n % edited.newEvery === edited.newEvery - 1;
  const price = 20 + (n % 400) + (edited !== null && n % edited.changedEvery === 0 ? 3 : 0);
  const body = String(600_000_000_000 + n);
  const text = 'Belle pièce façonnée dans notre atelier de Fès, chaque motif est unique. '.repeat(5);
  return [
    `${isNew ? 'NEW' : 'SKU'}-${n}`, isNew ? '' : body + gtinCheckDigit(body), `M-${n}`, `Théière émaillée n° ${n}`, `"Une ""belle"" théière 🫖, peinte à la main.${n % 7 === 0 ? '\n' : ' '}${text}"`, `Enamel teapot ${n}`, 'Atelier Nour', 'Home > Tableware', '"thé,maison"',
    `${price}.50`, `${500 + (n % 400)}.00`, `${10 + (n % 9)}.25`, n % 50, 250 + (n % 90), 120, 80, 60, 'new', 'draft', 'Taille', 36 + (n % 8), 'blue', 'earthenware', `https://cdn.example/p/${n}.jpg`, `lot ${n % 13}`,
  ].join(',');
}

/** Writes a file of products with accents, an emoji, doubled quotes and line breaks in each description's cell. */
export async function writeBulkFile(path: string, rows: number, edited: Edited | null = null): Promise<void> {
  const file = createWriteStream(path);
  file.write(`${bulkHeaders.join(',')}\n`);
  for (let n = 0; n < rows; n++) if (!file.write(`${line(n, edited)}\n`)) await once(file, 'drain');
  file.end();
  await once(file, 'close');
}
