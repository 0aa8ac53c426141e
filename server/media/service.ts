import type { Router } from 'express';
import type { ServerDeps } from '#server/deps.ts';
import type { Authenticate, EndpointHandlers } from '#server/http/handler.ts';
import type { mediaEndpoints } from '#shared/media/upload-contract.ts';
import type { watchEndpoints } from '#shared/media/watch-contract.ts';
import { createHasher } from './alike/hasher.ts';
import { pictureLooks } from './alike/looks.ts';
import { mediaHandlers } from './handlers.ts';
import type { KeepDeps } from './keep.ts';
import { mediaFolder, openStorage } from './open-storage.ts';
import { clamdScanner, noScanner, type Scanner } from './scanner.ts';
import { pictureRouter } from './serve.ts';
import type { MediaSettings } from './settings.ts';
import { signedLinks } from './signed-links.ts';
import type { MediaStorage } from './storage.ts';
import { tidyMedia } from './tidy.ts';
import { tusRouter } from './tus.ts';

export type MediaServiceDeps = Pick<ServerDeps, 'db' | 'clock' | 'random' | 'log' | 'dataDir'> & {
  readonly settings: MediaSettings;
  readonly authenticate: Authenticate;
  readonly linkKey: Uint8Array;
  /** In place of what the settings say; for tests. */
  readonly storage?: MediaStorage;
  readonly scan?: Scanner;
};

export type MediaService = {
  readonly handlers: EndpointHandlers<typeof mediaEndpoints & typeof watchEndpoints>;
  /** Answer what is no JSON: uploads, and the pictures themselves. */
  readonly routers: readonly Router[];
  tidy(): ReturnType<typeof tidyMedia>;
  close(): Promise<void>;
};

/** Everything about pictures on the server. */
export async function mediaService(deps: MediaServiceDeps): Promise<MediaService> {
  const { db, clock, random, log, settings, authenticate } = deps;
  const storage = deps.storage ?? (await openStorage(settings.storage, deps.dataDir));
  const scan = deps.scan ?? (settings.clamd === null ? noScanner : clamdScanner(settings.clamd));
  const mayShowUnscanned = scan === noScanner;
  const links = signedLinks(deps.linkKey, clock);
  const looks = pictureLooks({ db, log, storage, hasher: createHasher() });
  const keep: KeepDeps = { db, clock, log, storage, scan, looks, folder: mediaFolder(deps.dataDir) };
  return {
    handlers: mediaHandlers({ db, clock, links, storage, looks, mayShowUnscanned }),
    routers: [tusRouter({ ...keep, random, authenticate }), pictureRouter({ db, clock, log, storage, links, mayShowUnscanned })],
    tidy: async () => {
      looks.nudge();
      return tidyMedia(keep);
    },
    close: () => looks.close(),
  };
}
