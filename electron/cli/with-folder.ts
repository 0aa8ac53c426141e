import { lockFolder, folderHolder } from '#electron/ipc/folder-lock.ts';
import { prepareFolder } from '#electron/start/data-folder.ts';
import { err, type Result } from '#shared/kernel/result.ts';

/** Does something that needs the data folder for itself; refused while a console works in it. */
export async function withFolder<T>(dataDir: string, work: () => Promise<Result<T, string>>): Promise<Result<T, string>> {
  const prepared = prepareFolder(dataDir);
  if (!prepared.ok) return prepared;
  const lock = lockFolder(dataDir);
  if (!lock) return err(`A console works in ${dataDir} (process ${folderHolder(dataDir)?.pid ?? 'unknown'}): close it first.`);
  try {
    return await work();
  } finally {
    lock.release();
  }
}
