import { CACHE_SCHEMA } from '#shared/catalog/cache-tables.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { Replied } from '#shared/contract/http.ts';
import type { Poke, syncEndpoints } from '#shared/sync/contract.ts';
import type { ScopeName, SyncRow } from '#shared/sync/model.ts';
import type { CacheDb } from '../db/cache-db.ts';
import type { HttpClient } from '../http/client.ts';
import { pause, type Scheduler } from '../runtime/scheduler.ts';
import type { ToldRoot } from './heal.ts';
import { noteLanded } from './landed.ts';
import { takeRow } from './rebase.ts';
import { clientId, editsOf, putScope, scopeOf } from './store.ts';

export const PAGE_ROWS = 500;

export type PullDeps = {
  readonly http: HttpClient;
  readonly scheduler: Scheduler;
  /** What records are written in here. */
  readonly schema?: number | undefined;
  /** Told after every page: rows taken. */
  readonly onPage: (rows: number) => void;
  readonly onGrants: (grantsEpoch: number) => void;
};

export type Pulled = { readonly caughtUp: boolean; readonly told: ToldRoot | null };

/** A page that was asked for, and from where. */
type Asked = { readonly cursor: string; readonly answer: Promise<Result<Replied<typeof syncEndpoints.pull>, AppError>> };

/**
 * Brings one scope of a cache up to date, page by page; each page and the position it leads to are one transaction, so that
 * a console that dies in between goes on from the last whole page. While a page is put in place here, the server reads the next.
 *
 * @param limit rows per page
 * @param pages stop after so many, for a first look
 * @returns whether the end was reached, and the digest there where the server told it
 */
export async function pullScope(deps: PullDeps, db: () => CacheDb, scope: ScopeName, { limit = PAGE_ROWS, pages = Infinity } = {}): Promise<Result<Pulled, AppError>> {
  const ask = (cursor: string): Asked => ({ cursor, answer: deps.http('pull', { query: { scope, cursor, limit, client: clientId(db()), schema: deps.schema ?? CACHE_SCHEMA } }) });
  let next: Asked | null = null;
  for (let page = 1; page <= pages; page++) {
    const here = scopeOf(db(), scope)?.cursor ?? '';
    const asked: Asked = next?.cursor === here ? next : ask(here);
    const answered = await asked.answer;
    if (!answered.ok) return err(answered.error);
    const { rows, cursor, head, more, grantsEpoch, lastCseq, digest } = answered.value;
    next = more && page < pages ? ask(cursor) : null;
    // `fetch` lets go of a request when this thread gives it a turn, and would hold on to it while we write to our disk.
    if (next !== null) await pause(deps.scheduler);
    // Meanwhile something else has moved the scope (a poke, a snapshot): this page may be older than what is here.
    const taken = await takeRows(db(), { scope, asked: asked.cursor, next: cursor, head, rows, lastCseq, caughtUp: !more }, deps.scheduler.now());
    deps.onGrants(grantsEpoch);
    if (taken === null) continue;
    deps.onPage(taken);
    if (!more) return ok({ caughtUp: true, told: digest === null ? null : { cursor, root: digest } });
  }
  return ok({ caughtUp: false, told: null });
}

type Page = { scope: ScopeName; asked: string; next: string; head: string; rows: readonly SyncRow[]; lastCseq: number | null; caughtUp: boolean };

/**
 * Takes rows that lead from one position of a scope to another, if that is where the scope stands.
 *
 * @returns how many records changed; null when the scope stands elsewhere and nothing was taken
 */
export function takeRows(db: CacheDb, page: Page, now: EpochMs): Promise<number | null> {
  return db.inTurn((writable) => {
    const here = scopeOf(writable, page.scope);
    if ((here?.cursor ?? '') !== page.asked) return null;
    if (page.lastCseq !== null) noteLanded(writable, page.scope, page.lastCseq);
    const changed = page.rows.filter((row) => takeRow(writable, row, now, page.scope)).length;
    putScope(writable, { scope: page.scope, cursor: page.next, head: page.head, caughtUpAt: page.caughtUp ? now : (here?.caughtUpAt ?? null) });
    return changed;
  });
}

/**
 * Takes the rows of a poke where it continues exactly what is here.
 *
 * @returns `known` when it was taken or is contained already, `pull` when it leaves a gap or carries no rows
 */
export async function takePoke(db: CacheDb, poke: Poke, now: EpochMs, schema = CACHE_SCHEMA): Promise<'known' | 'pull'> {
  const cursor = scopeOf(db, poke.scope)?.cursor;
  if (cursor === poke.next) return 'known';
  if (cursor === undefined || cursor !== poke.prev || poke.rows === null || poke.schema !== schema) return 'pull';
  // It may contain an edit of ours whose answer was lost. Only a pull says so; put on top of it, the edit would show twice.
  if (poke.rows.some(({ entity, id }) => editsOf(db, entity, id).some(({ state }) => state === 'sending'))) return 'pull';
  const taken = await takeRows(db, { scope: poke.scope, asked: poke.prev, next: poke.next, head: poke.next, rows: poke.rows, lastCseq: null, caughtUp: true }, now);
  return taken === null ? 'pull' : 'known';
}
