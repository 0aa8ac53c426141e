import { sql } from 'kysely';
import type { Locale } from '#shared/auth/model.ts';
import type { RecentEdit } from '#shared/catalog/contract.ts';
import type { Product } from '#shared/catalog/model.ts';
import { titleIn } from '#shared/catalog/projection.ts';
import { variantsInOrder } from '#shared/catalog/variant-rules.ts';
import type { Json } from '#shared/kernel/json.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { entityName, type FieldOp } from '#shared/sync/model.ts';
import { getAt } from '#shared/sync/paths.ts';
import type { ReadableDb } from '../db/connection.ts';
import type { UndoPartTable, UndoStepTable } from '../db/schema.ts';
import { builder, reading } from '../db/statement.ts';
import { recordOf } from '../sync/records.ts';
import { countSteps, firstPartOf, stepsFrom } from './undo-steps.ts';

const waiting = reading<{ key: string }>()((_, p) =>
  sql<{ count: number }>`SELECT (SELECT count(*) FROM outbox WHERE group_id = ${p('key')} AND state = 'queued') + (SELECT count(*) FROM outbox WHERE mid = ${p('key')} AND state = 'queued') AS count`.compile(builder));

/** A way back may carry whole texts; a list shows so many operations of it. */
const MOST_OPS = 20;

/** What was done last on this console and can be taken back, the latest first. */
export function recentEdits(db: ReadableDb, shop: string | null, locale: Locale, offset: number, limit: number): { total: number; edits: RecentEdit[] } {
  const edits = stepsFrom(db, shop, offset, limit).flatMap((step) => {
    const first = firstPartOf(db, step.key);
    return first === undefined ? [] : [lineOf(db, step, first, locale)];
  });
  return { total: countSteps(db, shop), edits };
}

function lineOf(db: ReadableDb, { key, at, intent, count }: UndoStepTable, { entity, entity_id, what, back }: UndoPartTable, locale: Locale): RecentEdit {
  const kind = entityName.parse(entity);
  const doc: Json | null = what === 'delete' ? (JSON.parse(back) as Json) : (recordOf(db, kind, entity_id)?.doc ?? null);
  const product = kind === 'product' ? (doc as unknown as Product | null) : null;
  return {
    key: key as RecentEdit['key'], isGroup: count > 1, at: at as EpochMs, intent, count, entity: kind, id: entity_id as RecentEdit['id'], what,
    label: product ? titleIn(product, locale).title : doc === null ? '' : String(getAt(doc, 'name') ?? ''),
    sku: product ? (variantsInOrder(product)[0]?.[1].sku ?? null) : null,
    back: what === 'edit' ? (JSON.parse(back) as FieldOp[]).slice(0, MOST_OPS) : [],
    isWaiting: db.get(waiting, { key })!.count >= count,
  };
}
