import { sql } from 'kysely';
import type { AppError } from '#shared/kernel/errors.ts';
import type { ReadableDb, WritableDb } from '../db/connection.ts';
import type { FileTable } from '../db/schema.ts';
import { builder, reading, writing } from '../db/statement.ts';

/** Which content of which shop. */
export type FileKey = { readonly shopId: string; readonly sha256: string };
export type FileRow = FileKey & { readonly productId: string; readonly bytes: number; readonly state: FileTable['state']; readonly error: AppError | null; readonly addedAt: number };

const fromTable = ({ shop_id: shopId, sha256, product_id: productId, bytes, state, error, added_at: addedAt }: FileTable): FileRow =>
  ({ shopId, sha256, productId, bytes, state, error: error === null ? null : (JSON.parse(error) as AppError), addedAt });

const one = reading<{ shopId: string; sha256: string }>()((q, p) => q.selectFrom('file').selectAll().where('shop_id', '=', p('shopId')).where('sha256', '=', p('sha256')));
const all = reading()((q) => q.selectFrom('file').selectAll().orderBy('added_at'));
const waiting = reading()((q) => q.selectFrom('file').selectAll().where('state', '=', 'waiting').orderBy('added_at'));
const unsent = reading()((q) => q.selectFrom('file').select((e) => e.fn.countAll<number>().as('count')).where('state', '=', 'waiting'));
const put = writing<{ shopId: string; sha256: string; productId: string; bytes: number; state: string; addedAt: number }>()((_, p) => sql`
  INSERT INTO file (shop_id, sha256, product_id, bytes, state, error, added_at) VALUES (${p('shopId')}, ${p('sha256')}, ${p('productId')}, ${p('bytes')}, ${p('state')}, NULL, ${p('addedAt')})
  ON CONFLICT (shop_id, sha256) DO UPDATE SET product_id = excluded.product_id, added_at = excluded.added_at, error = NULL, state = CASE file.state WHEN 'sent' THEN 'sent' ELSE excluded.state END`.compile(builder));
const become = writing<{ shopId: string; sha256: string; state: FileTable['state']; error: string | null }>()((q, p) =>
  q.updateTable('file').set({ state: p('state'), error: p('error') }).where('shop_id', '=', p('shopId')).where('sha256', '=', p('sha256')));
const drop = writing<{ shopId: string; sha256: string }>()((q, p) => q.deleteFrom('file').where('shop_id', '=', p('shopId')).where('sha256', '=', p('sha256')));
const product = reading<{ id: string }>()((q, p) => q.selectFrom('product').select('doc').where('id', '=', p('id')));
const namedAnywhere = reading<{ shopId: string; sha256: string }>()((_, p) =>
  sql<{ id: string }>`SELECT id FROM product WHERE shop_id = ${p('shopId')} AND kind = 'digital' AND instr(doc, ${p('sha256')}) > 0 LIMIT 1`.compile(builder));
const leaving = reading()((q) => q.selectFrom('file_leaving').select('shop_id'));
const left = writing<{ shopId: string }>()((q, p) => q.deleteFrom('file_leaving').where('shop_id', '=', p('shopId')));

export const fileRow = (db: ReadableDb, { shopId, sha256 }: FileKey): FileRow | null => {
  const found = db.get(one, { shopId, sha256 });
  return found ? fromTable(found as FileTable) : null;
};
export const fileRows = (db: ReadableDb): FileRow[] => db.all(all).map((row) => fromTable(row as FileTable));
export const waitingFiles = (db: ReadableDb): FileRow[] => db.all(waiting).map((row) => fromTable(row as FileTable));
/** How many chosen files are not on the server yet. */
export const countUnsentFiles = (db: ReadableDb): number => db.get(unsent)?.count ?? 0;

/** A content is here: chosen, it waits to be sent unless the server has it already; fetched, the server has it. */
export const putFile = (db: WritableDb, { shopId, sha256, productId, bytes, state, addedAt }: Omit<FileRow, 'error'>): void => void db.run(put, { shopId, sha256, productId, bytes, state, addedAt });
export const fileBecomes = (db: WritableDb, { shopId, sha256 }: FileKey, state: FileTable['state'], error: AppError | null = null): void =>
  void db.run(become, { shopId, sha256, state, error: error === null ? null : JSON.stringify(error) });
export const dropFile = (db: WritableDb, { shopId, sha256 }: FileKey): void => void db.run(drop, { shopId, sha256 });

/** Whether a download of the shop names the content: the product it was chosen for, or any other. */
export function isNamed(db: ReadableDb, { shopId, sha256, productId }: FileRow): boolean {
  return db.get(product, { id: productId })?.doc.includes(sha256) === true || db.get(namedAnywhere, { shopId, sha256 }) !== undefined;
}

/** A download of the shop that names the content; null when none does. */
export const namerOf = (db: ReadableDb, { shopId, sha256 }: FileKey): string | null => db.get(namedAnywhere, { shopId, sha256 })?.id ?? null;

/** Shops whose files have to leave this device. */
export const leavingShops = (db: ReadableDb): string[] => db.column(leaving);
export const noteLeft = (db: WritableDb, shopId: string): void => void db.run(left, { shopId });

/**
 * Part of taking a scope off this device (`sync/revoke.ts`), in its transaction: its files are known no more, and their bytes go right after it
 * (`file-folder.ts`), at the next start when this process dies in between.
 */
export function filesLeave(db: WritableDb, scope: string): void {
  if (scope === 'common') return;
  const whose = scope === 'admin' ? `'vendor:' || shop_id NOT IN (SELECT scope FROM scope)` : `shop_id = '${scope.slice('vendor:'.length)}'`;
  if (scope !== 'admin') db.exec(`INSERT OR IGNORE INTO file_leaving (shop_id) VALUES ('${scope.slice('vendor:'.length)}')`);
  db.exec(`INSERT OR IGNORE INTO file_leaving (shop_id) SELECT DISTINCT shop_id FROM file WHERE ${whose}; DELETE FROM file WHERE ${whose}`);
}
