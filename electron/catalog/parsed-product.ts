import type { Product } from '#shared/catalog/model.ts';
import type { ReadableDb } from '../db/connection.ts';

/** Records below this are parsed in less time than it takes to think about it; characters. */
const WORTH_KEEPING = 50_000;

/** The last great record read or written over each connection, with the text it stands for. Records are never changed in place, so it may be shared. */
const last = new WeakMap<ReadableDb, { readonly text: string; readonly doc: Product }>();

/**
 * What a stored text says. Who works on a product with thousands of variants saves cell after cell of it: its record is then not parsed
 * again for each edit and each look. Whether it is still the same is seen by comparing texts, which takes a hundredth of parsing.
 *
 * @throws SyntaxError when it is no JSON
 */
export function parsedProduct(db: ReadableDb, text: string): Product {
  const known = last.get(db);
  if (known?.text === text) return known.doc;
  const doc = JSON.parse(text) as Product;
  keepParsed(db, text, doc);
  return doc;
}

/** Told by whoever wrote a record: this text says that. */
export function keepParsed(db: ReadableDb, text: string, doc: Product): void {
  if (text.length >= WORTH_KEEPING) last.set(db, { text, doc });
}
