import { hash } from 'node:crypto';
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ifMissing } from './if-missing.ts';
import { placeOf, readWhole, StorageFailed, type MediaStorage, type StoredPicture } from './storage.ts';

/** What a move came to. `damaged`: what lies in the old store is not what its name says; it is left where it is, and not taken along. */
export type Moved = { readonly copied: number; readonly there: number; readonly bytes: number; readonly damaged: readonly string[] };

const TRIES = 3;

/**
 * Copies all pictures from one store to another. Each copy is read back and compared with its hash before it counts; what counted is noted in
 * `journal`, so that a move that was cut off goes on. The old store is left as it is.
 *
 * @param journal a file of this move; made where there is none
 * @param tell called after each picture
 * @throws StorageFailed when a store does not do as asked three times in a row
 */
export async function movePictures(from: MediaStorage, to: MediaStorage, journal: string, tell: (done: Moved) => void = () => undefined): Promise<Moved> {
  await mkdir(dirname(journal), { recursive: true, mode: 0o700 });
  const noted = new Set((await readFile(journal, 'utf8').catch(ifMissing(''))).split('\n'));
  let moved: Moved = { copied: 0, there: 0, bytes: 0, damaged: [] };
  for await (const picture of from.list()) {
    const place = placeOf(picture);
    if (noted.has(place)) moved = { ...moved, there: moved.there + 1 };
    else {
      const how = await again(() => moveOne(from, to, picture));
      if (how === 'damaged') moved = { ...moved, damaged: [...moved.damaged, place] };
      else {
        await appendFile(journal, `${place}\n`, { mode: 0o600 });
        moved = how === 'there' ? { ...moved, there: moved.there + 1 } : { ...moved, copied: moved.copied + 1, bytes: moved.bytes + picture.bytes };
      }
    }
    tell(moved);
  }
  return moved;
}

async function moveOne(from: MediaStorage, to: MediaStorage, picture: StoredPicture): Promise<'copied' | 'there' | 'damaged'> {
  const isSound = async (storage: MediaStorage) => hash('sha256', await readWhole(storage, picture, picture.bytes)) === picture.sha256;
  if ((await to.size(picture)) === picture.bytes && (await isSound(to))) return 'there';
  const content = await readWhole(from, picture, picture.bytes);
  if (hash('sha256', content) !== picture.sha256) return 'damaged';
  await to.put(picture, content, 'application/octet-stream');
  if ((await to.size(picture)) !== picture.bytes || !(await isSound(to))) throw new StorageFailed(`${to.name}: ${picture.sha256} came back as something else`);
  return 'copied';
}

/** A store that fails once may be well again; one that fails three times is not. */
async function again<T>(work: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await work();
    } catch (cause) {
      if (!(cause instanceof StorageFailed) || tried === TRIES) throw cause;
    }
  }
}
