import { sql } from 'kysely';
import type { AppError } from '#shared/kernel/errors.ts';
import type { ScopeName } from '#shared/sync/model.ts';
import { forgetSearch } from '../catalog/search-index.ts';
import { forgetShop } from '../catalog/undo-steps.ts';
import type { CacheDb } from '../db/cache-db.ts';
import type { WritableDb } from '../db/connection.ts';
import { builder, reading, writing } from '../db/statement.ts';
import { filesLeave } from '../files/file-rows.ts';
import { dropListedOfGone } from '../media/library/listed-rows.ts';
import { conversationsLeave } from '../messaging/leave.ts';
import { trayLeaves } from '../media/library/tray-rows.ts';
import { uploadsLeave } from '../media/upload-rows.ts';
import { noteWipe } from '../db/wipe.ts';
import { forgetLanded } from './landed.ts';
import { draftOfConflict, withoutBase } from './own-words.ts';
import { dropScope, editOf, updateEdit } from './store.ts';

/** So many records, then whoever asks something gets an answer. */
const RECORDS_AT_ONCE = 200;
const LOST: AppError = { code: 'forbidden', attempted: 'push', rule: 'revoked' };

const LEAVING = 'temp.leaving';
type Conflict = { id: string; entity: string; entity_id: string; path: string; mine: string; made_at: number };
const leavingEdits = reading()(() => sql<{ mid: string }>`SELECT mid FROM outbox JOIN ${sql.raw(LEAVING)} l ON l.id = outbox.entity_id`.compile(builder));
const leavingConflicts = reading()(() => sql<Conflict>`SELECT conflict.id, entity, entity_id, path, mine, made_at FROM conflict JOIN ${sql.raw(LEAVING)} l ON l.id = conflict.entity_id WHERE settled_at IS NULL ORDER BY found_at`.compile(builder));
const staying = reading()(() => sql<{ count: number }>`SELECT count(*) AS count FROM product WHERE id NOT IN (SELECT id FROM ${sql.raw(LEAVING)})`.compile(builder));
const someLeaving = reading<{ limit: number }>()((_, p) => sql<{ rid: number; id: string }>`SELECT rid, product.id FROM product JOIN ${sql.raw(LEAVING)} l ON l.id = product.id LIMIT ${p('limit')}`.compile(builder));
const staysOfOrders = reading()(() => sql<{ count: number }>`SELECT count(*) AS count FROM orders WHERE id NOT IN (SELECT id FROM ${sql.raw(LEAVING)})`.compile(builder));
const dropOrders = writing<{ limit: number }>()((_, p) => sql`DELETE FROM orders WHERE rid IN (SELECT rid FROM orders JOIN ${sql.raw(LEAVING)} l ON l.id = orders.id LIMIT ${p('limit')})`.compile(builder));
const dropVariants = writing<{ id: string }>()((q, p) => q.deleteFrom('variant').where('product_id', '=', p('id')));
const dropText = writing<{ rid: number }>()((_, p) => sql`DELETE FROM product_fts WHERE rowid = ${p('rid')}`.compile(builder));
const dropDirty = writing<{ rid: number }>()((q, p) => q.deleteFrom('fts_dirty').where('rid', '=', p('rid')));
const dropProduct = writing<{ rid: number }>()((q, p) => q.deleteFrom('product').where('rid', '=', p('rid')));

/**
 * Takes everything of a scope that is no longer this person's off this device: rows, look-ups, full text, the server's copies, what others
 * wrote in conflicts, history. Edits on it that were not sent come back as refused drafts holding this person's own words and nothing else.
 *
 * One transaction in slices. What deletion leaves in the full text and in the log goes right after it, in quiet moments (`db/wipe.ts`).
 */
export function revokeScope(cache: CacheDb, scope: ScopeName): Promise<void> {
  return cache.inSlices(function* (db) {
    db.exec(`CREATE TEMP TABLE IF NOT EXISTS leaving (id TEXT NOT NULL PRIMARY KEY) WITHOUT ROWID; DELETE FROM ${LEAVING}; ${findLeaving(scope)}`);
    yield;
    ownWordsOfLeaving(db);
    db.exec(`DELETE FROM conflict WHERE entity_id IN (SELECT id FROM ${LEAVING});
      DELETE FROM history_seen WHERE product_id IN (SELECT id FROM ${LEAVING});
      DELETE FROM shadow WHERE id IN (SELECT id FROM ${LEAVING});
      DELETE FROM shop WHERE id IN (SELECT id FROM ${LEAVING});
      DELETE FROM category WHERE id IN (SELECT id FROM ${LEAVING})`);
    yield;
    if (scope !== 'common') forgetShop(db, LEAVING, scope === 'admin' ? null : scope.slice('vendor:'.length));
    yield* dropProducts(db);
    yield* dropOrdersLeaving(db);
    yield* conversationsLeave(db, LEAVING, scope);
    db.exec(`DELETE FROM ${LEAVING}`);
    dropScope(db, scope);
    forgetLanded(db, scope);
    filesLeave(db, scope);
    uploadsLeave(db, scope);
    trayLeaves(db, scope);
    dropListedOfGone(db);
    noteWipe(db, 'scope');
    db.notes.everything();
    db.notes.part('outbox');
    db.notes.part('conflict');
  });
}

