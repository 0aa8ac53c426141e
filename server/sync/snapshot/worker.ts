/**
 * Builds and packs snapshot files away from the server's event loop, which goes on answering meanwhile.
 * One worker serves one file and ends with it.
 */
import { parentPort } from 'node:worker_threads';
import type Database from 'better-sqlite3';
import type { CacheTable } from '#shared/catalog/cache-tables.ts';
import { assert, assertNever } from '#shared/kernel/assert.ts';
import type { ScopeName } from '#shared/sync/model.ts';
import { fillFromDatabase, insertRows, openFresh, type Built } from './fresh-file.ts';
import { makeSearchable } from './make-searchable.ts';
import { pack, type Encoding, type Packed } from './pack.ts';

export type WorkerTask =
  | { readonly t: 'fill'; readonly file: string; readonly serverFile: string; readonly scope: ScopeName }
  | { readonly t: 'open'; readonly file: string }
  | { readonly t: 'rows'; readonly table: CacheTable; readonly rows: readonly (readonly unknown[])[] }
  | { readonly t: 'close' }
  | { readonly t: 'pack'; readonly folder: string; readonly file: string; readonly encoding: Encoding };
export type WorkerAnswer = Built | Packed | null;

let open: Database.Database | null = null;

function work(task: WorkerTask): WorkerAnswer {
  switch (task.t) {
    case 'fill': {
      const fresh = openFresh(task.file);
      try {
        const built = fillFromDatabase(fresh, task.serverFile, task.scope);
        makeSearchable(fresh);
        return built;
      } finally {
        fresh.close();
      }
    }
    case 'open': {
      open = openFresh(task.file);
      return null;
    }
    case 'rows': {
      assert(open, () => 'rows before the file was opened');
      insertRows(open, task.table, task.rows);
      return null;
    }
    case 'close': {
      if (open) makeSearchable(open);
      open?.close();
      open = null;
      return null;
    }
    case 'pack': return pack(task.folder, task.file, task.encoding);
    default: return assertNever(task);
  }
}

assert(parentPort, () => 'the snapshot worker runs in a worker thread');
const port = parentPort;
port.on('message', (task: WorkerTask) => port.postMessage(work(task)));
