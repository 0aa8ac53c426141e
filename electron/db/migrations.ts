import type Sqlite from 'better-sqlite3';
import { SEARCH_TABLE } from '#shared/catalog/cache-indexes.ts';
import { cacheTables } from '#shared/catalog/cache-tables.ts';
import { toSecondSchema } from './second-schema.ts';

/** A step forward of the cache's tables; there is none back. Written so that it finds the tables, indexes and full text of a fresh snapshot file in place. */
export type Migration = { readonly version: number; readonly name: string; readonly up: (db: Sqlite.Database) => void };

const ifMissing = (sql: string): string => sql.replace('CREATE TABLE ', 'CREATE TABLE IF NOT EXISTS ');

export const migrations: readonly Migration[] = [
  {
    version: 1,
    name: 'catalogue, outbox and what belongs to them',
    up: (db) => {
      for (const name of ['shop', 'category', 'product', 'variant'] as const) db.exec(ifMissing(cacheTables[name]));
      db.exec(`
        CREATE TABLE meta (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE scope (scope TEXT NOT NULL PRIMARY KEY, cursor TEXT NOT NULL, epoch INTEGER, head TEXT NOT NULL, caught_up_at INTEGER) STRICT, WITHOUT ROWID;
        CREATE TABLE shadow (entity TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, doc TEXT, lost_at INTEGER, PRIMARY KEY (entity, id)) STRICT;
        CREATE TABLE outbox (
          cseq INTEGER PRIMARY KEY, mid TEXT NOT NULL UNIQUE, group_id TEXT, entity TEXT NOT NULL, entity_id TEXT NOT NULL, base_version INTEGER NOT NULL,
          action TEXT NOT NULL CHECK (action IN ('create', 'patch', 'delete')), ops TEXT NOT NULL, doc TEXT, intent TEXT NOT NULL, made_at INTEGER NOT NULL,
          state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'rejected')), error TEXT, attempts INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX outbox_record ON outbox (entity_id, entity);
        CREATE INDEX outbox_state ON outbox (state, cseq) WHERE state <> 'queued';
        CREATE INDEX outbox_group ON outbox (group_id) WHERE group_id IS NOT NULL;
        CREATE TABLE conflict (
          id TEXT NOT NULL PRIMARY KEY, mid TEXT NOT NULL, entity TEXT NOT NULL, entity_id TEXT NOT NULL, path TEXT NOT NULL,
          base TEXT NOT NULL, mine TEXT NOT NULL, theirs TEXT NOT NULL, theirs_by TEXT, theirs_at INTEGER,
          made_at INTEGER NOT NULL, found_at INTEGER NOT NULL, settled_at INTEGER, choice TEXT
        ) STRICT;
        CREATE INDEX conflict_open ON conflict (entity_id, entity) WHERE settled_at IS NULL;
        CREATE TABLE history_seen (product_id TEXT NOT NULL, entry_id TEXT NOT NULL, at INTEGER NOT NULL, entry TEXT NOT NULL, PRIMARY KEY (product_id, entry_id)) STRICT, WITHOUT ROWID;
        CREATE TABLE saved_view (id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, filter TEXT NOT NULL, sort TEXT NOT NULL, columns TEXT, position INTEGER NOT NULL) STRICT;
        CREATE TABLE setting (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE fts_dirty (rid INTEGER PRIMARY KEY) STRICT;
        ${SEARCH_TABLE};
      `);
    },
  },
  { version: 2, name: 'second schema of records: places by id, Google completeness, score, reviews', up: toSecondSchema },
  {
    version: 3,
    name: 'files of downloads, waiting to be sent',
    up: (db) => db.exec(`CREATE TABLE file (
      shop_id TEXT NOT NULL, sha256 TEXT NOT NULL, product_id TEXT NOT NULL, bytes INTEGER NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'refused')), error TEXT, added_at INTEGER NOT NULL, PRIMARY KEY (shop_id, sha256)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE file_leaving (shop_id TEXT NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID`),
  },
  {
    version: 4,
    name: 'the ways back of the latest edits',
    up: (db) => db.exec(`
      CREATE TABLE undo_step (key TEXT NOT NULL PRIMARY KEY, at INTEGER NOT NULL, intent TEXT NOT NULL, count INTEGER NOT NULL, shop_id TEXT, whole INTEGER NOT NULL) STRICT, WITHOUT ROWID;
      CREATE TABLE undo_part (
        id INTEGER PRIMARY KEY, key TEXT NOT NULL, entity TEXT NOT NULL, entity_id TEXT NOT NULL, shop_id TEXT,
        what TEXT NOT NULL CHECK (what IN ('edit', 'create', 'delete')), back TEXT NOT NULL
      ) STRICT;
      CREATE INDEX undo_part_of_step ON undo_part (key);
      CREATE INDEX undo_part_of_record ON undo_part (entity_id)`),
  },
  {
    version: 5,
    name: 'pictures, waiting to be sent',
    up: (db) => db.exec(`CREATE TABLE media_upload (
      shop_id TEXT NOT NULL, sha256 TEXT NOT NULL, role TEXT NOT NULL, ending TEXT NOT NULL, bytes INTEGER NOT NULL, priority INTEGER NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'refused')), attempts INTEGER NOT NULL, url TEXT, error TEXT,
      scan TEXT CHECK (scan IN ('not scanned', 'clean', 'quarantined')), added_at INTEGER NOT NULL, PRIMARY KEY (shop_id, sha256, role)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX media_upload_waiting ON media_upload (priority, added_at, sha256) WHERE state = 'waiting'`),
  },
  {
    version: 6,
    name: 'the library of pictures: its tray, what is here, what was made of it, and which listings show what',
    up: (db) => db.exec(`CREATE TABLE picture_tray (
      seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, shop_id TEXT NOT NULL, product_id TEXT, name TEXT NOT NULL, bytes INTEGER NOT NULL, sha256 TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('waiting', 'ready', 'refused')), error TEXT, recipe TEXT, placed_product TEXT, placed_image TEXT, dismissed INTEGER NOT NULL, added_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX picture_tray_of_shop ON picture_tray (shop_id, state);
    CREATE INDEX picture_tray_of_content ON picture_tray (sha256);
    CREATE TABLE picture_original (shop_id TEXT NOT NULL, sha256 TEXT NOT NULL, bytes INTEGER NOT NULL, added_at INTEGER NOT NULL, PRIMARY KEY (shop_id, sha256)) STRICT, WITHOUT ROWID;
    CREATE TABLE picture_made (
      shop_id TEXT NOT NULL, sha256 TEXT NOT NULL, recipe TEXT NOT NULL, made TEXT NOT NULL, offered INTEGER NOT NULL, made_at INTEGER NOT NULL, PRIMARY KEY (shop_id, sha256, recipe)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE picture_owed (shop_id TEXT NOT NULL, sha256 TEXT NOT NULL, PRIMARY KEY (shop_id, sha256)) STRICT, WITHOUT ROWID;
    CREATE TABLE product_picture (
      product_id TEXT NOT NULL, image_id TEXT NOT NULL, shop_id TEXT NOT NULL, sha256 TEXT NOT NULL, phash TEXT NOT NULL, name TEXT NOT NULL, recipe TEXT, PRIMARY KEY (product_id, image_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX product_picture_of_content ON product_picture (shop_id, sha256)`),
  },
  { version: 7, name: 'orders', up: (db) => db.exec(ifMissing(cacheTables.orders)) },
  {
    version: 8,
    name: 'conversations: their messages, drafts, what is about to leave, and how far this person has read',
    up: (db) => db.exec(`${ifMissing(cacheTables.conversation)};
    ${ifMissing(cacheTables.message)};
    CREATE TABLE message_draft (conversation_id TEXT NOT NULL PRIMARY KEY, shop_id TEXT NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('message', 'note')), body TEXT NOT NULL, seen TEXT, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE message_leaving (id TEXT NOT NULL PRIMARY KEY, conversation_id TEXT NOT NULL, shop_id TEXT NOT NULL, leave_at INTEGER NOT NULL, later INTEGER NOT NULL, doc TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE INDEX message_leaving_at ON message_leaving (leave_at);
    CREATE TABLE conversation_read (conversation_id TEXT NOT NULL PRIMARY KEY, at INTEGER NOT NULL, id TEXT NOT NULL) STRICT, WITHOUT ROWID`),
  },
];

export const LATEST = migrations.at(-1)!.version;

/** The version of a cache file's tables; 0 for an empty file or a snapshot straight from the server. */
export const versionOf = (db: Sqlite.Database): number => db.pragma('user_version', { simple: true }) as number;

/**
 * Brings the tables forward, each step in a transaction of its own: interrupted anywhere, the next start goes on from there.
 *
 * @param to where to stop; tests put rows into the version before
 */
export function migrate(db: Sqlite.Database, to = LATEST): void {
  for (const migration of migrations) {
    if (migration.version > to || migration.version <= versionOf(db)) continue;
    db.exec('BEGIN IMMEDIATE');
    try {
      migration.up(db);
      db.pragma(`user_version = ${migration.version}`);
      db.exec('COMMIT');
    } catch (cause) {
      if (db.inTransaction) db.exec('ROLLBACK');
      throw cause;
    }
  }
}
