import type { ServerTransaction } from '#server/db/transaction.ts';
import { tableOf } from '#shared/contract/editable.ts';
import type { EntityName } from '#shared/sync/model.ts';

/** An answer ends when it has this many bytes of records, so that it fits every memory and every proxy. */
export const PAGE_BYTES = 1024 * 1024;

/** A record as it lies in the database: JSON text, not parsed yet. */
export type RecordText = { readonly version: number; readonly doc: string };

/** Reads records of any kind by their ids; the result is keyed by `entity id`. */
export async function readRecords(trx: ServerTransaction, wanted: readonly { readonly entity: EntityName; readonly id: string }[]): Promise<Map<string, RecordText>> {
  const found = new Map<string, RecordText>();
  for (const entity of ['shop', 'category', 'product', 'order', 'conversation', 'message'] as const) {
    const ids = wanted.filter((one) => one.entity === entity).map(({ id }) => id);
    if (ids.length === 0) continue;
    const rows = await trx.selectFrom(tableOf[entity]).select(['id', 'version', 'doc']).where('id', 'in', ids).execute();
    for (const { id, version, doc } of rows) found.set(`${entity} ${id}`, { version, doc });
  }
  return found;
}
