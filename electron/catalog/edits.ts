import type { ProductId, Product } from '#shared/catalog/model.ts';
import { AppFailure, type AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { CacheDb } from '../db/cache-db.ts';
import { writeCreate, writeDelete, writeEdit, type Edit, type EditContext } from './edit.ts';

/** What was written; `group` binds what was done at once, so that it is undone at once. */
export type Written = { mids: string[]; group: string | null };

/** As many as fit into one turn of the data process; more are written in slices with pauses in between. */
const AT_ONCE = 40;
/** A slice ends after so many milliseconds, looked at every few edits. */
const SLICE_MS = 10;
const LOOK_EVERY = 4;

/** Lets a refusal or a full disk come back as an answer; a mistake of ours goes on as an exception. */
async function answered<T>(work: Promise<T>): Promise<Result<T, AppError>> {
  try {
    return ok(await work);
  } catch (cause) {
    if (cause instanceof AppFailure) return err(cause.error);
    throw cause;
  }
}

/** One thing after another in one transaction: at once when it is short, else in slices. */
function writeAll<T>(cache: CacheDb, items: readonly T[], write: (db: Parameters<Parameters<CacheDb['inTurn']>[0]>[0], item: T) => string | null): Promise<string[]> {
  if (items.length <= AT_ONCE) return cache.inTurn((db) => items.map((item) => write(db, item)).filter((mid) => mid !== null));
  return cache.inSlices(function* (db) {
    const mids: string[] = [];
    let since = performance.now();
    for (const [at, item] of items.entries()) {
      const mid = write(db, item);
      if (mid !== null) mids.push(mid);
      if (at % LOOK_EVERY !== 0 || performance.now() - since < SLICE_MS) continue;
      yield;
      since = performance.now();
    }
    return mids;
  });
}

/** Edits one or many products: all of them or, when a rule refuses one, none. On disk before it answers. */
export async function editProducts(cache: CacheDb, edits: readonly Edit[], intent: string, context: EditContext): Promise<Result<Written, AppError>> {
  const group = edits.length > 1 ? context.newId() : null;
  const mids = await answered(writeAll(cache, edits, (db, edit) => writeEdit(db, edit, intent, group, context)));
  return mids.ok ? ok({ mids: mids.value, group: mids.value.length > 0 ? group : null }) : mids;
}

export async function createProduct(cache: CacheDb, product: Product, context: EditContext): Promise<Result<Written, AppError>> {
  const mid = await answered(cache.inTurn((db) => writeCreate(db, product, context)));
  return mid.ok ? ok({ mids: [mid.value], group: null }) : mid;
}

export async function deleteProducts(cache: CacheDb, ids: readonly ProductId[], context: EditContext): Promise<Result<Written, AppError>> {
  const group = ids.length > 1 ? context.newId() : null;
  const mids = await answered(writeAll(cache, ids, (db, id) => writeDelete(db, id, group, context)));
  return mids.ok ? ok({ mids: mids.value, group }) : mids;
}
