import { hash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { MadePicture } from '#shared/media/made.ts';
import type { PictureFacts } from '#shared/media/model.ts';
import type { Recipe } from '#shared/media/recipe.ts';
import { checkPictureBytes, refusePicture } from '#shared/media/rules.ts';
import { derive } from './derive/derive.ts';
import { watermarked } from './derive/watermark.ts';
import { readHead, type Head } from './read/head.ts';
import { lookAt } from './read/look-at.ts';
import { changesNothing, cookPicture, openPicture } from './read/open.ts';

/** One picture to be read, and what is to be made of it. */
export type PictureTask = {
  readonly path: string;
  /** What the seller calls it; stands in refusals. */
  readonly file: string;
  readonly recipe: Recipe;
  /** Where derivatives are kept, `<folder>/<aa>/<sha256>.<ending>`; null keeps none. */
  readonly folder: string | null;
};

/** A file's bytes, unless it is gone or too large to be looked into. */
export async function readPictureFile(path: string, file: string): Promise<Result<Buffer, AppError>> {
  try {
    const { size } = await stat(path);
    const refused = checkPictureBytes(file, size);
    return refused ? err(refused) : ok(await readFile(path));
  } catch {
    return err(refusePicture(file, 'picture-gone'));
  }
}

function notesOf(head: Head, hasMissed: boolean): MadePicture['notes'] {
  return [...(head.frames > 1 ? ['first-frame-only' as const] : []), ...(head.isCmykUntagged ? ['colours-guessed' as const] : []), ...(hasMissed ? ['target-missed' as const] : [])];
}

/**
 * Reads one file and makes all its derivatives: unpacked once, every size made of that. The original is only read.
 *
 * Runs for seconds and holds up to some hundred megabytes: call it through `PictureWorkers`, which keeps it out of this process.
 */
export async function makePicture({ path, file, recipe, folder }: PictureTask): Promise<Result<MadePicture, AppError>> {
  const read = await readPictureFile(path, file);
  if (!read.ok) return read;
  const bytes = read.value;
  const headRead = await readHead(file, bytes);
  if (!headRead.ok) return headRead;
  const head = headRead.value;
  const opened = await openPicture(file, bytes, head);
  if (!opened.ok) return opened;
  const seen = await lookAt(opened.value);
  const cooked = changesNothing(recipe) ? opened : await cookPicture(file, bytes, head, recipe);
  if (!cooked.ok) return cooked;
  const marked = recipe.watermark === null ? cooked.value : await watermarked(cooked.value, recipe.watermark);
  const { derivatives, tries, hasMissed } = await derive(marked, head.words, { folder, ground: recipe.background ?? undefined });
  const facts: PictureFacts = {
    sha256: hash('sha256', bytes), pixelSha256: seen.pixelSha256, phash: seen.phash, mime: head.type, bytes: bytes.length, width: head.width, height: head.height, orientation: head.orientation, frames: head.frames,
    hasAlpha: opened.value.channels === 4,
  };
  return ok({ facts, look: seen.look, placeholder: seen.placeholder, copyright: head.words.copyright, digitalSourceType: head.words.digitalSourceType, notes: notesOf(head, hasMissed), derivatives: [...derivatives], tries });
}
