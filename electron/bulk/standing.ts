import { sql } from 'kysely';
import { plannedState } from '#shared/bulk/planned-cells.ts';
import type { PlanCell, RowOutcome } from '#shared/bulk/plan-model.ts';
import type { Json } from '#shared/kernel/json.ts';
import type { ReadableDb } from '../db/connection.ts';
import { builder, reading } from '../db/statement.ts';
import type { PlanStore, StoredPlan } from './plan-store.ts';

type Here = { readonly doc: string };
const docsOf = reading<{ ids: string }>()((_, p) => sql<{ id: string; doc: string }>`SELECT p.id, p.doc FROM json_each(${p('ids')}) AS k CROSS JOIN product AS p ON p.id = k.value`.compile(builder));
const skuHere = reading<{ sku: string; shop: string }>()((_, p) => sql<{ id: string }>`SELECT p.id FROM variant AS v JOIN product AS p ON p.id = v.product_id WHERE v.sku = ${p('sku')} COLLATE NOCASE AND p.shop_id = ${p('shop')} LIMIT 1`.compile(builder));

/** The products of some rows that are in the catalogue now, by their ids. */
export const productsHere = (db: ReadableDb, ids: readonly string[]): ReadonlyMap<string, Here> => new Map(db.all(docsOf, { ids: JSON.stringify(ids) }).map(({ id, doc }) => [id, { doc }]));

export type DoneRow = { readonly record: string; readonly outcome: RowOutcome; readonly cells: string; readonly sku: string | null; readonly doc: string | null };

/**
 * What became since of a row that was applied, wherever and by whom it was taken back:
 * - `stands` something of it is as the job left it · `back` all of it is as it was before · `changed` others have gone on from it
 */
export type Standing = 'stands' | 'back' | 'changed';

/** @param here the row's product as it is now; undefined: it is in the catalogue no more */
export function standingOf(db: ReadableDb, { outcome, cells, sku, doc }: DoneRow, here: Here | undefined): Standing {
  if (outcome === 'created') return here === undefined ? 'back' : 'stands';
  // A deletion that had been sent is taken back by the same product under a new id.
  if (outcome === 'deleted') return here !== undefined || isAnew(db, sku, doc) ? 'back' : 'stands';
  if (here === undefined) return 'changed';
  const now = JSON.parse(here.doc) as Json;
  const states = (JSON.parse(cells) as PlanCell[]).map((cell) => plannedState(now, cell));
  return states.includes('there') ? 'stands' : states.every((state) => state === 'as-seen') ? 'back' : 'changed';
}

const isAnew = (db: ReadableDb, sku: string | null, doc: string | null): boolean => sku !== null && doc !== null && db.get(skuHere, { sku, shop: (JSON.parse(doc) as { shopId: string }).shopId }) !== undefined;

/** So many rows say whether a job was taken back: it goes back as a whole, or not at all. */
const LOOKED_AT = 30;

/** Whether a job that was applied has been taken back since, here or on another machine. */
export function isTakenBack(db: ReadableDb, store: PlanStore, { id, run, state, result }: StoredPlan): boolean {
  if (state !== 'applied' || result === null || result.groups.length === 0) return false;
  const rows = store.of(`SELECT r.record, r.outcome, r.cells, r.sku, r.doc FROM plan_row AS r LEFT JOIN plan_result AS x ON x.group_id = (SELECT group_id FROM plan WHERE id = ?) AND x.at = r.at
    WHERE r.run = ? AND r.outcome IN ('created', 'updated', 'deleted') AND x.result IS NULL ORDER BY r.at LIMIT ?`).all(id, run, LOOKED_AT) as DoneRow[];
  const here = productsHere(db, rows.map(({ record }) => record));
  const standing = rows.map((row) => standingOf(db, row, here.get(row.record)));
  return standing.includes('back') && !standing.includes('stands');
}
