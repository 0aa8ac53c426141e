import { existsSync } from 'node:fs';
import { extname, join } from 'node:path';
import { app, dialog, type BrowserWindow } from 'electron';

/** Windows that a dialog stands over: a second one waits for nobody. */
const asked = new WeakSet<BrowserWindow>();

/**
 * Asks a person where a file goes, over their window. The system asks before a file there is replaced.
 *
 * @param name what it would be called in their downloads
 * @returns its path; null when they would rather not, or are being asked already
 */
export async function askWhereToSave(window: BrowserWindow, name: string): Promise<string | null> {
  if (asked.has(window)) return null;
  asked.add(window);
  const ending = extname(name);
  try {
    const { canceled, filePath } = await dialog.showSaveDialog(window, {
      defaultPath: join(app.getPath('downloads'), name),
      filters: ending === '' ? [] : [{ name: ending.slice(1).toUpperCase(), extensions: [ending.slice(1)] }],
      properties: ['createDirectory', 'showOverwriteConfirmation'],
    });
    if (canceled || filePath === '') return null;
    // Some desktops leave the ending out; where that name is taken nobody was asked about it.
    const whole = filePath + ending;
    return extname(filePath) === '' && !existsSync(whole) ? whole : filePath;
  } finally {
    asked.delete(window);
  }
}
