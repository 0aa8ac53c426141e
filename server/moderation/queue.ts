import type { Kysely } from 'kysely';
import type { ServerSchema } from '#server/db/schema.ts';
import { queueOf, queues, type Queue } from '#shared/moderation/case-states.ts';
import type { CasesAnswer, caseFilter } from '#shared/moderation/contract.ts';
import type { z } from 'zod';
import { caseRows } from './case-rows.ts';

/** Of what is done, the last days stay in sight; the log has all. */
const DONE_DAYS_MS = 30 * 86_400_000;

/** A queue as it stands now for one person, the most urgent first, what waits longest first among equals; of what is done the latest first. */
export async function readQueue(db: Kysely<ServerSchema>, me: string, filter: z.output<typeof caseFilter>, now: number): Promise<CasesAnswer> {
  const facts = ['id', 'state', 'reason', 'claimed_by', 'claim_until', 'muted_until', 'priority', 'opened_at', 'closed_at', 'locale', 'category_id', 'shop_id'] as const;
  const open = await db.selectFrom('moderation_case').select(facts).where('closed_at', 'is', null).execute();
  const done = await db.selectFrom('moderation_case').select(facts).where('closed_at', '>', now - DONE_DAYS_MS).execute();
  const placed = [...open, ...done].map((one) => ({ ...one, queue: queueOf({ state: one.state, claimedBy: one.claimed_by, claimUntil: one.claim_until, mutedUntil: one.muted_until, reason: one.reason }, me, now) }));
  const counts = Object.fromEntries(queues.map((queue) => [queue, 0])) as Record<Queue, number>;
  for (const { queue } of placed) counts[queue]++;
  const wanted = placed.filter((one) => one.queue === filter.queue && (filter.locale === undefined || one.locale === filter.locale) && (filter.categoryId === undefined || one.category_id === filter.categoryId) &&
    (filter.shopId === undefined || one.shop_id === filter.shopId) && (filter.reason === undefined || one.reason === filter.reason));
  wanted.sort(filter.queue === 'done' ? (a, b) => b.closed_at! - a.closed_at! : (a, b) => b.priority - a.priority || a.opened_at - b.opened_at || (a.id < b.id ? -1 : 1));
  const ids = wanted.slice(0, filter.limit).map(({ id }) => id);
  const rows = ids.length === 0 ? [] : await db.selectFrom('moderation_case').selectAll().where('id', 'in', ids).execute();
  const byId = new Map(rows.map((row) => [row.id, row]));
  return { rows: await caseRows(db, ids.flatMap((id) => byId.get(id) ?? []), now), counts, total: wanted.length };
}
