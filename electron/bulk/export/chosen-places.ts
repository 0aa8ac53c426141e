/** More than a person chooses at once. */
const KEPT = 16;

/** Paths a person chose in a dialog of the shell: a window names one by its key, so that nothing that runs in a window can write where it wants. Each is good for one file. */
export function chosenPlaces(): { put(key: string, path: string): void; take(key: string): string | null } {
  const paths = new Map<string, string>();
  return {
    put: (key, path) => {
      paths.set(key, path);
      for (const old of paths.keys()) if (paths.size > KEPT) paths.delete(old);
    },
    take: (key) => {
      const path = paths.get(key) ?? null;
      paths.delete(key);
      return path;
    },
  };
}
