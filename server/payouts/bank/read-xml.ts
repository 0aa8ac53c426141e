import { SaxesParser, type SaxesTagNS } from 'saxes';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { XmlElement } from '#shared/payouts/bank/xml.ts';

/** 32 MiB hold some 30,000 payments as banks write them; a statement of the deepest kind has 14 levels. */
export const xmlLimits = { bytes: 32 * 1024 * 1024, depth: 32, elements: 1_000_000 } as const;
export type XmlLimits = { readonly [limit in keyof typeof xmlLimits]: number };

class Refused extends Error {
  readonly error: AppError;
  constructor(rule: string, details?: AppError['details']) {
    super(rule);
    this.error = { code: 'rule-broken', attempted: 'payouts.read-statement', rule, ...(details ? { details } : {}) };
  }
}

type Open = { readonly name: string; readonly namespace: string; readonly attributes: Record<string, string>; readonly children: XmlElement[]; text: string };

/**
 * Reads an XML message of a stranger into elements. It has no document type, hence no entity but the five of XML, fetches nothing, and is bounded in size, depth and number of elements.
 *
 * @returns the root; or `xml-too-large`, `xml-encoding` (not UTF-8), `xml-doctype`, `xml-too-deep`, `xml-too-many`, `xml-malformed` (`line`)
 */
export function readXml(bytes: Uint8Array, limits: XmlLimits = xmlLimits): Result<XmlElement, AppError> {
  try {
    if (bytes.byteLength > limits.bytes) throw new Refused('xml-too-large', { bytes: bytes.byteLength, most: limits.bytes });
    return ok(parse(decoded(bytes), limits));
  } catch (failure) {
    if (failure instanceof Refused) return err(failure.error);
    throw failure;
  }
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Refused('xml-encoding');
  }
}

function parse(text: string, { depth, elements }: XmlLimits): XmlElement {
  const parser = new SaxesParser({ xmlns: true, position: true });
  const open: Open[] = [];
  let count = 0;
  let root: XmlElement | null = null;
  parser.on('xmldecl', ({ encoding }) => {
    if (encoding !== undefined && !/^utf-?8$/i.test(encoding)) throw new Refused('xml-encoding', { found: encoding });
  });
  parser.on('doctype', () => { throw new Refused('xml-doctype'); });
  // saxes goes on after an error unless the handler throws; what it made up to go on with shall never be read.
  parser.on('error', () => { throw new Refused('xml-malformed', { line: parser.line }); });
  parser.on('opentag', (tag: SaxesTagNS) => {
    if (open.length >= depth) throw new Refused('xml-too-deep', { most: depth });
    if (++count > elements) throw new Refused('xml-too-many', { most: elements });
    const attributes = Object.fromEntries(Object.values(tag.attributes).map(({ local, value }) => [local, value]));
    const element: Open = { name: tag.local, namespace: tag.uri, attributes, children: [], text: '' };
    const parent = open.at(-1);
    if (parent) parent.children.push(element);
    else root = element;
    open.push(element);
  });
  parser.on('closetag', () => { open.pop(); });
  const addText = (piece: string): void => {
    const element = open.at(-1);
    if (element) element.text += piece;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.write(text).close();
  if (!root) throw new Refused('xml-malformed', { line: parser.line });
  return root;
}
