import { join } from 'node:path';
import { CACHE_SCHEMA } from '#shared/catalog/cache-tables.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { ExportedEdit } from '#shared/sync/outbox-model.ts';
import { outboxFileName, writeOutboxFile } from '#shared/sync/outbox-file.ts';
import type { ReadableDb } from '../db/connection.ts';
import { writeFileAtomically } from '../runtime/atomic-file.ts';
import { editsAfter } from './outbox-lines.ts';
import { shopOfEdits } from './shop-of.ts';
import { clientId } from './store.ts';

const PAGE = 500;

/** Whose outbox is written where: into a folder of its own, or to the `path` a person chose. `shop` null: of every shop they work for. */
export type ExportOf = { readonly folder: string; readonly path?: string | null; readonly server: string; readonly account: string; readonly shop: string | null; readonly now: EpochMs };

function* exported(db: ReadableDb, shop: string | null): Generator<ExportedEdit> {
  for (let after = 0; ; ) {
    const page = editsAfter(db, after, PAGE);
    const shops = shop === null ? null : shopOfEdits(db, page.map(({ mutation }) => mutation.mid));
    for (const { mutation, state, error } of page) {
      // An edit nobody knows the shop of (its record is gone) is in every file: it must not be lost.
      const own = shops?.get(mutation.mid) ?? null;
      if (shop === null || own === null || own === shop) yield { ...mutation, ops: [...mutation.ops], state, error };
    }
    if (page.length < PAGE) return;
    after = page.at(-1)!.mutation.cseq;
  }
}

/** Writes what waits and what was refused, beside and renamed; in `folder` the name says when. */
export function exportOutbox(db: ReadableDb, { folder, path = null, server, account, shop, now }: ExportOf): { file: string; edits: number; bytes: number } {
  let edits = 0;
  const counted = function* (): Generator<ExportedEdit> {
    for (const edit of exported(db, shop)) {
      edits++;
      yield edit;
    }
  };
  const text = [...writeOutboxFile({ format: 'comptoir-outbox', version: 1, exportedAt: now, server, client: clientId(db), account: account as ExportedEdit['mid'], shop: shop as ExportedEdit['mid'] | null, schema: CACHE_SCHEMA }, counted())].join('');
  const file = path ?? join(folder, outboxFileName(now));
  writeFileAtomically(file, text);
  return { file, edits, bytes: Buffer.byteLength(text) };
}
