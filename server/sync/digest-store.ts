import type { Dialect } from '#server/db/dialect/dialect.ts';
import { dialectOf } from '#server/db/dialect/of.ts';
import type { ServerTransaction } from '#server/db/transaction.ts';
import type { ScopeName } from '#shared/sync/model.ts';
import { bytesOf, countIn, countOut, noRecords, rootOf, sumsFromBytes, type Sums } from '#shared/sync/digest.ts';
import { bulkInsert } from './bulk-insert.ts';
import type { Moved } from './moved.ts';
import { ADMIN } from './scopes.ts';
import { wideSums } from './wide-scope.ts';

/** The root of a scope without records. */
export const EMPTY_ROOT = rootOf(noRecords());

const putDigest = bulkInsert('sync_digest', ['scope', 'sums', 'root'], { keys: ['scope'], update: ['sums', 'root'] });

/** Moves the sums of a scope by what a transaction changed. The scope's counter is held already, so nobody else is at them. */
export async function countMoves(trx: ServerTransaction, dialect: Dialect, scope: ScopeName, moved: readonly Moved[]): Promise<void> {
  const sums = await sumsIn(trx, scope);
  for (const { entity, id, version, gone, was } of moved) {
    if (was !== null) countOut(sums, { entity, id, version: was });
    if (!gone) countIn(sums, { entity, id, version });
  }
  await putDigest(trx, dialect, [{ scope, sums: Buffer.from(bytesOf(sums).buffer), root: rootOf(sums) }]);
}

/** The sums of a scope as they stand in this transaction. */
export async function sumsIn(trx: ServerTransaction, scope: ScopeName): Promise<Sums> {
  if (scope === ADMIN && dialectOf(trx).watermark) return wideSums(trx);
  const found = await trx.selectFrom('sync_digest').select('sums').where('scope', '=', scope).executeTakeFirst();
  return found ? sumsFromBytes(found.sums) : noRecords();
}
