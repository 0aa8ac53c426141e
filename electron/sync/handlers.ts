import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Locale, ShopId } from '#shared/auth/model.ts';
import { titleIn } from '#shared/catalog/projection.ts';
import { variantsInOrder } from '#shared/catalog/variant-rules.ts';
import type { Product, Shop } from '#shared/catalog/model.ts';
import type { Handlers } from '#shared/contract/channel.ts';
import type { Json } from '#shared/kernel/json.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { Conversation, Message } from '#shared/messaging/model.ts';
import { glimpse } from '#shared/messaging/readable.ts';
import type { Order } from '#shared/orders/model.ts';
import type { syncChannels } from '#shared/sync/contract.ts';
import { conflictChoice, type OpenConflict } from '#shared/sync/conflict-model.ts';
import type { UnsentChange } from '#shared/sync/outbox-model.ts';
import { entityName, type Actor, type EntityName, type FieldOp } from '#shared/sync/model.ts';
import type { EditContext } from '../catalog/edit.ts';
import { answered } from '../catalog/edits.ts';
import type { Works } from '../catalog/works.ts';
import type { FetchHistory } from '../catalog/history.ts';
import type { CacheDb } from '../db/cache-db.ts';
import type { ReadableDb } from '../db/connection.ts';
import { diskRefusal } from '../files/disk-refusal.ts';
import type { Random, Scheduler } from '../runtime/scheduler.ts';
import type { SyncEngine } from './engine.ts';
import { exportOutbox } from './export-outbox.ts';
import type { ImportDesk } from './import-desk.ts';
import { lookAtImport, takeOver, type ImportDeps, type ImportFile } from './import-outbox.ts';
import { editsOfGroup, outboxLines, outboxSize } from './outbox-lines.ts';
import { countsByShop } from './shop-of.ts';
import type { Undo } from './chosen-edits.ts';
import { undoInSlices } from './outbox.ts';
import { countChosen } from './chosen-edits.ts';
import { recordOf } from './records.ts';
import { restoreAsNew } from './restore.ts';
import { retry } from './retry.ts';
import { settleAll } from './settle.ts';
import { conflictsOfRecord, countRecordsInConflict, countSettlements, openByKind, recordsInConflict, settlementsFrom } from './settlements.ts';
import { openConflictById, shadowOf, type ConflictRow, type WaitingEdit } from './store.ts';
import { unsettle } from './unsettle.ts';

export type SyncHandlerDeps = {
  readonly db: () => CacheDb;
  readonly engine: SyncEngine;
  readonly actor: () => Actor;
  readonly locale: () => Locale;
  readonly now: () => EpochMs;
  readonly random: Random;
  readonly fetchHistory: FetchHistory;
  /** Where files of last resort go, and which server they are for. */
  readonly exportsTo: { readonly folder: string; readonly server: string; /** The path a shell was given for a key, once. */ readonly place: (key: string) => string | null };
  /** The one shop this person looks at, of several; null: all of theirs. */
  readonly shop: () => ShopId | null;
  readonly works: Works;
  /** Files that are being taken over, and what is needed for it. */
  readonly imports: ImportDesk;
  readonly scheduler: Scheduler;
  readonly askKnown: ImportDeps['askKnown'];
};

