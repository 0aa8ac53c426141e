import { Worker } from 'node:worker_threads';
import type { SnapshotManifest } from '#shared/sync/model.ts';

/** A chunk as it arrived, what its content should be, and where in the file that belongs. */
export type ArrivedChunk = { readonly encoding: SnapshotManifest['encoding']; readonly wire: Uint8Array; readonly bytes: number; readonly sha256: string; readonly offset: number };

/** Puts chunks into a file while others travel. */
export type ChunkHands = {
  /**
   * Unpacks a chunk, compares it with its SHA-256 and writes it to its place; several may be under way at once.
   *
   * @param chunk its bytes stay untouched until the answer; those in shared memory are not copied
   * @returns whether it was whole; nothing is written of one that is not
   * @throws Error with the `code` of the system when the file cannot be written
   */
  putAway(chunk: ArrivedChunk): boolean | Promise<boolean>;
  /** No more chunks come. Throws as `putAway` does. */
  end(): Promise<void>;
};

export type ChunkTask = { readonly n: number; readonly chunk: ArrivedChunk };
/** What became of a task; `n` null: of all of them. */
export type ChunkAnswer = { readonly n: number | null; readonly whole: boolean; readonly failed: { readonly code: string | undefined; readonly message: string } | null };

/** One unpacks and hashes while another writes. */
const HANDS = 2;

type Hand = { put(chunk: ArrivedChunk): Promise<boolean>; end(): Promise<boolean>; readonly waiting: number };

/** Threads for `file`: unpacking, hashing and writing take longer than receiving, and nobody's question should wait for them. */
export function hireHands(file: string): ChunkHands {
  const hands = Array.from({ length: HANDS }, () => hire(file));
  return {
    putAway: (chunk) => hands.reduce((free, hand) => (hand.waiting < free.waiting ? hand : free)).put(chunk),
    end: async () => void (await Promise.all(hands.map((hand) => hand.end()))),
  };
}

function hire(file: string): Hand {
  const worker = new Worker(new URL('./chunk-worker.ts', import.meta.url), { execArgv: [], name: 'chunks', workerData: { file } });
  const asked = new Map<number | null, { resolve(whole: boolean): void; reject(cause: unknown): void }>();
  let ended: unknown = null;
  const ask = (n: number | null, message: ChunkTask | null): Promise<boolean> => new Promise((resolve, reject) => {
    if (ended !== null) throw ended;
    asked.set(n, { resolve, reject });
    worker.postMessage(message);
  });
  worker.on('message', ({ n, whole, failed }: ChunkAnswer) => {
    const { resolve, reject } = asked.get(n)!;
    asked.delete(n);
    if (failed === null) resolve(whole);
    else reject(Object.assign(new Error(failed.message), failed.code === undefined ? {} : { code: failed.code }));
  });
  // A thread that fails (no memory left) answers nothing more.
  worker.on('error', (cause) => {
    ended = cause;
    for (const { reject } of asked.values()) reject(cause);
    asked.clear();
  });
  let next = 0;
  return {
    put: (chunk) => ask(next, { n: next++, chunk }),
    end: () => ask(null, null),
    get waiting() {
      return asked.size;
    },
  };
}
