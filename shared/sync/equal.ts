import type { Json } from '../kernel/json.ts';

/** Whether two values say the same, whatever the order of their keys. */
export function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((entry, i) => sameJson(entry, b[i]));
  if (Array.isArray(b)) return false;
  const left = a as { readonly [key: string]: Json };
  const right = b as { readonly [key: string]: Json };
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length && keys.every((key) => Object.hasOwn(right, key) && sameJson(left[key], right[key]));
}

/**
 * The later of two values, with every part that says the same (in the same order) taken from the earlier one: what came over the wire then compares like
 * what an edit made, where untouched parts are the same objects.
 *
 * @returns `before` itself when nothing differs
 */
export function sharingParts(before: Json, after: Json): Json {
  if (before === after) return before;
  if (!isKeyed(before) || !isKeyed(after)) return sameText(before, after) ? before : after;
  const [earlier, names] = [Object.keys(before), Object.keys(after)];
  let isSame = names.length === earlier.length;
  const parts: Json[] = [];
  // One walk through both: whether a part says the same is known once its own parts were looked at.
  for (const [at, name] of names.entries()) {
    const inPlace = earlier[at] === name;
    const part = inPlace || Object.hasOwn(before, name) ? sharingParts(before[name]!, after[name]!) : after[name]!;
    isSame &&= inPlace && part === before[name];
    parts.push(part);
  }
  return isSame ? before : Object.fromEntries(names.map((name, at) => [name, parts[at]!]));
}

type Keyed = { readonly [key: string]: Json };
const isKeyed = (value: Json): value is Keyed => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether two values are the same JSON text. */
function sameText(a: Json, b: Json): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || Array.isArray(a) !== Array.isArray(b)) return false;
  const [was, is] = [a as Keyed, b as Keyed];
  const [earlier, names] = [Object.keys(was), Object.keys(is)];
  return names.length === earlier.length && names.every((name, at) => earlier[at] === name && sameText(was[name]!, is[name]!));
}
