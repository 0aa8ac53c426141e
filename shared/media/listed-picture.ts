import { z } from 'zod';
import { pictureLook } from './look.ts';
import { pictureFacts } from './model.ts';

/**
 * What a listing says of one of its pictures: enough to find it, to hold its place on the screen and to check it against the rules of a marketplace,
 * on a machine that never had the file. The file itself is found by `sha256`, here or on the server.
 */
export const listedPicture = pictureFacts.pick({ sha256: true, phash: true, mime: true, bytes: true, width: true, height: true, frames: true }).extend({
  /** The file's name as the seller knew it. */
  name: z.string().max(200),
  /** A ThumbHash, base64: what stands in a picture's place until it is there. */
  placeholder: z.string().max(60),
  look: pictureLook,
});
export type ListedPicture = z.infer<typeof listedPicture>;
