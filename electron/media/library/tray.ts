import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { ProductId, VariantId } from '#shared/catalog/model.ts';
import { checkWriter } from '#shared/catalog/rules.ts';
import type { Handlers } from '#shared/contract/channel.ts';
import { AppFailure, type AppError } from '#shared/kernel/errors.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { libraryChannels, TrayPicture } from '#shared/media/library-channels.ts';
import { actorOf } from '../../catalog/edit.ts';
import type { Written } from '../../catalog/edits.ts';
import type { WayBack } from '../../catalog/way-back.ts';
import type { CacheDb } from '../../db/cache-db.ts';
import { plainName } from '../../files/plain-name.ts';
import type { IntakeDesk } from '../../intake/handlers.ts';
import type { AlikeFinder } from './alike.ts';
import { originalPath, type Here } from './here.ts';
import { listedAs, noteUnplaced, placePictures, type Placing } from './place.ts';
import type { TrayReader } from './reader.ts';
import { addToTray, boundForListings, madeUnder, sameInTray, setDismissed, trayAt, trayBecomes, trayOf, trayPlaces, type TrayRow } from './tray-rows.ts';

type TrayChannels = Pick<typeof libraryChannels, 'media.take' | 'media.tray' | 'media.place' | 'media.dismiss' | 'media.restore' | 'media.retry'>;
export type TrayDeps = Here & {
  readonly intake: IntakeDesk;
  readonly reader: () => TrayReader;
  readonly alike: AlikeFinder;
  /** Remembers what was done at once, so that it can be taken back like any edit. */
  readonly remember: (written: Written, intent: string, ways: readonly WayBack[]) => void;
};
const INTENT = 'add-pictures';
const gone: AppError = { code: 'not-ready', rule: 'intake-gone' };