/** Ids of all records of the scope, those included that are only in an edit: made here, or deleted here and not sent. */
function findLeaving(scope: ScopeName): string {
  const into = `INSERT OR IGNORE INTO ${LEAVING}`;
  // Of refused edits and conflicts whose record is here no more nobody knows the shop: what others wrote goes with the first shop that goes.
  const unknown = (of: string) => `NOT EXISTS (SELECT 1 FROM product p WHERE p.id = ${of}.entity_id) AND NOT EXISTS (SELECT 1 FROM shop s WHERE s.id = ${of}.entity_id) AND NOT EXISTS (SELECT 1 FROM orders r WHERE r.id = ${of}.entity_id)
    AND NOT EXISTS (SELECT 1 FROM conversation k WHERE k.id = ${of}.entity_id) AND NOT EXISTS (SELECT 1 FROM message m WHERE m.id = ${of}.entity_id)`;
  const orphans = `UNION SELECT entity_id FROM outbox o WHERE state = 'rejected' AND ${unknown('o')} UNION SELECT entity_id FROM conflict c WHERE ${unknown('c')}`;
  if (scope === 'common') return `${into} SELECT id FROM category`;
  if (scope === 'admin') return `${into} SELECT id FROM product UNION SELECT id FROM orders UNION SELECT id FROM conversation UNION SELECT id FROM message UNION SELECT id FROM shop UNION SELECT id FROM shadow WHERE entity <> 'category' UNION SELECT entity_id FROM outbox WHERE entity <> 'category' ${orphans}`;
  // The form of a scope's name leaves no room for anything but a UUID.
  const shop = `'${scope.slice('vendor:'.length)}'`;
  return `${into} SELECT id FROM product WHERE shop_id = ${shop} UNION SELECT id FROM orders WHERE shop_id = ${shop} UNION SELECT id FROM conversation WHERE shop_id = ${shop} UNION SELECT id FROM message WHERE shop_id = ${shop} UNION SELECT id FROM shop WHERE id = ${shop}
    UNION SELECT id FROM shadow WHERE id = ${shop} OR doc ->> '$.shopId' = ${shop} UNION SELECT entity_id FROM outbox WHERE entity_id = ${shop} OR doc ->> '$.shopId' = ${shop} ${orphans}`;
}

function ownWordsOfLeaving(db: WritableDb): void {
  for (const { mid } of db.all(leavingEdits)) {
    const edit = editOf(db, mid)!;
    // One that is on its way may have arrived: its answer decides, and comes again with the next push.
    const refused = edit.state === 'sending' ? {} : { state: 'rejected' as const, error: edit.error ?? LOST };
    updateEdit(db, mid, { ...refused, ops: edit.mutation.ops.map(withoutBase) });
  }
  for (const conflict of db.all(leavingConflicts)) draftOfConflict(db, conflict, LOST);
}

function* dropProducts(db: WritableDb): Generator<void, void, void> {
  if (db.get(staying)!.count === 0) {
    forgetSearch(db);
    db.exec('DELETE FROM variant');
    yield;
    return db.exec('DELETE FROM product');
  }
  for (;;) {
    const some = db.all(someLeaving, { limit: RECORDS_AT_ONCE });
    if (some.length === 0) return;
    for (const { rid, id } of some) {
      db.run(dropVariants, { id });
      db.run(dropText, { rid });
      db.run(dropDirty, { rid });
      db.run(dropProduct, { rid });
    }
    yield;
  }
}

function* dropOrdersLeaving(db: WritableDb): Generator<void, void, void> {
  if (db.get(staysOfOrders)!.count === 0) return db.exec('DELETE FROM orders');
  while (db.run(dropOrders, { limit: RECORDS_AT_ONCE }).changes > 0) yield;
}
