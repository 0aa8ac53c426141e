import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Terminal } from '#electron/start/terminal.ts';
import { bulkExport } from './bulk-export.ts';
import { bulkImport } from './bulk-import.ts';
import type { Command } from './command.ts';
import { demo } from './demo.ts';
import { doctor } from './doctor.ts';
import { images } from './images.ts';
import { jobs, undo } from './jobs.ts';
import { sync } from './sync.ts';

/** Every command; a capability that can be driven without a window adds its own here. */
export const commands: readonly Command[] = [demo, doctor, sync, bulkImport, bulkExport, images, jobs, undo];

const help = () =>
  ['npm run cli -- COMMAND [--data DIR]', ...commands.flatMap(({ name, summary, flags, takes }) => ['', `  ${name.padEnd(10)} ${summary}`, ...(takes === undefined ? [] : [`    ${takes}`]), ...Object.entries(flags).map(([flag, about]) => `    --${flag.padEnd(8)} ${about.summary}`)])].join('\n');

/**
 * Runs one command.
 *
 * @returns the exit code: 0 when it did what it says, 1 when not (one line says why), 2 when it did and some of what it was given was refused
 */
export async function runCli(argv: readonly string[], terminal: Terminal, env: NodeJS.ProcessEnv = process.env): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    terminal.say(help());
    return 0;
  }
  const command = commands.find((known) => known.name === name);
  if (!command) {
    terminal.warn(`There is no command "${name}": there are ${commands.map((known) => known.name).join(', ')} and help.`);
    return 1;
  }
  let flags: Record<string, string | boolean | undefined>;
  let words: string[];
  try {
    const options = Object.fromEntries(Object.entries(command.flags).map(([flag, { type }]) => [flag, { type }]));
    const parsed = parseArgs({ args: rest, strict: true, allowPositionals: command.takes !== undefined, options: { ...options, data: { type: 'string' } } });
    flags = parsed.values as Record<string, string | boolean | undefined>;
    words = parsed.positionals;
  } catch (cause) {
    terminal.warn(`${cause instanceof Error ? (cause.message.split('. ')[0] ?? '').replace(/\.$/, '') : String(cause)}. "npm run cli -- help" lists what there is.`);
    return 1;
  }
  const typed = flags['data'];
  const dataDir = typeof typed === 'string' && typed !== '' ? resolve(env['INIT_CWD'] ?? process.cwd(), typed) : (env['COMPTOIR_DATA_DIR'] ?? join(homedir(), '.comptoir'));
  const done = await command.run({ words, flags, dataDir, terminal, env });
  if (!done.ok) terminal.warn(done.error);
  return done.ok ? (done.value ?? 0) : 1;
}
