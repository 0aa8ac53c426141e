import { sql } from 'kysely';
import type { Json } from '#shared/kernel/json.ts';
import type { Mutation } from '#shared/sync/model.ts';
import type { WritableDb } from '../db/connection.ts';
import { builder, reading } from '../db/statement.ts';
import { putRecord } from './records.ts';
import { deleteEdits, dropShadows } from './store.ts';

/** So many products are looked up in one go: a question each would take longer than what is done with the answer. */
const AT_ONCE = 100;

type Kept = { id: string; version: number; doc: string | null; mids: string };
const keptOf = reading<{ ids: string }>()((_, p) => sql<Kept>`SELECT s.id, s.version, s.doc, (SELECT json_group_array(o.mid) FROM outbox AS o WHERE o.entity_id = s.id AND o.entity = 'product') AS mids
  FROM json_each(${p('ids')}) AS k CROSS JOIN shadow AS s ON s.entity = 'product' AND s.id = k.value ORDER BY k.key`.compile(builder));

export type TakenWhole = { readonly ids: ReadonlySet<string>; readonly edits: number };

/**
 * Takes back the products all of whose edits leave: each becomes what the server has of it, whatever lay in between. The rest is left to whoever
 * knows how the edits of one record lean on each other. Pauses after each product and tells how many edits are taken back.
 *
 * @returns the products that are done, and how many edits those were
 */
export function* takeWhole(db: WritableDb, records: readonly Pick<Mutation, 'entity' | 'id'>[], leaving: ReadonlySet<string>): Generator<number, TakenWhole, void> {
  const products = records.filter(({ entity }) => entity === 'product').map(({ id }) => id);
  const ids = new Set<string>();
  let edits = 0;
  for (let from = 0; from < products.length; from += AT_ONCE) {
    const whole = db.all(keptOf, { ids: JSON.stringify(products.slice(from, from + AT_ONCE)) }).map((one) => ({ ...one, mids: JSON.parse(one.mids) as string[] })).filter(({ mids }) => mids.every((mid) => leaving.has(mid)));
    for (const { id, version, doc, mids } of whole) {
      putRecord(db, { entity: 'product', id, version, doc: doc === null ? null : (JSON.parse(doc) as Json) });
      ids.add(id);
      edits += mids.length;
      yield edits;
    }
    deleteEdits(db, whole.flatMap(({ mids }) => mids));
    dropShadows(db, 'product', whole.map(({ id }) => id));
  }
  return { ids, edits };
}
