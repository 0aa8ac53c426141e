import { hash } from 'node:crypto';
import { CACHE_SCHEMA } from '#shared/catalog/cache-tables.ts';
import { AppFailure, type AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { canonicalJson } from '#shared/sync/canonical.ts';
import type { ScopeName, SnapshotManifest } from '#shared/sync/model.ts';
import type { HttpClient } from '../http/client.ts';
import { pause, type Scheduler } from '../runtime/scheduler.ts';
import type { ChunkHands } from './chunk-hands.ts';
import type { SideProgress, SnapshotFiles } from './snapshot-files.ts';

export type DownloadDeps = {
  readonly http: HttpClient;
  readonly files: SnapshotFiles;
  readonly scheduler: Scheduler;
  /** How chunks may travel, best first. */
  readonly encodings: SnapshotManifest['encoding'][];
  /** What records are written in here. */
  readonly schema?: number | undefined;
  /** What travels, packed: bytes here already and bytes in all. */
  readonly onProgress: (doneBytes: number, totalBytes: number) => void;
  /** Called between chunks: edits made meanwhile need not wait for a long download. */
  readonly between: () => Promise<void>;
};

/** Chunks under way at once: one travels while others are unpacked and written. */
const AT_ONCE = 3;
/** How often a chunk that arrives damaged is fetched again before the seller is told. */
const TRIES = 3;
/** A new cache needs its own size, as much as half again for its log and what is edited, and some air. */
const ROOM_FACTOR = 1.5;
const ROOM_SPARE = 32 * 1024 * 1024;

/**
 * Fetches a snapshot into the side file, whole and verified: continues an earlier try chunk by chunk, checks the SHA-256 of each,
 * fetches a damaged one again.
 *
 * Refuses with `disk-full` before anything is written when there is no room, with `corrupt-chunk` when a chunk stays damaged.
 */
export async function downloadSnapshot(deps: DownloadDeps, scope: ScopeName): Promise<Result<SnapshotManifest, AppError>> {
  try {
    const schema = deps.schema ?? CACHE_SCHEMA;
    const earlier = deps.files.progress();
    const usable = earlier?.manifest.scope === scope && earlier.manifest.schema === schema ? earlier : null;
    if (usable) {
      const fetched = await fetchChunks(deps, usable);
      // The server keeps a snapshot for a while only; what was fetched of an old one is of no use.
      if (fetched.ok || fetched.error.code !== 'gone') return fetched;
    }
    deps.files.discard();
    const asked = await deps.http('snapshot', { body: { scope, schema, encodings: deps.encodings } }, { silenceMs: 120_000 });
    if (!asked.ok) return asked;
    const manifest = asked.value;
    const broken = checkManifest(manifest, scope, schema);
    if (broken) return err(broken);
    const free = await deps.files.freeBytes();
    const needed = Math.ceil(manifest.bytes * ROOM_FACTOR) + ROOM_SPARE;
    if (free < needed) return err({ code: 'disk-full', attempted: 'snapshot', details: { free, needed } });
    const progress: SideProgress = { manifest, done: [] };
    deps.files.saveProgress(progress);
    return await fetchChunks(deps, progress);
  } catch (cause) {
    if (cause instanceof AppFailure) return err(cause.error);
    throw cause;
  }
}

function checkManifest(manifest: SnapshotManifest, scope: ScopeName, schema: number): AppError | null {
  const { signature, ...signed } = manifest;
  const broken = (rule: string): AppError => ({ code: 'corrupt-chunk', attempted: 'snapshot', rule });
  if (hash('sha256', canonicalJson(signed)) !== signature) return broken('manifest-signature');
  if (manifest.scope !== scope) return broken('manifest-scope');
  if (manifest.chunks.reduce((sum, chunk) => sum + chunk.bytes, 0) !== manifest.bytes) return broken('manifest-size');
  return manifest.schema === schema ? null : { code: 'update-needed', attempted: 'snapshot', details: { schema: manifest.schema } };
}

async function fetchChunks(deps: DownloadDeps, progress: SideProgress): Promise<Result<SnapshotManifest, AppError>> {
  const { files, scheduler } = deps;
  const { manifest } = progress;
  const total = manifest.chunks.reduce((sum, chunk) => sum + chunk.wireBytes, 0);
  const offsets: number[] = [];
  manifest.chunks.reduce((offset, chunk) => (offsets.push(offset), offset + chunk.bytes), 0);
  const done = new Set<number>();
  let doneBytes = 0;
  const finished = (index: number) => {
    done.add(index);
    doneBytes += manifest.chunks[index]!.wireBytes;
  };
  // What an earlier try says it has is looked at again: a power cut may have kept the note and lost the bytes.
  for (const index of progress.done) {
    const chunk = manifest.chunks[index];
    if (chunk && hash('sha256', files.read(offsets[index]!, chunk.bytes)) === chunk.sha256) finished(index);
    await pause(scheduler);
  }
  deps.onProgress(doneBytes, total);

  const waiting = manifest.chunks.map((_, index) => index).filter((index) => !done.has(index));
  const hands = files.hands();
  const stop = new AbortController();
  let failure: AppError | null = null;
  const worker = async (): Promise<void> => {
    // Every worker fetches into one place of its own, shared with the threads: hundreds of megabytes pass through here.
    const place = new Uint8Array(new SharedArrayBuffer(Math.max(0, ...manifest.chunks.map(({ wireBytes }) => wireBytes))));
    for (let index = waiting.shift(); index !== undefined && failure === null; index = waiting.shift()) {
      const arrived = await fetchChunk(deps, hands, manifest, { index, offset: offsets[index]! }, place, stop.signal);
      if (failure !== null) return;
      if (!arrived.ok) {
        failure = arrived.error;
        stop.abort();
        return;
      }
      finished(index);
      files.saveProgress({ manifest, done: [...done] });
      deps.onProgress(doneBytes, total);
      await deps.between();
    }
  };
  const workers = await Promise.allSettled(Array.from({ length: AT_ONCE }, worker));
  const [ended] = await Promise.allSettled([hands.end()]);
  for (const outcome of [...workers, ended]) if (outcome.status === 'rejected') throw outcome.reason;
  if (failure !== null) return err(failure);
  files.cutAt(manifest.bytes);
  return ok(manifest);
}

/** Brings one chunk to its place in the file. */
async function fetchChunk({ http }: DownloadDeps, hands: ChunkHands, manifest: SnapshotManifest, { index, offset }: { index: number; offset: number }, into: Uint8Array, signal: AbortSignal): Promise<Result<void, AppError>> {
  const chunk = manifest.chunks[index]!;
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const answered = await http('chunk', { params: { id: manifest.id, chunk: index } }, { signal, into });
    if (!answered.ok) return answered;
    if (await hands.putAway({ encoding: manifest.encoding, wire: answered.value, bytes: chunk.bytes, sha256: chunk.sha256, offset })) return ok(undefined);
  }
  return err({ code: 'corrupt-chunk', attempted: 'snapshot', details: { chunk: index, of: manifest.chunks.length, tries: TRIES } });
}
