import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { FileStore } from '@tus/file-store';
import { Metadata, Server, type KvStore, type Upload } from '@tus/server';
import express, { type NextFunction, type Request, type RequestHandler, type Response, type Router } from 'express';
import type { MediaUploadTable } from '#server/db/schema.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { invalidInput, RequestRefused } from '#server/http/errors.ts';
import type { Authenticate } from '#server/http/handler.ts';
import { identify, methodNotAllowed, noteRoute } from '#server/http/router.ts';
import { checkWriter } from '#shared/catalog/rules.ts';
import { MOST_PICTURE_BYTES } from '#shared/media/limits.ts';
import { checkPictureBytes } from '#shared/media/rules.ts';
import { mediaRole, UPLOADS_PATH, uploadMetadata, type MediaRole } from '#shared/media/upload-contract.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { uuid, uuidv7 } from '#shared/kernel/ids.ts';
import { DAY_MS } from '#shared/kernel/time.ts';
import type { Actor } from '#shared/sync/model.ts';
import { keeperOf, type KeepDeps } from './keep.ts';
import { roomTaken } from './rows.ts';
import { StorageFailed } from './storage.ts';
import { answerWith, withBodyToTheCut } from './whole-line.ts';

export type TusDeps = KeepDeps & {
  readonly random: (bytes: Uint8Array) => Uint8Array;
  readonly authenticate: Authenticate;
  /** What one shop may keep here, bytes; other than usual in tests. */
  readonly mostShopBytes?: number;
};

/** An upload nobody ended in this time is given up. */
export const KEEP_UPLOAD_MS = 7 * DAY_MS;
/** How much all pictures of one shop may take on the server, bytes: 20 GB. */
export const MOST_SHOP_PICTURE_BYTES = 20_000_000_000;
/** How many pictures of one shop may be on their way at once. */
const MOST_UNFINISHED = 5_000;
const CAN = { 'tus-version': '1.0.0', 'tus-extension': 'creation,creation-with-upload,termination,expiration', 'tus-max-size': String(MOST_PICTURE_BYTES) };

type Begun = { readonly id: string; readonly shopId: string; readonly sha256: string; readonly bytes: number; readonly role: MediaRole };

/**
 * Takes pictures in by tus 1.0.0: in parts, from where the last cut left off. Every upload belongs to one account and one shop; for anybody else
 * it does not exist. Nothing is written before size, room and rights are known.
 *
 * Source: tus 1.0.0 (tus.io), spoken by `@tus/server`; what is asked before and after is ours.
 */
export function tusRouter(deps: TusDeps): Router {
  const { db, clock, random } = deps;
  const folder = join(deps.folder, 'uploads');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const end = keeperOf(deps);
  const store = new FileStore({ directory: folder, configstore: rowsAsConfig(deps), expirationPeriodInMilliseconds: KEEP_UPLOAD_MS });
  const rowOf = (id: string) => db.kysely.selectFrom('media_upload').selectAll().where('id', '=', id).executeTakeFirst();
  const begun = new WeakMap<object, Begun>();
  const tus = new Server({
    path: UPLOADS_PATH, datastore: store, relativeLocation: true, maxSize: MOST_PICTURE_BYTES, lockDrainTimeout: 500,
    // Consoles are no web pages; pages that may call are let in before (`http/origin.ts`).
    allowedOrigins: () => false,
    namingFunction: (request) => begun.get(request.runtime!.node!.req)!.id,
    onUploadFinish: async (_request, upload) => {
      const error = await end((await rowOf(upload.id))!);
      return error === null ? {} : { status_code: new RequestRefused(error).status, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ error }) };
    },
    onResponseError: (_request, cause) => {
      if (!(cause instanceof StorageFailed)) return undefined;
      deps.log.warn({ err: cause }, 'a picture cannot be kept now');
      return { status_code: 503, body: JSON.stringify({ error: { code: 'not-ready', rule: 'storage-away' } satisfies AppError }) };
    },
  });
  const speak: RequestHandler = async (request, response) => {
    if (request.method !== 'PATCH') return tus.handle(request, response);
    await answerWith(response, await tus.handleWeb(withBodyToTheCut(request)));
  };

  /** Notes an upload and takes its room; the caller may be told no before a byte is here. */
  const begin: RequestHandler = async (request, response, next) => {
    const actor = response.locals.actor as Actor;
    const asked = readCreation(request);
    if ('code' in asked) return next(new RequestRefused(asked));
    const upload = { ...asked, id: uuidv7(clock, random) };
    const refused = await mayBegin(deps, actor, upload);
    if (refused) return next(new RequestRefused(refused, refused.rule === 'picture-too-large' ? 413 : undefined));
    begun.set(request, upload);
    speak(request, response, next);
  };

  /** Only who began an upload, and may still write to its shop, finds it. */
  const find = async (request: Request, response: Response): Promise<MediaUploadTable> => {
    const actor = response.locals.actor as Actor;
    const id = String(request.params.id);
    const row = uuid.safeParse(id).success && Object.keys(request.query).length === 0 ? await rowOf(id) : undefined;
    if (!row || row.user_id !== actor.userId || checkWriter(actor, row.shop_id)) throw new RequestRefused({ code: 'not-found', field: 'upload' });
    return row;
  };
  const go: RequestHandler = async (request, response, next) => {
    const row = await find(request, response);
    // The last bytes may have come while nobody was left to look at them.
    const isWhole = row.ended_at !== null || (request.method !== 'DELETE' && (await lengthOf(store, row.id)) === row.bytes);
    return isWhole ? answerEnded(row, request, response, next) : speak(request, response, next);
  };
  const answerEnded = async (row: MediaUploadTable, request: Request, response: Response, next: NextFunction): Promise<void> => {
    response.setHeader('tus-resumable', '1.0.0');
    try {
      const error = await end(row);
      if (error) return next(new RequestRefused(error));
    } catch (cause) {
      return next(cause instanceof StorageFailed ? new RequestRefused({ code: 'not-ready', rule: 'storage-away' }, undefined, { cause }) : cause);
    }
    response.setHeader('upload-offset', row.bytes).setHeader('upload-length', row.bytes);
    response.status(request.method === 'HEAD' ? 200 : 204).end();
  };

  const router = express.Router({ caseSensitive: true, strict: true });
  const signedIn = identify({ auth: 'signed-in' }, deps);
  router.options(UPLOADS_PATH, noteRoute({ path: UPLOADS_PATH }), signedIn, (_request, response) => void response.status(204).set(CAN).setHeader('tus-resumable', '1.0.0').end());
  router.post(UPLOADS_PATH, noteRoute({ path: UPLOADS_PATH }), signedIn, begin);
  router.all(UPLOADS_PATH, methodNotAllowed(['OPTIONS', 'POST']));
  const one = `${UPLOADS_PATH}/:id` as const;
  for (const method of ['head', 'patch', 'delete'] as const) router[method](one, noteRoute({ path: one }), signedIn, go);
  router.all(one, methodNotAllowed(['HEAD', 'PATCH', 'DELETE']));
  return router;
}

