import { sql } from 'kysely';
import type { EntityName, Outcome } from '#shared/sync/model.ts';
import type { WritableDb } from '../db/connection.ts';
import { builder, reading, writing } from '../db/statement.ts';
import { metaOf, setMeta } from './store.ts';

/** `mid` and `version` of outcomes, as JSON: one question for a whole batch. */
type Told = { told: string };
/** The farthest any scope was told to contain. */
const landed = sql`(SELECT coalesce(max(CAST(value AS INTEGER)), 0) FROM meta WHERE key > 'landed ' AND key < 'landed!')`;

/**
 * Records whose every edit was answered here with "applied as written", one version after the other from the server's copy on: with these edits
 * on top that copy is what the record shows already. Edits that a pull brought first (`landed.ts`) are looked at one by one.
 */
const asTheyShow = reading<Told>()((_, p) => sql<{ entity: EntityName; id: string; version: number; last: number }>`
  SELECT o.entity, o.entity_id AS id, max(t.value ->> 1) AS version, max(o.cseq) AS last
  FROM json_each(${p('told')}) t
  JOIN outbox o ON o.mid = t.value ->> 0 AND o.state = 'sending' AND o.action = 'patch' AND o.cseq > ${landed}
  JOIN shadow s ON s.entity = o.entity AND s.id = o.entity_id AND s.doc IS NOT NULL
  GROUP BY o.entity, o.entity_id
  HAVING count(*) = (SELECT count(*) FROM outbox every WHERE every.entity_id = o.entity_id AND every.entity = o.entity)
    AND min(t.value ->> 1) = max(s.version) + 1 AND max(t.value ->> 1) = max(s.version) + count(*)`.compile(builder));

type Ids = { entity: string; ids: string };
const forgetEdits = writing<Ids>()((_, p) => sql`DELETE FROM outbox WHERE entity = ${p('entity')} AND entity_id IN (SELECT value FROM json_each(${p('ids')}))`.compile(builder));
const forgetCopies = writing<Ids>()((_, p) => sql`DELETE FROM shadow WHERE entity = ${p('entity')} AND id IN (SELECT value FROM json_each(${p('ids')}))`.compile(builder));
const newVersion = {
  product: writing<{ id: string; version: number }>()((q, p) => q.updateTable('product').set({ version: p('version') }).where('id', '=', p('id'))),
  shop: writing<{ id: string; version: number }>()((q, p) => q.updateTable('shop').set({ version: p('version') }).where('id', '=', p('id'))),
  category: writing<{ id: string; version: number }>()((q, p) => q.updateTable('category').set({ version: p('version') }).where('id', '=', p('id'))),
};

/**
 * Settles, in one go, the edits the server applied as they were written; most are. The record stays as it is, under its new version;
 * copy and edits leave. What needs a closer look is left to the caller: its edits are still there afterwards.
 */
export function settleApplied(db: WritableDb, outcomes: readonly Outcome[]): void {
  const applied = outcomes.filter((outcome) => outcome.kind === 'applied');
  if (applied.length === 0) return;
  const records = db.all(asTheyShow, { told: JSON.stringify(applied.map(({ mid, version }) => [mid, version])) });
  if (records.length === 0) return;
  const last = Math.max(...records.map((record) => record.last));
  if (last > Number(metaOf(db, 'cseq') ?? 0)) setMeta(db, 'cseq', String(last));
  for (const [entity, change] of Object.entries(newVersion)) {
    const mine = records.filter((record) => record.entity === entity);
    if (mine.length === 0) continue;
    for (const { id, version } of mine) db.run(change, { id, version });
    const ids = JSON.stringify(mine.map(({ id }) => id));
    db.run(forgetEdits, { entity, ids });
    db.run(forgetCopies, { entity, ids });
  }
  db.notes.part('outbox');
}
