import { sql } from 'kysely';
import type { Locale } from '#shared/auth/model.ts';
import type { catalogChannels } from '#shared/catalog/contract.ts';
import { checkGtin, gtinKey } from '#shared/catalog/gtin.ts';
import { sku as skuSchema, type Product, type ProductId } from '#shared/catalog/model.ts';
import { titleIn } from '#shared/catalog/projection.ts';
import type { Answer, Heard } from '#shared/contract/channel.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { ReadableDb } from '../db/connection.ts';
import { builder, reading } from '../db/statement.ts';

type C = typeof catalogChannels;
type Use = { readonly id: ProductId; readonly title: string };
type Found = { product_id: string; variant_id: string; doc: string };

/** More uses than anybody reads; the report of duplicates has them all. */
const MOST_USES = 10;
const skuUses = reading<{ sku: string; shop: string }>()((_, p) =>
  sql<Found>`SELECT v.product_id, v.variant_id, p.doc FROM variant AS v JOIN product AS p ON p.id = v.product_id WHERE v.sku = ${p('sku')} COLLATE NOCASE AND p.shop_id = ${p('shop')} LIMIT ${MOST_USES + 1}`.compile(builder));
const gtinUses = reading<{ gtin: string; shop: string }>()((_, p) =>
  sql<Found>`SELECT v.product_id, v.variant_id, p.doc FROM variant AS v JOIN product AS p ON p.id = v.product_id WHERE v.gtin = ${p('gtin')} AND p.shop_id = ${p('shop')} LIMIT ${MOST_USES + 1}`.compile(builder));

/** Asked while typing: is this SKU free in the shop, is this GTIN right to the digit and used nowhere else? */
export function checkCodes(db: ReadableDb, asked: Heard<C, 'catalog.check'>, locale: Locale): Answer<C, 'catalog.check'> {
  const others = (found: readonly Found[]): Use[] => {
    const elsewhere = found.filter((use) => use.product_id !== asked.productId || (asked.variantId !== null && use.variant_id !== asked.variantId));
    const byProduct = new Map(elsewhere.map((use) => [use.product_id, use.doc]));
    return [...byProduct].slice(0, MOST_USES).map(([id, doc]) => ({ id: id as ProductId, title: titleIn(JSON.parse(doc) as Product, locale).title }));
  };
  const answer: Answer<C, 'catalog.check'> = { sku: null, gtin: null, skuUsedBy: [], gtinUsedBy: [] };
  if (asked.sku !== undefined) {
    const parsed = skuSchema.safeParse(asked.sku);
    if (parsed.success) answer.skuUsedBy = others(db.all(skuUses, { sku: parsed.data, shop: asked.shopId }));
    answer.sku = !parsed.success ? { code: 'invalid-input', field: 'sku', rule: 'sku-length', details: { found: asked.sku.trim().length, least: 1, most: 64 } } : takenBy(answer.skuUsedBy, parsed.data);
  }
  if (asked.gtin !== undefined && asked.gtin.trim() !== '') {
    const checked = checkGtin(asked.gtin);
    if (checked.ok) answer.gtinUsedBy = others(db.all(gtinUses, { gtin: gtinKey(checked.value), shop: asked.shopId }));
    else answer.gtin = checked.error;
  }
  return answer;
}

const takenBy = ([first]: readonly Use[], sku: string): AppError | null => (first ? { code: 'sku-taken', field: 'sku', rule: 'sku-unique-in-shop', details: { sku, by: first.id } } : null);

type Twin = { value: string; id: string; sku: string; doc: string };
// The inner query walks one narrow index; records are read only for the few that are doubled.
const skuTwins = reading<{ shop: string }>()((_, p) =>
  sql<Twin>`SELECT v.sku AS value, p.id, v.sku, p.doc FROM (SELECT sku FROM variant GROUP BY sku COLLATE NOCASE HAVING count(*) > 1) AS d
    CROSS JOIN variant AS v ON v.sku = d.sku COLLATE NOCASE CROSS JOIN product AS p ON p.id = v.product_id AND p.shop_id = ${p('shop')} ORDER BY lower(v.sku), p.id`.compile(builder));
const gtinTwins = reading<{ shop: string }>()((_, p) =>
  sql<Twin>`SELECT v.gtin AS value, p.id, v.sku, p.doc FROM (SELECT gtin FROM variant WHERE gtin IS NOT NULL GROUP BY gtin HAVING count(*) > 1) AS d
    CROSS JOIN variant AS v ON v.gtin = d.gtin CROSS JOIN product AS p ON p.id = v.product_id AND p.shop_id = ${p('shop')} ORDER BY v.gtin, p.id`.compile(builder));

/** Every SKU and GTIN that more than one variant of the shop carries, with the products they are on. */
export function duplicatesIn(db: ReadableDb, { shopId, locale }: Heard<C, 'catalog.duplicates'>): Answer<C, 'catalog.duplicates'> {
  const groups: Answer<C, 'catalog.duplicates'>['groups'] = [];
  for (const [field, question, keyOf] of [['sku', skuTwins, (value: string) => value.toLowerCase()], ['gtin', gtinTwins, (value: string) => value]] as const) {
    const byValue = new Map<string, Twin[]>();
    for (const twin of db.all(question, { shop: shopId })) byValue.set(keyOf(twin.value), [...(byValue.get(keyOf(twin.value)) ?? []), twin]);
    for (const twins of byValue.values()) {
      if (twins.length < 2) continue;
      const records = twins.map(({ doc }) => JSON.parse(doc) as Product);
      // The column holds it padded to 14 digits; people look for what stands on the package.
      const written = field === 'sku' ? undefined : Object.values(records[0]!.variants).find(({ gtin }) => gtin !== null && gtinKey(gtin) === twins[0]!.value)?.gtin;
      groups.push({ field, value: written ?? twins[0]!.value, products: twins.map(({ id, sku }, at) => ({ id: id as ProductId, sku, title: titleIn(records[at]!, locale).title })) });
    }
  }
  return { groups };
}
