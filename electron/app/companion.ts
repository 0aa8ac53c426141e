import { once } from 'node:events';
import { join } from 'node:path';
import { utilityProcess } from 'electron';
import { z } from 'zod';
import { serverPort } from '#electron/start/companion-server.ts';

const ready = z.object({ t: z.literal('ready'), url: z.url() });

/** The demo marketplace's server inside the packaged console, for a first look without any set-up. */
export async function companionInside(entry: string, dataDir: string): Promise<{ url: string; accountsFile: string; close(): Promise<void> }> {
  const serverDir = join(dataDir, 'server');
  const port = await serverPort(serverDir);
  if (!port.ok) throw new Error(port.error);
  const child = utilityProcess.fork(entry, [], {
    serviceName: 'Comptoir companion server',
    stdio: 'ignore',
    env: { ...process.env, COMPTOIR_HOST: '127.0.0.1', COMPTOIR_PORT: String(port.value), COMPTOIR_SERVER_DATA: serverDir, COMPTOIR_DEMO: 'generate' },
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.on('message', (raw) => {
      const message = ready.safeParse(raw);
      if (message.success) resolve(message.data.url.replace(/\/+$/, ''));
    });
    child.on('exit', (code) => reject(new Error(`the companion server ended before it served (exit code ${code})`)));
  });
  return {
    url,
    accountsFile: join(serverDir, 'demo-accounts.json'),
    close: async () => {
      const gone = once(child, 'exit');
      if (child.kill()) await gone;
    },
  };
}
