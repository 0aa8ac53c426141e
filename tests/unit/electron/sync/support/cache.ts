import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { putProduct } from '#electron/catalog/write-product.ts';
import type { CacheDb } from '#electron/db/cache-db.ts';
import { openCache } from '#electron/db/open.ts';
import { enqueue, type NewEdit } from '#electron/sync/outbox.ts';
import { putRecord, recordOf } from '#electron/sync/records.ts';
import { withEdits } from '#electron/sync/rebase.ts';
import type { Product } from '#shared/catalog/model.ts';
import type { Json } from '#shared/kernel/json.ts';
import type { FieldOp, Mutation, SyncRow } from '#shared/sync/model.ts';
import { at, id, variantIdOf } from '#tests/builders/catalog.ts';

/** Where a builder leaves what has to be cleared away: after the test, unless a suite keeps it longer. */
export type AtEnd = (clear: () => void | Promise<void>) => void;

/** A folder that is gone after the test. */
export function aFolder(atEnd: AtEnd = onTestFinished): string {
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-sync-'));
  atEnd(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function aCache(products: readonly { doc: Product; version: number }[] = [], file = join(aFolder(), 'cache.db')): CacheDb {
  const db = openCache(file, { now: () => at(1) });
  onTestFinished(() => db.close());
  db.now((writable) => {
    for (const { doc, version } of products) putProduct(writable, doc, version);
  });
  return db;
}

export const asJson = (doc: Product): Json => JSON.parse(JSON.stringify(doc)) as Json;
export const rowOf = (doc: Product, version: number): SyncRow => ({ entity: 'product', id: doc.id, version, doc: asJson(doc) });
export const goneRow = (doc: Product, version: number): SyncRow => ({ ...rowOf(doc, version), doc: null });

let made = 0;
export const aMid = (): string => id(0xd_0000_0000 + ++made);
const edit = (action: Mutation['action'], recordId: string, more: Partial<NewEdit>): NewEdit => ({
  mid: aMid(), group: null, entity: 'product', id: recordId, baseVersion: 1, action, ops: [], intent: 'test', madeAt: at(5_000), ...more,
});

/** Makes an edit as the catalogue does: into the outbox, and into the lists, in one transaction. */
export function doEdit(db: CacheDb, newEdit: NewEdit): Mutation {
  return db.now((writable) => {
    const [mutation] = enqueue(writable, [newEdit]);
    const before = recordOf(writable, newEdit.entity, newEdit.id);
    putRecord(writable, { entity: newEdit.entity, id: newEdit.id, version: before?.version ?? 0, doc: withEdits(before?.doc ?? null, [newEdit]) });
    return mutation!;
  });
}
export const patch = (db: CacheDb, product: number, ops: FieldOp[], more: Partial<NewEdit> = {}) => doEdit(db, edit('patch', id(product), { ops, ...more }));
export const create = (db: CacheDb, doc: Product, more: Partial<NewEdit> = {}) => doEdit(db, edit('create', doc.id, { doc: asJson(doc), baseVersion: 0, ...more }));
export const remove = (db: CacheDb, product: number) => doEdit(db, edit('delete', id(product), {}));

export const pricePath = (n: number): string => `variants/${variantIdOf(n)}/price`;
export const setPrice = (n: number, base: number, value: number): FieldOp => ({ op: 'set', path: pricePath(n), base, value });

export const productOf = (db: CacheDb, n: number): Product | undefined => recordOf(db, 'product', id(n))?.doc as unknown as Product | undefined;
export const priceOf = (db: CacheDb, n: number): number | undefined => productOf(db, n)?.variants[variantIdOf(n)]?.price;
