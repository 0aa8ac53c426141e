import { z } from 'zod';
import { shopId } from '../auth/model.ts';
import { endpoints } from '../contract/http.ts';
import { productId, uuid } from '../kernel/ids.ts';
import { derivativeFormat, derivativePurpose, pictureType, scanState, sha256 } from './model.ts';

/** Which way of making smaller pictures: the hash of a recipe, or the beginning of it. */
export const recipeHash = z.string().regex(/^[0-9a-f]{8,64}$/, 'expected a hash in lower case');

/** What a content is for. An original may say for which listing it is sent; what makes it public is the listing's own record, once it is published. */
export const mediaRole = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('original'), productId: productId.optional() }),
  z.strictObject({ kind: z.literal('derivative'), asset: sha256, recipe: recipeHash, purpose: derivativePurpose, format: derivativeFormat }),
]);
export type MediaRole = z.infer<typeof mediaRole>;

/** What an upload by tus has to say of itself in `Upload-Metadata`; `role` is JSON. */
export const uploadMetadata = z.strictObject({ shop: shopId, sha256, role: z.string().max(1_000) });

/** Where uploads by tus begin; each has its own address below it. */
export const UPLOADS_PATH = '/media/uploads';

const ofContent = z.strictObject({ shopId, sha256 });
const offered = z.discriminatedUnion('name', [
  /** The bytes are here. In quarantine they are shown to nobody; `note` is what the scanner called it. */
  z.object({ name: z.literal('kept'), scan: scanState, note: z.string().nullable() }),
  /** The bytes have to be sent; `upload` is the address of an upload that is under way already. */
  z.object({ name: z.literal('wanted'), upload: z.string().nullable() }),
]);

const servedDerivative = z.object({
  recipe: recipeHash, purpose: derivativePurpose, format: derivativeFormat, sha256, width: z.int(), height: z.int(), bytes: z.int(),
  /** Address on this server; signed, and good for an hour, while no published listing shows the picture. */
  url: z.string(),
});

/** Pictures of a shop on the server, by the SHA-256 of their content. */
export const mediaEndpoints = endpoints({
  offerMedia: {
    method: 'put', path: '/media/shops/:shopId/contents/:sha256', auth: 'signed-in', summary: 'Offers a picture for a use: what is here already need not be sent.',
    params: ofContent, body: z.strictObject({ bytes: z.int().min(1), role: mediaRole }), reply: offered, errors: ['signed-out', 'forbidden', 'not-found', 'rule-broken'],
  },
  mediaAsset: {
    method: 'get', path: '/media/shops/:shopId/assets/:sha256', auth: 'signed-in', summary: 'An original with what a virus scanner said of it, and its smaller pictures with their addresses.',
    params: ofContent,
    reply: z.object({
      mime: pictureType, bytes: z.int(), width: z.int(), height: z.int(), frames: z.int(),
      scan: scanState, note: z.string().nullable(), scannedAt: z.int().nullable(),
      /** Whether anyone may see its smaller pictures: a published listing shows it. */
      isPublic: z.boolean(),
      /** Signed: an original is never public. */
      original: z.string(),
      derivatives: z.array(servedDerivative),
      products: z.array(uuid),
    }),
    errors: ['signed-out', 'forbidden', 'not-found'],
  },
});

/** Addresses that follow a standard of their own instead of JSON in, JSON out: the same router cannot answer them, the same page describes them. */
export const mediaAddresses = [
  { name: 'tusOptions', method: 'options', path: UPLOADS_PATH, auth: 'signed-in', summary: 'What this server can do of tus 1.0.0.', statuses: [204, 401] },
  { name: 'tusCreate', method: 'post', path: UPLOADS_PATH, auth: 'signed-in', summary: 'Begins the upload of a picture (tus 1.0.0, creation). Upload-Metadata: shop, sha256, role.', statuses: [201, 400, 401, 403, 404, 413, 422, 429] },
  { name: 'tusOffset', method: 'head', path: `${UPLOADS_PATH}/:id`, auth: 'signed-in', summary: 'How far an upload came (tus 1.0.0).', statuses: [200, 401, 404, 410, 422] },
  { name: 'tusAppend', method: 'patch', path: `${UPLOADS_PATH}/:id`, auth: 'signed-in', summary: 'Sends the next part of an upload (tus 1.0.0); with the last one the content is looked at.', statuses: [204, 401, 404, 409, 410, 415, 422, 423, 502] },
  { name: 'tusEnd', method: 'delete', path: `${UPLOADS_PATH}/:id`, auth: 'signed-in', summary: 'Gives an upload up (tus 1.0.0, termination).', statuses: [204, 401, 404] },
  { name: 'picture', method: 'get', path: '/pictures/:shopId/:asset/:recipe/:purpose', auth: 'anyone', summary: 'A smaller picture in the best format the caller takes (Accept), or a part of it (Range). Without a signature only when a published listing shows it.', statuses: [200, 206, 304, 400, 403, 404, 416] },
  { name: 'originalPicture', method: 'get', path: '/pictures/:shopId/:asset/original', auth: 'anyone', summary: 'An original, or a part of it (Range), by a signed address.', statuses: [200, 206, 304, 400, 403, 404, 416] },
] as const;
export type MediaAddress = (typeof mediaAddresses)[number];
