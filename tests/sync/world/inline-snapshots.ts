import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { ServerDb } from '#server/db/open.ts';
import { headsOf } from '#server/sync/positions.ts';
import { mayReadScope } from '#server/sync/scopes.ts';
import { insertRows, openFresh } from '#server/sync/snapshot/fresh-file.ts';
import { manifestOf, signatureOf } from '#server/sync/snapshot/manifest.ts';
import type { Snapshots } from '#server/sync/snapshot/snapshots.ts';
import { streamRows } from '#server/sync/snapshot/stream-rows.ts';
import { err, ok } from '#shared/kernel/result.ts';
import type { ScopeName, SnapshotManifest } from '#shared/sync/model.ts';
import type { Chance } from './chance.ts';

const CHUNK_BYTES = 40 * 1024;
/** A file is used again while the scope has moved by no more than this, so that pulls close the gap behind it. */
const LONGEST_TAIL = 12;
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

type File = { readonly manifest: SnapshotManifest; readonly content: Buffer; readonly seq: number; readonly epoch: string };

/** Snapshots as the server makes them, rows and manifest by its own code, but in memory, on this thread, and in small chunks. */
export function inlineSnapshots(db: ServerDb, chance: Chance, current: number): Snapshots {
  const files = new Map<string, File>();
  const latest = new Map<ScopeName, File>();

  const build = async (scope: ScopeName, encoding: SnapshotManifest['encoding']): Promise<File> => {
    const fresh = openFresh(':memory:');
    try {
      const built = await streamRows(db, scope, (table, rows) => Promise.resolve(insertRows(fresh, table, rows)));
      const content = fresh.serialize();
      const chunks: SnapshotManifest['chunks'] = [];
      for (let at = 0; at < content.length; at += CHUNK_BYTES) {
        const piece = content.subarray(at, at + CHUNK_BYTES);
        chunks.push({ bytes: piece.length, wireBytes: packed(piece, encoding).length, sha256: sha256(piece) });
      }
      const id = Buffer.from(chance.bytes(new Uint8Array(16))).toString('hex');
      const { signature: _, ...made } = manifestOf(id, scope, built, encoding, { bytes: content.length, sha256: sha256(content), chunks });
      const unsigned = { ...made, schema: current };
      return { manifest: { ...unsigned, signature: signatureOf(unsigned) }, content, seq: built.seq, epoch: built.epoch };
    } finally {
      fresh.close();
    }
  };

  return {
    manifest: async (actor, { scope, schema, encodings }) => {
      if (schema !== current) return err({ code: 'update-needed', details: { schema, server: current } });
      if (!mayReadScope(actor, scope)) return err({ code: 'forbidden', field: 'scope' });
      const [head] = await headsOf(db.kysely, [scope]);
      const kept = latest.get(scope);
      if (kept && kept.epoch === head!.epoch && head!.seq - kept.seq <= LONGEST_TAIL && kept.seq >= head!.floor) return ok(kept.manifest);
      const file = await build(scope, encodings[0] ?? 'identity');
      latest.set(scope, file);
      files.set(file.manifest.id, file);
      return ok(file.manifest);
    },
    chunk: async (actor, id, chunk) => {
      const file = files.get(id);
      if (!file) return err({ code: 'gone', field: 'id' });
      if (!mayReadScope(actor, file.manifest.scope)) return err({ code: 'forbidden', field: 'id' });
      if (chunk >= file.manifest.chunks.length) return err({ code: 'gone', field: 'chunk' });
      return ok(packed(file.content.subarray(chunk * CHUNK_BYTES, (chunk + 1) * CHUNK_BYTES), file.manifest.encoding));
    },
    close: () => Promise.resolve(),
  };
}

const packed = (content: Uint8Array, encoding: SnapshotManifest['encoding']): Uint8Array => (encoding === 'gzip' ? gzipSync(content, { level: 1 }) : content);
