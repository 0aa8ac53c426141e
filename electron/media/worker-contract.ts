import type { AppError } from '#shared/kernel/errors.ts';
import type { Result } from '#shared/kernel/result.ts';
import type { MadePicture } from '#shared/media/made.ts';
import type { PictureTask } from './make-picture.ts';
import type { QuickLook, QuickTask } from './quick-thumbnail.ts';

/** What is to be done with one picture. */
export type PictureAsked =
  | { readonly is: 'make'; readonly task: PictureTask }
  | { readonly is: 'thumbnail'; readonly task: QuickTask };
/** What a worker is told; one at a time. `id`: another for each time a picture is handed to a worker; its answers carry it. */
export type ToWorker = PictureAsked & { readonly id: number };
/** `failed`: a broken promise of ours, not of the file. */
export type FromWorker =
  | { readonly is: 'done'; readonly id: number; /** A picture made, or a quick look at one. */ readonly result: Result<MadePicture | QuickLook, AppError>; /** What the worker holds now, bytes. */ readonly memory: number }
  | { readonly is: 'failed'; readonly id: number; readonly message: string }
  /** It is at work, told every second. */
  | { readonly is: 'working'; readonly id: number; /** Processor time this task has used, ms. */ readonly processorMs: number }
  /** It holds more than it may, and ends itself. */
  | { readonly is: 'too-heavy' };
