import type { Locale } from '#shared/auth/model.ts';
import { titleIn } from '#shared/catalog/projection.ts';
import { variantsInOrder } from '#shared/catalog/variant-rules.ts';
import type { Product } from '#shared/catalog/model.ts';
import type { Handlers } from '#shared/contract/channel.ts';
import type { Json } from '#shared/kernel/json.ts';
import { ok } from '#shared/kernel/result.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { OpenConflict, syncChannels, UnsentChange } from '#shared/sync/contract.ts';
import type { Actor, EntityName } from '#shared/sync/model.ts';
import type { CacheDb } from '../db/cache-db.ts';
import type { ReadableDb } from '../db/connection.ts';
import type { Random } from '../runtime/scheduler.ts';
import type { SyncEngine } from './engine.ts';
import { undo } from './outbox.ts';
import { recordOf } from './records.ts';
import { settle } from './settle.ts';
import { countConflicts, countEdits, editsFrom, openConflicts, shadowOf, type WaitingEdit } from './store.ts';

export type SyncHandlerDeps = {
  readonly db: () => CacheDb;
  readonly engine: SyncEngine;
  readonly actor: () => Actor;
  readonly locale: () => Locale;
  readonly now: () => EpochMs;
  readonly random: Random;
};

/** Answers the window's questions about what is sent, what waits, and what two people changed at once. */
export const syncHandlers = ({ db, engine, actor, locale, now, random }: SyncHandlerDeps): Handlers<typeof syncChannels> => ({
  'sync.state': () => ok(engine.state()),
  'sync.now': async () => {
    await engine.tryNow();
    return ok(engine.state());
  },
  'sync.unsent': ({ offset, limit }) => {
    const { unsent, rejected } = countEdits(db());
    return ok({ total: unsent + rejected, changes: editsFrom(db(), offset, limit).map((edit) => shown(db(), edit, locale())) });
  },
  'sync.undo': async (which) => {
    const { undone, kept } = await db().inTurn((writable) => undo(writable, which));
    engine.edited();
    return ok({ undone, kept });
  },
  'sync.conflicts': ({ offset, limit }) => ok({
    total: countConflicts(db()),
    conflicts: openConflicts(db(), offset, limit).map(({ id, entity, recordId, field, madeAt, foundAt }): OpenConflict => ({ id, entity, recordId, ...called(db(), entity, recordId, undefined, locale()), field, madeAt, foundAt })),
  }),
  'sync.settle': async (choice) => {
    const settled = await db().inTurn((writable) => settle(writable, choice, actor(), now(), random));
    engine.edited();
    return settled;
  },
});

function shown(db: ReadableDb, { mutation, state, error }: WaitingEdit, locale: Locale): UnsentChange {
  const { mid, group, entity, id, intent, action, ops, madeAt } = mutation;
  return { mid, group, entity, id, ...called(db, entity, id, mutation.doc, locale), intent, action, ops, madeAt, state, error };
}

/** What a record is called: as it stands, else as the server had it, else as it was written. */
function called(db: ReadableDb, entity: EntityName, id: string, written: Json | undefined, locale: Locale): { label: string; sku: string | null } {
  const doc = recordOf(db, entity, id)?.doc ?? shadowOf(db, entity, id)?.doc ?? written;
  if (doc === undefined || entity !== 'product') return { label: id, sku: null };
  const product = doc as unknown as Product;
  return { label: titleIn(product, locale).title, sku: variantsInOrder(product)[0]?.[1].sku ?? null };
}
