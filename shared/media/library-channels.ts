import { z } from 'zod';
import { shopId } from '../auth/model.ts';
import { channels, events } from '../contract/channel.ts';
import { appError } from '../kernel/errors.ts';
import { productId, uuid, variantId } from '../kernel/ids.ts';
import { epochMs } from '../kernel/time.ts';
import { listedPicture } from './listed-picture.ts';
import { pictureNotes } from './made.ts';
import { derivative, derivativeFormat, derivativePurpose, sha256 } from './model.ts';
import { recipe } from './recipe.ts';

/** A listing that shows a picture that looks the same, and that picture as it is shown there. */
const alikeListing = z.object({ productId, imageId: uuid, title: z.string(), sha256, recipe: recipe.nullable() });

const trayState = z.enum(['waiting', 'reading', 'ready', 'refused']);

/** A picture that came in and is on its way to a listing, or waits in the tray for one. */
export const trayPicture = z.object({
  id: uuid,
  shopId,
  /** The file's name, as it was dropped. */
  name: z.string(),
  bytes: z.int(),
  /** `waiting` for a worker, `reading`, `ready` to be placed, or `refused` with the reason in `error`. */
  state: trayState,
  error: appError.nullable(),
  /** From when its content is known; a first look at it (`media.show`, thumbnail) is there at once. */
  sha256: sha256.nullable(),
  picture: listedPicture.nullable(),
  notes: z.array(z.enum(pictureNotes)),
  copyright: z.string().nullable(),
  /** Bytes of all smaller pictures together, once they are made. */
  bytesAfter: z.int().nullable(),
  /** The listing it was dropped on: it goes there by itself when it is ready. */
  productId: productId.nullable(),
  /** Listings of the shop that show this very picture, or one that looks the same. */
  alike: z.array(alikeListing.extend({ distance: z.int() })),
  addedAt: z.int(),
});
export type TrayPicture = z.infer<typeof trayPicture>;

/** `ready`: it can be placed now. */
const ofTray = { id: uuid, ready: z.boolean() };
const namedVariant = { productId, variantId, sku: z.string(), title: z.string() };

/** Which listing a file belongs to by its name; `place` is the number in it. */
export const trayMatch = z.discriminatedUnion('is', [
  z.object({ ...ofTray, is: z.literal('matched'), ...namedVariant, place: z.int().nullable() }),
  /** Several fit; the one most often meant first. */
  z.object({ ...ofTray, is: z.literal('ambiguous'), variants: z.array(z.object(namedVariant)) }),
  z.object({ ...ofTray, is: z.literal('unmatched') }),
]);
export type TrayMatch = z.infer<typeof trayMatch>;

/** A picture as a window takes it; `data`: base64. */
const packedPicture = z.object({ mime: z.string(), data: z.string() });
const ids = z.array(uuid).min(1).max(5_000);

/** The pictures of a shop on this machine: from the drop to the listing. */
export const libraryChannels = channels({
  /** Takes over a file that came in whole (`intake.finish`, use `picture`): it is in the tray, on disk, when this answers. */
  'media.take': { input: z.object({ intake: uuid }), output: z.object({ id: uuid }) },
  /** The tray of a shop, newest first; with `productId` what is on its way to that listing, with `state` only those (the counts are of all). */
  'media.tray': {
    input: z.object({ shopId, productId: productId.optional(), state: trayState.optional(), offset: z.int().min(0).default(0), limit: z.int().min(1).max(500).default(200) }),
    output: z.object({ pictures: z.array(trayPicture), total: z.int(), waiting: z.int(), ready: z.int(), refused: z.int() }),
  },
  /** Which SKUs names of pictures that were not refused belong to; `pattern` null tries the usual ones. Refused as `name-pattern-…` when it cannot be read. */
  'media.match': { input: z.object({ shopId, pattern: z.string().max(200).nullable(), ids: ids.optional() }), output: z.object({ matches: z.array(trayMatch) }) },
  /** Puts pictures on listings, one change in the history that can be undone as a whole (`catalog.undo` with `group` or the one of `mids`): they are in the tray again then. */
  'media.place': {
    input: z.object({ pictures: z.array(z.object({ id: uuid, productId, variantIds: z.array(variantId).max(2_048).default([]), place: z.int().nullable().default(null) })).min(1).max(5_000) }),
    output: z.object({ placed: z.int(), refused: z.array(z.object({ id: uuid, error: appError })), mids: z.array(z.string()), group: z.string().nullable() }),
  },
  /** Takes pictures out of the tray; `media.restore` brings them back until the console is closed. */
  'media.dismiss': { input: z.object({ ids }), output: z.object({ dismissed: z.array(uuid) }) },
  'media.restore': { input: z.object({ ids }), output: z.object({}) },
  /** Reads refused files once more. */
  'media.retry': { input: z.object({ ids }), output: z.object({}) },
  /**
   * One size of a picture as it is shown now, from this machine, or from the server when it never was here. `recipe`: the picture's own; the shop's watermark is put
   * over it, unless `bare`. `data`: base64; refused as `not-ready` while it is nowhere to be had.
   */
  'media.show': { input: z.object({ shopId, sha256, recipe: recipe.nullable(), purpose: derivativePurpose, bare: z.boolean().default(false) }), output: z.object({ mime: z.string(), data: z.string(), width: z.int(), height: z.int() }) },
  /** Every size of a picture under a recipe and the shop's watermark, made first where they are not there yet. */
  'media.sizes': { input: z.object({ shopId, sha256, recipe: recipe.nullable() }), output: z.object({ bytesBefore: z.int(), derivatives: z.array(derivative) }) },
  /** A size in one format beside the very pixels it was packed from, lossless, both under the recipe and the shop's watermark; `not-ready` before `media.sizes` has made it. */
  'media.compare': {
    input: z.object({ shopId, sha256, recipe: recipe.nullable(), purpose: derivativePurpose, format: derivativeFormat }),
    output: z.object({ width: z.int(), height: z.int(), before: packedPicture, after: packedPicture }),
  },
  /** How far the making of smaller pictures of listings is, after a change of recipes or of the shop's watermark: so many of `total` are still to be made. */
  'media.making': { input: z.object({ shopId }), output: z.object({ left: z.int(), total: z.int(), failed: z.array(z.object({ sha256, name: z.string(), error: appError })) }) },
  /** Which other listings of the shop show a picture that looks the same. */
  'media.alike': { input: z.object({ productId }), output: z.object({ alike: z.array(z.object({ imageId: uuid, of: alikeListing, distance: z.int() })) }) },
  /**
   * Which pictures of a shop look like one of another shop, as the server finds out by itself; only with a line. Staff of the marketplace are told `where` (names are ''
   * of what this console does not have), the nearest first; the shop itself only that there is one. `waiting`: the server has not looked at it yet.
   */
  'media.elsewhere': {
    input: z.object({ shopId, sha256s: z.array(sha256).min(1).max(30) }),
    output: z.object({
      pictures: z.array(z.object({
        sha256, found: z.enum(['waiting', 'nowhere', 'elsewhere']),
        where: z.array(z.object({ shop: z.string(), distance: z.int(), since: epochMs, wasFirst: z.boolean(), listings: z.array(z.object({ productId, title: z.string() })) })).nullable(),
      })),
    }),
  },
});

export const libraryEvents = events({
  /** The tray of a shop, or what is known of its pictures, is another than before. */
  'media.trayChanged': z.object({ shopId }),
});
