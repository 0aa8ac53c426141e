import type { EndpointHandlers } from '#server/http/handler.ts';
import type { ServerDb } from '#server/db/open.ts';
import { ADMIN, mayReadScope, vendorScope } from '#server/sync/scopes.ts';
import { checkWriter } from '#shared/catalog/rules.ts';
import { picturePath } from '#shared/media/picture-address.ts';
import { checkPictureBytes } from '#shared/media/rules.ts';
import { UPLOADS_PATH, type mediaEndpoints, type MediaRole } from '#shared/media/upload-contract.ts';
import type { watchEndpoints } from '#shared/media/watch-contract.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Clock } from '#shared/kernel/time.ts';
import { err, ok } from '#shared/kernel/result.ts';
import type { Actor } from '#shared/sync/model.ts';
import { foundElsewhere } from './alike/elsewhere.ts';
import type { Looks } from './alike/looks.ts';
import { blobOf, isShown, noteRole } from './rows.ts';
import { originalPath } from './serve.ts';
import type { SignedLinks } from './signed-links.ts';
import type { MediaStorage, StorageKey } from './storage.ts';
import { checkDerivative } from './verify.ts';

export type MediaHandlerDeps = { readonly db: ServerDb; readonly clock: Clock; readonly links: SignedLinks; readonly storage: MediaStorage; readonly looks: Pick<Looks, 'nudge'>; readonly mayShowUnscanned: boolean };

/** Answers what is known of a shop's pictures. */
export function mediaHandlers({ db, clock, links, storage, looks, mayShowUnscanned }: MediaHandlerDeps): EndpointHandlers<typeof mediaEndpoints & typeof watchEndpoints> {
  const { kysely } = db;

  /** Somebody else's shop answers the same whether it has the picture or not. Who may read its listings may look at their pictures, too. */
  const mayReach = async (actor: Actor, shopId: string, what: 'read' | 'write'): Promise<AppError | null> => {
    const mayRead = what === 'read' && [ADMIN, vendorScope(shopId)].some((scope) => mayReadScope(actor, scope));
    const refused = mayRead ? null : checkWriter(actor, shopId);
    if (refused) return refused;
    return (await kysely.selectFrom('shop').select('id').where('id', '=', shopId).executeTakeFirst()) ? null : { code: 'not-found', field: 'shopId' };
  };

  /** A content that is here already takes on another use only if it fits it. */
  const takeOn = async (key: StorageKey, role: MediaRole): Promise<AppError | null> => {
    const blob = (await blobOf(kysely, key))!;
    const refused = role.kind === 'derivative' ? checkDerivative('file', blob, role) : null;
    if (refused === null) {
      await noteRole(kysely, key, role, clock());
      looks.nudge();
    }
    return refused;
  };

  return {
    offerMedia: async ({ params, body }, { actor }) => {
      const refused = (await mayReach(actor, params.shopId, 'write')) ?? checkPictureBytes('file', body.bytes);
      if (refused) return err(refused);
      const blob = await blobOf(kysely, params);
      if (blob?.scan === 'quarantined') return ok({ name: 'kept', scan: blob.scan, note: blob.scan_note });
      // The database may be older than the storage, or the storage than the database: what is really there counts.
      if (blob && (await storage.size(params)) === blob.bytes) {
        const unfit = await takeOn(params, body.role);
        return unfit ? err(unfit) : ok({ name: 'kept', scan: blob.scan, note: blob.scan_note });
      }
      const under = await kysely.selectFrom('media_upload').select('id').where('shop_id', '=', params.shopId).where('sha256', '=', params.sha256).where('user_id', '=', actor.userId).where('ended_at', 'is', null).where('bytes', '=', body.bytes)
        .where('role', '=', JSON.stringify(body.role)).orderBy('began_at', 'desc').limit(1).executeTakeFirst();
      return ok({ name: 'wanted', upload: under ? `${UPLOADS_PATH}/${under.id}` : null });
    },

    mediaAsset: async ({ params }, { actor }) => {
      const refused = await mayReach(actor, params.shopId, 'read');
      if (refused) return err(refused);
      const blob = await blobOf(kysely, params);
      if (!blob) return err({ code: 'not-found', field: 'sha256' });
      const isPublic = await isShown(kysely, params);
      const rows = await kysely.selectFrom('media_derivative').innerJoin('media_blob', (join) => join.onRef('media_blob.shop_id', '=', 'media_derivative.shop_id').onRef('media_blob.sha256', '=', 'media_derivative.sha256'))
        .select(['recipe', 'purpose', 'format', 'media_blob.sha256', 'width', 'height', 'bytes', 'scan']).where('media_derivative.shop_id', '=', params.shopId).where('asset', '=', params.sha256).where('scan', '<>', 'quarantined')
        .orderBy('recipe').orderBy('purpose').orderBy('format').execute();
      const products = await kysely.selectFrom('media_use').select('product_id').where('shop_id', '=', params.shopId).where('asset', '=', params.sha256).orderBy('product_id').execute();
      return ok({
        mime: blob.mime, bytes: blob.bytes, width: blob.width, height: blob.height, frames: blob.frames, scan: blob.scan, note: blob.scan_note, scannedAt: blob.scanned_at, isPublic,
        original: links.sign(originalPath(params.shopId, params.sha256)),
        derivatives: (blob.scan === 'quarantined' ? [] : rows).map(({ scan, ...row }) => {
          const path = picturePath(params.shopId, params.sha256, row.recipe, row.purpose);
          return { ...row, url: isPublic && (scan === 'clean' || mayShowUnscanned) ? path : links.sign(path) };
        }),
        products: products.map(({ product_id }) => product_id),
      });
    },

    picturesElsewhere: async ({ params, body }, { actor }) => {
      const refused = await mayReach(actor, params.shopId, 'read');
      if (refused) return err(refused);
      const isVendor = actor.role === 'vendor';
      const pictures = [];
      for (const sha256 of body.sha256s) {
        // A picture one has in two shops of one's own is no copy of anybody's.
        const others = await foundElsewhere(db, { shopId: params.shopId, sha256 }, { mayTell: (shopId) => !isVendor || !actor.shopIds.includes(shopId), onlyShown: isVendor });
        pictures.push({ sha256, found: others === null ? 'waiting' as const : others.length === 0 ? 'nowhere' as const : 'elsewhere' as const, where: isVendor ? null : (others ?? []) });
      }
      return ok({ pictures });
    },

    quarantinedPictures: async ({ params, query }, { actor }) => {
      const refused = await mayReach(actor, params.shopId, 'read');
      if (refused) return err(refused);
      const rows = await kysely.selectFrom('media_blob').select(['sha256', 'scan_note', 'scanned_at']).where('shop_id', '=', params.shopId).where('scan', '=', 'quarantined').where('scanned_at', '>=', query.since).orderBy('scanned_at').orderBy('sha256').execute();
      return ok({ contents: rows.map((row) => ({ sha256: row.sha256, note: row.scan_note, foundAt: row.scanned_at! })) });
    },
  };
}
