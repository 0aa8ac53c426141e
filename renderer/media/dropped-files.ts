/** What a system puts into every folder and nobody ever means. */
const isOfTheSystem = (name: string): boolean => name.startsWith('.') || name === 'Thumbs.db' || name === 'desktop.ini';

/** A file or a folder as the browser shows it; as much of `FileSystemEntry` as is needed here. */
export type Entry =
  | { readonly isFile: true; readonly isDirectory: false; readonly name: string; file(done: (file: File) => void, failed: (cause: unknown) => void): void }
  | { readonly isFile: false; readonly isDirectory: true; readonly name: string; createReader(): { readEntries(done: (entries: readonly Entry[]) => void, failed: (cause: unknown) => void): void } };

/**
 * What was let go of, to be asked for in the very turn of the event: a browser forgets it afterwards. Folders come as entries, what came from another
 * program as files.
 */
export function droppedEntries(transfer: DataTransfer): readonly (Entry | File)[] {
  return [...transfer.items].flatMap((item): (Entry | File)[] => {
    if (item.kind !== 'file') return [];
    const entry = item.webkitGetAsEntry() as Entry | null;
    const dropped = entry ?? item.getAsFile();
    return dropped === null ? [] : [dropped];
  });
}

/** All files of what was dropped, with those of folders and the folders in them, in the order of their names; what a system leaves in folders is passed over. */
export async function* filesIn(entries: readonly (Entry | File)[], isInFolder = false): AsyncGenerator<File> {
  for (const entry of entries) {
    if (entry instanceof File) yield entry;
    else if (isInFolder && isOfTheSystem(entry.name)) continue;
    else if (entry.isFile) {
      const file = await new Promise<File | null>((resolve) => entry.file(resolve, () => resolve(null)));
      // Taken away since, or not to be read: an empty file of its name is refused in words.
      yield file ?? new File([], entry.name);
    } else yield* filesIn((await entriesOf(entry)).toSorted((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true })), true);
  }
}

/** A folder gives its entries away a hundred at a time, until it has none. */
async function entriesOf(folder: Extract<Entry, { isDirectory: true }>): Promise<readonly Entry[]> {
  const reader = folder.createReader();
  const found: Entry[] = [];
  for (;;) {
    const more = await new Promise<readonly Entry[]>((resolve) => reader.readEntries(resolve, () => resolve([])));
    if (more.length === 0) return found;
    found.push(...more);
  }
}
