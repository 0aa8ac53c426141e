import { readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';

/**
 * The content security policy of every page of the console: only its own files, no inline script, no other host.
 *
 * @param connect where the window may open a connection to beside its own origin, e.g. `ws://127.0.0.1:4780`
 */
export const contentSecurityPolicy = (connect: string | null) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${connect ? ` ${connect}` : ''}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');

/** Headers that go with every answer to a window, in both shells. */
export const windowHeaders = (connect: string | null): Record<string, string> => ({
  'content-security-policy': contentSecurityPolicy(connect),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), display-capture=(), geolocation=(), hid=(), microphone=(), midi=(), payment=(), serial=(), usb=()',
});

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
};

/**
 * Which file of the window's folder a URL path means.
 *
 * @param root absolute folder of the built window
 * @param pathname the path of the parsed URL, still percent-encoded; `/` means `index.html`
 * @returns the absolute path, or null for anything that is not plainly a file inside `root`
 */
export function windowFile(root: string, pathname: string): string | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  // Names of built files are plain; whatever could mean something to a file system (.., \, NUL, drive letters, streams) is refused.
  if (!/^\/(?:[\w@-][\w.@-]*\/)*(?:[\w@-][\w.@-]*)?$/.test(decoded)) return null;
  const file = join(root, decoded === '/' ? 'index.html' : decoded);
  return file.startsWith(root + sep) && Object.hasOwn(types, extname(file)) ? file : null;
}

/**
 * One file of the window with its headers, or null when there is none of that name.
 * Built files under `assets/` carry a hash in their name and may be kept; everything else is asked for again.
 */
export async function readWindowFile(root: string, pathname: string): Promise<{ body: Buffer; headers: Record<string, string> } | null> {
  const file = windowFile(root, pathname);
  if (!file) return null;
  try {
    const body = await readFile(file);
    return {
      body,
      headers: {
        'content-type': types[extname(file)]!,
        'cache-control': pathname.startsWith('/assets/') ? 'private, max-age=31536000, immutable' : 'no-store',
      },
    };
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'EISDIR' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') return null;
    throw cause;
  }
}
