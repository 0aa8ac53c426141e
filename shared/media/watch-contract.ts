import { z } from 'zod';
import { shopId } from '../auth/model.ts';
import { endpoints } from '../contract/http.ts';
import { uuid } from '../kernel/ids.ts';
import { sha256 } from './model.ts';

const ofShop = z.strictObject({ shopId });

/** A picture of another shop that looks the same. */
const elsewhere = z.object({
  shopId: uuid, sha256,
  /** In how many of 64 bits both differ; 0: to the eye the same. */
  distance: z.int(),
  /** When the other shop sent it … */
  since: z.int(),
  /** … and whether that was before this shop sent its own. */
  wasFirst: z.boolean(),
  /** Listings of the other shop that name it. */
  products: z.array(uuid),
});

/** What the server finds out about pictures by itself, after they came in. */
export const watchEndpoints = endpoints({
  picturesElsewhere: {
    method: 'post', path: '/media/shops/:shopId/elsewhere', auth: 'signed-in',
    summary: 'Which pictures of a shop look like one of another shop. Staff of the marketplace are told where; the shop itself that there is one, if a published listing shows it.',
    params: ofShop, body: z.strictObject({ sha256s: z.array(sha256).min(1).max(30) }),
    reply: z.object({
      pictures: z.array(z.object({
        sha256,
        /** `waiting`: the server has not looked at it yet, or does not have it. */
        found: z.enum(['waiting', 'nowhere', 'elsewhere']),
        /** The nearest first; null for who is not told. */
        where: z.array(elsewhere).nullable(),
      })),
    }),
    errors: ['signed-out', 'forbidden', 'not-found'],
  },
  quarantinedPictures: {
    method: 'get', path: '/media/shops/:shopId/quarantined', auth: 'signed-in',
    summary: 'Contents of a shop in which the virus scanner found something, also long after they came in: nobody is shown them any more.',
    params: ofShop, query: z.strictObject({ /** Found at this moment or later. */ since: z.coerce.number().int().min(0).default(0) }),
    reply: z.object({ contents: z.array(z.object({ sha256, note: z.string().nullable(), foundAt: z.int() })) }),
    errors: ['signed-out', 'forbidden', 'not-found'],
  },
});
