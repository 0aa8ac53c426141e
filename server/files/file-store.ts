/** One file of one shop: whose storage it lies in, and the SHA-256 (hex) of its content. */
export type FileKey = { readonly shopId: string; readonly sha256: string };

/** What became of bytes that were given to an upload: how many are held now, or that they do not continue what is held. */
export type Appended = { readonly fits: true; readonly held: number } | { readonly fits: false; readonly held: number };

/**
 * Where contents of files rest: a folder of this machine (`local-folder.ts`), later perhaps a store elsewhere. It knows nothing of people and
 * rights; those are asked before.
 *
 * A content comes in as an *upload*, which grows from its start and outlives cuts and restarts, and becomes a file once it is known to be
 * what its hash says.
 */
export type FileStore = {
  /** Bytes of the upload that are here; 0 when there is none. */
  held(key: FileKey): Promise<number>;
  /**
   * Writes what comes behind what is held. Bytes that arrived before the content broke off stay.
   *
   * @param most so many bytes in all; with one more the upload is gone
   * @throws what reading `content` throws; RangeError when there were more than `most`
   */
  append(key: FileKey, offset: number, content: AsyncIterable<Uint8Array>, most: number): Promise<Appended>;
  /** Makes a whole upload a file, on disk for good. @returns false when its content is another than the hash says; it is gone then */
  keep(key: FileKey): Promise<boolean>;
  /** Bytes of the file; null when there is none. */
  size(key: FileKey): Promise<number | null>;
  /** The part of a file from `from` to `to` (excluded). */
  read(key: FileKey, from: number, to: number): AsyncIterable<Uint8Array>;
  /** Removes file and upload; nothing happens where there is neither. */
  remove(key: FileKey): Promise<void>;
  /** Uploads that nobody touched since a moment (epoch milliseconds). */
  uploadsBefore(at: number): AsyncIterable<FileKey>;
};
