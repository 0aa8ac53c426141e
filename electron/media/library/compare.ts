import { readFile } from 'node:fs/promises';
import type { Answer, Heard } from '#shared/contract/channel.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { libraryChannels } from '#shared/media/library-channels.ts';
import { endingOfFormat, mimeOfFormat } from '#shared/media/model.ts';
import type { CacheDb } from '../../db/cache-db.ts';
import { contentPath } from '../media-folder.ts';
import { madeHere, originalPath, shownUnder, type Here } from './here.ts';
import type { KeptOriginals } from './originals.ts';

type C = typeof libraryChannels;
const notHere: AppError = { code: 'not-ready', rule: 'picture-not-here' };

/** Shows a smaller picture beside the pixels it was packed from, so that anybody can see what packing took away. */
export const pictureCompare = ({ originals, ...deps }: Here & { readonly originals: KeptOriginals }) =>
  async (db: CacheDb, { shopId, sha256, recipe: own, purpose, format }: Heard<C, 'media.compare'>): Promise<Result<Answer<C, 'media.compare'>, AppError>> => {
    const { recipe, hash } = shownUnder(db, shopId, own);
    const folder = deps.folder(shopId);
    const made = madeHere(db, folder, { shopId, sha256, hash })?.derivatives.find((one) => one.purpose === purpose && one.format === format);
    if (!made || !originals.isHere(shopId, sha256)) return err(notHere);
    const before = await deps.workers.thumbnail({ path: originalPath(folder, sha256), file: sha256, recipe, width: made.width, isLossless: true });
    if (!before.ok) return before;
    const after = await readFile(contentPath(folder, made.sha256, endingOfFormat[format])).catch(() => null);
    if (after === null) return err(notHere);
    const text = (data: Uint8Array): string => Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64');
    return ok({ width: made.width, height: made.height, before: { mime: 'image/webp', data: text(before.value.data) }, after: { mime: mimeOfFormat[format], data: text(after) } });
  };
