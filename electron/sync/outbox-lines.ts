import { sql } from 'kysely';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { ReadableDb } from '../db/connection.ts';
import type { OutboxTable } from '../db/schema.ts';
import { builder, reading } from '../db/statement.ts';
import { inShop } from './shop-of.ts';
import { editOf, type WaitingEdit } from './store.ts';

/** One line of the outbox: a change, or all changes of one bulk edit. */
export type OutboxLine = { readonly key: string; readonly group: string | null; readonly count: number; readonly sending: number; readonly first: WaitingEdit };
export type OutboxSize = { readonly lines: number; readonly changes: number; readonly oldestAt: EpochMs | null; readonly bytes: number };
export type Which = 'waiting' | 'rejected';

const states = (which: Which) => (which === 'rejected' ? sql`state <> 'queued' AND state = 'rejected'` : sql`state <> 'rejected'`);
type Line = { readonly key: string; readonly group_id: string | null; readonly count: number; readonly sending: number; readonly mid: string };
type Size = { readonly lines: number; readonly changes: number; readonly oldest: number | null; readonly bytes: number | null };
const questions = (which: Which) => ({
  // Beside min(cseq) the bare columns are those of the earliest edit of the group (SQLite, "bare columns in an aggregate query").
  lines: reading<{ shop: string | null; offset: number; limit: number }>()((_, p) =>
    sql<Line & { cseq: number }>`SELECT coalesce(group_id, mid) AS key, group_id, count(*) AS count, sum(state = 'sending') AS sending, min(cseq) AS cseq, mid
      FROM outbox WHERE ${states(which)} AND ${inShop('outbox', p('shop'))} GROUP BY 1 ORDER BY 5 DESC LIMIT ${p('limit')} OFFSET ${p('offset')}`.compile(builder)),
  size: reading<{ shop: string | null }>()((_, p) =>
    sql<Size>`SELECT count(DISTINCT coalesce(group_id, mid)) AS lines, count(*) AS changes, min(made_at) AS oldest, sum(length(ops) + coalesce(length(doc), 0)) AS bytes FROM outbox WHERE ${states(which)} AND ${inShop('outbox', p('shop'))}`.compile(builder)),
});
const of = { waiting: questions('waiting'), rejected: questions('rejected') };
const ofGroup = reading<{ group: string; offset: number; limit: number }>()((q, p) => q.selectFrom('outbox').select('mid').where('group_id', '=', p('group')).orderBy('cseq').limit(p('limit')).offset(p('offset')));
const groupSize = reading<{ group: string }>()((q, p) => q.selectFrom('outbox').select((e) => e.fn.countAll<number>().as('count')).where('group_id', '=', p('group')));
const after = reading<{ cseq: number; limit: number }>()((q, p) => q.selectFrom('outbox').select('mid').where('cseq', '>', p('cseq')).orderBy('cseq').limit(p('limit')));

const edits = (db: ReadableDb, rows: readonly Pick<OutboxTable, 'mid'>[]): WaitingEdit[] => rows.map(({ mid }) => editOf(db, mid)).filter((edit) => edit !== undefined);

/** Lines of the outbox, newest first; of one shop, or of all. */
export const outboxLines = (db: ReadableDb, which: Which, shop: string | null, offset: number, limit: number): OutboxLine[] =>
  db.all(of[which].lines, { shop, offset, limit }).flatMap(({ key, group_id, count, sending, mid }) => {
    const first = editOf(db, mid);
    return first ? [{ key, group: group_id, count, sending, first }] : [];
  });

/** How much waits (or was refused), since when, and what it weighs in bytes of its own content. */
export function outboxSize(db: ReadableDb, which: Which, shop: string | null): OutboxSize {
  const { lines, changes, oldest, bytes } = db.get(of[which].size, { shop })!;
  return { lines, changes, oldestAt: oldest as EpochMs | null, bytes: bytes ?? 0 };
}

/** The changes of one bulk edit, in the order they were made. */
export const editsOfGroup = (db: ReadableDb, group: string, offset: number, limit: number): { total: number; edits: WaitingEdit[] } => ({
  total: db.get(groupSize, { group })?.count ?? 0,
  edits: edits(db, db.all(ofGroup, { group, offset, limit })),
});

/** Every edit here, refused ones too, in the order made, after a number. */
export const editsAfter = (db: ReadableDb, cseq: number, limit: number): WaitingEdit[] => edits(db, db.all(after, { cseq, limit }));
