import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Dialect } from '#server/db/dialect/dialect.ts';
import { dialectOf } from '#server/db/dialect/of.ts';
import type { ServerSchema } from '#server/db/schema.ts';
import type { ServerTransaction } from '#server/db/transaction.ts';
import { assert } from '#shared/kernel/assert.ts';
import { encodeCursor } from '#shared/sync/cursor.ts';
import type { ScopeName, Step } from '#shared/sync/model.ts';
import { bulkInsert } from './bulk-insert.ts';
import { countMoves, EMPTY_ROOT } from './digest-store.ts';
import type { Moved, ScopeHead } from './moved.ts';
import { ADMIN, inLockOrder } from './scopes.ts';
import { advanceWide, wideHead, type WideMove } from './wide-scope.ts';

/** What a transaction did to the scopes: steps that are certain, and one of the wide scope that its commit decides. */
export type Advanced = { readonly steps: Step[]; readonly wide: WideMove | null };

const insertPositions = bulkInsert('sync_row', ['scope', 'entity', 'id', 'seq', 'gone', 'version', 'gone_at'], { keys: ['scope', 'entity', 'id'], update: ['seq', 'gone', 'version', 'gone_at'] });

/**
 * Gives the records a transaction changed their new positions, one count up per record and scope, and counts them in the digest.
 *
 * The last thing a transaction does: the counter's row lock then makes the order of commits the order of numbers, so that
 * a reader who has seen number n never meets a smaller one later.
 */
export async function advance(trx: ServerTransaction, dialect: Dialect, moved: ReadonlyMap<ScopeName, readonly Moved[]>, now: number): Promise<Advanced> {
  const steps: Step[] = [];
  let wide: WideMove | null = null;
  for (const scope of inLockOrder(moved.keys())) {
    const rows = moved.get(scope)!;
    if (scope === ADMIN && dialect.watermark) {
      wide = await advanceWide(trx, dialect, rows, now);
      continue;
    }
    const { seq, epoch } = await count(trx, scope, rows.length);
    const first = seq - rows.length;
    await insertPositions(trx, dialect, rows.map(({ entity, id, version, gone }, i) => ({ scope, entity, id, seq: first + 1 + i, gone: gone ? 1 : 0, version, gone_at: gone ? now : null })));
    await countMoves(trx, dialect, scope, rows);
    steps.push({ scope, prev: encodeCursor({ epoch, seq: first }), next: encodeCursor({ epoch, seq }) });
  }
  return { steps, wide };
}

async function count(trx: ServerTransaction, scope: ScopeName, by: number): Promise<{ seq: number; epoch: string }> {
  const draw = () => trx.updateTable('sync_scope').set((eb) => ({ seq: eb('seq', '+', by) })).where('scope', '=', scope).returning(['seq', 'epoch']).executeTakeFirst();
  const drawn = await draw();
  if (drawn) return drawn;
  await trx.insertInto('sync_scope').values({ scope, seq: 0, floor: 0, epoch: randomBytes(9).toString('base64url') }).onConflict((conflict) => conflict.column('scope').doNothing()).execute();
  const started = await draw();
  assert(started, () => `scope ${scope} has no counter`);
  return started;
}

/** Where these scopes stand, in the order asked. */
export async function headsOf(db: Kysely<ServerSchema>, scopes: readonly ScopeName[]): Promise<ScopeHead[]> {
  const wide = scopes.includes(ADMIN) && dialectOf(db).watermark ? await wideHead(db) : null;
  const counted = wide === null ? scopes : scopes.filter((scope) => scope !== ADMIN);
  const found = counted.length === 0 ? [] : await db.selectFrom('sync_scope as s').leftJoin('sync_digest as d', 'd.scope', 's.scope').select(['s.scope', 's.seq', 's.floor', 's.epoch', 'd.root']).where('s.scope', 'in', counted).execute();
  const byName = new Map(found.map((row) => [row.scope, row]));
  return scopes.map((scope) => {
    if (wide !== null && scope === ADMIN) return wide;
    const row = byName.get(scope);
    return { scope, seq: row?.seq ?? 0, floor: row?.floor ?? 0, epoch: row?.epoch ?? '-', root: row?.root ?? EMPTY_ROOT };
  });
}

export const headCursor = ({ epoch, seq, xid }: Pick<ScopeHead, 'epoch' | 'seq' | 'xid'>): string => encodeCursor({ epoch, seq, ...(xid === undefined ? {} : { xid }) });