/** Answers the window's questions about what is sent, what waits, and what two people changed at once. */
export const syncHandlers = ({ db, engine, actor, locale, now, random, fetchHistory, exportsTo, shop, works, imports, scheduler, askKnown }: SyncHandlerDeps): Handlers<typeof syncChannels> => {
  const context = (): EditContext => ({ actor: actor(), at: now(), newId: () => uuidv7(now, random) });
  /** Of the shop that is looked at; what nobody knows the shop of belongs to each. */
  const here = (): ShopCounts => {
    const mine = countsByShop(db()).filter((one) => shop() === null || one.shop === null || one.shop === shop());
    return { unsent: sum(mine, 'unsent'), rejected: sum(mine, 'rejected'), conflicts: sum(mine, 'conflicts') };
  };
  const others = () => countsByShop(db()).flatMap(({ shop: id, unsent, rejected, conflicts }) =>
    id === null || id === shop() ? [] : [{ id, name: called(db(), 'shop', id, undefined, locale()).label, unsent, rejected, conflicts }]);
  const importDeps = (): ImportDeps => ({ db, actor: actor(), scheduler, askKnown });
  const importing = async <T>(file: string, work: (read: ImportFile) => Promise<T>): Promise<Result<T, AppError>> => {
    // Before the copy is whole every record would look as if it were gone.
    if (!engine.state().cacheReady) return err({ code: 'not-ready', rule: 'import-before-copy' });
    const read = await imports.read(importDeps(), file);
    return read.ok ? ok(await work(read.value)) : read;
  };
  return {
  'sync.state': () => ok(engine.state()),
  'sync.now': async () => {
    await engine.tryNow();
    return ok(engine.state());
  },
  'sync.unsent': ({ state, offset, limit }) => {
    const { lines, changes, oldestAt, bytes } = outboxSize(db(), state, shop());
    return ok({ total: lines, changes, oldestAt, bytes, lines: outboxLines(db(), state, shop(), offset, limit).map(({ first, ...line }) => ({ ...line, first: shown(db(), first, locale()) })) });
  },
  'sync.shops': () => ok({ here: here(), others: shop() === null ? [] : others() }),
  'sync.group': ({ group, offset, limit }) => {
    const { total, edits } = editsOfGroup(db(), group, offset, limit);
    return ok({ total, changes: edits.map((edit) => shown(db(), edit, locale())) });
  },
  'sync.undo': async ({ work, ...asked }) => {
    const which: Undo = asked.what === 'all' ? { ...asked, shop: shop() } : asked;
    const done = await answered(works.run(work, countChosen(db(), which), (watch) => undoInSlices(db(), which, watch)));
    engine.edited();
    return done.ok ? ok({ undone: done.value.undone, kept: done.value.kept }) : done;
  },
  'sync.retry': async ({ mid, values }) => {
    const tried = await retry(db(), mid, values, context());
    engine.edited();
    return tried;
  },
  'sync.restore': async ({ mid }) => {
    const restored = await restoreAsNew(db(), mid, context(), fetchHistory);
    engine.edited();
    return restored;
  },
  'sync.export': ({ place }) => {
    const path = place === null ? null : exportsTo.place(place);
    // A stick that was pulled out: no folder is made in its stead.
    if (place !== null && (path === null || !existsSync(dirname(path)))) return err({ code: 'not-found', rule: 'export-place-gone' });
    try {
      return ok(exportOutbox(db(), { ...exportsTo, path, account: actor().userId, shop: shop(), now: now() }));
    } catch (cause) {
      const known = diskRefusal(cause);
      if (known === null) throw cause;
      return err(known);
    }
  },
  'sync.importLook': ({ intake }) => importing(intake, async (read) => lookAtImport(importDeps(), read)),
  'sync.import': ({ intake }) => importing(intake, async (read) => {
    const done = await takeOver(importDeps(), read);
    imports.done();
    engine.edited();
    return done;
  }),
  'sync.conflicts': ({ offset, limit }) => ok({
    total: countRecordsInConflict(db(), shop()),
    conflicts: here().conflicts,
    records: recordsInConflict(db(), shop(), offset, limit).map((recordId) => ({ recordId, conflicts: conflictsOfRecord(db(), recordId).map((id) => inWords(db(), openConflictById(db(), id)!, locale())) })),
    alike: Object.fromEntries([...openByKind(db(), shop())].map(([key, ids]) => [key, ids.length])),
  }),
  'sync.settle': async ({ decisions, alike }) => {
    const settled = await settleAll(db(), decisions, alike, actor(), now(), random, shop());
    engine.edited();
    // One decision that was refused is an answer of its own; of many, the others count.
    if (settled.settled === 0 && settled.error) return err(settled.error);
    return ok(settled);
  },
  'sync.settled': ({ offset, limit }) => ok({
    total: countSettlements(db(), shop()),
    settlements: settlementsFrom(db(), shop(), offset, limit).map(({ settlement, at, choice, count, entity, entity_id, path }) => ({
      id: settlement, at: at as EpochMs, choice: conflictChoice.parse(choice), count, path, ...called(db(), entityName.parse(entity), entity_id, undefined, locale()),
    })),
  }),
  'sync.unsettle': async ({ settlement }) => {
    const undone = await unsettle(db(), settlement, actor(), now(), random);
    engine.edited();
    return undone.reopened > 0 ? ok(undone) : err({ code: 'not-found', attempted: 'sync.unsettle' });
  },
  };
};

type ShopCounts = { unsent: number; rejected: number; conflicts: number };
const sum = (all: readonly ShopCounts[], what: keyof ShopCounts): number => all.reduce((total, one) => total + one[what], 0);
const inWords = (db: ReadableDb, { id, entity, recordId, field, madeAt, foundAt }: ConflictRow, locale: Locale): OpenConflict => ({ id, entity, recordId, ...called(db, entity, recordId, undefined, locale), field, madeAt, foundAt });

function shown(db: ReadableDb, { mutation, state, error }: WaitingEdit, locale: Locale): UnsentChange {
  const { mid, group, entity, id, intent, action, ops, madeAt } = mutation;
  return { mid, group, entity, id, ...called(db, entity, id, mutation.doc ?? (entity === 'product' ? titlesIn(ops) : undefined), locale), intent, action, ops, doc: state === 'rejected' ? (mutation.doc ?? null) : null, madeAt, state, error };
}

/** The titles an edit gives a product. Of one that is gone they are the only words that are left here, because they are this person's own. */
const titlesIn = (ops: readonly FieldOp[]): Json => ({
  texts: Object.fromEntries(ops.flatMap(({ path, ...op }) => {
    const [, locale] = /^texts\/(\w+)\/title$/.exec(path) ?? [];
    return locale !== undefined && op.op === 'set' && typeof op.value === 'string' ? [[locale, { title: op.value }]] : [];
  })),
  variants: {},
});

/**
 * What a record is called: as it stands, else as the server had it, else as it was written.
 *
 * @returns no label for a product without a title; no SKU either where it is not here any more
 */
function called(db: ReadableDb, entity: EntityName, id: string, written: Json | undefined, locale: Locale): { label: string; sku: string | null } {
  const doc = recordOf(db, entity, id)?.doc ?? shadowOf(db, entity, id)?.doc ?? written;
  if (doc === undefined || entity === 'category') return { label: entity === 'product' ? '' : id, sku: null };
  if (entity === 'shop') return { label: (doc as unknown as Shop).name, sku: null };
  if (entity === 'order') return { label: (doc as unknown as Order).number, sku: null };
  if (entity === 'conversation') return { label: (doc as unknown as Conversation).subject, sku: null };
  if (entity === 'message') return { label: glimpse((doc as unknown as Message).body, 60), sku: null };
  const product = doc as unknown as Product;
  return { label: titleIn(product, locale).title, sku: variantsInOrder(product)[0]?.[1].sku ?? null };
}
