import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { CacheDb } from '#electron/db/cache-db.ts';
import { incomingFolder } from '#electron/intake/incoming.ts';
import { intakeKeeper } from '#electron/intake/keeper.ts';
import type { DraftChoice, ImportDraft } from '#shared/bulk/draft-model.ts';
import type { ImportReport } from '#shared/bulk/import-model.ts';
import type { PlanHead } from '#shared/bulk/plan-model.ts';
import { aBulkDesk } from './bulk-desk.ts';
import { errorOf, valueOf } from './catalog-desk.ts';
import { id, shopIdOf } from './catalog.ts';

let ids = 0x9000;

/** The handlers of imports over a cache, with the road on which a window hands files over. `again` is the same after a restart. */
export function anImportDesk(cache: CacheDb, folder = mkdtempSync(join(tmpdir(), 'comptoir-imports-'))) {
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const incoming = incomingFolder(join(folder, 'intake'));
  incoming.clear();
  const keeper = intakeKeeper(incoming, () => id(ids++), () => null);
  onTestFinished(() => keeper.close());
  const desk = aBulkDesk(cache, { seed: ids, imports: join(folder, 'drafts'), intake: { find: keeper.find, take: keeper.take, cancel: keeper.cancel } });
  const begin = async (content: Buffer, name = 'list.csv'): Promise<string> => valueOf(await keeper.begin({ use: { what: 'table' }, name, bytes: content.length, mime: '' })).intake;
  const send = async (intake: string, content: Buffer, from = 0, to = content.length): Promise<void> => void valueOf(await keeper.append(intake, from, content.subarray(from, to).toString('base64')));
  const put = async (content: string | Uint8Array, name?: string): Promise<string> => {
    const bytes = Buffer.from(content as string);
    const intake = await begin(bytes, name);
    await send(intake, bytes);
    valueOf(await keeper.finish(intake));
    return intake;
  };
  const open = async (content: string | Uint8Array, name?: string): Promise<ImportDraft> => valueOf(await desk.ask('bulk.openFile', { intake: await put(content, name), shopId: shopIdOf(1) }));
  /** Reads a file whole, with what is chosen for it. @returns the head of its job, whose preview is begun */
  const read = async (content: string | Uint8Array, choice: Partial<DraftChoice> = {}, name?: string): Promise<PlanHead> => {
    const { id: draft } = await open(content, name);
    valueOf(await desk.ask('bulk.draftImport', { draft, choice }));
    return valueOf(await desk.ask('bulk.import', { draft }));
  };
  const report = async (plan: string): Promise<ImportReport> => valueOf(await desk.ask('bulk.importReport', { plan }));
  return {
    ...desk, folder, keeper, begin, send, put, open, report,
    refused: async (content: string | Uint8Array, name?: string) => errorOf(await desk.ask('bulk.openFile', { intake: await put(content, name), shopId: shopIdOf(1) })),
    read,
    /** The preview of a file, complete. */
    preview: async (content: string | Uint8Array, choice: Partial<DraftChoice> = {}, name?: string): Promise<{ plan: string; report: ImportReport }> => {
      const { id: plan } = await read(content, choice, name);
      await desk.settled(plan);
      return { plan, report: await report(plan) };
    },
    /** The preview of a draft, complete. */
    computed: async (draft: string): Promise<{ plan: string; report: ImportReport }> => {
      const { id: plan } = valueOf(await desk.ask('bulk.import', { draft }));
      await desk.settled(plan);
      return { plan, report: await report(plan) };
    },
    again: () => {
      desk.service.close();
      return anImportDesk(cache, folder);
    },
  };
}
