import type { Json } from '#shared/kernel/json.ts';

const texts = new WeakMap<object, string>();

/** A record as JSON text. Records are never changed in place, so one that is measured, stored and told to others is written once. */
export function jsonText(doc: object): string {
  const known = texts.get(doc);
  if (known !== undefined) return known;
  const text = JSON.stringify(doc as Json);
  texts.set(doc, text);
  return text;
}
