import { sql } from 'kysely';
import type { ProductId, Product } from '#shared/catalog/model.ts';
import { AppFailure, type AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { CacheDb } from '../db/cache-db.ts';
import type { WritableDb } from '../db/connection.ts';
import { builder, reading } from '../db/statement.ts';
import { recordOf } from '../sync/records.ts';
import { writeCreate, writeDelete, writeEdit, type Edit, type EditContext } from './edit.ts';
import { noting } from './undo-steps.ts';
import { partFrom } from './way-back.ts';
import { unwatched, type Work } from './works.ts';

/** What was written; `group` binds what was done at once, so that it is undone at once. */
export type Written = { mids: string[]; group: string | null };

/** As many as fit into one turn of the data process; more are written in slices with pauses in between. */
const AT_ONCE = 40;
/** A slice ends after so many milliseconds, looked at every few edits. */
const SLICE_MS = 10;
const LOOK_EVERY = 4;
/** Products that are not here come at the end, and are refused there. */
const LAST = Number.MAX_SAFE_INTEGER;

/** Lets a refusal or a full disk come back as an answer; a mistake of ours goes on as an exception. */
export async function answered<T>(work: Promise<T>): Promise<Result<T, AppError>> {
  try {
    return ok(await work);
  } catch (cause) {
    if (cause instanceof AppFailure) return err(cause.error);
    throw cause;
  }
}

const places = reading<{ ids: string }>()((_, p) => sql<{ id: string; rid: number }>`SELECT product.id, rid FROM json_each(${p('ids')}) JOIN product ON product.id = value`.compile(builder));

/** In the order in which they lie in the file, so that each page is written once. Those of one product keep their order among themselves. */
function inFileOrder<T>(cache: CacheDb, items: readonly T[], idOf: (item: T) => string): readonly (readonly [at: number, item: T])[] {
  const rids = new Map(cache.all(places, { ids: JSON.stringify(items.map(idOf)) }).map(({ id, rid }) => [id, rid]));
  return [...items.entries()].sort(([a0, a], [b0, b]) => (rids.get(idOf(a)) ?? LAST) - (rids.get(idOf(b)) ?? LAST) || a0 - b0);
}

type Writing<T> = { readonly idOf: (item: T) => string; readonly write: (db: WritableDb, item: T) => string | null; /** Once all are written, in the same transaction. */ readonly ended?: () => void };

/** One thing after another in one transaction: at once when it is short, else in slices. */
function writeAll<T>(cache: CacheDb, items: readonly T[], { idOf, write, ended }: Writing<T>, { progress, cancelled }: Work): Promise<string[]> {
  if (items.length <= AT_ONCE) return cache.inTurn((db) => {
    const mids = items.map((item) => write(db, item)).filter((mid) => mid !== null);
    ended?.();
    return mids;
  });
  const inOrder = inFileOrder(cache, items, idOf);
  return cache.inSlices(function* (db) {
    const mids: (string | null)[] = [];
    let [since, done] = [performance.now(), 0];
    for (const [at, item] of inOrder) {
      mids[at] = write(db, item);
      done++;
      if (done % LOOK_EVERY !== 0 || performance.now() - since < SLICE_MS) continue;
      progress(done);
      yield;
      since = performance.now();
    }
    ended?.();
    return mids.filter((mid) => mid !== null);
  }, () => !cancelled());
}

/** Edits one or many products: all of them or, when a rule refuses one or somebody cancels, none. On disk before it answers. */
export async function editProducts(cache: CacheDb, edits: readonly Edit[], intent: string, context: EditContext, work = unwatched): Promise<Result<Written, AppError>> {
  const group = edits.length > 1 ? context.newId() : null;
  const mids = await answered(writeAll(cache, edits, { idOf: ({ id }) => id, write: (db, edit) => writeEdit(db, edit, intent, group, context) }, work));
  return mids.ok ? ok({ mids: mids.value, group: mids.value.length > 0 ? group : null }) : mids;
}

export async function createProduct(cache: CacheDb, product: Product, context: EditContext): Promise<Result<Written, AppError>> {
  const mid = await answered(cache.inTurn((db) => writeCreate(db, product, context)));
  return mid.ok ? ok({ mids: [mid.value], group: null }) : mid;
}

/** Deletes one or many products; how many are taken back is noted with the deletion itself, product by product. */
export async function deleteProducts(cache: CacheDb, ids: readonly ProductId[], context: EditContext, work = unwatched): Promise<Result<Written, AppError>> {
  const group = ids.length > 1 ? context.newId() : null;
  let notes: ReturnType<typeof noting> | null = null;
  const write = (db: WritableDb, id: ProductId): string => {
    const product = group === null ? undefined : recordOf(db, 'product', id)?.doc;
    const mid = writeDelete(db, id, group, context);
    if (group !== null && product !== undefined) (notes ??= noting(db, { key: group, at: context.at, intent: 'delete' })).note(partFrom({ what: 'delete', product: product as unknown as Product }));
    return mid;
  };
  const mids = await answered(writeAll(cache, ids, { idOf: (id) => id, write, ended: () => notes?.end() }, work));
  return mids.ok ? ok({ mids: mids.value, group }) : mids;
}
