import { join } from 'node:path';
import type { CatalogService } from '../catalog/handlers.ts';
import type { Desk } from '../data-process/ground.ts';
import { folderOfCache } from '../files/file-folder.ts';
import type { IntakeDesk } from '../intake/handlers.ts';
import type { BulkService } from './bulk-service.ts';
import { createExports } from './export/handlers.ts';
import { createBulk } from './handlers.ts';

export const wireBulk = (desk: Desk, catalog: CatalogService, intake: IntakeDesk): BulkService =>
  createBulk({
    ...desk, intake, importsOf: (file) => join(folderOfCache(desk.dataDir, file), 'imports'),
    applied: (written, intent) => catalog.remember(written, intent, []),
    tell: (head) => desk.tell('bulk.changed', head),
    onFailure: (error) => {
      desk.log.warn({ code: error.code, rule: error.rule }, 'a preview could not be computed to its end');
      desk.cacheFailed(error);
    },
  });

export type ExportWiring = {
  /** The path a shell was given for a key by the person, once. */
  readonly place: (key: string) => string | null;
  /** Where files go that nobody chose a place for; null: a folder beside the data. */
  readonly downloads?: (() => string | null) | undefined;
};

export const wireExports = (desk: Desk, catalog: CatalogService, bulk: BulkService, { place, downloads }: ExportWiring): ReturnType<typeof createExports> =>
  createExports({
    ...desk, listed: catalog.listed, site: desk.serverUrl, place, fromFile: bulk.fromFile, ...(downloads ? { downloads } : {}),
    tell: (state) => desk.tell('bulk.exporting', state),
    onBroken: (cause) => desk.broken(cause, 'export'),
  });
