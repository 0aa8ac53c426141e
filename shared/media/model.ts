import { z } from 'zod';
import { uuid } from '../kernel/ids.ts';

/** What a file was found to be by its content, whatever its name says. Nothing else is ever decoded. */
export const pictureTypes = ['image/jpeg', 'image/png', 'image/webp', 'image/avif', 'image/gif', 'image/tiff', 'image/heic'] as const;
export const pictureType = z.enum(pictureTypes);
export type PictureType = z.infer<typeof pictureType>;

export const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'expected a SHA-256 in lower case');

/** `not scanned`: no scanner answered. That is never the same as `clean`. */
export const scanStates = ['not scanned', 'clean', 'quarantined'] as const;
export const scanState = z.enum(scanStates);
export type ScanState = z.infer<typeof scanState>;

export const mediaAssetId = uuid.brand<'MediaAssetId'>();
export type MediaAssetId = z.infer<typeof mediaAssetId>;

/** What a picture is, as it was read: facts of its content, before anything is made of it. */
export const pictureFacts = z.object({
  /** Of the file, byte by byte. */
  sha256,
  /** Of the upright sRGB pixels: the same for one picture saved again with other metadata. */
  pixelSha256: sha256,
  /** 64 bits in hex of what it looks like, white margins left out; alike pictures differ in few bits. */
  phash: z.string().regex(/^[0-9a-f]{16}$/),
  mime: pictureType,
  bytes: z.int().min(1),
  /** Upright, in pixels: what is seen, after `orientation`. */
  width: z.int().min(1),
  height: z.int().min(1),
  /** The EXIF orientation of the file, 1 to 8; 1 when it says nothing. */
  orientation: z.int().min(1).max(8),
  /** Pictures in the file: more than one is an animation or pages, of which the first is used. */
  frames: z.int().min(1),
  /** Whether any pixel can be seen through. */
  hasAlpha: z.boolean(),
});
export type PictureFacts = z.infer<typeof pictureFacts>;

/** A picture of a shop: its facts, and what a virus scanner on the server said of it. */
export const mediaAsset = pictureFacts.extend({ id: mediaAssetId, scanState });
export type MediaAsset = z.infer<typeof mediaAsset>;

/** What a derivative is for; numbers are widths in pixels. */
export const derivativePurposes = ['thumbnail', '320', '640', '1024', '1600'] as const;
export const derivativePurpose = z.enum(derivativePurposes);
export type DerivativePurpose = z.infer<typeof derivativePurpose>;

/** From the smallest file to the one that everything can show. */
export const derivativeFormats = ['avif', 'webp', 'jpeg'] as const;
export const derivativeFormat = z.enum(derivativeFormats);
export type DerivativeFormat = z.infer<typeof derivativeFormat>;
export const mimeOfFormat = { avif: 'image/avif', webp: 'image/webp', jpeg: 'image/jpeg' } as const satisfies Record<DerivativeFormat, PictureType>;
/** How its files end, after the dot. */
export const endingOfFormat = { avif: 'avif', webp: 'webp', jpeg: 'jpg' } as const satisfies Record<DerivativeFormat, string>;

/** A smaller picture made of an asset; its content is found by `sha256`. */
export const derivative = z.object({
  purpose: derivativePurpose,
  format: derivativeFormat,
  /** Never above those of the asset. */
  width: z.int().min(1),
  height: z.int().min(1),
  bytes: z.int().min(1),
  sha256,
  /** SSIMULACRA 2 against the same pixels before they were packed: 100 is equal, above 90 no one sees a difference; null where it was not measured. */
  similarity: z.number().max(100).nullable(),
});
export type Derivative = z.infer<typeof derivative>;
