import { spawn } from 'node:child_process';

/** The system's own way of opening a link. */
const openers: Readonly<Record<string, readonly [string, ...string[]]>> = { darwin: ['open'], win32: ['rundll32', 'url.dll,FileProtocolHandler'] };

/**
 * Opens a link in the person's browser.
 *
 * @returns false when the system has no way to do it
 */
export function openInBrowser(link: string, platform: NodeJS.Platform = process.platform): Promise<boolean> {
  const [command, ...args] = openers[platform] ?? ['xdg-open'];
  return new Promise((resolve) => {
    const opener = spawn(command, [...args, link], { stdio: 'ignore', detached: true });
    opener.once('error', () => resolve(false));
    opener.once('spawn', () => {
      opener.unref();
      resolve(true);
    });
  });
}
