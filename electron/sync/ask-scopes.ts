import type { AppError } from '#shared/kernel/errors.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import { ok, type Result } from '#shared/kernel/result.ts';
import type { ScopeName } from '#shared/sync/model.ts';
import type { HttpClient } from '../http/client.ts';
import type { Agenda } from './agenda.ts';
import type { EngineDeps } from './engine-deps.ts';
import { noteToRenew } from './renewal.ts';
import { revokeScope } from './revoke.ts';
import { startAgain } from './set-back.ts';
import { clientId, lastCseq, metaOf, putScope, scopeOf, scopesHere, setMeta } from './store.ts';
import { settleUnsure } from './unsure.ts';

/** How many records the server has of each scope. */
export type RowCounts = ReadonlyMap<ScopeName, number>;

/**
 * Asks which scopes there are and how far each stands. What is new is noted as not here yet; what is no longer this person's leaves
 * the device; and a disk that turns out to be an older copy of itself goes on under a new name.
 */
export async function askScopes({ cache, files, scheduler, random, log }: EngineDeps, http: HttpClient, agenda: Agenda): Promise<Result<RowCounts, AppError>> {
  // Before the question leaves: what is heard while it is on its way asks for another one.
  agenda.scopes = false;
  const answered = await http('scopes', { query: { client: clientId(cache.current()) } });
  if (!answered.ok) {
    agenda.scopes = true;
    return answered;
  }
  const { scopes, grantsEpoch } = answered.value;
  if (answered.value.lastCseq > lastCseq(cache.current())) {
    log.warn({ code: 'stale-version', here: lastCseq(cache.current()), there: answered.value.lastCseq }, 'this disk was set back to an older copy: going on under a new name');
    await cache.current().inTurn((db) => startAgain(db, uuidv7(scheduler.now, random)));
  }
  const mine = new Set(scopes.map(({ scope }) => scope));
  for (const { scope } of scopesHere(cache.current())) {
    if (mine.has(scope)) continue;
    if (files.progress()?.manifest.scope === scope) files.discard();
    await revokeScope(cache.current(), scope);
    agenda.behind.delete(scope);
    agenda.startOver.delete(scope);
    agenda.digests.delete(scope);
  }
  await cache.current().inTurn((db) => {
    for (const { scope, head } of scopes) {
      const here = scopeOf(db, scope);
      if (!here) putScope(db, { scope, cursor: '', head, caughtUpAt: null });
      else if (here.cursor !== head) agenda.behind.add(scope);
    }
    const sameRights = metaOf(db, 'grants') === String(grantsEpoch);
    const again = settleUnsure(db, sameRights);
    noteToRenew(db, again);
    for (const scope of again) agenda.startOver.add(scope);
    if (!sameRights) setMeta(db, 'grants', String(grantsEpoch));
  });
  return ok(new Map(scopes.map((one) => [one.scope, one.rows])));
}
