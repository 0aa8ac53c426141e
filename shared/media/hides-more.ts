import type { PictureType } from './model.ts';

// Long enough that packed pixels of 10 MB hold none of them by chance.
const ACTIVE = /<script[\s>/]|<\?php\s|<html[\s>]|<!doctype html/i;
const BEHIND: readonly string[] = ['PK\x03\x04', '%PDF-', 'Rar!\x1a\x07', '7z\xbc\xaf\x27\x1c', '\x7fELF'];

/** Where the picture ends, as its format says; the whole file where it does not say so cheaply. */
function endOf(content: string, type: PictureType): number {
  switch (type) {
    case 'image/png': {
      const end = content.lastIndexOf('IEND');
      return end < 0 ? content.length : end + 8;
    }
    case 'image/webp': {
      const [a = 0, b = 0, c = 0, d = 0] = Array.from(content.slice(4, 8), (sign) => sign.charCodeAt(0));
      return content.length < 8 ? content.length : Math.min(content.length, a + b * 2 ** 8 + c * 2 ** 16 + d * 2 ** 24 + 8);
    }
    // Phones hang more pictures behind the first (gain maps, depth): the last end counts.
    case 'image/jpeg': {
      const end = content.lastIndexOf('\xff\xd9');
      return end < 0 ? content.length : end + 2;
    }
    default: return content.length;
  }
}

/**
 * Whether a file is more than the picture it shows: a page with a script, a program, an archive hung behind it. Such a file can be
 * harmless as a picture and harmful wherever something else opens it, and the original is kept.
 *
 * @param content the file's bytes as a text of one sign each (`latin1`)
 */
export function hidesMore(content: string, type: PictureType): boolean {
  if (ACTIVE.test(content)) return true;
  const tail = content.slice(endOf(content, type));
  // An archive is read from its end, and can begin anywhere.
  return BEHIND.some((mark) => tail.includes(mark)) || content.slice(-66_000).includes('PK\x05\x06');
}
