import { createHash, type Hash } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { open, rename, rm, statfs, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { syncFolder } from '../runtime/atomic-file.ts';

/** So much stays free on the disk: the cache has to go on being written. */
const SPARE_BYTES = 256 * 1024 * 1024;

/** A content that is coming in, piece by piece, into a file of its own. */
export type Incoming = {
  readonly path: string;
  held(): number;
  write(bytes: Uint8Array): Promise<void>;
  /** All of it is there. @returns its SHA-256, hex */
  end(): Promise<string>;
  /** Puts what came in where it stays, so that a power cut does not lose it. */
  moveTo(path: string): Promise<void>;
  drop(): Promise<void>;
};

const makeFolder = (path: string) => mkdirSync(path, { recursive: true, mode: 0o700 });

/** Where contents come in: one folder of an account, emptied when a console begins. */
export function incomingFolder(folder: string) {
  return {
    /** Whether the disk takes so many bytes more and leaves room for the work itself. */
    hasRoom: async (bytes: number): Promise<Result<void, AppError>> => {
      makeFolder(folder);
      const { bavail, bsize } = await statfs(folder);
      return bavail * bsize > bytes + SPARE_BYTES ? ok(undefined) : err({ code: 'disk-full', details: { neededBytes: bytes } });
    },

    begin: async (name: string): Promise<Incoming> => {
      makeFolder(folder);
      const path = join(folder, name);
      const file: FileHandle = await open(path, 'wx', 0o600);
      const hash: Hash = createHash('sha256');
      let held = 0;
      return {
        path,
        held: () => held,
        write: async (bytes) => {
          for (let done = 0; done < bytes.byteLength; ) done += (await file.write(bytes, done, bytes.byteLength - done, held + done)).bytesWritten;
          hash.update(bytes);
          held += bytes.byteLength;
        },
        end: async () => {
          await file.sync();
          await file.close();
          return hash.digest('hex');
        },
        moveTo: async (to) => {
          makeFolder(dirname(to));
          await rename(path, to);
          syncFolder(dirname(to));
        },
        drop: async () => {
          await file.close().catch(() => undefined);
          await rm(path, { force: true });
        },
      };
    },

    /** What a process that died left half-written. */
    clear: (): void => rmSync(folder, { recursive: true, force: true }),
  };
}
export type IncomingFolder = ReturnType<typeof incomingFolder>;
