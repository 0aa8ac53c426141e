import { BrowserWindow } from 'electron';
import type { Log } from '#electron/ipc/log.ts';
import { APP_PAGE } from './origin.ts';
import { readWindowState } from './window-state.ts';

/** A page that crashed this often within a minute is not loaded again. */
const RELOADS_A_MINUTE = 3;

export type ConsoleWindowOptions = { readonly dataDir: string; readonly preload: string; readonly log: Log; readonly devTools: boolean; /** The part behind `#` to begin with. */ readonly place: string };

/** Shows a place of the console. When the page is there already only the part behind `#` changes, and its router goes there. */
export function showPlace(window: BrowserWindow, place: string, log: Log): void {
  window.loadURL(APP_PAGE + place).catch((cause: { code?: string }) => log.warn({ code: 'page-not-loaded', cause: cause.code ?? 'unknown' }, 'the page was not loaded'));
}

/** Opens the console's window: sandboxed, isolated, without Node, on the console's own page. */
export function openConsoleWindow({ dataDir, preload, log, devTools, place }: ConsoleWindowOptions): BrowserWindow {
  const { maximized, locale: _locale, ...bounds } = readWindowState(dataDir);
  const window = new BrowserWindow({
    ...bounds,
    minWidth: 880,
    minHeight: 560,
    show: false,
    backgroundColor: '#fbfaf7',
    title: 'Comptoir',
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      devTools,
    },
  });
  if (maximized) window.maximize();
  window.once('ready-to-show', () => window.show());

  const crashes: number[] = [];
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    log.error({ code: 'window-died', reason, exit: exitCode }, 'the page of the window died');
    const now = performance.now();
    crashes.push(now);
    // What was typed is kept in drafts and the outbox: the page finds it again.
    if (reason !== 'clean-exit' && crashes.filter((at) => now - at < 60_000).length <= RELOADS_A_MINUTE) window.webContents.reload();
  });
  window.webContents.on('preload-error', (_event, _path, error) => log.error({ code: 'preload-failed', cause: error.name }, 'the preload failed'));
  showPlace(window, place, log);
  return window;
}
