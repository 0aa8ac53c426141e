import type { ServerDeps } from '#server/deps.ts';
import type { ScopeName, Step, SyncRow } from '#shared/sync/model.ts';
import type { Advanced } from './positions.ts';
import { schemaWindow, type Schemas } from './schemas.ts';
import { stepOfWide, type WideMove } from './wide-scope.ts';

/** Rows travel with the news while they are small; more is fetched by whoever wants it. */
const MOST_INLINE_BYTES = 16 * 1024;
const MOST_INLINE_ROWS = 64;

/** How long to wait before looking again whether the wide scope has settled, milliseconds; after the last, the heads tell. */
const LOOK_AGAIN_MS = [10, 40, 160, 640, 2_500];

type Deps = Pick<ServerDeps, 'db' | 'live' | 'log'> & Schemas;

/**
 * After the commit: tells the readers of each scope that it moved, with the rows where they are few. Losing this is harmless.
 *
 * @returns the steps, as the writer itself may take them
 */
export async function announce(deps: Deps, { steps, wide }: Advanced, rows: ReadonlyMap<ScopeName, readonly SyncRow[]>): Promise<readonly Step[]> {
  for (const step of steps) tell(deps, step, rows.get(step.scope) ?? []);
  if (wide === null) return steps;
  const { settled, ...step } = await stepOfWide(deps.db.kysely, wide);
  if (settled) tell(deps, step, rows.get(step.scope) ?? []);
  else lookAgain(deps, wide, rows.get(step.scope) ?? [], 0);
  return [...steps, step];
}

function tell({ live, schemas = schemaWindow }: Deps, step: Step, news: readonly SyncRow[]): void {
  const small = news.length <= MOST_INLINE_ROWS && Buffer.byteLength(JSON.stringify(news)) <= MOST_INLINE_BYTES;
  live.poke({ ...step, schema: schemas.current, rows: small && step.prev !== step.next ? [...news] : null });
}

/** Somebody who began earlier is still at work: what was committed cannot be read before they end, and then nobody else may tell it. */
function lookAgain(deps: Deps, wide: WideMove, news: readonly SyncRow[], attempt: number): void {
  const waitMs = LOOK_AGAIN_MS[attempt];
  if (waitMs === undefined) return;
  setTimeout(() => {
    stepOfWide(deps.db.kysely, wide).then(
      ({ settled, ...step }) => (settled ? tell(deps, step, news) : lookAgain(deps, wide, news, attempt + 1)),
      (cause: unknown) => deps.log.debug({ err: cause }, 'the wide scope could not be looked at; the heads tell'),
    );
  }, waitMs).unref();
}
