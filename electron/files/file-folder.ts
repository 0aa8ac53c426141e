import { createHash } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { constants, copyFile, open, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { incomingFolder } from '../intake/incoming.ts';
import type { FileKey } from './file-rows.ts';

const READ_BYTES = 1024 * 1024;

const isMissing = (cause: unknown): boolean => (cause as NodeJS.ErrnoException).code === 'ENOENT';
const SHOP = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A content that is coming in, piece by piece. */
export type Incoming = {
  held(): number;
  write(bytes: Uint8Array): Promise<void>;
  /** On disk under its hash, for good. */
  keep(shopId: string): Promise<string>;
  drop(): Promise<void>;
};

/** Where the files of the account with this cache lie: `<data>/files/<name of the cache>`. */
export const folderOfCache = (dataDir: string, cacheFile: string): string => join(dataDir, 'files', basename(cacheFile, '.db'));

/**
 * The contents of files on this machine: `<folder>/<shop>/<sha256>`, written beside (`incoming`) and renamed. They stay when a person signs out
 * with something unsent, and go when the cache goes.
 */
export function fileFolder(folder: string) {
  const coming = incomingFolder(join(folder, 'incoming'));
  const pathOf = ({ shopId, sha256 }: FileKey) => join(folder, shopId, sha256);

  const bytesOf = async (key: FileKey): Promise<number | null> => {
    try {
      return (await stat(pathOf(key))).size;
    } catch (cause) {
      if (isMissing(cause)) return null;
      throw cause;
    }
  };

  return {
    pathOf,
    bytesOf,

    hasRoom: coming.hasRoom,

    /** A content that comes from the server: kept under its hash once all of it is there. */
    begin: async (name: string): Promise<Incoming> => {
      const { held, write, end, moveTo, drop } = await coming.begin(name);
      return {
        held, write, drop,
        keep: async (shopId) => {
          const sha256 = await end();
          await moveTo(pathOf({ shopId, sha256 }));
          return sha256;
        },
      };
    },

    /** A part of a content; shorter at its end. */
    slice: async (key: FileKey, offset: number, bytes: number): Promise<Uint8Array<ArrayBuffer>> => {
      const file = await open(pathOf(key), 'r');
      try {
        const into = new Uint8Array(bytes);
        const { bytesRead } = await file.read(into, 0, bytes, offset);
        return into.subarray(0, bytesRead);
      } finally {
        await file.close();
      }
    },

    /** Whether the content is still what its name says. */
    isSound: async (key: FileKey): Promise<boolean> => {
      const hash = createHash('sha256');
      const file = await open(pathOf(key), 'r');
      for await (const block of file.createReadStream({ highWaterMark: READ_BYTES })) hash.update(block as Buffer);
      return hash.digest('hex') === key.sha256;
    },

    /** @throws the system's error with code `EEXIST` when there is a file of that name */
    copyTo: (key: FileKey, target: string): Promise<void> => copyFile(pathOf(key), target, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE),

    remove: (key: FileKey): Promise<void> => rm(pathOf(key), { force: true }),
    /** Everything of a shop. */
    removeShop: (shopId: string): void => {
      if (SHOP.test(shopId)) rmSync(join(folder, shopId), { recursive: true, force: true });
    },
    /** What a process that died left half-written. */
    clearIncoming: coming.clear,
    /** Every content that lies here. */
    here: (): FileKey[] => shopsIn(folder).flatMap((shopId) => readdirSync(join(folder, shopId)).filter((name) => /^[0-9a-f]{64}$/.test(name)).map((sha256) => ({ shopId, sha256 }))),
  };
}
export type FileFolder = ReturnType<typeof fileFolder>;

function shopsIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => SHOP.test(name));
  } catch (cause) {
    if (isMissing(cause)) return [];
    throw cause;
  }
}
