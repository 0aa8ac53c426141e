import { openCache } from '#electron/db/open.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { SideFile } from './memory-files.ts';

/** What lies on the disk of a console for one person: the cache, and a file that is only partly there. */
export type Disk = { readonly cache: Buffer | undefined; readonly side: SideFile };

let empty: Buffer | null = null;
/** A cache as it is when a person first signs in, made once per process. */
export function emptyDisk(): Buffer {
  if (empty) return empty;
  const db = openCache(':memory:', { now: () => 0 as EpochMs });
  empty = db.sqlite.serialize();
  db.close();
  return empty;
}
