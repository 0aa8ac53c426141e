import type { Logger } from 'pino';
import type { Clock } from '#shared/kernel/time.ts';
import type { ServerDb } from './db/open.ts';
import type { Live } from './socket/live.ts';

/** What every capability of the server is built from; clock and chance come in, so that tests decide them. */
export type ServerDeps = {
  readonly db: ServerDb;
  readonly clock: Clock;
  /** Fills an array with unpredictable bytes. */
  readonly random: (bytes: Uint8Array) => Uint8Array;
  readonly log: Logger;
  /** Folder for what is not in the database: snapshots, secrets. Exists, and only the server's user may read it. */
  readonly dataDir: string;
  /** Tells connected consoles that there is news. */
  readonly live: Live;
};
