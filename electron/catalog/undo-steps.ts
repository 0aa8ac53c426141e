import { sql } from 'kysely';
import { DAY_MS } from '#shared/kernel/time.ts';
import type { EntityName } from '#shared/sync/model.ts';
import type { ReadableDb, WritableDb } from '../db/connection.ts';
import type { UndoPartTable, UndoStepTable } from '../db/schema.ts';
import { builder, reading, writing } from '../db/statement.ts';

/** So many of the latest things done can be taken back, so long, as long as they are about so many records altogether. The last one always. */
export const MOST_STEPS = 200;
export const KEPT_MS = 14 * DAY_MS;
export const MOST_PARTS = 60_000;

export type StepPart = Omit<UndoPartTable, 'id' | 'key'>;
export type Step = Omit<UndoStepTable, 'whole'>;

const stepPut = writing<Step & { whole: number }>()((q, p) => q.insertInto('undo_step').values({ key: p('key'), at: p('at'), intent: p('intent'), count: p('count'), shop_id: p('shop_id'), whole: p('whole') }).onConflict((c) => c.doNothing()));
const stepWhole = writing<{ key: string; count: number; shop_id: string | null }>()((q, p) => q.updateTable('undo_step').set({ whole: 1, count: p('count'), shop_id: p('shop_id') }).where('key', '=', p('key')));
const stepDrop = writing<{ key: string }>()((q, p) => q.deleteFrom('undo_step').where('key', '=', p('key')));
const stepByKey = reading<{ key: string }>()((q, p) => q.selectFrom('undo_step').selectAll().where('key', '=', p('key')));
const stepsHere = reading()((q) => q.selectFrom('undo_step').selectAll().orderBy('at', 'desc').orderBy('key', 'desc'));
// In a list of one shop what was done in several at once is not offered: it would change the others unseen.
const stepsPage = reading<{ shop: string | null; offset: number; limit: number }>()((_, p) =>
  sql<UndoStepTable>`SELECT * FROM undo_step WHERE whole = 1 AND (${p('shop')} IS NULL OR shop_id = ${p('shop')}) ORDER BY at DESC, key DESC LIMIT ${p('limit')} OFFSET ${p('offset')}`.compile(builder));
const stepsCount = reading<{ shop: string | null }>()((_, p) => sql<{ count: number }>`SELECT count(*) AS count FROM undo_step WHERE whole = 1 AND (${p('shop')} IS NULL OR shop_id = ${p('shop')})`.compile(builder));
// Only of what is still here: between an edit and this moment its shop may have been taken away, and then no word of it is kept.
const partPut = writing<StepPart & { key: string }>()((_, p) =>
  sql`INSERT INTO undo_part (key, entity, entity_id, shop_id, what, back)
    SELECT ${p('key')}, ${p('entity')}, ${p('entity_id')}, coalesce(${p('shop_id')}, here.shop), ${p('what')}, ${p('back')}
    FROM (SELECT CASE ${p('entity')} WHEN 'shop' THEN (SELECT id FROM shop WHERE id = ${p('entity_id')}) ELSE coalesce((SELECT shop_id FROM product WHERE id = ${p('entity_id')}), (SELECT shop_id FROM orders WHERE id = ${p('entity_id')}), (SELECT shop_id FROM conversation WHERE id = ${p('entity_id')}), (SELECT id FROM shop WHERE id = ${p('shop_id')})) END AS shop) AS here
    WHERE here.shop IS NOT NULL`.compile(builder));
const shopsOf = reading<{ key: string }>()((_, p) => sql<{ shop: string | null }>`SELECT DISTINCT shop_id AS shop FROM undo_part WHERE key = ${p('key')} LIMIT 2`.compile(builder));
const partsCount = reading<{ key: string }>()((q, p) => q.selectFrom('undo_part').select((e) => e.fn.countAll<number>().as('count')).where('key', '=', p('key')));
const groupCount = reading<{ group: string }>()((q, p) => q.selectFrom('outbox').select((e) => e.fn.countAll<number>().as('count')).where('group_id', '=', p('group')));
/** In the order in which the records lie in the file, so that each page is written once; of one record the last thing done first. */
const partIds = reading<{ key: string }>()((_, p) => sql<{ id: number }>`SELECT u.id FROM undo_part AS u LEFT JOIN product AS p ON p.id = u.entity_id WHERE u.key = ${p('key')} ORDER BY p.rid, u.id DESC`.compile(builder));
const partById = reading<{ id: number }>()((q, p) => q.selectFrom('undo_part').selectAll().where('id', '=', p('id')));
const firstPart = reading<{ key: string }>()((q, p) => q.selectFrom('undo_part').selectAll().where('key', '=', p('key')).orderBy('id').limit(1));
const partsDrop = writing<{ key: string; limit: number }>()((_, p) => sql`DELETE FROM undo_part WHERE id IN (SELECT id FROM undo_part WHERE key = ${p('key')} LIMIT ${p('limit')})`.compile(builder));
const ofRecordDrop = writing<{ id: string }>()((_, p) => sql`DELETE FROM undo_part WHERE entity_id = ${p('id')} AND what = 'edit'`.compile(builder));
const emptyDrop = writing()(() => sql`DELETE FROM undo_step WHERE whole = 1 AND NOT EXISTS (SELECT 1 FROM undo_part WHERE undo_part.key = undo_step.key)`.compile(builder));

