import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import type { Logger } from 'pino';
import type { ServerDb } from '#server/db/open.ts';
import type { MediaBlobTable } from '#server/db/schema.ts';
import { RequestRefused } from '#server/http/errors.ts';
import { sendRange } from '#server/http/reply.ts';
import { methodNotAllowed, noteRoute } from '#server/http/router.ts';
import { shopId } from '#shared/auth/model.ts';
import { derivativeFormats, derivativePurpose, mimeOfFormat, sha256, type DerivativeFormat } from '#shared/media/model.ts';
import { recipeHash } from '#shared/media/upload-contract.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Clock } from '#shared/kernel/time.ts';
import { blobOf, isShown } from './rows.ts';
import type { LinkCheck, SignedLinks } from './signed-links.ts';
import { StorageFailed, type MediaStorage, type StorageKey } from './storage.ts';

export type ServeDeps = {
  readonly db: ServerDb;
  readonly clock: Clock;
  readonly log: Logger;
  readonly storage: MediaStorage;
  readonly links: SignedLinks;
  /** Where a scanner is set up, what it has not seen is shown to the shop only. */
  readonly mayShowUnscanned: boolean;
};

export const originalPath = (shop: string, asset: string): string => `/pictures/${shop}/${asset}/original`;

const YEAR_SECONDS = 31_536_000;
const isRefusal = (cause: unknown): boolean => cause instanceof StorageFailed;
const withdrawn: AppError = { code: 'not-found', field: 'picture', rule: 'picture-quarantined' };
const nowhere = () => new RequestRefused({ code: 'not-found', field: 'picture' });

/**
 * Serves pictures: smaller ones to anyone while a published listing shows them, everything else by a signed address. An address always shows
 * the same picture, so that it may be kept for a year; in which format is up to what the caller takes.
 */
export function pictureRouter(deps: ServeDeps): Router {
  const { db, links } = deps;
  const router = express.Router({ caseSensitive: true, strict: true });
  const smaller = '/pictures/:shopId/:asset/:recipe/:purpose' as const;
  const original = '/pictures/:shopId/:asset/original' as const;

  const serveSmaller: RequestHandler = async (request, response) => {
    const { recipe, purpose, asset, ...rest } = request.params;
    const key = keyOf({ ...rest, asset });
    const [byRecipe, what] = [recipeHash.safeParse(recipe), derivativePurpose.safeParse(purpose)];
    if (!key || !byRecipe.success || !what.success) throw nowhere();
    const link = linkOf(links, request);
    const isPublic = await isShown(db.kysely, key);
    if (!isPublic && !link.signed) throw refusalOf(link);
    // What was made of a picture in which a scanner found something goes with it.
    if ((await blobOf(db.kysely, key))?.scan === 'quarantined') throw new RequestRefused(withdrawn);
    const rows = await db.kysely.selectFrom('media_derivative').select(['format', 'sha256']).where('shop_id', '=', key.shopId).where('asset', '=', key.sha256).where('recipe', '=', byRecipe.data).where('purpose', '=', what.data).execute();
    response.vary('accept');
    const format = bestFormat(request, rows.map((row) => row.format));
    const blob = format && (await blobOf(db.kysely, { ...key, sha256: rows.find((row) => row.format === format)!.sha256 }));
    if (!blob) throw nowhere();
    const isOpen = isPublic && (blob.scan === 'clean' || deps.mayShowUnscanned);
    if (!isOpen && !link.signed) throw refusalOf(link);
    await send(deps, request, response, blob, isOpen ? null : link);
  };

  const serveOriginal: RequestHandler = async (request, response) => {
    const key = keyOf(request.params);
    if (!key) throw nowhere();
    const link = linkOf(links, request);
    if (!link.signed) throw refusalOf(link);
    const blob = await blobOf(db.kysely, key);
    if (!blob) throw nowhere();
    await send(deps, request, response, blob, link);
  };

  // The shorter one first: `original` is no recipe.
  router.get(original, noteRoute({ path: original }), serveOriginal);
  router.get(smaller, noteRoute({ path: smaller }), serveSmaller);
  router.all([original, smaller], methodNotAllowed(['GET', 'HEAD']));
  return router;
}

function keyOf(params: Readonly<Record<string, unknown>>): StorageKey | null {
  const [shop, asset] = [shopId.safeParse(params['shopId']), sha256.safeParse(params['asset'])];
  return shop.success && asset.success ? { shopId: shop.data, sha256: asset.data } : null;
}

const linkOf = (links: SignedLinks, request: Request): LinkCheck => links.check(request.path, request.query);

/** Without a signature nobody learns whether there is a picture. */
const refusalOf = (link: LinkCheck): RequestRefused => (!link.signed && link.why !== 'none' ? new RequestRefused({ code: 'forbidden', rule: link.why === 'expired' ? 'link-expired' : 'link-wrong' }) : nowhere());

/** The smallest that the caller says it can show; JPEG, which everything can, to who does not say. */
function bestFormat(request: Request, there: readonly DerivativeFormat[]): DerivativeFormat | null {
  const accept = request.headers.accept ?? '';
  const named = (format: DerivativeFormat) => new RegExp(`(^|[\\s,])${mimeOfFormat[format]}\\s*(;(?!\\s*q=0(\\.0*)?\\s*(,|$))[^,]*)?(,|$)`, 'i').test(accept);
  // `*/*` says nothing: programs that cannot show AVIF send it, too.
  return derivativeFormats.find((format) => there.includes(format) && format !== 'jpeg' && named(format)) ?? (there.includes('jpeg') ? 'jpeg' : (there.toReversed().find(Boolean) ?? null));
}

async function send({ storage, clock, log }: ServeDeps, request: Request, response: Response, blob: MediaBlobTable, link: LinkCheck | null): Promise<void> {
  if (blob.scan === 'quarantined') throw new RequestRefused(withdrawn);
  const etag = `"${blob.sha256}"`;
  const seconds = link?.signed ? Math.max(0, Math.floor((link.untilMs - clock()) / 1_000)) : YEAR_SECONDS;
  response.set({
    'cache-control': `${link === null ? 'public' : 'private'}, max-age=${seconds}, immutable`,
    etag,
    'content-type': blob.mime,
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
    // Shop windows on other sites show them; who has a signed address shows it where they are.
    'cross-origin-resource-policy': 'cross-origin',
    'content-disposition': 'inline',
  });
  if (request.fresh) return void response.status(304).end();
  // A part of another content than the one that was begun is no use: then all of it.
  if (request.headers['if-range'] !== undefined && request.headers['if-range'] !== etag) delete request.headers.range;
  const key = { shopId: blob.shop_id, sha256: blob.sha256 };
  try {
    await sendRange(request, response, { bytes: blob.bytes, open: (from, to) => storage.read(key, from, to) });
  } catch (cause) {
    forget(response);
    if (!isRefusal(cause)) throw cause;
    log.warn({ err: cause }, 'a picture cannot be read now');
    if (response.headersSent) return void response.destroy();
    throw new RequestRefused({ code: 'not-ready', rule: 'storage-away' }, undefined, { cause });
  }
}

/** A refusal must not be kept as if it were the picture. */
function forget(response: Response): void {
  if (response.headersSent) return;
  for (const name of ['etag', 'content-length', 'accept-ranges']) response.removeHeader(name);
  response.setHeader('cache-control', 'no-store');
}
