/** What a file is by its first bytes, whatever its name says. `text` is anything that may be a table of text. */
export type FileKind = 'text' | 'xlsx' | 'xls' | 'ods' | 'zip' | 'numbers' | 'pdf' | 'image' | 'gzip' | 'html' | 'json' | 'xml' | 'empty';

const startsWith = (bytes: Uint8Array, ...signature: number[]): boolean => signature.every((byte, at) => bytes[at] === byte);
const latin = (bytes: Uint8Array, from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to));

/**
 * Names a file by what it begins with, so that a PDF called `prices.csv` is refused in words instead of being read as nonsense.
 *
 * @param head the first 4,096 bytes or more
 */
export function fileKind(head: Uint8Array): FileKind {
  if (head.length === 0) return 'empty';
  if (startsWith(head, 0x50, 0x4b, 0x03, 0x04) || startsWith(head, 0x50, 0x4b, 0x05, 0x06)) return zipKind(latin(head, 0, 4_096));
  if (startsWith(head, 0xd0, 0xcf, 0x11, 0xe0)) return 'xls';
  if (startsWith(head, 0x1f, 0x8b)) return 'gzip';
  if (startsWith(head, 0x25, 0x50, 0x44, 0x46)) return 'pdf';
  if (startsWith(head, 0x89, 0x50, 0x4e, 0x47) || startsWith(head, 0xff, 0xd8, 0xff) || startsWith(head, 0x47, 0x49, 0x46, 0x38) || (latin(head, 0, 4) === 'RIFF' && latin(head, 8, 12) === 'WEBP')) return 'image';
  const text = latin(head, startsWith(head, 0xef, 0xbb, 0xbf) ? 3 : 0, 512).trimStart().toLowerCase();
  if (/^<(!doctype html|html|table|head|body)\b/.test(text)) return 'html';
  if (/^<(\?xml|rss|feed)\b/.test(text)) return 'xml';
  if (/^(\{\s*"|\[\s*[{[])/.test(text)) return 'json';
  return 'text';
}

/** Which program packed it: the names of the first parts stand unpacked in the file. */
function zipKind(head: string): FileKind {
  if (head.includes('mimetypeapplication/vnd.oasis.opendocument.spreadsheet')) return 'ods';
  if (/Index\/(Document|Tables?)|\.iwa/.test(head)) return 'numbers';
  return /\[Content_Types\]\.xml|_rels\/|xl\/|docProps\//.test(head) ? 'xlsx' : 'zip';
}
