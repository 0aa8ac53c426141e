import { assert } from '#shared/kernel/assert.ts';

/** One picture of one shop: whose storage it lies in, and the SHA-256 (hex) of its content. */
export type StorageKey = { readonly shopId: string; readonly sha256: string };
export type StoredPicture = StorageKey & { readonly bytes: number };

/**
 * Where pictures rest once they were looked at: a folder, a store that speaks S3, Cloudinary. It knows nothing of people, rights and formats.
 * Contents are named by their hash, so that putting the same one twice changes nothing.
 */
export type MediaStorage = {
  /** As the settings call it. */
  readonly name: string;
  /**
   * Kept for good when this returns.
   *
   * @param content whole; pictures are small enough (`shared/media/limits.ts`)
   * @throws StorageFailed when the store cannot be reached or refuses
   */
  put(key: StorageKey, content: Uint8Array, mime: string): Promise<void>;
  /** Bytes of a picture; null when there is none. */
  size(key: StorageKey): Promise<number | null>;
  /** The part from `from` to `to` (excluded). @throws StorageFailed also when there is no such picture */
  read(key: StorageKey, from: number, to: number): AsyncIterable<Uint8Array>;
  /** Nothing happens where there is none. */
  remove(key: StorageKey): Promise<void>;
  /** All that lies there, in an order of its own. */
  list(): AsyncIterable<StoredPicture>;
};

/** The store did not do as asked; trying again later may help. */
export class StorageFailed extends Error {
  override readonly name = 'StorageFailed';
}

const SHOP = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const HASH = /^[0-9a-f]{64}$/;

/** `<shop>/<first two of the hash>/<hash>`, the same in every store: what is moved keeps its name. */
export function placeOf({ shopId, sha256 }: StorageKey): string {
  // Names come from the wire: whatever is no plain id must not become a path, whoever forgot to look.
  assert(SHOP.test(shopId) && HASH.test(sha256), () => 'not a picture key');
  return `${shopId}/${sha256.slice(0, 2)}/${sha256}`;
}

/** The key in a place; null for what is not ours. */
export function keyIn(place: string): StorageKey | null {
  const [shopId = '', two, sha256 = '', ...more] = place.split('/');
  return more.length === 0 && SHOP.test(shopId) && HASH.test(sha256) && sha256.startsWith(two!) && two!.length === 2 ? { shopId, sha256 } : null;
}

/** All of a picture. */
export async function readWhole(storage: MediaStorage, key: StorageKey, bytes: number): Promise<Buffer> {
  const blocks: Uint8Array[] = [];
  for await (const block of storage.read(key, 0, bytes)) blocks.push(block);
  return Buffer.concat(blocks);
}
