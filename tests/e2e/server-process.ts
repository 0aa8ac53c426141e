import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { places } from '#electron/start/places.ts';

export type ServerProcess = {
  readonly url: string;
  readonly port: number;
  /** Asks it to finish, and waits until it has. */
  stop(): Promise<void>;
  /** Ends it in the middle of whatever it does. */
  kill(): Promise<void>;
};

/** The real companion server as a process of its own, on `port` or any free one; customers pay through the provider that needs no account. */
export async function startServerProcess({ dataDir, demo = 'none', port = 0 }: { dataDir: string; demo?: string; port?: number }): Promise<ServerProcess> {
  const child: ChildProcess = fork(places.server, [], {
    silent: true,
    env: { ...process.env, COMPTOIR_SERVER_DATA: dataDir, COMPTOIR_DEMO: demo, COMPTOIR_PAYMENTS_LOCAL: 'yes', COMPTOIR_HOST: '127.0.0.1', COMPTOIR_PORT: String(port) },
  });
  let said = '';
  child.stdout?.resume();
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-2_000)));
  const url = await new Promise<string>((resolve, reject) => {
    child.on('message', (message: { t: string; url?: string; reason?: string }) => {
      if (message.t === 'ready') resolve(message.url!);
      if (message.t === 'failed') reject(new Error(message.reason));
    });
    child.once('exit', (code) => reject(new Error(`the server ended with ${code ?? 'a signal'}: ${said}`)));
  });
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  };
  return { url, port: Number(new URL(url).port), stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}
