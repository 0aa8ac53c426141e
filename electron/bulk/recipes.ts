import { MOST_RECIPES } from '#shared/bulk/contract.ts';
import { recipe, type Recipe } from '#shared/bulk/model.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { CacheDb } from '../db/cache-db.ts';
import type { ReadableDb } from '../db/connection.ts';
import { reading, writing } from '../db/statement.ts';

const kept = reading()((q) => q.selectFrom('setting').select('value').where('key', '=', 'bulk.recipes'));
const put = writing<{ value: string }>()((q, p) => q.insertInto('setting').values({ key: 'bulk.recipes', value: p('value') }).onConflict((c) => c.column('key').doUpdateSet({ value: p('value') })));

/** The recipes this account keeps, in their order; one that a later version wrote and this one cannot read is left out, not lost. */
export const recipesOf = (db: ReadableDb): Recipe[] => rawRecipes(db).flatMap((raw) => {
  const read = recipe.safeParse(raw);
  return read.success ? [read.data] : [];
}).toSorted((a, b) => a.position - b.position || (a.name < b.name ? -1 : 1));

function rawRecipes(db: ReadableDb): { id?: unknown }[] {
  const row = db.get(kept);
  return row === undefined ? [] : (JSON.parse(row.value) as { id?: unknown }[]);
}

/** Keeps a recipe, in the place of one with the same id. */
export async function saveRecipe(cache: CacheDb, one: Recipe): Promise<Result<Recipe[], AppError>> {
  const others = rawRecipes(cache).filter(({ id }) => id !== one.id);
  if (others.length >= MOST_RECIPES) return err({ code: 'rule-broken', rule: 'most-recipes', details: { most: MOST_RECIPES } });
  await cache.inTurn((db) => db.run(put, { value: JSON.stringify([...others, one]) }));
  return ok(recipesOf(cache));
}

export async function removeRecipe(cache: CacheDb, id: string): Promise<Recipe[]> {
  await cache.inTurn((db) => db.run(put, { value: JSON.stringify(rawRecipes(cache).filter((one) => one.id !== id)) }));
  return recipesOf(cache);
}
