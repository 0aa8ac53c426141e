import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { parseArgs } from 'node:util';
import { serverAddress } from '#electron/start/arguments.ts';

/** What the desktop shell was started with; Chromium's and other programs' flags beside ours are not ours to judge. */
export type DesktopArguments = { readonly dataDir: string; readonly serverUrl: string | null; readonly demoAccountsFile: string | null; readonly folderIsLocked: boolean };

export function desktopArguments(argv: readonly string[], env: NodeJS.ProcessEnv): DesktopArguments {
  const { values } = parseArgs({
    args: [...argv],
    strict: false,
    options: { data: { type: 'string' }, server: { type: 'string' }, 'demo-accounts': { type: 'string' }, 'folder-is-locked': { type: 'boolean' } },
  });
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null);
  const server = text(values['server']) ?? text(env['COMPTOIR_SERVER']);
  const address = server === null ? null : serverAddress(server);
  if (address && !address.ok) throw new Error(address.error);
  const dataDir = text(values['data']) ?? text(env['COMPTOIR_DATA_DIR']) ?? join(homedir(), '.comptoir');
  if (!isAbsolute(dataDir)) throw new Error(`--data takes an absolute folder, got ${dataDir}`);
  return { dataDir, serverUrl: address?.ok ? address.value : null, demoAccountsFile: text(values['demo-accounts']), folderIsLocked: values['folder-is-locked'] === true };
}
