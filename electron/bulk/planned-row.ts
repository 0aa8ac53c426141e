import { sql } from 'kysely';
import type { Locale } from '#shared/auth/model.ts';
import { cellsBetween } from '#shared/bulk/planned-cells.ts';
import type { RowOutcome } from '#shared/bulk/plan-model.ts';
import { warned, type WarnedCell, type WarnLimits } from '#shared/bulk/warnings.ts';
import { productDescription } from '#shared/catalog/description.ts';
import type { Product, ProductId } from '#shared/catalog/model.ts';
import { titleIn } from '#shared/catalog/projection.ts';
import { skuKey, variantsInOrder } from '#shared/catalog/variant-rules.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Json } from '#shared/kernel/json.ts';
import type { Actor } from '#shared/sync/model.ts';
import type { ReadableDb } from '../db/connection.ts';
import { builder, reading } from '../db/statement.ts';
import type { Called, Intended } from './intended.ts';

/** A row of a job as it is kept: what will become of which product, cell by cell. */
export type PlannedRow = {
  readonly record: ProductId;
  readonly shop: string | null;
  readonly title: string;
  readonly sku: string | null;
  readonly currency: string | null;
  readonly outcome: RowOutcome;
  readonly cells: readonly WarnedCell[];
  readonly problem: AppError | null;
  /** The whole product, when it is a new one, or one that goes. */
  readonly doc: Product | null;
  readonly replaces: boolean;
};

const skuOwner = reading<{ sku: string; shop: string; id: string }>()((_, p) =>
  sql<{ id: string }>`SELECT p.id FROM variant AS v JOIN product AS p ON p.id = v.product_id WHERE v.sku = ${p('sku')} COLLATE NOCASE AND p.shop_id = ${p('shop')} AND p.id <> ${p('id')} LIMIT 1`.compile(builder));

export type Judge = (db: ReadableDb, intended: Intended) => PlannedRow;

/**
 * Decides what will become of each row, by the rules an edit is written with; so the preview promises nothing that applying refuses. Asked for the
 * rows of one job in their order: a SKU one row takes is no longer free for the next.
 */
export function judging({ actor, limits, locale }: { readonly actor: Actor; readonly limits: WarnLimits; readonly locale: Locale }): Judge {
  const taken = new Map<string, ProductId>();

  /** A SKU is one product's in its shop: of those in the catalogue, and of those this job gives out. */
  const checkSkus = (db: ReadableDb, before: Product | null, after: Product): AppError | null => {
    if (before !== null && before.variants === after.variants) return null;
    const had = new Set(before === null ? [] : Object.values(before.variants).map(({ sku }) => skuKey(sku)));
    const fresh = Object.entries(after.variants).filter(([, { sku }]) => !had.has(skuKey(sku)));
    for (const [id, { sku }] of fresh) {
      const by = taken.get(`${after.shopId} ${skuKey(sku)}`) ?? db.get(skuOwner, { sku, shop: after.shopId, id: after.id })?.id;
      if (by !== undefined && by !== after.id) return { code: 'sku-taken', field: `variants/${id}/sku`, rule: 'sku-unique-in-shop', details: { sku, by } };
    }
    for (const [, { sku }] of fresh) taken.set(`${after.shopId} ${skuKey(sku)}`, after.id);
    return null;
  };
  const check = (db: ReadableDb, before: Product | null, after: Product): AppError | null =>
    productDescription.check(before as unknown as Json | null, after as unknown as Json, actor) ?? checkSkus(db, before, after);
  const named = (record: ProductId, product: Product | null, called?: Called) => ({
    record, shop: product?.shopId ?? null, title: product === null ? (called?.title ?? '') : titleIn(product, locale).title,
    sku: product === null ? (called?.sku ?? null) : (variantsInOrder(product)[0]?.[1].sku ?? null), currency: product?.currency ?? null, cells: [] as readonly WarnedCell[], doc: null, replaces: false,
  });

  return (db, intended) => {
    switch (intended.what) {
      case 'skip': return { ...named(intended.record, intended.product, intended.called), outcome: 'skipped', problem: intended.problem };
      case 'fail': return { ...named(intended.record, intended.product, intended.called), outcome: 'failed', problem: intended.problem };
      case 'create': {
        const { product } = intended;
        const problem = check(db, null, product);
        // One that will not be made has no currency either: nothing of it is there to be looked at.
        return problem === null ? { ...named(product.id, product), outcome: 'created', problem, doc: product } : { ...named(product.id, product), currency: null, outcome: 'failed', problem, doc: product };
      }
      case 'delete': return { ...named(intended.product.id, intended.product), outcome: 'deleted', problem: null, doc: intended.product };
      case 'edit': {
        const { before, after, paths, replaces = false } = intended;
        const cells = cellsBetween(before, after, paths);
        if (cells.length === 0) return { ...named(before.id, before), outcome: 'unchanged', problem: null };
        const problem = check(db, before, after);
        return { ...named(before.id, before), outcome: problem === null ? 'updated' : 'failed', problem, replaces, cells: warned(cells, after, limits) };
      }
    }
  };
}
