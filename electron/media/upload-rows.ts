import { sql } from 'kysely';
import type { MediaRole } from '#shared/media/upload-contract.ts';
import type { ScanState } from '#shared/media/model.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { ReadableDb, WritableDb } from '../db/connection.ts';
import type { MediaUploadTable } from '../db/schema.ts';
import { builder, reading, writing } from '../db/statement.ts';

/** A content on its way to the server for one use; the same content for another use is another row, and is sent once. */
export type UploadKey = { readonly shopId: string; readonly sha256: string; readonly role: MediaRole };
export type UploadRow = UploadKey & {
  /** How the name of its file ends, after the dot. */
  readonly ending: string;
  readonly bytes: number;
  /** What is smaller goes first: what a person looks at before what can wait. */
  readonly priority: number;
  readonly state: MediaUploadTable['state'];
  /** Tries that failed since the last progress was noted. */
  readonly attempts: number;
  /** Address of the upload on the server, once it has begun. */
  readonly url: string | null;
  readonly error: AppError | null;
  /** What the server's scanner said, once it is there. */
  readonly scan: ScanState | null;
  readonly addedAt: number;
};

const fromTable = (row: MediaUploadTable): UploadRow => ({
  shopId: row.shop_id, sha256: row.sha256, role: JSON.parse(row.role) as MediaRole, ending: row.ending, bytes: row.bytes, priority: row.priority, state: row.state, attempts: row.attempts, url: row.url,
  error: row.error === null ? null : (JSON.parse(row.error) as AppError), scan: row.scan, addedAt: row.added_at,
});
type Key = { shopId: string; sha256: string; role: string };
const keyOf = ({ shopId, sha256, role }: UploadKey): Key => ({ shopId, sha256, role: JSON.stringify(role) });
/** One name for a row. */
export const uploadName = (key: UploadKey): string => `${key.shopId} ${key.sha256} ${JSON.stringify(key.role)}`;

const all = reading()((q) => q.selectFrom('media_upload').selectAll().orderBy('priority').orderBy('added_at').orderBy('sha256'));
const waiting = reading()((q) => q.selectFrom('media_upload').selectAll().where('state', '=', 'waiting').orderBy('priority').orderBy('added_at').orderBy('sha256'));
const unsent = reading()((q) => q.selectFrom('media_upload').select((e) => e.fn.countAll<number>().as('count')).where('state', '=', 'waiting'));
const put = writing<Key & { ending: string; bytes: number; priority: number; addedAt: number }>()((_, p) => sql`
  INSERT INTO media_upload (shop_id, sha256, role, ending, bytes, priority, state, attempts, url, error, scan, added_at)
  VALUES (${p('shopId')}, ${p('sha256')}, ${p('role')}, ${p('ending')}, ${p('bytes')}, ${p('priority')}, 'waiting', 0, NULL, NULL, NULL, ${p('addedAt')})
  ON CONFLICT (shop_id, sha256, role) DO UPDATE SET priority = min(media_upload.priority, excluded.priority), error = NULL, state = CASE media_upload.state WHEN 'sent' THEN 'sent' ELSE 'waiting' END`.compile(builder));
const begun = writing<Key & { url: string | null }>()((q, p) => q.updateTable('media_upload').set({ url: p('url') }).where('shop_id', '=', p('shopId')).where('sha256', '=', p('sha256')).where('role', '=', p('role')));
const tried = writing<Key & { attempts: number; error: string | null }>()((q, p) => q.updateTable('media_upload').set({ attempts: p('attempts'), error: p('error') }).where('shop_id', '=', p('shopId')).where('sha256', '=', p('sha256')).where('role', '=', p('role')));
const ended = writing<Key & { state: MediaUploadTable['state']; error: string | null; scan: ScanState | null }>()((q, p) =>
  q.updateTable('media_upload').set({ state: p('state'), error: p('error'), scan: p('scan'), url: null, attempts: 0 }).where('shop_id', '=', p('shopId')).where('sha256', '=', p('sha256')).where('role', '=', p('role')));

export const uploadRows = (db: ReadableDb): UploadRow[] => db.all(all).map((row) => fromTable(row as MediaUploadTable));
export const waitingUploads = (db: ReadableDb): UploadRow[] => db.all(waiting).map((row) => fromTable(row as MediaUploadTable));
/** How many pictures are not on the server yet. */
export const countUnsentPictures = (db: ReadableDb): number => db.get(unsent)?.count ?? 0;

/** A picture waits to be sent, unless it is there already; asked for again it goes by the more urgent of both, also after a refusal. */
export const putUpload = (db: WritableDb, { ending, bytes, priority, addedAt, ...key }: UploadKey & Pick<UploadRow, 'ending' | 'bytes' | 'priority' | 'addedAt'>): void => void db.run(put, { ...keyOf(key), ending, bytes, priority, addedAt });
export const uploadBegan = (db: WritableDb, key: UploadKey, url: string | null): void => void db.run(begun, { ...keyOf(key), url });
export const uploadFailed = (db: WritableDb, key: UploadKey, attempts: number, error: AppError | null): void => void db.run(tried, { ...keyOf(key), attempts, error: error === null ? null : JSON.stringify(error) });
export const uploadEnds = (db: WritableDb, key: UploadKey, state: MediaUploadTable['state'], error: AppError | null, scan: ScanState | null): void =>
  void db.run(ended, { ...keyOf(key), state, error: error === null ? null : JSON.stringify(error), scan });

/** A picture that was sent is in quarantine by now. */
export const uploadQuarantined = (db: WritableDb, key: UploadKey, error: AppError): void => uploadEnds(db, key, 'refused', error, 'quarantined');

/** Part of taking a scope off this device (`sync/revoke.ts`), in its transaction. The bytes go with the shop's other files. */
export function uploadsLeave(db: WritableDb, scope: string): void {
  if (scope === 'common') return;
  const whose = scope === 'admin' ? `'vendor:' || shop_id NOT IN (SELECT scope FROM scope)` : `shop_id = '${scope.slice('vendor:'.length)}'`;
  db.exec(`INSERT OR IGNORE INTO file_leaving (shop_id) SELECT DISTINCT shop_id FROM media_upload WHERE ${whose}; DELETE FROM media_upload WHERE ${whose}`);
}
