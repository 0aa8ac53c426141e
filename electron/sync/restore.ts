import { parseProduct } from '#shared/catalog/description.ts';
import type { HistoryEntry } from '#shared/catalog/contract.ts';
import type { Product, ProductId, ProductImage, Variant, VariantId } from '#shared/catalog/model.ts';
import { AppFailure, type AppError } from '#shared/kernel/errors.ts';
import type { Json } from '#shared/kernel/json.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { WHOLE_RECORD } from '#shared/sync/audited-fields.ts';
import { applyOps } from '#shared/sync/merge.ts';
import { writeCreate, type EditContext } from '../catalog/edit.ts';
import type { FetchHistory } from '../catalog/history.ts';
import type { CacheDb } from '../db/cache-db.ts';
import { deleteEdit, editOf } from './store.ts';

/**
 * Makes a new draft product of one that others deleted, with the refused edit in it. Deleting wins, ids are never used twice: the new one
 * has ids of its own. Its last state comes from the server's history, because this console no longer has it.
 */
export async function restoreAsNew(cache: CacheDb, mid: string, context: EditContext, fetchHistory: FetchHistory): Promise<Result<{ id: string }, AppError>> {
  const draft = editOf(cache, mid);
  if (draft?.state !== 'rejected' || draft.mutation.action !== 'patch') return err({ code: 'not-found', attempted: 'sync.restore', rule: 'draft-gone' });
  const told = await fetchHistory({ entity: 'product', id: draft.mutation.id }, 50);
  if (!told.ok) return told;
  const last = lastState(told.value);
  if (last === null) return err({ code: 'gone', attempted: 'sync.restore' });
  const made = renewed(applyOps(last as unknown as Json, draft.mutation.ops) as unknown as Product, context);
  try {
    await cache.inTurn((db) => {
      deleteEdit(db, mid);
      writeCreate(db, made, context);
    });
    return ok({ id: made.id });
  } catch (cause) {
    if (cause instanceof AppFailure) return err(cause.error);
    throw cause;
  }
}

function lastState(entries: readonly HistoryEntry[]): Product | null {
  const whole = entries.flatMap(({ changes }) => changes).find(({ path, after }) => path === WHOLE_RECORD && after === null);
  const parsed = whole ? parseProduct(whole.before) : null;
  return parsed?.ok ? parsed.value : null;
}

/** The same product with new ids, a draft, without pieces promised or ordered for the one that is gone. */
export function renewed(product: Product, { newId }: Pick<EditContext, 'newId'>): Product {
  const afresh = (variant: Variant): Variant => ({ ...variant, stock: Object.fromEntries(Object.entries(variant.stock).map(([place, level]) => [place, { ...level, reserved: 0, incoming: 0 }])) });
  const ids = new Map((Object.keys(product.variants) as VariantId[]).map((id) => [id, newId() as VariantId]));
  const renamed = (image: ProductImage): ProductImage => (image.variants ? { ...image, variants: image.variants.flatMap((id) => ids.get(id) ?? []) } : image);
  return {
    ...product,
    id: newId() as ProductId,
    status: 'draft',
    variants: Object.fromEntries([...ids].map(([id, fresh]) => [fresh, afresh(product.variants[id]!)])),
    images: Object.fromEntries(Object.values(product.images).map((image) => [newId(), renamed(image)])),
  };
}
