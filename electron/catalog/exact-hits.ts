import { sql } from 'kysely';
import { checkGtin, gtinKey } from '#shared/catalog/gtin.ts';
import { uuid } from '#shared/kernel/ids.ts';
import type { ReadableDb } from '../db/connection.ts';
import { builder, reading } from '../db/statement.ts';

const byId = reading<{ id: string }>()((q, p) => q.selectFrom('product').select('rid').where('id', '=', p('id')));
const bySku = reading<{ sku: string }>()((_, p) => sql<{ rid: number }>`SELECT DISTINCT p.rid FROM variant AS v JOIN product AS p ON p.id = v.product_id WHERE v.sku = ${p('sku')} COLLATE NOCASE`.compile(builder));
const byGtin = reading<{ gtin: string }>()((_, p) => sql<{ rid: number }>`SELECT DISTINCT p.rid FROM variant AS v JOIN product AS p ON p.id = v.product_id WHERE v.gtin = ${p('gtin')}`.compile(builder));

/** Row numbers of the products this text names exactly: by id, by SKU (whatever its case), by GTIN (in any of its lengths). */
export function exactHits(db: ReadableDb, text: string): readonly number[] {
  const trimmed = text.trim();
  if (trimmed === '') return [];
  const id = trimmed.toLowerCase();
  const gtin = checkGtin(trimmed);
  return [
    ...(uuid.safeParse(id).success ? db.column(byId, { id }) : []),
    ...db.column(bySku, { sku: trimmed }),
    ...(gtin.ok ? db.column(byGtin, { gtin: gtinKey(gtin.value) }) : []),
  ];
}
