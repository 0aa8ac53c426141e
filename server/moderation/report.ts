import type { AppError } from '#shared/kernel/errors.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import type { Product } from '#shared/catalog/model.ts';
import type { Result } from '#shared/kernel/result.ts';
import { waitsFor } from '#shared/moderation/listing-words.ts';
import type { PolicyId } from '#shared/moderation/model.ts';
import type { Actor } from '#shared/sync/model.ts';
import { atOnce, logEvent, refuse, type ModerationDeps } from './acts.ts';
import { open } from './follow.ts';

/** Somebody says that a listing breaks a rule: it has a case from then on, also while nothing of it waits. */
export const reportListing = (deps: ModerationDeps, by: Actor, productId: string, policy: PolicyId, text: string): Promise<Result<{ id: string }, AppError>> =>
  atOnce(deps, async (trx) => {
    // Held: two reports, or a report and an edit of the same moment, must not both open a case.
    const found = await deps.db.dialect.lockRows(trx.selectFrom('product').select(['doc', 'version']).where('id', '=', productId)).executeTakeFirst();
    if (found === undefined) return refuse({ code: 'not-found', field: 'product' });
    const product = JSON.parse(found.doc) as Product;
    const id = uuidv7(deps.clock, deps.random);
    await trx.insertInto('moderation_report').values({ id, product_id: productId, shop_id: product.shopId, reporter_id: by.userId, policy, text, at: deps.clock(), outcome: null }).execute();
    const known = await trx.selectFrom('moderation_case').select('id').where('product_id', '=', productId).where('is_waiting', '=', 1).executeTakeFirst();
    if (known === undefined) await open(trx, product, found.version, 'report');
    else await trx.updateTable('moderation_case').set({ look_due: deps.clock(), ...(waitsFor(product) === null ? { reason: 'report' as const } : {}) }).where('id', '=', known.id).execute();
    await logEvent(trx, deps, by, { productId, shopId: product.shopId, kind: 'reported', reason: text, details: { policy } });
    return { id };
  });
