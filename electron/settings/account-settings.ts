import type { CacheDb } from '../db/cache-db.ts';
import type { ReadableDb } from '../db/connection.ts';
import { reading, writing } from '../db/statement.ts';
import { readable, type SettingsPart } from './defaults.ts';

const all = reading()((q) => q.selectFrom('setting').selectAll());
const put = writing<{ key: string; value: string }>()((q, p) => q.insertInto('setting').values({ key: p('key'), value: p('value') }).onConflict((c) => c.column('key').doUpdateSet({ value: p('value') })));

export const readAccountSettings = (db: ReadableDb): SettingsPart => readable(Object.fromEntries(db.all(all).map(({ key, value }) => [key, JSON.parse(value) as unknown])));

/** Each setting is a row of its own; screens are put together with those stored before. */
export async function writeAccountSettings(cache: CacheDb, part: SettingsPart): Promise<void> {
  await cache.inTurn((db) => {
    const screens = part.screens && { ...readAccountSettings(db).screens, ...part.screens };
    for (const [key, value] of Object.entries({ ...part, screens })) if (value !== undefined) db.run(put, { key, value: JSON.stringify(value) });
  });
}
