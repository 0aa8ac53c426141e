const texts = new WeakMap<readonly unknown[], string>();

/**
 * A list that is JSON text already: records that are sent as they lie in the database are neither parsed nor put into text again.
 *
 * @param text the same list; whoever sends it on does not look whether that is true
 * @returns the list
 */
export function readyJson<T extends readonly unknown[]>(list: T, text: string): T {
  texts.set(list, text);
  return list;
}

/** A value as JSON text, with the lists of `readyJson` in it as they are where they stand right below the top. */
export function jsonOf(value: unknown): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return JSON.stringify(value);
  const ready = Object.entries(value).filter(([, part]) => Array.isArray(part) && texts.has(part));
  if (ready.length === 0) return JSON.stringify(value);
  const rest = JSON.stringify({ ...value, ...Object.fromEntries(ready.map(([name]) => [name, undefined])) });
  const parts = ready.map(([name, part]) => `${JSON.stringify(name)}:${texts.get(part as readonly unknown[])!}`);
  return rest === '{}' ? `{${parts.join()}}` : `${rest.slice(0, -1)},${parts.join()}}`;
}
