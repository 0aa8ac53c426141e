import type { AppError } from '#shared/kernel/errors.ts';
import type { Result } from '#shared/kernel/result.ts';
import type { MadePicture } from '#shared/media/made.ts';
import type { PictureTask } from './make-picture.ts';

/** What a worker is told; one at a time. */
export type ToWorker =
  | { readonly is: 'make'; readonly task: PictureTask }
  | { readonly is: 'thumbnail'; readonly path: string; readonly file: string };
/** `failed`: a broken promise of ours, not of the file. */
export type FromWorker =
  | { readonly is: 'done'; /** A picture made, or the bytes of a thumbnail. */ readonly result: Result<MadePicture | Uint8Array, AppError>; /** What the worker holds now, bytes. */ readonly memory: number }
  | { readonly is: 'failed'; readonly message: string }
  /** It holds more than it may, and ends itself. */
  | { readonly is: 'too-heavy' };
