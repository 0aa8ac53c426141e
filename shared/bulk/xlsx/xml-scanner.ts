/** What a scanner tells while it goes through a part of a workbook. Names come without their namespace. */
export type XmlHandler = {
  /** @param attributes the text between name and end of the tag, for `attributeOf` */
  readonly open: (name: string, attributes: string) => void;
  readonly close: (name: string) => void;
  /** May come in several parts. */
  readonly text: (text: string) => void;
};

/** Thrown when a part is no XML; the reader turns it into a word about the file. */
export class NotXml extends Error {
  override readonly name = 'NotXml';
}

/** No tag of a workbook is a hundredth as long; without an end a damaged file would be kept in memory whole. */
const LONGEST_TAG = 65_536;
/** As long as an entity may be: `&#x10FFFF;`. */
const LONGEST_ENTITY = 12;

/**
 * Goes through XML piece by piece without building a tree. It knows what workbooks contain: elements, attributes, text, CDATA; comments,
 * instructions and document types are passed over, so that no entity but the five of XML and numbers is ever put in.
 */
export class XmlScanner {
  readonly #handler: XmlHandler;
  #rest = '';

  constructor(handler: XmlHandler) {
    this.#handler = handler;
  }

  push(piece: string): void {
    const text = this.#rest + piece;
    let at = 0;
    for (;;) {
      const tag = text.indexOf('<', at);
      if (tag < 0) {
        // An entity may go on in the next piece.
        const amp = text.lastIndexOf('&');
        const end = amp >= Math.max(at, text.length - LONGEST_ENTITY) && text.indexOf(';', amp) < 0 ? amp : text.length;
        if (end > at) this.#handler.text(plain(text.slice(at, end)));
        at = end;
        break;
      }
      if (tag > at) this.#handler.text(plain(text.slice(at, tag)));
      at = tag;
      const next = this.#tag(text, tag);
      if (next < 0) {
        if (text.length - tag > LONGEST_TAG && !text.startsWith('<![CDATA[', tag) && !text.startsWith('<!--', tag)) throw new NotXml('a tag without an end');
        break;
      }
      at = next;
    }
    this.#rest = text.slice(at);
  }

  /** No more comes. */
  end(): void {
    if (this.#rest.trim() !== '') throw new NotXml('the file ends inside of a tag');
  }

  /** Reads the tag at `at`; -1 while its end has not come. */
  #tag(text: string, at: number): number {
    if (text.charCodeAt(at + 1) === 33 /* ! */ || text.charCodeAt(at + 1) === 63 /* ? */ || at + 1 >= text.length) return this.#special(text, at);
    const end = endOfTag(text, at);
    if (end < 0) return -1;
    if (text.charCodeAt(at + 1) === 47 /* / */) {
      this.#handler.close(localName(text, at + 2, end).trimEnd());
      return end + 1;
    }
    const empty = text.charCodeAt(end - 1) === 47;
    const last = empty ? end - 1 : end;
    let nameEnd = at + 1;
    while (nameEnd < last && text.charCodeAt(nameEnd) > 32) nameEnd += 1;
    const name = localName(text, at + 1, nameEnd);
    this.#handler.open(name, text.slice(nameEnd, last));
    if (empty) this.#handler.close(name);
    return end + 1;
  }

  #special(text: string, at: number): number {
    if (text.startsWith('<![CDATA[', at)) {
      const end = text.indexOf(']]>', at);
      if (end >= 0) this.#handler.text(text.slice(at + 9, end));
      return end < 0 ? -1 : end + 3;
    }
    if (text.startsWith('<!--', at)) return after(text, '-->', at);
    if (text.startsWith('<?', at)) return after(text, '?>', at);
    // The beginning of one of these may have been cut off.
    if (text.length - at < '<![CDATA['.length) return -1;
    if (text.startsWith('<!DOCTYPE', at)) throw new NotXml('a document type, which no workbook has');
    throw new NotXml('a tag that is none');
  }
}

const after = (text: string, sign: string, at: number): number => {
  const found = text.indexOf(sign, at);
  return found < 0 ? -1 : found + sign.length;
};

/** The `>` that ends a tag: one inside of quotes does not. */
function endOfTag(text: string, at: number): number {
  for (let end = text.indexOf('>', at); end >= 0; end = text.indexOf('>', end + 1)) if (!isInQuotes(text, at, end)) return end;
  return -1;
}

function isInQuotes(text: string, from: number, to: number): boolean {
  let quote = 0;
  for (let at = from; at < to; at++) {
    const sign = text.charCodeAt(at);
    if (quote === 0 ? sign === 34 || sign === 39 : sign === quote) quote = quote === 0 ? sign : 0;
  }
  return quote !== 0;
}

function localName(text: string, from: number, to: number): string {
  const name = text.slice(from, to);
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}

/** An attribute of a tag by its name without namespace; null when it has none. */
export function attributeOf(attributes: string, name: string): string | null {
  for (let at = attributes.indexOf(name); at >= 0; at = attributes.indexOf(name, at + 1)) {
    const before = attributes.charCodeAt(at - 1);
    const equals = at + name.length;
    if (!(before <= 32 || before === 58) || attributes[equals] !== '=') continue;
    const quote = attributes[equals + 1]!;
    const end = attributes.indexOf(quote, equals + 2);
    return end < 0 ? null : plain(attributes.slice(equals + 2, end));
  }
  return null;
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Text with its entities put in; an unknown one stays as it is. */
function plain(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi, (whole, hex: string | undefined, decimal: string | undefined, name: string | undefined) => {
    if (name !== undefined) return named[name.toLowerCase()] ?? whole;
    const code = hex !== undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
