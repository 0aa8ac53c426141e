import { savedMapping, type SavedMapping } from '#shared/bulk/draft-model.ts';
import { headerKey, type ColumnMapping } from '#shared/bulk/mapping/map-columns.ts';
import type { Target } from '#shared/bulk/mapping/targets.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { CacheDb } from '../../db/cache-db.ts';
import type { ReadableDb } from '../../db/connection.ts';
import { reading, writing } from '../../db/statement.ts';

const kept = reading()((q) => q.selectFrom('setting').select('value').where('key', '=', 'bulk.mappings'));
const put = writing<{ value: string }>()((q, p) => q.insertInto('setting').values({ key: 'bulk.mappings', value: p('value') }).onConflict((c) => c.column('key').doUpdateSet({ value: p('value') })));
/** The oldest goes when there are more: a seller has a handful of suppliers. */
const MOST = 100;

type Kept = { readonly key?: unknown; readonly id?: unknown };
function raw(db: ReadableDb): Kept[] {
  const row = db.get(kept);
  return row === undefined ? [] : (JSON.parse(row.value) as Kept[]);
}
const parsed = (entries: readonly Kept[]): (SavedMapping & { readonly key: unknown })[] => entries.flatMap((entry) => {
  const read = savedMapping.safeParse(entry);
  return read.success ? [{ ...read.data, key: entry.key }] : [];
});

/** The mappings this account has decided on, the latest first; one this version cannot read is left out, not lost. */
export const mappingsOf = (db: ReadableDb): SavedMapping[] => parsed(raw(db)).map(({ key: _, ...one }) => one).toSorted((a, b) => b.savedAt - a.savedAt);

/** What a person decided for files with these headers, by header; empty: nothing. */
export function savedMappingFor(db: ReadableDb, headers: readonly string[]): ReadonlyMap<string, Target> {
  const key = headerKey(headers);
  const found = parsed(raw(db)).find((one) => one.key === key);
  return new Map(found?.columns.map(({ header, target }) => [header, target]));
}

/**
 * Keeps what a person decided about columns, for the next file with the same headers. What was guessed is guessed again: it follows from the file.
 */
export async function saveMapping(cache: CacheDb, { id, name, savedAt, columns }: { readonly id: string; readonly name: string; readonly savedAt: EpochMs; readonly columns: readonly ColumnMapping[] }): Promise<void> {
  const decided = columns.filter(({ how }) => how === 'chosen' || how === 'saved').map(({ header, target }) => ({ header: header.slice(0, 500), target }));
  const key = headerKey(columns.map(({ header }) => header));
  const others = raw(cache).filter((one) => one.key !== key);
  if (decided.length === 0 && others.length === raw(cache).length) return;
  const mine = decided.length === 0 ? [] : [{ id, name: name.slice(0, 200), savedAt, columns: decided, key }];
  await cache.inTurn((db) => db.run(put, { value: JSON.stringify([...others, ...mine].slice(-MOST)) }));
}

export async function removeMapping(cache: CacheDb, id: string): Promise<SavedMapping[]> {
  await cache.inTurn((db) => db.run(put, { value: JSON.stringify(raw(db).filter((one) => one.id !== id)) }));
  return mappingsOf(cache);
}
