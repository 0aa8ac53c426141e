import readExif from 'exif-reader';
import type { Metadata, Sharp } from 'sharp';

/**
 * What is kept of everything a camera and its programs write into a picture: whose it is, and whether a machine made it, which
 * marketplaces ask for. Where it was taken, with which device and by whom is not on this list, so it is never copied.
 */
export type KeptWords = { readonly copyright: string | null; /** A term of the IPTC vocabulary "digital source type", as its address. */ readonly digitalSourceType: string | null };
export const noWords: KeptWords = { copyright: null, digitalSourceType: null };

const MOST_LETTERS = 500;
// Only terms of this vocabulary: whatever else stands there could be anything.
const SOURCE_TYPE = /DigitalSourceType(?:\s*=\s*["']|>|\s[^>]*rdf:resource\s*=\s*["'])\s*(https?:\/\/cv\.iptc\.org\/newscodes\/digitalsourcetype\/[A-Za-z]+)/;
const RIGHTS = /<dc:rights>\s*<rdf:Alt>\s*<rdf:li[^>]*>([^<]+)</;

const unescaped = (text: string): string => text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&apos;/g, '\'').replace(/&amp;/g, '&');
const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
const clean = (text: string | undefined): string | null => {
  // Control signs end a text in EXIF, and have no place in XML.
  const said = (text ?? '').replace(/\p{Cc}+/gu, ' ').trim().slice(0, MOST_LETTERS);
  return said === '' ? null : said;
};

function exifCopyright(exif: Buffer | undefined): string | null {
  if (!exif) return null;
  try {
    const { Copyright } = readExif(exif).Image ?? {};
    return typeof Copyright === 'string' ? clean(Copyright) : null;
  } catch {
    // Broken metadata is no reason to refuse a picture that can be read.
    return null;
  }
}

/** Record 2, field 116 of IPTC-IIM: the copyright notice. */
function iptcCopyright(iptc: Buffer | undefined): string | null {
  const at = iptc?.indexOf(Buffer.of(0x1c, 2, 116)) ?? -1;
  if (!iptc || at < 0 || at + 5 > iptc.length) return null;
  return clean(iptc.toString('utf8', at + 5, at + 5 + iptc.readUInt16BE(at + 3)));
}

/**
 * Reads what may stay.
 *
 * @param words as the decoder found them; of a TIFF it has no `exif`: the file itself has that form
 */
export function keptWords({ exif, xmp, iptc }: Pick<Metadata, 'exif' | 'xmp' | 'iptc'>): KeptWords {
  const packet = xmp?.toString('utf8') ?? '';
  return {
    copyright: exifCopyright(exif) ?? clean(unescaped(RIGHTS.exec(packet)?.[1] ?? '')) ?? iptcCopyright(iptc),
    digitalSourceType: SOURCE_TYPE.exec(packet)?.[1] ?? null,
  };
}

const packetOf = ({ copyright, digitalSourceType }: KeptWords): string =>
  `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"${digitalSourceType === null ? '' : ` Iptc4xmpExt:DigitalSourceType="${digitalSourceType}"`}>${copyright === null ? '' : `<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">${escaped(copyright)}</rdf:li></rdf:Alt></dc:rights>`}</rdf:Description></rdf:RDF></x:xmpmeta>`;

/** Writes them into what is made of the picture. */
export function putWords(picture: Sharp, words: KeptWords): Sharp {
  return words.copyright === null && words.digitalSourceType === null ? picture : picture.withXmp(packetOf(words));
}
