import { z } from 'zod';

/** Anything that survives JSON: what travels in patches, audit entries and error details. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** No record of ours is nested a fifth as deep; what is deeper was made to exhaust the stack of whoever walks through it. */
const DEEPEST = 64;

/**
 * Checked by hand: `z.json()` copies the value, takes forty times as long (a pull carries thousands of records), and overflows the
 * stack on a value nested without end.
 */
export const json = z.custom<Json>((value) => isJson(value, DEEPEST), 'expected a JSON value, not nested too deeply');

function isJson(value: unknown, deeper: number): boolean {
  switch (typeof value) {
    case 'string':
    case 'boolean': return true;
    case 'number': return Number.isFinite(value);
    case 'object': {
      if (value === null) return true;
      if (deeper === 0) return false;
      if (Array.isArray(value)) return value.every((entry) => isJson(entry, deeper - 1));
      // `__proto__` as a key is legal JSON and an attack all the same.
      return Object.entries(value).every(([key, entry]) => key !== '__proto__' && isJson(entry, deeper - 1));
    }
    default: return false;
  }
}

/** U+0000, which some databases cannot keep and no keyboard types: a server refuses everything that comes along with it. */
export function hasZeroCharacter(value: Json): boolean {
  if (typeof value === 'string') return value.includes('\0');
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, inner]) => key.includes('\0') || hasZeroCharacter(inner as Json));
}
