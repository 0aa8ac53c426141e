import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export type ConsoleProcess = {
  /** A link that opens the console once. */
  readonly link: string;
  /** Everything it printed so far. */
  output(): string;
  /** Ctrl-C, and waits; answers the exit code. */
  stop(): Promise<number | null>;
  /** `kill -9`: no goodbye, no flush. */
  kill(): Promise<void>;
};

const entry = fileURLToPath(new URL('../../electron/start.ts', import.meta.url));

/**
 * `npm start` in the browser shell as a process of its own.
 *
 * @param args further arguments; without `--server` it starts its own companion server
 */
export async function startConsoleProcess(dataDir: string, args: readonly string[] = []): Promise<ConsoleProcess> {
  const child: ChildProcess = spawn(process.execPath, [entry, '--shell', 'browser', '--no-open', '--port', '0', '--data', dataDir, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => (printed += text));
  const link = await new Promise<string>((resolve, reject) => {
    const look = () => {
      const found = /^Console: (http:\S+)/m.exec(printed);
      if (found) resolve(found[1]!);
    };
    child.stdout?.on('data', look);
    child.once('exit', (code) => reject(new Error(`the console ended with ${code ?? 'a signal'}:\n${printed}`)));
  });
  const end = async (signal: 'SIGINT' | 'SIGKILL') => {
    if (child.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit');
      child.kill(signal);
      await gone;
    }
    return child.exitCode;
  };
  return { link, output: () => printed, stop: () => end('SIGINT'), kill: async () => void (await end('SIGKILL')) };
}
