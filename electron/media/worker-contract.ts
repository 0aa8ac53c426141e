import type { AppError } from '#shared/kernel/errors.ts';
import type { Result } from '#shared/kernel/result.ts';
import type { MadePicture } from '#shared/media/made.ts';
import type { PictureTask } from './make-picture.ts';
import type { QuickLook, QuickTask } from './quick-thumbnail.ts';

/** What a worker is told; one at a time. */
export type ToWorker =
  | { readonly is: 'make'; readonly task: PictureTask }
  | { readonly is: 'thumbnail'; readonly task: QuickTask };
/** `failed`: a broken promise of ours, not of the file. */
export type FromWorker =
  | { readonly is: 'done'; /** A picture made, or a quick look at one. */ readonly result: Result<MadePicture | QuickLook, AppError>; /** What the worker holds now, bytes. */ readonly memory: number }
  | { readonly is: 'failed'; readonly message: string }
  /** It is at work, told every second. */
  | { readonly is: 'working'; /** Processor time this task has used, ms. */ readonly processorMs: number }
  /** It holds more than it may, and ends itself. */
  | { readonly is: 'too-heavy' };
