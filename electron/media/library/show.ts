import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answer, Heard } from '#shared/contract/channel.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { effectiveRecipe, recipeHashOf } from '#shared/media/effective-recipe.ts';
import type { libraryChannels } from '#shared/media/library-channels.ts';
import { endingOfFormat, mimeOfFormat, type DerivativePurpose } from '#shared/media/model.ts';
import { plainRecipe, type Recipe } from '#shared/media/recipe.ts';
import type { CacheDb } from '../../db/cache-db.ts';
import { contentPath } from '../media-folder.ts';
import { pictureCompare } from './compare.ts';
import { nearestPurpose, type PicturesFromServer } from './from-server.ts';
import { madeHere, originalPath, shownUnder, type Here } from './here.ts';
import { listedOfContent } from './listed-rows.ts';
import type { KeptOriginals } from './originals.ts';
import type { Shown, ShownFolder, ShownKey } from './shown-folder.ts';
import { keepMade, madeUnder } from './tray-rows.ts';

type C = typeof libraryChannels;
export type ShowDeps = Here & { readonly shown: () => ShownFolder; readonly server: PicturesFromServer; readonly originals: KeptOriginals };

const WIDTH: Readonly<Record<DerivativePurpose, number>> = { thumbnail: 256, '320': 320, '640': 640, '1024': 1024, '1600': 1600 };
const nowhere: AppError = { code: 'not-ready', rule: 'picture-not-here' };

/** Shows pictures, from the nearest place that has them: what was made here, a quick look made of the file, or the server. */
export function pictureShow(deps: ShowDeps) {
  const coming = new Map<string, Promise<Result<Shown, AppError>>>();

  const fromMade = async (db: CacheDb, key: ShownKey): Promise<Shown | null> => {
    const made = madeUnder(db, key.shopId, key.sha256, key.recipe);
    const found = made && nearestPurpose(made.derivatives.filter(({ format }) => format === 'webp'), key.purpose);
    if (!found) return null;
    try {
      const data = await readFile(contentPath(deps.folder(key.shopId), found.sha256, endingOfFormat[found.format]));
      return { mime: mimeOfFormat[found.format], data, width: found.width, height: found.height };
    } catch {
      return null;
    }
  };

  const quick = async (path: string, recipe: Recipe, key: ShownKey): Promise<Result<Shown, AppError>> => {
    const looked = await deps.workers.thumbnail({ path, file: key.sha256, recipe, width: WIDTH[key.purpose] });
    return looked.ok ? ok({ mime: 'image/webp', ...looked.value }) : looked;
  };

  /** A file that is only looked at does not stay: who edits it keeps it. */
  const fromOriginalThere = async (recipe: Recipe, key: ShownKey): Promise<Result<Shown, AppError>> => {
    const content = await deps.server.original(key.shopId, key.sha256);
    if (!content.ok) return content;
    const folder = await mkdtemp(join(tmpdir(), 'comptoir-picture-'));
    try {
      const path = join(folder, 'picture');
      await writeFile(path, content.value, { mode: 0o600 });
      return await quick(path, recipe, key);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };

  const find = async (db: CacheDb, recipe: Recipe, key: ShownKey): Promise<Result<Shown, AppError>> => {
    const near = (await fromMade(db, key)) ?? (await deps.shown().get(key));
    if (near) return ok(near);
    const isHere = deps.originals.isHere(key.shopId, key.sha256);
    let found = isHere ? await quick(originalPath(deps.folder(key.shopId), key.sha256), recipe, key) : await deps.server.size(key.shopId, key.sha256, key.recipe, key.purpose);
    // Nobody has made this recipe yet, or whoever did has not sent it: the file itself may be there.
    if (!isHere && !found.ok && found.error.code === 'not-found' && found.error.field === 'recipe') found = await fromOriginalThere(recipe, key);
    if (found.ok) await deps.shown().put(key, found.value);
    return found.ok || found.error.code === 'rule-broken' || found.error.code === 'forbidden' ? found : err({ ...nowhere, details: { why: found.error.code } });
  };

  return {
    compare: pictureCompare(deps),

    show: async (db: CacheDb, { shopId, sha256, recipe: own, purpose, bare }: Heard<C, 'media.show'>): Promise<Result<Answer<C, 'media.show'>, AppError>> => {
      const recipe = bare ? effectiveRecipe(own ?? plainRecipe, null) : shownUnder(db, shopId, own).recipe;
      const key: ShownKey = { shopId, sha256, recipe: recipeHashOf(recipe), purpose };
      const name = `${shopId} ${sha256} ${key.recipe} ${purpose}`;
      const mine = coming.get(name) ?? find(db, recipe, key).finally(() => coming.delete(name));
      coming.set(name, mine);
      const found = await mine;
      if (!found.ok) return found;
      const { mime, data, width, height } = found.value;
      return ok({ mime, data: Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64'), width, height });
    },

    sizes: async (db: CacheDb, { shopId, sha256, recipe: own }: Heard<C, 'media.sizes'>): Promise<Result<Answer<C, 'media.sizes'>, AppError>> => {
      const { recipe, hash } = shownUnder(db, shopId, own);
      const folder = deps.folder(shopId);
      const there = madeHere(db, folder, { shopId, sha256, hash });
      if (there) return ok({ bytesBefore: there.facts.bytes, derivatives: there.derivatives });
      const file = await deps.originals.get(db, shopId, sha256);
      if (!file.ok) return err({ ...nowhere, details: { why: file.error.code } });
      const made = await deps.workers.make({ path: originalPath(folder, sha256), file: listedOfContent(db, shopId, sha256)[0]?.name ?? sha256, recipe, folder });
      if (!made.ok) return made;
      if (db.isOpen) await db.inTurn((writable) => keepMade(writable, shopId, hash, made.value, deps.scheduler.now()));
      return ok({ bytesBefore: made.value.facts.bytes, derivatives: made.value.derivatives });
    },
  };
}
export type PictureShow = ReturnType<typeof pictureShow>;
