import { z } from 'zod';
import { pictureLook } from './look.ts';
import { derivative, pictureFacts } from './model.ts';

/** What a seller is told about a picture that was taken all the same. */
export const pictureNotes = ['first-frame-only', 'colours-guessed', 'target-missed'] as const;

/** Everything that came of one picture on this machine. */
export const madePicture = z.object({
  facts: pictureFacts,
  look: pictureLook,
  /** A ThumbHash, base64: what stands in a picture's place until it is there. */
  placeholder: z.string(),
  /** What stays of the words in it: whose it is, and whether a machine made it. */
  copyright: z.string().nullable(),
  digitalSourceType: z.string().nullable(),
  notes: z.array(z.enum(pictureNotes)),
  derivatives: z.array(derivative),
  /** How often something was packed to find the qualities: as often as there are derivatives, and then some. */
  tries: z.int(),
});
export type MadePicture = z.infer<typeof madePicture>;
