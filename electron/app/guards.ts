import { app, shell, type Session, type WebContents } from 'electron';
import type { Log } from '#electron/ipc/log.ts';
import { isOwnAddress } from './origin.ts';

/** Pages may put text into the clipboard from a click; every other permission, known or yet to come, is refused. */
const isAllowed = (permission: string, origin: string) => permission === 'clipboard-sanitized-write' && isOwnAddress(origin);

/** Refuses every permission and device of a session (camera, location, USB, …). */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((contents, permission, callback) => callback(isAllowed(permission, contents.getURL())));
  session.setPermissionCheckHandler((_contents, permission, origin) => isAllowed(permission, origin));
  session.setDevicePermissionHandler(() => false);
  session.setUSBProtectedClassesHandler(({ protectedClasses }) => protectedClasses);
  session.setBluetoothPairingHandler((_details, callback) => callback({ confirmed: false }));
  session.setDisplayMediaRequestHandler((_request, callback) => callback({}));
  session.on('select-hid-device', (event, _details, callback) => {
    event.preventDefault();
    callback(null);
  });
  session.on('select-serial-port', (event, _ports, _contents, callback) => {
    event.preventDefault();
    callback('');
  });
  session.on('will-download', (event) => event.preventDefault());
}

/** Keeps a page where it is: no navigation, no redirect, no frame, no window, no webview that is not the console itself. */
export function guardContents(contents: WebContents, log: Log): void {
  const stay = (event: { preventDefault(): void }, url: string) => {
    if (isOwnAddress(url)) return;
    event.preventDefault();
    log.warn({ code: 'navigation-refused' }, 'a page tried to leave the console');
  };
  contents.on('will-navigate', (event) => stay(event, event.url));
  contents.on('will-frame-navigate', (event) => stay(event, event.url));
  contents.on('will-redirect', (event) => stay(event, event.url));
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => {
    log.warn({ code: 'window-refused' }, 'a page tried to open a window');
    return { action: 'deny' };
  });
}

/** Puts the guards on every page and session there is or will be. */
export function guardEverything(log: Log, onSession: (session: Session) => void): void {
  app.on('web-contents-created', (_event, contents) => guardContents(contents, log));
  app.on('session-created', (session) => {
    denyPermissions(session);
    onSession(session);
  });
  app.on('select-client-certificate', (event, _contents, _url, _list, callback) => {
    event.preventDefault();
    callback();
  });
  app.on('login', (event, _contents, _details, _info, callback) => {
    event.preventDefault();
    callback();
  });
}

/** Whether a link may leave the console: a web page over https, or a letter to one plain address. */
export function isSafeOutside(address: string): boolean {
  // Spaces, control characters and quotes mean something to some system's opener.
  if (address.length > 2_000 || /[\u0000-\u0020"'<>\\^`{|}\u007f]/.test(address) || !URL.canParse(address)) return false;
  const url = new URL(address);
  if (url.protocol === 'https:') return url.hostname !== '' && url.username === '' && url.password === '';
  return url.protocol === 'mailto:' && /^[\w.%+-]+@[\w.-]+$/.test(url.pathname) && url.search === '' && url.hash === '';
}

/** The only way a link leaves the console: opened by the system when it is safe, refused otherwise. */
export async function openOutside(address: string): Promise<boolean> {
  if (!isSafeOutside(address)) return false;
  await shell.openExternal(new URL(address).href);
  return true;
}
