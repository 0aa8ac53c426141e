/** Entries of a collection with their ids, in the order the shop gave them. */
export function inOrder<T extends { readonly position: number }>(collection: Readonly<Record<string, T>> | undefined): (T & { readonly id: string })[] {
  return Object.entries(collection ?? {})
    .map(([id, entry]) => ({ ...entry, id }))
    .sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1));
}
