import { existsSync } from 'node:fs';
import { assert } from '#shared/kernel/assert.ts';
import type { CacheDb } from './cache-db.ts';
import { cacheTableNames, ownTableNames } from './schema.ts';

/** Keys of `meta` that describe the rows of one file and mean nothing in another. */
const OF_THE_FILE = ['search-through', 'search-ready'] as const;

function attached<T>(db: CacheDb, file: string, work: () => T): T {
  assert(existsSync(file), () => 'the file to attach is not there');
  db.sqlite.prepare('ATTACH ? AS other').run(file);
  try {
    return work();
  } finally {
    db.sqlite.exec('DETACH other');
  }
}

/**
 * Adds the rows of a snapshot file (another scope's) to the cache, in one transaction. Rows already there stay: downloads bring them up to date.
 *
 * @param file straight from the server, verified
 * @returns rows added per table
 */
export function addSnapshotRows(db: CacheDb, file: string): Record<string, number> {
  return attached(db, file, () => db.now((writable) => {
    const added: Record<string, number> = {};
    // Variants first: which products are new is known only until those are in.
    for (const table of [...cacheTableNames].reverse()) {
      const columns = columnsOf(db, `other.table_info(${table})`).filter((name) => name !== 'rid').join(', ');
      if (columns === '') continue;
      const isNew = table === 'variant' ? 'product_id NOT IN (SELECT id FROM main.product)' : `id NOT IN (SELECT id FROM main.${table})`;
      added[table] = db.sqlite.prepare(`INSERT INTO main.${table} (${columns}) SELECT ${columns} FROM other.${table} WHERE ${isNew}`).run().changes;
    }
    // The full text goes on after the last row it has.
    db.sqlite.exec(`DELETE FROM main.meta WHERE key = 'search-ready'`);
    writable.notes.everything();
    return added;
  }));
}

const columnsOf = (db: CacheDb, pragma: string): string[] => (db.sqlite.pragma(pragma) as { name: string }[]).map(({ name }) => name);

/**
 * Copies what a person made (unsent edits with the server's copies under them, conflicts, views, settings) from the cache that was into the
 * one that takes its place. The new one must not have been worked in.
 *
 * @param from file of the old cache, closed or open
 */
export function carryOver(db: CacheDb, from: string): void {
  attached(db, from, () => db.now((writable) => {
    for (const table of ownTableNames) {
      const columns = columnsOf(db, `main.table_info(${table})`).join(', ');
      const only = table === 'meta' ? `WHERE key NOT IN (${OF_THE_FILE.map((key) => `'${key}'`).join(', ')})` : '';
      db.sqlite.exec(`INSERT OR REPLACE INTO main.${table} (${columns}) SELECT ${columns} FROM other.${table} ${only}`);
    }
    writable.notes.everything();
  }));
}
