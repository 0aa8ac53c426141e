import { sql } from 'kysely';
import type { Product, ProductId, VariantId } from '#shared/catalog/model.ts';
import { AppFailure, type AppError } from '#shared/kernel/errors.ts';
import type { Json } from '#shared/kernel/json.ts';
import { MOST_LISTING_PICTURES } from '#shared/media/limits.ts';
import type { ListedPicture } from '#shared/media/listed-picture.ts';
import type { MadePicture } from '#shared/media/made.ts';
import { refusePicture } from '#shared/media/rules.ts';
import type { FieldOp } from '#shared/sync/model.ts';
import { writeEdit, type Edit, type EditContext } from '../../catalog/edit.ts';
import { storedProduct } from '../../catalog/write-product.ts';
import { turning, type WayBack } from '../../catalog/way-back.ts';
import type { CacheDb } from '../../db/cache-db.ts';
import type { ReadableDb, WritableDb } from '../../db/connection.ts';
import { toTheEnd } from '../../db/slices.ts';
import { builder, reading } from '../../db/statement.ts';
import { dropFromTray, loosenInTray, madeUnder, notePlaced, trayBecomes, type TrayRow } from './tray-rows.ts';

/** A picture of the tray and the listing it goes to. */
export type Placing = { readonly row: TrayRow; readonly productId: ProductId; readonly variantIds: readonly VariantId[]; /** Its place among those that come; null: in the order in which it came in. */ readonly place: number | null };
export type Placed = {
  readonly placed: number;
  readonly refused: readonly { readonly id: string; readonly error: AppError }[];
  readonly mids: readonly string[];
  readonly group: string | null;
  /** How it is taken back. */
  readonly ways: readonly WayBack[];
};

/** A slice ends after so many milliseconds. */
const SLICE_MS = 8;
/** So many listings fit into one turn. */
const AT_ONCE = 20;
const INTENT = 'add-pictures';

const rowAsItIs = reading<{ id: string }>()((_, p) => sql<{ state: string }>`SELECT state FROM picture_tray WHERE id = ${p('id')} AND dismissed = 0`.compile(builder));

/** What a listing will say of a picture. */
export function listedAs(name: string, { facts, look, placeholder }: MadePicture): ListedPicture {
  const { sha256, phash, mime, bytes, width, height, frames } = facts;
  return { sha256, phash, mime, bytes, width, height, frames, name: name.slice(0, 200), placeholder, look };
}

const inOrder = (a: Placing, b: Placing): number => (a.place ?? Infinity) - (b.place ?? Infinity) || a.row.seq - b.row.seq;

/** Why one picture does not go to a listing, with what has been added before it; null when it does. */
function refusalOf(db: ReadableDb, { row }: Placing, product: Product, shown: ReadonlySet<string>): AppError | null {
  if (product.shopId !== row.shopId) return { code: 'forbidden', field: 'shopId', rule: 'own-shop-only' };
  if (row.state !== 'ready' || row.recipe === null || db.get(rowAsItIs, { id: row.id })?.state !== 'ready') return refusePicture(row.name, 'picture-not-read');
  if (shown.has(row.sha256)) return refusePicture(row.name, 'picture-twice');
  return shown.size >= MOST_LISTING_PICTURES ? refusePicture(row.name, 'pictures-too-many', { found: shown.size + 1, most: MOST_LISTING_PICTURES }) : null;
}

type OnOne = { readonly edit: Edit | null; readonly mid: string | null; readonly placed: number; readonly refused: { id: string; error: AppError }[] };

