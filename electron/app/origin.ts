/** The console's own address inside Electron: a custom scheme, so that nothing is ever loaded from `file://`. */
export const SCHEME = 'app';
export const HOST = 'comptoir';
export const APP_ORIGIN = `${SCHEME}://${HOST}`;
export const APP_PAGE = `${APP_ORIGIN}/index.html`;

/**
 * Whether an address belongs to the console's own pages. Compared part by part: a prefix would let `app://comptoir.evil` through,
 * and `URL.origin` is "null" for custom schemes.
 */
export function isOwnAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return url.protocol === `${SCHEME}:` && url.hostname === HOST && url.port === '' && url.username === '' && url.password === '';
}
