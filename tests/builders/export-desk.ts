import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createExports, type ExportDeps } from '#electron/bulk/export/handlers.ts';
import { chosenPlaces } from '#electron/bulk/export/chosen-places.ts';
import type { CacheDb } from '#electron/db/cache-db.ts';
import { systemScheduler } from '#electron/runtime/scheduler.ts';
import { systemRandom } from '#electron/runtime/system-random.ts';
import { exportChannels } from '#shared/bulk/export/contract.ts';
import type { ExportState, ExportWhat } from '#shared/bulk/export/model.ts';
import { answer, type Answer, type Asked } from '#shared/contract/channel.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Result } from '#shared/kernel/result.ts';
import { aDesk, aMe, aQuery, valueOf } from './catalog-desk.ts';

type C = typeof exportChannels;

/** Exports over a cache, asked as a window asks; files go into a folder that is gone after the test. */
export function anExportDesk(cache: CacheDb, fromFile: ExportDeps['fromFile'] = () => null) {
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-exports-'));
  const told: ExportState[] = [];
  const broken: unknown[] = [];
  const places = chosenPlaces();
  const catalog = aDesk(cache);
  let current: CacheDb | null = cache;
  const service = createExports({
    dataDir: folder, cache: () => current, me: aMe, listed: catalog.service.listed, scheduler: systemScheduler, random: systemRandom(), site: 'https://market.example', downloads: () => folder, place: places.take, fromFile,
    tell: (state) => void told.push(state), onBroken: (cause) => void broken.push(cause),
  });
  onTestFinished(async () => {
    await service.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const ask = async <K extends keyof C & string>(channel: K, input: Asked<C, K>): Promise<Result<Answer<C, K>, AppError>> => {
    const { result } = await answer(exportChannels, service.handlers, { t: 'ask', id: 1, channel, input }, (_, cause) => void broken.push(cause));
    return result as Result<Answer<C, K>, AppError>;
  };
  const settled = async (id: string): Promise<ExportState> => {
    for (;;) {
      const state = valueOf(await ask('bulk.exportState', { id }));
      if (state.state !== 'counting' && state.state !== 'writing') return state;
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return {
    folder, told, broken, places, ask, settled,
    leave: () => void (current = null),
    /** A whole export of everything, or of what is named. */
    write: async (choice: Asked<C, 'bulk.export'>['choice'], what: ExportWhat = { of: 'list', query: aQuery() }) => {
      const { id } = valueOf(await ask('bulk.export', { what, choice }));
      const state = await settled(id);
      return { state, bytes: state.file === null ? Buffer.alloc(0) : readFileSync(state.file) };
    },
  };
}
