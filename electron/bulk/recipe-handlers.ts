import type { bulkChannels } from '#shared/bulk/contract.ts';
import type { Handlers } from '#shared/contract/channel.ts';
import { err, ok } from '#shared/kernel/result.ts';
import type { CacheDb } from '../db/cache-db.ts';
import { recipesOf, removeRecipe, saveRecipe } from './recipes.ts';

type C = typeof bulkChannels;

/** Named lists of steps, asked for and kept. @param cache null while nobody is signed in */
export const recipeHandlers = (cache: () => CacheDb | null): Pick<Handlers<C>, 'bulk.recipes' | 'bulk.saveRecipe' | 'bulk.removeRecipe'> => ({
  'bulk.recipes': () => {
    const db = cache();
    return db === null ? err({ code: 'signed-out' }) : ok({ recipes: recipesOf(db) });
  },
  'bulk.saveRecipe': async ({ recipe }) => {
    const db = cache();
    if (db === null) return err({ code: 'signed-out' });
    const saved = await saveRecipe(db, recipe);
    return saved.ok ? ok({ recipes: saved.value }) : saved;
  },
  'bulk.removeRecipe': async ({ id }) => {
    const db = cache();
    return db === null ? err({ code: 'signed-out' }) : ok({ recipes: await removeRecipe(db, id) });
  },
});
