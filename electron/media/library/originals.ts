import { existsSync } from 'node:fs';
import type { AppError } from '#shared/kernel/errors.ts';
import { ok, type Result } from '#shared/kernel/result.ts';
import type { CacheDb } from '../../db/cache-db.ts';
import { keepContent } from '../media-folder.ts';
import type { PicturesFromServer } from './from-server.ts';
import { ORIGINAL, originalPath, type Here } from './here.ts';
import { keepOriginal } from './tray-rows.ts';

/** The files of pictures: here, or brought from the server and kept. */
export function keptOriginals(here: Here, server: PicturesFromServer) {
  const coming = new Map<string, Promise<Result<void, AppError>>>();

  const bring = async (db: CacheDb, shopId: string, sha256: string): Promise<Result<void, AppError>> => {
    const content = await server.original(shopId, sha256);
    if (!content.ok) return content;
    keepContent(here.folder(shopId), content.value, ORIGINAL);
    if (db.isOpen) await db.inTurn((writable) => keepOriginal(writable, shopId, sha256, content.value.byteLength, here.scheduler.now()));
    return ok(undefined);
  };

  return {
    isHere: (shopId: string, sha256: string): boolean => existsSync(originalPath(here.folder(shopId), sha256)),
    /** Sees to it that the file is here, for as long as a listing names it. Those who ask at once share one answer. */
    get: (db: CacheDb, shopId: string, sha256: string): Promise<Result<void, AppError>> => {
      if (existsSync(originalPath(here.folder(shopId), sha256))) return Promise.resolve(ok(undefined));
      const name = `${shopId} ${sha256}`;
      const known = coming.get(name) ?? bring(db, shopId, sha256).finally(() => coming.delete(name));
      coming.set(name, known);
      return known;
    },
  };
}
export type KeptOriginals = ReturnType<typeof keptOriginals>;
