import { fileTypeFromBuffer } from 'file-type';
import type { PictureType } from '#shared/media/model.ts';

const KNOWN: Readonly<Record<string, PictureType>> = {
  'image/jpeg': 'image/jpeg', 'image/png': 'image/png', 'image/apng': 'image/png', 'image/webp': 'image/webp', 'image/avif': 'image/avif', 'image/gif': 'image/gif', 'image/tiff': 'image/tiff',
  'image/heic': 'image/heic', 'image/heif': 'image/heic',
};

/** Texts that people take for pictures; only to be called by their name. */
function textType(bytes: Uint8Array): string {
  const start = Buffer.from(bytes.subarray(0, 1024)).toString('utf8').trimStart().toLowerCase();
  if (start.startsWith('{') || start.startsWith('[')) return 'application/json';
  if (!start.startsWith('<')) return 'application/octet-stream';
  if (start.includes('<svg')) return 'image/svg+xml';
  return start.includes('<html') || start.startsWith('<!doctype html') ? 'text/html' : 'application/xml';
}

/** What the first bytes say a file is; its name is never asked. `type` is null for everything that is not a picture we read; `found` is a MIME type for a sentence. */
export async function sniff(bytes: Uint8Array): Promise<{ readonly type: PictureType | null; readonly found: string }> {
  const found = (await fileTypeFromBuffer(bytes))?.mime;
  return { type: (found === undefined ? undefined : KNOWN[found]) ?? null, found: found === undefined || found === 'application/xml' ? textType(bytes) : found };
}

/** What the decoder calls the same formats. */
export function typeOfDecoder(format: string | undefined, compression: string | undefined): PictureType | null {
  switch (format) {
    case 'jpeg': case 'png': case 'webp': case 'gif': case 'tiff': return `image/${format}`;
    case 'heif': return compression === 'hevc' ? 'image/heic' : 'image/avif';
    default: return null;
  }
}
