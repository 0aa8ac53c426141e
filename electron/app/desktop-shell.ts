import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, dialog, Menu, session } from 'electron';
import type { BrowserWindow } from 'electron';
import { pino } from 'pino';
import { locale, type Locale } from '#shared/auth/model.ts';
import { lockFolder } from '#electron/ipc/folder-lock.ts';
import { serveWindowFiles } from './app-protocol.ts';
import { desktopArguments } from './arguments.ts';
import { companionInside } from './companion.ts';
import { openConsoleWindow, showPlace } from './console-window.ts';
import { dataLine } from './data-line.ts';
import { LINK_SCHEME, linkAmong, placeOfLink } from './deep-link.ts';
import { denyPermissions, guardEverything } from './guards.ts';
import { canKeepSecrets, systemKeyStore } from './key-store.ts';
import { menuFor } from './menu.ts';
import { pictureHelper } from './picture-helper.ts';
import { isOwnSender } from './senders.ts';
import { answerShellCalls } from './shell-calls.ts';
import { utilityLife } from './utility-life.ts';
import { readWindowState, saveWindowState } from './window-state.ts';

/** Where the parts of the built console are, absolute. */
export type DesktopPlaces = { readonly windowDir: string; readonly preload: string; readonly dataProcess: string; readonly pictureWorker: string; readonly serverHost: string };

/**
 * Runs the desktop console. Called before the app is ready, once, from `main.ts`.
 * What it starts it also ends: windows first, then the data process, then the companion server.
 */
export async function runDesktopShell(places: DesktopPlaces): Promise<void> {
  app.enableSandbox();
  const args = desktopArguments(process.argv.slice(1), process.env);
  mkdirSync(join(args.dataDir, 'electron'), { recursive: true, mode: 0o700 });
  app.setPath('userData', join(args.dataDir, 'electron'));
  if (!app.requestSingleInstanceLock()) return app.quit();
  const log = pino(pino.destination({ dest: join(args.dataDir, 'logs', 'desktop.log'), mkdir: true, sync: true }));

  const windows = new Set<BrowserWindow>();
  const own = (event: Parameters<typeof isOwnSender>[0]) => isOwnSender(event, (id) => [...windows].some((window) => !window.isDestroyed() && window.webContents.id === id), log);
  guardEverything(log, (made) => serveWindowFiles(made, places.windowDir));

  const placeAmong = (argv: readonly string[]) => placeOfLink(linkAmong(argv) ?? '') ?? '';
  let firstPlace = placeAmong(process.argv);
  const follow = (place: string) => {
    const [window] = windows;
    if (!window) return void (firstPlace = place);
    if (window.isMinimized()) window.restore();
    window.focus();
    if (place) showPlace(window, place, log);
  };
  app.on('second-instance', (_event, argv) => follow(placeAmong(argv)));
  app.on('open-url', (event, url) => {
    event.preventDefault();
    follow(placeOfLink(url) ?? '');
  });
  // From the sources it would be Electron itself that other programs open.
  if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME);
  app.on('child-process-gone', (_event, { type, reason, exitCode }) => log.error({ code: 'child-process-gone', type, reason, exit: exitCode }, 'a process of the console died'));

  await app.whenReady();
  denyPermissions(session.defaultSession);
  serveWindowFiles(session.defaultSession, places.windowDir);

  const lock = args.folderIsLocked ? null : lockFolder(args.dataDir);
  if (!args.folderIsLocked && !lock) {
    dialog.showErrorBox('Comptoir', `Comptoir already works in ${args.dataDir}, in another shell.`);
    return app.quit();
  }
  lock?.tell({ shell: 'desktop', control: null });

  const devTools = !app.isPackaged;
  let language: Locale = readWindowState(args.dataDir).locale ?? locale.safeParse(app.getLocale().slice(0, 2)).data ?? 'fr';
  const setLanguage = (chosen: Locale) => {
    language = chosen;
    Menu.setApplicationMenu(menuFor(language, devTools));
  };
  setLanguage(language);
  const line = dataLine({ fork: () => utilityLife(places.dataProcess), startHelper: () => pictureHelper(places.pictureWorker), log, isOwnSender: own });
  answerShellCalls({ isOwnSender: own, setLanguage, place: line.place });

  const openWindow = () => {
    const window = openConsoleWindow({ dataDir: args.dataDir, preload: places.preload, log, devTools, place: firstPlace });
    firstPlace = '';
    windows.add(window);
    window.on('close', () => saveWindowState(args.dataDir, window, language));
    window.on('closed', () => windows.delete(window));
  };
  openWindow();
  app.on('activate', () => windows.size === 0 && openWindow());
  app.on('window-all-closed', () => app.quit());

  const inside: { companion?: Awaited<ReturnType<typeof companionInside>> } = {};
  let closing: Promise<void> | undefined;
  app.on('before-quit', (event) => {
    event.preventDefault();
    closing ??= (async () => {
      for (const window of windows) window.close();
      await line.close();
      await inside.companion?.close();
      lock?.release();
      app.exit(0);
    })().catch((cause: unknown) => {
      log.error({ code: 'internal', cause: cause instanceof Error ? cause.name : 'unknown' }, 'closing failed');
      app.exit(1);
    });
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit());

  if (args.serverUrl === null) inside.companion = await companionInside(places.serverHost, args.dataDir);
  const { companion } = inside;
  const keychain = await canKeepSecrets();
  line.start(
    { dataDir: args.dataDir, serverUrl: args.serverUrl ?? companion?.url ?? '', shell: 'desktop', secrets: keychain ? 'keychain' : 'memory', demoAccountsFile: companion?.accountsFile ?? args.demoAccountsFile },
    keychain ? systemKeyStore(args.dataDir) : undefined,
  );
}
