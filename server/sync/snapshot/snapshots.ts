import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServerDeps } from '#server/deps.ts';
import { CACHE_SCHEMA } from '#shared/catalog/cache-tables.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { DAY_MS, MINUTE_MS } from '#shared/kernel/time.ts';
import { decodeCursor } from '#shared/sync/cursor.ts';
import type { Actor, ScopeName, SnapshotManifest } from '#shared/sync/model.ts';
import type { ScopeHead } from '../moved.ts';
import { headsOf } from '../positions.ts';
import { mayReadScope } from '../scopes.ts';
import { hireCrew, type Crew } from './crew.ts';
import type { Built } from './fresh-file.ts';
import { manifestOf } from './manifest.ts';
import { CHUNK_BYTES, chunkFile, type Encoding, type Packed } from './pack.ts';
import { streamRows } from './stream-rows.ts';

export type Snapshots = {
  /** The manifest of a snapshot of this scope that is fresh enough, built now if there is none. */
  manifest(actor: Actor, asked: { scope: ScopeName; schema: number; encodings: readonly Encoding[] }): Promise<Result<SnapshotManifest, AppError>>;
  /** One chunk as it travels; who may not read the scope any more gets none. */
  chunk(actor: Actor, id: string, chunk: number): Promise<Result<Uint8Array, AppError>>;
  /** Waits for builds under way. */
  close(): Promise<void>;
};

/** A console pulls this many rows after a snapshot in less time than a new file takes to build. */
const LONGEST_TAIL = 1_000;
/** … or this part of the file's rows, whichever is more. */
const TAIL_SHARE = 0.05;
/** A replaced file stays for those who are still fetching it. */
const KEEP_REPLACED_MS = 30 * MINUTE_MS;
const KEEP_UNUSED_MS = DAY_MS;

type Deps = Pick<ServerDeps, 'db' | 'clock' | 'dataDir' | 'log'>;
/** A finished file of one scope, whatever way it travels. */
type File = { readonly folder: string; readonly key: string; readonly scope: ScopeName; readonly built: Built };

const encodingCode: Readonly<Record<Encoding, string>> = { identity: '00', gzip: '01', zstd: '02' };
const folderKey = (id: string): string => id.slice(0, -2);

/**
 * Keeps snapshot files: one per scope, built by one build at a time however many ask, used again while the changes since are few,
 * packed once for each way of travelling.
 *
 * Files lie in `snapshots/` of the data folder, their manifests in the table `snapshot`. Whole files of an earlier run are used again.
 */
export function openSnapshots(deps: Deps): Snapshots {
  const root = join(deps.dataDir, 'snapshots');
  const files = new Map<ScopeName, File>();
  const underWay = new Map<string, Promise<unknown>>();
  let swept: Promise<void> | null = null;

  /** Runs `work` once for all who ask for the same thing at the same time. */
  const shared = <T>(key: string, work: () => Promise<T>): Promise<T> => {
    const running = underWay.get(key) as Promise<T> | undefined;
    if (running) return running;
    const started = work().finally(() => underWay.delete(key));
    underWay.set(key, started);
    return started;
  };

  const freshFile = async (scope: ScopeName, encoding: Encoding): Promise<File> => {
    const [head] = await headsOf(deps.db.kysely, [scope]);
    const known = files.get(scope);
    if (known && fits(known, head!)) return known;
    return shared(`build ${scope}`, async () => {
      // A start that failed (no room, no rights) is tried again by the next who asks.
      await (swept ??= takeOver(deps, root, files).catch((cause: unknown) => {
        swept = null;
        throw cause;
      }));
      const kept = files.get(scope);
      if (kept && fits(kept, head!)) return kept;
      const made = await build(deps, root, scope, encoding);
      files.set(scope, made);
      await retire(deps, root, files);
      return made;
    });
  };

  return {
    manifest: async (actor, { scope, schema, encodings }) => {
      if (schema !== CACHE_SCHEMA) return err({ code: 'update-needed', details: { schema, server: CACHE_SCHEMA } });
      if (!mayReadScope(actor, scope)) return err({ code: 'forbidden', field: 'scope' });
      const encoding = encodings[0] ?? 'identity';
      const file = await freshFile(scope, encoding);
      const id = file.key + encodingCode[encoding];
      const known = await deps.db.kysely.selectFrom('snapshot').select('manifest').where('id', '=', id).executeTakeFirst();
      if (known) return ok(JSON.parse(known.manifest) as SnapshotManifest);
      return ok(await shared(`pack ${id}`, () => packAgain(deps, file, encoding)));
    },
    chunk: async (actor, id, chunk) => {
      const found = await deps.db.kysely.selectFrom('snapshot').select(['scope', 'manifest']).where('id', '=', id).executeTakeFirst();
      if (!found) return err({ code: 'gone', field: 'id' });
      if (!mayReadScope(actor, found.scope as ScopeName)) return err({ code: 'forbidden', field: 'id' });
      const { encoding, chunks } = JSON.parse(found.manifest) as SnapshotManifest;
      if (chunk >= chunks.length) return err({ code: 'gone', field: 'chunk' });
      return readChunk(join(root, folderKey(id)), encoding, chunk, chunks[chunk]!.bytes);
    },
    close: async () => {
      await Promise.allSettled(underWay.values());
    },
  };
}

