import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { Connection } from '#shared/sync/sync-state.ts';
import type { ScopeName } from '#shared/sync/model.ts';
import type { CacheDb } from '../db/cache-db.ts';
import { buildSide, mergeSide, publishSide } from './adopt-snapshot.ts';
import { pullScope, type PullDeps } from './pull.ts';
import { downloadSnapshot, type DownloadDeps } from './snapshot.ts';
import { scopesHere } from './store.ts';

export type BootstrapDeps = Omit<DownloadDeps, 'onProgress'> & PullDeps & {
  readonly db: () => CacheDb;
  /** The new cache has taken the place of the old one, which is closed. */
  readonly onPublished: (db: CacheDb) => void;
  readonly onPhase: (state: Extract<Connection, { name: 'bootstrapping' }>) => void;
};

/**
 * Brings a whole scope to this machine as one file. The cache in use stays in use until the new one is complete, caught up with the
 * server, and in its place.
 */
export async function bootstrapScope(deps: BootstrapDeps, scope: ScopeName): Promise<Result<void, AppError>> {
  let bytes = { doneBytes: 0, totalBytes: 0 };
  const phase = (name: Extract<Connection, { name: 'bootstrapping' }>['phase']) => deps.onPhase({ name: 'bootstrapping', scope, phase: name, ...bytes });
  phase('asking');
  const fetched = await downloadSnapshot({
    ...deps,
    onProgress: (doneBytes, totalBytes) => {
      bytes = { doneBytes, totalBytes };
      phase('downloading');
    },
  }, scope);
  if (!fetched.ok) return fetched;
  const manifest = fetched.value;
  phase('building');
  const beside = scope === 'common' || scopesHere(deps.db()).some((here) => here.scope !== 'common' && here.scope !== scope && here.cursor !== '');
  const built = await buildSide(deps.files, manifest, deps.db(), deps.scheduler);
  if (!built.ok) return discardIfCorrupt(deps, built);
  const side = built.value;
  phase('publishing');
  if (!beside) await deps.files.flush();
  // What changed since the file was made comes into the new cache before it is shown: nobody sees yesterday's price again.
  const caughtUp = await pullScope({ ...deps, onPage: () => undefined, onGrants: () => undefined }, () => side, scope);
  if (!caughtUp.ok) {
    side.close();
    // So old that the server has forgotten what came after it.
    if (caughtUp.error.code === 'reset') deps.files.discard();
    return caughtUp;
  }
  if (beside) return mergeSide(deps.files, side, scope, deps.db(), deps.scheduler.now());
  // A change in slices (a bulk edit) ends first; from here to the new file nothing pauses.
  const current = deps.db();
  await current.inTurn(() => undefined);
  deps.onPublished(publishSide(deps.files, side, current, deps.scheduler.now()));
  return ok(undefined);
}

/** A file that does not hold what its manifest says is of no use next time either. */
function discardIfCorrupt<T>(deps: BootstrapDeps, result: Result<T, AppError>): Result<T, AppError> {
  if (!result.ok && (result.error.code === 'corrupt-chunk' || result.error.code === 'cache-broken')) {
    deps.files.discard();
    return err({ ...result.error, code: 'corrupt-chunk' });
  }
  return result;
}
