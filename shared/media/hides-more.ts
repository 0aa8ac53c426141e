import type { PictureType } from './model.ts';

/**
 * What a page, a program or an archive cannot do without, wherever in a file it stands: readers of these look for it themselves. Each is long
 * enough that packed pixels of 10 MB hold none of them by chance.
 */
const ANYWHERE = /<script[\s>/]|<html[\s>]|<!doctype html|<(?:svg|img|iframe|object|embed|body|base|form)[\s/]+[a-z][a-z:-]*\s*=|javascript:|<\?php\s|__halt_compiler\s*\(|rar!\x1a\x07[\x00\x01]|7z\xbc\xaf\x27\x1c/i;
const DOCUMENT = /%PDF-\d\.\d/;
/** A document may begin so late, and is opened all the same. */
const DOCUMENT_BEGINS_BEFORE = 1024;
/** Too short to be looked for in packed pixels: only behind the picture. */
const BEHIND: readonly string[] = ['PK\x03\x04', '%PDF-', '\x7fELF'];
/** An archive is read from its end: the list of its files stands there, and what is behind the list is a comment, at most so long. */
const ARCHIVE_LIST_WITHIN = 66_000;

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

/** A document at its start. Layers of a TIFF may be documents by right, further inside. */
const isDocument = (content: string, type: PictureType): boolean => DOCUMENT.test(type === 'image/tiff' ? content.slice(0, DOCUMENT_BEGINS_BEFORE) : content);

const isArchive = (content: string): boolean => content.slice(-ARCHIVE_LIST_WITHIN).includes('PK\x05\x06') && content.includes('PK\x01\x02');

/**
 * The first bytes of a picture are a name to a reader of scripts; where a size is written next, a comment or a value is opened, and closed by what
 * follows in a comment of the picture.
 */
function isScript(content: string, type: PictureType): boolean {
  switch (type) {
    case 'image/gif': return /^GIF8[79]a(?:\/[*/]|=\s*(?:\/[*/]|["'`(\d]))/.test(content);
    case 'image/jpeg': return /^\xff\xd8\xff[\xe0-\xef\xfe]\/\*/.test(content) && /\*\/\s*[=;,(]/.test(content.slice(0, 80_000));
    case 'image/webp': return /^RIFF\/\*/.test(content) && /\*\/\s*[=;,(]/.test(content);
    default: return false;
  }
}

/**
 * Whether a file is more than the picture it shows: a page with a script, a program, a document, an archive inside it or hung behind it. Such a file
 * can be harmless as a picture and harmful wherever something else opens it, and the original is kept.
 *
 * @param content the file's bytes as a text of one sign each (`latin1`)
 */
export function hidesMore(content: string, type: PictureType): boolean {
  if (ANYWHERE.test(content) || isDocument(content, type) || isArchive(content) || isScript(content, type)) return true;
  const tail = content.slice(endOf(content, type));
  return BEHIND.some((mark) => tail.includes(mark));
}
