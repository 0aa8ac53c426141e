import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { Locale, Me } from '#shared/auth/model.ts';
import type { Shop } from '#shared/catalog/model.ts';
import { effectiveRecipe, recipeHashOf } from '#shared/media/effective-recipe.ts';
import { endingOfFormat } from '#shared/media/model.ts';
import type { MadePicture } from '#shared/media/made.ts';
import type { Recipe, Watermark } from '#shared/media/recipe.ts';
import type { Random, Scheduler } from '../../runtime/scheduler.ts';
import type { CacheDb } from '../../db/cache-db.ts';
import type { ReadableDb } from '../../db/connection.ts';
import { reading } from '../../db/statement.ts';
import { contentPath } from '../media-folder.ts';
import type { PictureWorkers } from '../picture-workers.ts';
import { hasOriginal, madeUnder } from './tray-rows.ts';

/** How the files of originals end: what they are is known once a worker has looked into them, in a process of its own. */
export const ORIGINAL = 'orig';

/** What the parts of the library work with, while one cache is open. */
export type Here = {
  /** The open cache, null while nobody may look into it. */
  readonly cache: () => CacheDb | null;
  readonly me: () => Me | null;
  readonly locale: () => Locale;
  /** Where contents of a shop's pictures lie (`media-folder.ts`). */
  readonly folder: (shopId: string) => string;
  readonly workers: PictureWorkers;
  readonly scheduler: Scheduler;
  readonly random: Random;
  /** The tray of a shop, or what is known of its pictures, is another than before. */
  readonly tell: (shopId: string) => void;
  readonly onBroken: (cause: unknown) => void;
};

const shopById = reading<{ id: string }>()((q, p) => q.selectFrom('shop').select('doc').where('id', '=', p('id')));

/** The mark of a shop; null also while the shop is not here. */
export function watermarkOf(db: ReadableDb, shopId: string): Watermark | null {
  const row = db.get(shopById, { id: shopId });
  return row ? ((JSON.parse(row.doc) as Shop).watermark ?? null) : null;
}

/** How a picture of a shop is shown: its own recipe under the shop's mark, and the name of that. */
export function shownUnder(db: ReadableDb, shopId: string, own: Recipe | null): { readonly recipe: Recipe; readonly hash: string } {
  const recipe = effectiveRecipe(own, watermarkOf(db, shopId));
  return { recipe, hash: recipeHashOf(recipe) };
}

export const originalPath = (folder: string, sha256: string): string => contentPath(folder, sha256, ORIGINAL);

/** What was made of a picture, when all its files are still there. */
export function madeHere(db: ReadableDb, folder: string, { shopId, sha256, hash }: { readonly shopId: string; readonly sha256: string; readonly hash: string }): MadePicture | null {
  const made = madeUnder(db, shopId, sha256, hash);
  return made?.derivatives.every((one) => existsSync(contentPath(folder, one.sha256, endingOfFormat[one.format]))) === true ? made : null;
}

/**
 * A shop may have left this device while a worker was reading one of its pictures: what came of it leaves as well.
 *
 * @returns whether it had
 */
export async function leftMeanwhile(here: Here, shopId: string, { facts, derivatives }: MadePicture): Promise<boolean> {
  const db = here.cache();
  if (!db?.isOpen || hasOriginal(db, shopId, facts.sha256)) return false;
  for (const one of derivatives) await rm(contentPath(here.folder(shopId), one.sha256, endingOfFormat[one.format]), { force: true });
  return true;
}
