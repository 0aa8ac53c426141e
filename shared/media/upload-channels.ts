import { z } from 'zod';
import { channels, events } from '../contract/channel.ts';
import { appError } from '../kernel/errors.ts';
import { scanState, sha256 } from './model.ts';
import { mediaRole } from './upload-contract.ts';

/** The slowest limit one may set, bytes each second: 16 kB. */
export const LEAST_BYTES_PER_SECOND = 16_000;

/** How sending pictures is held back on this machine. */
export const uploadControl = z.object({
  paused: z.boolean(),
  /** Bytes each second; null: as fast as the line goes. */
  bytesPerSecond: z.int().min(LEAST_BYTES_PER_SECOND).nullable(),
});
export type UploadControl = z.infer<typeof uploadControl>;

/** One picture on its way to the server, or one that does not get there. */
export const uploadState = z.object({
  shopId: z.string(), sha256, role: mediaRole, bytes: z.int(),
  /** So many of its bytes are known to be on the server. */
  sent: z.int(),
  now: z.boolean(),
  attempts: z.int(),
  /** Why the last try failed, or why it was refused. */
  error: appError.nullable(),
  refused: z.boolean(),
  scan: scanState.nullable(),
});
export type UploadState = z.infer<typeof uploadState>;

export const uploadChannels = channels({
  /** Pictures that are not on the server: how many wait, the next of them, and all that were refused. */
  'media.uploads': { input: z.object({ limit: z.int().min(0).max(500).default(50) }), output: uploadControl.extend({ waiting: z.int(), waitingBytes: z.int(), next: z.array(uploadState), refused: z.array(uploadState) }) },
  /** Holds sending back, lets it go, or limits how fast it goes; remembered with the account. */
  'media.control': { input: uploadControl.partial(), output: uploadControl },
  /** Tries at once what waits, and what was refused. */
  'media.retryUploads': { input: z.object({}), output: z.object({}) },
});

export const uploadEvents = events({ 'media.uploadsChanged': z.object({}) });
