import { assert } from '../kernel/assert.ts';
import type { Json } from '../kernel/json.ts';

/*
 * Records alternate: a thing with named fields, in it collections with keyed entries, in those again things with fields.
 * So a path of odd length names a field (`brand`, `variants/0190…/price`), one of even length an entry (`variants/0190…`,
 * `attributes/material`, `variants/0190…/stock/0190…`). Null in a field is stored; a null entry is an entry removed.
 */

type Keyed = { readonly [key: string]: Json };
const MAX_DEPTH = 12;
const unsafeKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);
const uuidKey = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const keyed = (value: Json | undefined): value is Keyed => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether a path that came from outside may be followed: no empty key, none that reaches into JavaScript's own objects, not endlessly deep. */
export function isSafePath(path: string): boolean {
  const keys = path.split('/');
  return keys.length <= MAX_DEPTH && keys.every((key) => key !== '' && !unsafeKeys.has(key));
}

/** What a record holds at a path; null when there is nothing. */
export function getAt(doc: Json, path: string): Json {
  let at: Json = doc;
  for (const key of path.split('/')) {
    if (!keyed(at) || !Object.hasOwn(at, key)) return null;
    at = at[key]!;
  }
  return at;
}

/**
 * The copies made while a record is worked on: they are nobody else's, so they may be changed in place. A product with thousands of
 * attributes is then copied once and not once per operation. It is good for one piece of work and then let go.
 */
export type OwnCopies = Set<object>;

/**
 * A copy of a record with one value changed; everything off the path is shared with the original, and an unchanged record is returned as it is.
 * Missing things on the way are made. Null removes an entry and is stored in a field (see above).
 *
 * @param own copies made by earlier calls of the same piece of work
 * @throws BrokenPromise on a path that `isSafePath` refuses, or that leads through a text, number or array
 */
export function setAt(doc: Json, path: string, value: Json, own: OwnCopies = new Set()): Json {
  assert(isSafePath(path), () => `unsafe path ${path}`);
  return put(doc, path.split('/'), 0, value, own);
}

function put(at: Json, keys: readonly string[], depth: number, value: Json, own: OwnCopies): Json {
  assert(keyed(at), () => `no fields at ${keys.slice(0, depth).join('/') || 'the root'}`);
  const key = keys[depth]!;
  const before = Object.hasOwn(at, key) ? at[key] : undefined;
  const last = depth === keys.length - 1;
  const removing = last && value === null && depth % 2 === 1;
  if (before === undefined && (removing || (!last && value === null))) return at;
  const after = last ? value : put(before ?? {}, keys, depth + 1, value, own);
  if (after === before && !removing) return at;
  const mine = own.has(at) ? (at as { [key: string]: Json }) : { ...at };
  own.add(mine);
  if (removing) delete mine[key];
  else mine[key] = after;
  return mine;
}

/**
 * The first thing on the way to a path that does not exist and does not come into being by editing a field in it:
 * an entry under a UUID (a variant, a picture, a place) is made by somebody, one under a word (a language) by its first field.
 *
 * @returns the path of what is missing, or null when the path can be edited
 */
export function missingEntry(doc: Json, path: string): string | null {
  const keys = path.split('/');
  let at: Json | undefined = doc;
  for (let depth = 0; depth < keys.length - 1; depth++) {
    const key = keys[depth]!;
    if (!keyed(at)) return keys.slice(0, depth).join('/') || path;
    const next: Json | undefined = Object.hasOwn(at, key) ? at[key] : undefined;
    if (next === undefined) {
      const entry = keys.findIndex((name, i) => i >= depth && i < keys.length - 1 && i % 2 === 1 && uuidKey.test(name));
      return entry < 0 ? null : keys.slice(0, entry + 1).join('/');
    }
    at = next;
  }
  return keyed(at) ? null : keys.slice(0, -1).join('/') || path;
}
