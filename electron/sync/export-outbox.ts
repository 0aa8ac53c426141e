import { join } from 'node:path';
import type { z } from 'zod';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { exportedOutbox } from '#shared/sync/contract.ts';
import type { ReadableDb } from '../db/connection.ts';
import { writeFileAtomically } from '../runtime/atomic-file.ts';
import { editsAfter } from './outbox-lines.ts';
import { clientId } from './store.ts';

const PAGE = 500;

/** Writes what waits and what was refused into `folder`, beside and renamed; the name says when. */
export function exportOutbox(db: ReadableDb, folder: string, server: string, now: EpochMs): { file: string; edits: number; bytes: number } {
  const edits: z.input<typeof exportedOutbox>['edits'] = [];
  for (let after = 0; ; ) {
    const page = editsAfter(db, after, PAGE);
    edits.push(...page.map(({ mutation, state, error }) => ({ ...mutation, ops: [...mutation.ops], state, error })));
    if (page.length < PAGE) break;
    after = page.at(-1)!.mutation.cseq;
  }
  const content: z.input<typeof exportedOutbox> = { format: 'comptoir-outbox', version: 1, exportedAt: now, server, client: clientId(db), edits };
  const text = JSON.stringify(content, null, 1);
  const file = join(folder, `unsent-${new Date(now).toISOString().slice(0, 19).replaceAll(':', '')}.json`);
  writeFileAtomically(file, text);
  return { file, edits: edits.length, bytes: Buffer.byteLength(text) };
}
