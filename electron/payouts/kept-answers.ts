import { hash } from 'node:crypto';
import { sql } from 'kysely';
import type { Json } from '#shared/kernel/json.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { ReadableDb, WritableDb } from '../db/connection.ts';
import { builder, reading, writing } from '../db/statement.ts';

const PREFIX = 'payouts/';
/** As many answers of one kind are kept per shop; a statement may be a megabyte. */
const MOST: Readonly<Record<string, number>> = { 'payouts.statement': 3 };
const MOST_OF_OTHERS = 30;

const byKey = reading<{ key: string }>()((q, p) => q.selectFrom('meta').select('value').where('key', '=', p('key')));
const put = writing<{ key: string; value: string }>()((q, p) => q.insertInto('meta').values({ key: p('key'), value: p('value') }).onConflict((c) => c.column('key').doUpdateSet({ value: p('value') })));
const likeKeys = reading<{ prefix: string }>()((_, p) => sql<{ key: string }>`SELECT key FROM meta WHERE substr(key, 1, length(${p('prefix')})) = ${p('prefix')}`.compile(builder));
const drop = writing<{ key: string }>()((q, p) => q.deleteFrom('meta').where('key', '=', p('key')));
const thin = writing<{ prefix: string; most: number }>()((_, p) =>
  sql`DELETE FROM meta WHERE key IN (SELECT key FROM meta WHERE substr(key, 1, length(${p('prefix')})) = ${p('prefix')} ORDER BY value ->> '$.at' DESC LIMIT -1 OFFSET ${p('most')})`.compile(builder));

const prefixOf = (shop: string, question: string): string => `${PREFIX}${shop}/${question}/`;
const keyOf = (shop: string, question: string, asked: Json): string => `${prefixOf(shop, question)}${hash('sha256', JSON.stringify(asked)).slice(0, 24)}`;

/** Keeps what the server told for a time without it; the oldest of too many go. */
export function keepAnswer(db: WritableDb, shop: string, question: string, asked: Json, answer: { readonly at: EpochMs; readonly told: unknown }): void {
  db.run(put, { key: keyOf(shop, question, asked), value: JSON.stringify(answer) });
  db.run(thin, { prefix: prefixOf(shop, question), most: MOST[question] ?? MOST_OF_OTHERS });
}

/** What the server said to this question last; null: it was never asked, or that is long ago. */
export function keptAnswer(db: ReadableDb, shop: string, question: string, asked: Json): { readonly at: EpochMs; readonly told: unknown } | null {
  const row = db.get(byKey, { key: keyOf(shop, question, asked) });
  return row === undefined ? null : (JSON.parse(row.value) as { at: EpochMs; told: unknown });
}

/** Takes the money of shops off this device; without a list, of all of them. */
export function forgetAnswers(db: WritableDb, isGone: (shop: string) => boolean = () => true): void {
  for (const { key } of db.all(likeKeys, { prefix: PREFIX })) if (isGone(key.slice(PREFIX.length).split('/')[0]!)) db.run(drop, { key });
}
