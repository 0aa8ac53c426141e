import { z } from 'zod';
import { cannedReply, colleague, type CannedReply, type Colleague } from '#shared/messaging/contract.ts';
import type { ReadableDb, WritableDb } from '../db/connection.ts';
import { reading, writing } from '../db/statement.ts';

const get = reading<{ key: string }>()((q, p) => q.selectFrom('meta').select('value').where('key', '=', p('key')));
const put = writing<{ key: string; value: string }>()((q, p) => q.insertInto('meta').values({ key: p('key'), value: p('value') }).onConflict((c) => c.column('key').doUpdateSet({ value: p('value') })));
const COLLEAGUES = 'messaging colleagues';
const CANNED = 'messaging canned';

function kept<T>(db: ReadableDb, key: string, schema: z.ZodType<T>): T | null {
  const text = db.get(get, { key })?.value;
  if (text === undefined) return null;
  const parsed = schema.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data : null;
}

/** People who were known when the server was last asked. */
export const knownColleagues = (db: ReadableDb): Colleague[] => kept(db, COLLEAGUES, z.array(colleague)) ?? [];
export const noteColleagues = (db: WritableDb, all: readonly Colleague[]): void => void db.run(put, { key: COLLEAGUES, value: JSON.stringify(all) });

/** The texts this person uses again and again. */
export const cannedHere = (db: ReadableDb): CannedReply[] => kept(db, CANNED, z.array(cannedReply)) ?? [];
export const keepCanned = (db: WritableDb, all: readonly CannedReply[]): void => void db.run(put, { key: CANNED, value: JSON.stringify(all) });
