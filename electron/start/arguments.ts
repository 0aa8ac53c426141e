import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { err, ok, type Result } from '#shared/kernel/result.ts';

export type ShellChoice = 'desktop' | 'browser' | 'auto';

export type StartArguments = {
  readonly shell: ShellChoice;
  /** A companion server somewhere else; null starts the demo marketplace on this machine. */
  readonly serverUrl: string | null;
  readonly dataDir: string;
  /** Port of the browser shell; null takes the usual one, or any free one. */
  readonly port: number | null;
  readonly open: boolean;
  /** Folder with the Olist catalogue files to build the demo marketplace from. */
  readonly olistDir: string | null;
  readonly help: boolean;
};

export const helpText = `Comptoir: the console of an online marketplace.

  npm start                       opens the console; starts a demo marketplace on this machine at the first run
  npm start -- --shell browser    in an ordinary browser; "desktop" insists on the Electron window
             --server URL         works with a companion server that runs elsewhere (https, or http on this machine)
             --data DIR           where everything is kept (default: ~/.comptoir, or COMPTOIR_DATA_DIR)
             --port N             port of the browser shell on 127.0.0.1
             --no-open            prints the link and opens nothing
             --olist DIR          builds the demo marketplace from the Olist catalogue files
             --help               this page
`;

const known = {
  shell: { type: 'string' },
  server: { type: 'string' },
  data: { type: 'string' },
  port: { type: 'string' },
  'no-open': { type: 'boolean' },
  olist: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

const isLoopback = (host: string) => host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);

/**
 * The address of a companion server, in one spelling: the cache of an account is filed under it.
 * Plain http only on this machine: elsewhere passwords and tokens would travel in the open.
 */
export function serverAddress(text: string): Result<string, string> {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol) || !url.hostname) return err(`"${text}" is not the address of a server: expected something like https://market.example`);
  if (url.username || url.password || url.search || url.hash) return err('The address of a server carries no name, password, query or #: leave them out.');
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) return err(`"${text}" would send passwords unencrypted: use https (plain http is for servers on this machine).`);
  return ok(url.href.replace(/\/+$/, ''));
}

/**
 * Reads what was typed behind `npm start --`.
 *
 * @param env for COMPTOIR_DATA_DIR
 * @param cwd what relative folders are relative to; npm runs scripts in the project's folder and leaves yours in INIT_CWD
 * @returns the arguments, or one line that says what is wrong and what is right
 */
export function readArguments(argv: readonly string[], env: NodeJS.ProcessEnv, cwd: string): Result<StartArguments, string> {
  let given: { shell?: string; server?: string; data?: string; port?: string; 'no-open'?: boolean; olist?: string; help?: boolean };
  try {
    given = parseArgs({ args: [...argv], options: known, strict: true, allowPositionals: false }).values;
  } catch (cause) {
    const reason = cause instanceof Error ? (cause.message.split('. ')[0] ?? '') : String(cause);
    return err(`${reason.replace(/\.$/, '')}. "npm start -- --help" lists what there is.`);
  }
  const folder = (path: string) => (isAbsolute(path) ? path : resolve(env['INIT_CWD'] ?? cwd, path));
  const shell = given.shell ?? 'auto';
  if (shell !== 'auto' && shell !== 'desktop' && shell !== 'browser') return err(`There is no shell "${shell}": --shell takes desktop or browser.`);
  const port = given.port === undefined ? null : Number(given.port);
  if (port !== null && !(Number.isInteger(port) && port >= 0 && port <= 65_535 && given.port !== '')) return err(`"${given.port ?? ''}" is not a port: --port takes a number from 1 to 65535, or 0 for any free one.`);
  const server = given.server === undefined ? ok(null) : serverAddress(given.server);
  if (!server.ok) return server;
  if (server.value !== null && given.olist !== undefined) return err('--olist builds a marketplace on this machine and --server uses one elsewhere: give one of the two.');
  if (given.data === '' || given.olist === '') return err('--data and --olist each take a folder.');
  return ok({
    shell,
    serverUrl: server.value,
    dataDir: folder(given.data ?? env['COMPTOIR_DATA_DIR'] ?? join(homedir(), '.comptoir')),
    port,
    open: given['no-open'] !== true,
    olistDir: given.olist === undefined ? null : folder(given.olist),
    help: given.help === true,
  });
}
