import type { ReadableDb } from '../db/connection.ts';
import { countUnsentFiles } from '../files/file-rows.ts';
import { countTray } from '../media/library/tray-rows.ts';
import { countUnsentPictures } from '../media/upload-rows.ts';
import { countConflicts, countEdits } from './store.ts';

/**
 * What exists on this machine and nowhere else: edits that wait or were refused, the own side of open conflicts, files and pictures on their way, pictures in the tray. Signing out keeps
 * the cache as long as there is any.
 */
export function leftHere(db: ReadableDb): number {
  const { unsent, rejected } = countEdits(db);
  return unsent + rejected + countConflicts(db) + countUnsentFiles(db) + countUnsentPictures(db) + countTray(db);
}
