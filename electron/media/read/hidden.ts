import type { PictureType } from '#shared/media/model.ts';

// Long enough that packed pixels of 10 MB hold none of them by chance.
const ACTIVE = /<script[\s>/]|<\?php\s|<html[\s>]|<!doctype html/i;
const BEHIND: readonly string[] = ['PK\x03\x04', '%PDF-', 'Rar!\x1a\x07', '7z\xbc\xaf\x27\x1c', '\x7fELF'];

/** Where the picture ends, as its format says; the whole file where it does not say so cheaply. */
function endOf(bytes: Buffer, type: PictureType): number {
  switch (type) {
    case 'image/png': {
      const end = bytes.lastIndexOf('IEND', undefined, 'latin1');
      return end < 0 ? bytes.length : end + 8;
    }
    case 'image/webp': return Math.min(bytes.length, bytes.length >= 8 ? bytes.readUInt32LE(4) + 8 : bytes.length);
    // Phones hang more pictures behind the first (gain maps, depth): the last end counts.
    case 'image/jpeg': {
      const end = bytes.lastIndexOf(Buffer.of(0xff, 0xd9));
      return end < 0 ? bytes.length : end + 2;
    }
    default: return bytes.length;
  }
}

/**
 * Whether a file is more than the picture it shows: a page with a script, a program, an archive hung behind it. Such a file can be
 * harmless as a picture and harmful wherever something else opens it, and the original is kept.
 */
export function hidesMore(bytes: Buffer, type: PictureType): boolean {
  if (ACTIVE.test(bytes.toString('latin1'))) return true;
  const tail = bytes.subarray(endOf(bytes, type));
  // An archive is read from its end, and can begin anywhere.
  return BEHIND.some((mark) => tail.includes(mark, 0, 'latin1')) || bytes.subarray(-66_000).includes('PK\x05\x06', 0, 'latin1');
}