/** Whether a file is fresh enough: of the present numbering, above what is compacted away, and not too far behind. */
function fits({ built: { epoch, seq, rows } }: File, head: ScopeHead): boolean {
  const records = (rows['product'] ?? 0) + (rows['category'] ?? 0) + (rows['orders'] ?? 0) + (rows['conversation'] ?? 0) + (rows['message'] ?? 0);
  return epoch === head.epoch && seq >= head.floor && head.seq - seq <= Math.max(LONGEST_TAIL, records * TAIL_SHARE);
}

/** Builds the file and packs it for whoever asked first, in one worker: starting another would cost more than packing. */
async function build(deps: Deps, root: string, scope: ScopeName, encoding: Encoding): Promise<File> {
  const key = randomBytes(15).toString('hex');
  const folder = join(root, key);
  const began = performance.now();
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const crew = hireCrew();
  try {
    const half = join(folder, 'building.db');
    const { sqlite } = deps.db;
    let built: Built;
    if (sqlite !== null && !sqlite.memory) built = (await crew.ask({ t: 'fill', file: half, serverFile: sqlite.name, scope })) as Built;
    else {
      await crew.ask({ t: 'open', file: half });
      built = await streamRows(deps.db, scope, (table, rows) => crew.ask({ t: 'rows', table, rows }));
      await crew.ask({ t: 'close' });
    }
    await rename(half, join(folder, 'snapshot.db'));
    const file: File = { folder, key, scope, built };
    await packWith(crew, deps, file, encoding);
    deps.log.info({ scope, rows: built.rows, encoding, ms: Math.round(performance.now() - began) }, 'snapshot built');
    return file;
  } catch (cause) {
    await rm(folder, { recursive: true, force: true });
    throw cause;
  } finally {
    await crew.dismiss();
  }
}

async function packAgain(deps: Deps, file: File, encoding: Encoding): Promise<SnapshotManifest> {
  const crew = hireCrew();
  try {
    return await packWith(crew, deps, file, encoding);
  } finally {
    await crew.dismiss();
  }
}

async function packWith(crew: Crew, deps: Deps, file: File, encoding: Encoding): Promise<SnapshotManifest> {
  const packed = (await crew.ask({ t: 'pack', folder: file.folder, file: join(file.folder, 'snapshot.db'), encoding })) as Packed;
  const manifest = manifestOf(file.key + encodingCode[encoding], file.scope, file.built, encoding, packed);
  await deps.db.kysely.insertInto('snapshot').values({ id: manifest.id, scope: file.scope, cursor: manifest.cursor, manifest: JSON.stringify(manifest), created_at: deps.clock() }).execute();
  return manifest;
}

async function readChunk(folder: string, encoding: Encoding, chunk: number, bytes: number): Promise<Result<Uint8Array, AppError>> {
  try {
    if (encoding !== 'identity') return ok(await readFile(chunkFile(folder, encoding, chunk)));
    const handle = await open(join(folder, 'snapshot.db'), 'r');
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(bytes), 0, bytes, chunk * CHUNK_BYTES);
      return ok(buffer.subarray(0, bytesRead));
    } finally {
      await handle.close();
    }
  } catch (cause) {
    // Removed while somebody was fetching, or built by another server of the same database.
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return err({ code: 'gone', field: 'id' });
    throw cause;
  }
}

/** Removes files that a newer one has replaced long enough ago, and those nobody asked for in a day. */
async function retire(deps: Deps, root: string, files: Map<ScopeName, File>): Promise<void> {
  const now = deps.clock();
  const current = new Set([...files.values()].map(({ key }) => key));
  const lastUse = new Map<string, { scope: string; at: number }>();
  for (const { id, scope, created_at: at } of await deps.db.kysely.selectFrom('snapshot').select(['id', 'scope', 'created_at']).orderBy('created_at').execute()) lastUse.set(folderKey(id), { scope, at });
  for (const [key, { scope, at }] of lastUse) {
    if (now - at < (current.has(key) ? KEEP_UNUSED_MS : KEEP_REPLACED_MS)) continue;
    if (files.get(scope as ScopeName)?.key === key) files.delete(scope as ScopeName);
    await forget(deps, root, key);
  }
}

/** Goes on with the whole files of an earlier run, so that a download survives a restart of the server, and removes the rest. */
async function takeOver(deps: Deps, root: string, files: Map<ScopeName, File>): Promise<void> {
  await mkdir(root, { recursive: true, mode: 0o700 });
  for (const key of await readdir(root)) {
    const row = await deps.db.kysely.selectFrom('snapshot').select(['manifest', 'created_at']).where('id', 'in', idsOf(key)).orderBy('created_at', 'desc').executeTakeFirst();
    const manifest = row && (JSON.parse(row.manifest) as SnapshotManifest);
    const size = await stat(join(root, key, 'snapshot.db')).then(({ size }) => size, () => -1);
    const position = manifest && decodeCursor(manifest.cursor);
    if (!position || size !== manifest.bytes || manifest.schema !== CACHE_SCHEMA) await forget(deps, root, key);
    else files.set(manifest.scope, { folder: join(root, key), key, scope: manifest.scope, built: { ...position, root: manifest.digest, rows: manifest.rows } });
  }
}

const idsOf = (key: string): string[] => Object.values(encodingCode).map((code) => key + code);

async function forget(deps: Deps, root: string, key: string): Promise<void> {
  await deps.db.kysely.deleteFrom('snapshot').where('id', 'in', idsOf(key)).execute();
  await rm(join(root, key), { recursive: true, force: true });
}
