import { createHash } from 'node:crypto';
import { CACHE_SCHEMA } from '#shared/catalog/cache-tables.ts';
import type { Json } from '#shared/kernel/json.ts';
import { canonicalJson } from '#shared/sync/canonical.ts';
import { encodeCursor } from '#shared/sync/cursor.ts';
import type { ScopeName, SnapshotManifest } from '#shared/sync/model.ts';
import type { Built } from './fresh-file.ts';
import type { Encoding, Packed } from './pack.ts';

/** Puts together what a console must know to fetch, check and use a snapshot. */
export function manifestOf(id: string, scope: ScopeName, built: Built, encoding: Encoding, packed: Packed): SnapshotManifest {
  const unsigned = { id, scope, cursor: encodeCursor(built), digest: built.root, schema: CACHE_SCHEMA, rows: built.rows, ...packed, encoding };
  return { ...unsigned, signature: signatureOf(unsigned) };
}

/** The digest that ties the parts of a manifest together. */
export const signatureOf = (unsigned: Omit<SnapshotManifest, 'signature'>): string => createHash('sha256').update(canonicalJson(unsigned as unknown as Json)).digest('hex');
