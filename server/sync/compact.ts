import { sql } from 'kysely';
import type { ServerDb } from '#server/db/open.ts';
import { inTransaction, type ServerTransaction } from '#server/db/transaction.ts';
import { tableOf } from '#shared/contract/editable.ts';
import { DAY_MS } from '#shared/kernel/time.ts';
import type { EntityName, ScopeName } from '#shared/sync/model.ts';
import { bulkInsert } from './bulk-insert.ts';
import { ADMIN, inLockOrder } from './scopes.ts';
import { raiseWideFloor, removeFromWide } from './wide-scope.ts';

/** A console that was away for less than this is told what left; one that was away for longer starts over. */
export const KEEP_GONE_MS = 90 * DAY_MS;
/** Positions per transaction, so that pushes get their turn. */
const AT_ONCE = 2_000;

const bury = bulkInsert('buried', ['entity', 'id'], { keys: ['entity', 'id'], update: ['id'] });

type Gone = { readonly scope: ScopeName; readonly entity: EntityName; readonly id: string; readonly seq: number };

/**
 * Removes the positions of records that left long ago, and raises the floor of their scopes: a cursor below it is answered `reset`.
 * Ids of deleted records are kept, so that none is ever used again.
 *
 * @param now the server's clock
 * @returns how many positions were removed
 */
export async function compact(db: ServerDb, now: number, keepMs = KEEP_GONE_MS): Promise<number> {
  let removed = 0;
  for (;;) {
    const some = await inTransaction(db, (trx) => compactSome(db, trx, now - keepMs));
    removed += some;
    if (some < AT_ONCE) return removed;
  }
}

async function compactSome({ dialect }: ServerDb, trx: ServerTransaction, until: number): Promise<number> {
  const gone = (await trx.selectFrom('sync_row').select(['scope', 'entity', 'id', 'seq']).where('gone_at', '<=', until).where('gone', '=', 1).orderBy('gone_at').limit(AT_ONCE).execute()) as Gone[];
  if (gone.length === 0) return 0;
  await bury(trx, dialect, await deletedOf(trx, gone));
  for (const scope of inLockOrder(new Set(gone.map((row) => row.scope)))) {
    const mine = gone.filter((row) => row.scope === scope);
    if (scope === ADMIN && dialect.watermark) {
      await raiseWideFloor(trx, await removeFromWide(trx, mine));
      continue;
    }
    const highest = Math.max(...mine.map(({ seq }) => seq));
    // The counter's row is held from here on: nobody can bring one of these records back in between, and readers see both or neither.
    await trx.updateTable('sync_scope').set((eb) => ({ floor: eb.case().when('floor', '<', highest).then(highest).else(eb.ref('floor')).end() })).where('scope', '=', scope).execute();
    await trx.deleteFrom('sync_row').where('scope', '=', scope).where('seq', 'in', mine.map(({ seq }) => seq)).where('gone', '=', 1).execute();
  }
  return gone.length;
}

/** Those that are nowhere any more; the others only moved out of a scope. */
async function deletedOf(trx: ServerTransaction, gone: readonly Gone[]): Promise<{ entity: EntityName; id: string }[]> {
  const deleted: { entity: EntityName; id: string }[] = [];
  for (const entity of new Set(gone.map((row) => row.entity))) {
    const ids = [...new Set(gone.filter((row) => row.entity === entity).map(({ id }) => id))];
    const there = new Set((await trx.selectFrom(tableOf[entity]).select(sql<string>`id`.as('id')).where('id', 'in', ids).execute()).map(({ id }) => id));
    deleted.push(...ids.filter((id) => !there.has(id)).map((id) => ({ entity, id })));
  }
  return deleted;
}