/** All that goes to one listing, in one edit. What one picture breaks does not hold up the others. */
function placeOn(db: WritableDb, productId: ProductId, placings: readonly Placing[], group: string | null, context: EditContext): OnOne {
  const stored = storedProduct(db, productId);
  const all = (error: AppError): OnOne => ({ edit: null, mid: null, placed: 0, refused: placings.map(({ row }) => ({ id: row.id, error })) });
  if (stored === undefined) return all({ code: 'not-found', details: { product: productId } });
  const product = stored.before;
  const images = Object.values(product.images);
  const shown = new Set(images.map(({ picture }, at) => picture?.sha256 ?? `drawn ${at}`));
  let position = images.reduce((last, image) => Math.max(last, image.position), -1);
  const refused: OnOne['refused'] = [];
  const ops: FieldOp[] = [];
  const going: { readonly row: TrayRow; readonly image: string }[] = [];
  for (const placing of placings.toSorted(inOrder)) {
    const { row, variantIds } = placing;
    const error = refusalOf(db, placing, product, shown);
    const made = error === null ? madeUnder(db, row.shopId, row.sha256, row.recipe!) : null;
    if (made === null) {
      refused.push({ id: row.id, error: error ?? refusePicture(row.name, 'picture-not-read') });
      continue;
    }
    const image = context.newId();
    const known = variantIds.filter((id) => product.variants[id] !== undefined);
    const value = { position: ++position, drawing: '', alt: {}, picture: listedAs(row.name, made), recipe: null, ...(known.length > 0 ? { variants: known } : {}) };
    ops.push({ op: 'set', path: `images/${image}`, base: null, value: value as unknown as Json });
    shown.add(row.sha256);
    going.push({ row, image });
  }
  if (ops.length === 0) return { edit: null, mid: null, placed: 0, refused };
  const edit = { id: productId, ops };
  let mid: string | null;
  try {
    mid = writeEdit(db, edit, INTENT, group, context, stored);
  } catch (cause) {
    if (!(cause instanceof AppFailure) || cause.error.code === 'disk-full' || cause.error.code === 'cache-broken') throw cause;
    return all(cause.error);
  }
  for (const { row, image } of going) {
    // What was dropped on a listing has arrived; what was put there from the tray comes back when the listing lets go of it.
    if (row.productId === productId) dropFromTray(db, row.id);
    else notePlaced(db, row.id, productId, image);
  }
  return { edit, mid, placed: going.length, refused };
}

function* placing(db: WritableDb, placings: readonly Placing[], context: EditContext): Generator<void, Placed, void> {
  const byProduct = new Map<ProductId, Placing[]>();
  for (const one of placings) byProduct.set(one.productId, [...(byProduct.get(one.productId) ?? []), one]);
  const group = byProduct.size > 1 ? context.newId() : null;
  const all = { placed: 0, refused: [] as { id: string; error: AppError }[], mids: [] as string[], ways: [] as WayBack[] };
  let since = performance.now();
  for (const [productId, own] of byProduct) {
    const { edit, mid, placed, refused } = placeOn(db, productId, own, group, context);
    all.placed += placed;
    all.refused.push(...refused);
    if (mid !== null) all.mids.push(mid);
    if (edit !== null) all.ways.push(turning(edit));
    if (performance.now() - since < SLICE_MS) continue;
    yield;
    since = performance.now();
  }
  return { ...all, group: all.mids.length > 0 ? group : null };
}

/** Puts pictures of the tray on listings, one edit for each listing, all in one transaction with the tray; what cannot go is named and stays where it is. */
export function placePictures(cache: CacheDb, placings: readonly Placing[], context: EditContext): Promise<Placed> {
  const work = (db: WritableDb) => placing(db, placings, context);
  if (new Set(placings.map(({ productId }) => productId)).size > AT_ONCE) return cache.inSlices(work);
  return cache.inTurn((db) => toTheEnd(work(db)));
}

/**
 * What came of a picture that was to go to a listing by itself and did not: it says why in the tray, or waits there for another listing when its own is gone.
 *
 * Inside the caller's transaction.
 */
export function noteUnplaced(db: WritableDb, id: string, error: AppError): void {
  if (error.code === 'not-found') loosenInTray(db, id);
  else trayBecomes(db, id, 'refused', { error });
}