/** The tray: pictures that came in and are not on a listing yet. */
export function pictureTray(deps: TrayDeps) {
  const newId = () => uuidv7(deps.scheduler.now, deps.random);
  let placing: Promise<unknown> = Promise.resolve();

  const here = async <T>(work: (db: CacheDb) => Promise<Result<T, AppError>> | Result<T, AppError>): Promise<Result<T, AppError>> => {
    const db = deps.cache();
    if (!db?.isOpen || !deps.me()) return err({ code: 'signed-out' });
    try {
      return await work(db);
    } catch (cause) {
      if (cause instanceof AppFailure) return err(cause.error);
      throw cause;
    }
  };
  const context = () => ({ actor: actorOf(deps.me()!), at: deps.scheduler.now(), newId });

  const pictureOf = (db: CacheDb, row: TrayRow): TrayPicture => {
    const made = row.recipe === null ? null : madeUnder(db, row.shopId, row.sha256, row.recipe);
    const picture = made === null ? null : listedAs(row.name, made);
    return {
      id: row.id, shopId: row.shopId as never, name: row.name, bytes: row.bytes, state: row.state === 'waiting' && deps.reader().isReading(row.id) ? 'reading' : row.state, error: row.error, sha256: row.sha256,
      picture, notes: made?.notes ?? [], copyright: made?.copyright ?? null, bytesAfter: made === null ? null : made.derivatives.reduce((sum, { bytes }) => sum + bytes, 0), productId: row.productId as ProductId | null,
      alike: picture === null ? [] : deps.alike.like(db, { shopId: row.shopId, sha256: row.sha256, phash: picture.phash }, deps.locale()), addedAt: row.addedAt,
    };
  };

  /** One after the other: two drops on one listing do not take each other's places. */
  const place = (db: CacheDb, placings: readonly Placing[]) => {
    const mine = placing.then(() => placePictures(db, placings, context()));
    placing = mine.catch(() => undefined);
    return mine.then((done) => {
      deps.remember({ mids: [...done.mids], group: done.group }, INTENT, done.ways);
      for (const shopId of new Set(placings.map(({ row }) => row.shopId))) deps.tell(shopId);
      return done;
    });
  };

  /** What was dropped on a listing goes there, in the order in which it came: one that is read sooner waits for those before it. */
  const bindOnce = async (): Promise<void> => {
    const db = deps.cache();
    if (!db?.isOpen || !deps.me()) return;
    const byProduct = new Map<string, TrayRow[]>();
    for (const row of boundForListings(db)) byProduct.set(row.productId!, [...(byProduct.get(row.productId!) ?? []), row]);
    const ready = [...byProduct.values()].flatMap((rows) => {
      const settled = rows.filter(({ state }) => state !== 'refused');
      const first = settled.findIndex(({ state }) => state !== 'ready');
      return first < 0 ? settled : settled.slice(0, first);
    });
    if (ready.length === 0) return;
    const { refused } = await place(db, ready.map((row) => ({ row, productId: row.productId as ProductId, variantIds: [], place: null })));
    if (refused.length > 0) await db.inTurn((writable) => refused.forEach(({ id, error }) => noteUnplaced(writable, id, error)));
    for (const shopId of new Set(ready.map((row) => row.shopId))) deps.tell(shopId);
  };
  let binding: Promise<void> | null = null;
  let again = false;
  const placeBound = (): Promise<void> => {
    again = true;
    binding ??= (async () => {
      while (again) {
        again = false;
        await bindOnce();
      }
    })().finally(() => (binding = null));
    return binding;
  };
  const change = (ids: readonly string[], work: (db: CacheDb, rows: TrayRow[]) => Promise<void>, rowsOf = trayOf) => here<TrayRow[]>(async (db) => {
    const rows = rowsOf(db, ids);
    await work(db, rows);
    for (const shopId of new Set(rows.map((row) => row.shopId))) deps.tell(shopId);
    return ok(rows);
  });

  const handlers: Handlers<TrayChannels> = {
    'media.take': ({ intake }) => here(async (db) => {
      const coming = deps.intake.find(intake, 'picture');
      const sha256 = coming?.sha256() ?? null;
      if (coming === null || sha256 === null || coming.use.what !== 'picture') return err(gone);
      const { shopId, productId: product = null } = coming.use;
      const refused = checkWriter(actorOf(deps.me()!), shopId);
      if (refused) return err(refused);
      const name = plainName(coming.name);
      const there = sameInTray(db, { shop: shopId, product, sha256, name });
      const path = originalPath(deps.folder(shopId), sha256);
      const wasHere = existsSync(path);
      if (!(await deps.intake.take(intake, path))) return err(gone);
      // While it came in the shop may have been taken away, or the cache replaced.
      const now = deps.cache();
      if (!now?.isOpen || checkWriter(actorOf(deps.me()!), shopId) !== null) {
        if (!wasHere) await rm(path, { force: true });
        return err({ code: 'signed-out' });
      }
      const id = there?.id ?? newId();
      if (there === null) await now.inTurn((writable) => addToTray(writable, { id, shop: shopId, product, name, bytes: coming.bytes, sha256, at: deps.scheduler.now() }));
      deps.tell(shopId);
      deps.reader().nudge();
      return ok({ id });
    }),
    'media.tray': ({ shopId, productId, state, offset, limit }) => here((db) => {
      const places = trayPlaces(db, shopId, productId ?? null);
      const of = (wanted: TrayRow['state']) => places.filter((place) => place.state === wanted);
      // What is being read has not been read yet: whoever asks for what waits means both.
      const asked = state === undefined ? places : of(state === 'reading' ? 'waiting' : state);
      const pictures = trayAt(db, asked.slice(offset, offset + limit).map(({ seq }) => seq)).map((row) => pictureOf(db, row));
      return ok({ pictures, total: asked.length, waiting: of('waiting').length, ready: of('ready').length, refused: of('refused').length });
    }),
    'media.place': ({ pictures }) => here(async (db) => {
      const rows = new Map(trayOf(db, pictures.map(({ id }) => id)).map((row) => [row.id, row]));
      const missing = pictures.filter(({ id }) => !rows.has(id)).map(({ id }) => ({ id, error: { code: 'gone', field: id } satisfies AppError }));
      const going = pictures.flatMap(({ id, productId, variantIds, place: at }) => {
        const row = rows.get(id);
        return row ? [{ row, productId, variantIds: variantIds as readonly VariantId[], place: at }] : [];
      });
      const { placed, refused, mids, group } = going.length === 0 ? { placed: 0, refused: [], mids: [], group: null } : await place(db, going);
      return ok({ placed, refused: [...missing, ...refused], mids: [...mids], group });
    }),
    'media.dismiss': async ({ ids }) => {
      const done = await change(ids, (db, rows) => db.inTurn((writable) => rows.forEach(({ id }) => setDismissed(writable, id, true))));
      return done.ok ? ok({ dismissed: done.value.map(({ id }) => id) }) : done;
    },
    'media.restore': async ({ ids }) => {
      const restored = await here<Record<string, never>>(async (db) => {
        await db.inTurn((writable) => ids.forEach((id) => setDismissed(writable, id, false)));
        for (const shopId of new Set(trayOf(db, ids).map((row) => row.shopId))) deps.tell(shopId);
        return ok({});
      });
      deps.reader().nudge();
      await placeBound();
      return restored;
    },
    'media.retry': async ({ ids }) => {
      const done = await change(ids, (db, rows) => db.inTurn((writable) => rows.forEach(({ id, state }) => {
        if (state === 'refused') trayBecomes(writable, id, 'waiting');
      })));
      deps.reader().nudge();
      return done.ok ? ok({}) : done;
    },
  };
  return { handlers, placeBound };
}
export type PictureTray = ReturnType<typeof pictureTray>;