/** Begins to write down how something is taken back; it counts once `endStep` was called. */
export const beginStep = (db: WritableDb, step: Step): void => void db.run(stepPut, { ...step, whole: 0 });
export const addPart = (db: WritableDb, key: string, part: StepPart): void => void db.run(partPut, { key, ...part });
export function endStep(db: WritableDb, key: string): void {
  const { count } = db.get(partsCount, { key })!;
  if (count === 0) return void db.run(stepDrop, { key });
  const shops = db.all(shopsOf, { key });
  db.run(stepWhole, { key, count, shop_id: shops.length === 1 ? shops[0]!.shop : null });
}

/**
 * Writes down how something is taken back with the change itself, record by record and in its transaction: whole products that are deleted go to disk
 * and are never held together. Nothing is kept where nothing was noted.
 */
export function noting(db: WritableDb, { key, at, intent }: Pick<Step, 'key' | 'at' | 'intent'>): { note(part: StepPart): void; end(): void } {
  let begun = false;
  return {
    note: (part) => {
      if (!begun) beginStep(db, { key, at, intent, count: 0, shop_id: null });
      begun = true;
      addPart(db, key, part);
    },
    end: () => {
      if (begun) endStep(db, key);
    },
  };
}

export const stepOf = (db: ReadableDb, key: string): UndoStepTable | undefined => db.get(stepByKey, { key });
/** What can be taken back, the latest first; of one shop, or of all. */
export const stepsFrom = (db: ReadableDb, shop: string | null, offset: number, limit: number): UndoStepTable[] => db.all(stepsPage, { shop, offset, limit });
export const countSteps = (db: ReadableDb, shop: string | null): number => db.get(stepsCount, { shop })!.count;
export const partIdsOf = (db: ReadableDb, key: string): number[] => db.column(partIds, { key });
/** How many edits there are to take back, at most: for a bar that shows how far it is. */
export const countUndone = (db: ReadableDb, which: { readonly what: 'one'; readonly mid: string } | { readonly what: 'group'; readonly group: string }): number =>
  which.what === 'one' ? 1 : Math.max(db.get(partsCount, { key: which.group })!.count, db.get(groupCount, { group: which.group })!.count);
export const partOf = (db: ReadableDb, id: number): UndoPartTable | undefined => db.get(partById, { id });
export const firstPartOf = (db: ReadableDb, key: string): UndoPartTable | undefined => db.get(firstPart, { key });

/** So many parts leave in one go. */
const DROPPED_AT_ONCE = 500;

/** Forgets a step, some parts at a time; each pause is a place where others get their turn. */
export function* dropStep(db: WritableDb, key: string): Generator<void, void, void> {
  while (db.run(partsDrop, { key, limit: DROPPED_AT_ONCE }).changes === DROPPED_AT_ONCE) yield;
  db.run(stepDrop, { key });
}

/** Steps that are too old or too many, and those that were never written to their end: call it while none is being written. */
export function outdatedSteps(db: ReadableDb, now: number): Pick<UndoStepTable, 'key' | 'count'>[] {
  let parts = 0;
  return db.all(stepsHere).filter(({ at, count, whole }, place) => {
    if (whole === 0) return true;
    parts += count;
    return place > 0 && (place >= MOST_STEPS || now - at > KEPT_MS || parts > MOST_PARTS);
  });
}

/** A record is here no more: what others wrote in it before an edit leaves too. A deletion of one's own can still be taken back. */
export function forgetWaysBack(db: WritableDb, entity: EntityName, id: string): void {
  if (entity === 'category' || db.run(ofRecordDrop, { id }).changes === 0) return;
  db.run(emptyDrop);
}

/** A scope is no longer this person's: nothing of it stays in the ways back, deletions included. `leaving`: table of record ids; `shop` null: every shop. */
export function forgetShop(db: WritableDb, leaving: string, shop: string | null): void {
  db.exec(`DELETE FROM undo_part WHERE entity_id IN (SELECT id FROM ${leaving}) OR ${shop === null ? '1' : `shop_id = '${shop}'`}`);
  db.run(emptyDrop);
}