/** What a creation says of itself, or what is wrong with it. */
function readCreation(request: Request): Omit<Begun, 'id'> | AppError {
  const bytes = Number(request.headers['upload-length']);
  if (request.headers['tus-resumable'] !== '1.0.0' || !/^\d{1,15}$/.test(String(request.headers['upload-length']))) return { code: 'invalid-input', field: 'upload-length', rule: 'malformed' };
  try {
    const metadata = uploadMetadata.safeParse(Metadata.parse(String(request.headers['upload-metadata'] ?? '')));
    if (!metadata.success) return invalidInput('upload-metadata', metadata.error);
    const role = mediaRole.safeParse(JSON.parse(metadata.data.role));
    return role.success ? { shopId: metadata.data.shop, sha256: metadata.data.sha256, bytes, role: role.data } : invalidInput('role', role.error);
  } catch {
    return { code: 'invalid-input', field: 'upload-metadata', rule: 'malformed' };
  }
}

async function mayBegin({ db, clock, mostShopBytes = MOST_SHOP_PICTURE_BYTES }: TusDeps, actor: Actor, { id, shopId, sha256, bytes, role }: Begun): Promise<AppError | null> {
  const refused = checkWriter(actor, shopId) ?? checkPictureBytes('file', bytes);
  if (refused) return refused;
  return inTransaction(db, async (trx): Promise<AppError | null> => {
    // Two that begin at once must not both find the same room.
    const shop = await db.dialect.lockRows(trx.selectFrom('shop').select('id').where('id', '=', shopId)).executeTakeFirst();
    if (!shop) return { code: 'not-found', field: 'shopId' };
    const taken = await roomTaken(trx, { shopId, sha256 });
    if (taken.bytes + bytes > mostShopBytes) return { code: 'rule-broken', field: 'file', rule: 'shop-pictures-full', details: { usedBytes: taken.bytes, foundBytes: bytes, mostBytes: mostShopBytes } };
    if (taken.unfinished >= MOST_UNFINISHED) return { code: 'too-many-tries', details: { retryAfterSeconds: 60 } };
    await trx.insertInto('media_upload').values({ id, user_id: actor.userId, shop_id: shopId, sha256, bytes, role: JSON.stringify(role), began_at: clock(), ended_at: null, error: null }).execute();
    return null;
  });
}

const lengthOf = async (store: FileStore, id: string): Promise<number | null> => {
  try {
    return (await store.getUpload(id)).offset;
  } catch {
    return null;
  }
};

/** What tus has to remember of an upload stands in the database, noted before its file is made; the offset is the file's length. */
function rowsAsConfig({ db }: TusDeps): KvStore {
  return {
    get: async (id) => {
      const row = await db.kysely.selectFrom('media_upload').selectAll().where('id', '=', id).where('ended_at', 'is', null).executeTakeFirst();
      return row && ({ id, size: row.bytes, offset: 0, creation_date: new Date(row.began_at).toISOString() } as Upload);
    },
    set: async () => undefined,
    delete: async (id) => void (await db.kysely.deleteFrom('media_upload').where('id', '=', id).execute()),
  };
}
