import type { CatalogService } from '../catalog/handlers.ts';
import type { Desk } from '../data-process/ground.ts';
import type { IntakeDesk } from '../intake/handlers.ts';
import { createLibrary, type Library } from './library/library.ts';
import { forkWorker, type WorkerLife } from './picture-workers.ts';
import type { PictureUploads } from './uploads.ts';

export type LibraryWiring = {
  readonly catalog: CatalogService;
  readonly intake: IntakeDesk;
  readonly pictures: PictureUploads;
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** How this shell starts a process that reads pictures; a child of this one unless said. */
  readonly startWorker?: (() => WorkerLife) | undefined;
};

export const wireLibrary = (desk: Desk, { catalog, intake, pictures, fetch = globalThis.fetch, startWorker = forkWorker }: LibraryWiring): Library =>
  createLibrary({
    ...desk, intake, fetch, startWorker, send: pictures.send,
    remember: (written, intent, ways) => catalog.remember(written, intent, ways),
    tell: (shopId) => desk.tell('media.trayChanged', { shopId: shopId as never }),
    onBroken: (cause) => desk.broken(cause, 'library of pictures'),
  });
