import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { ServerConfig } from '#server/config.ts';
import type { DatabaseConfig } from '#server/db/open.ts';
import { passwordsWith } from '#server/auth/passwords.ts';
import { startServer, type RunningServer, type StartOptions } from '#server/start-server.ts';
import { keptLog } from './http-server.ts';

/** How a server runs in tests: loopback, any free port, nothing in it. */
export function aConfig(dataDir: string, database: DatabaseConfig, change: Partial<ServerConfig> = {}): ServerConfig {
  return { host: '127.0.0.1', port: 0, dataDir, database, redisUrl: null, demo: { kind: 'none' }, secret: null, production: false, logLevel: 'debug', origins: [], trustProxy: 0, media: { storage: { kind: 'folder' }, known: [{ kind: 'folder' }], clamd: null }, payments: { stripe: null, paypal: null, local: false }, ...change };
}

export type TestServer = RunningServer & { readonly port: number; readonly dataDir: string; readonly logText: () => string };

const started: RunningServer[] = [];
const folders: string[] = [];
afterAll(async () => {
  await Promise.all(started.splice(0).map((server) => server.close()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

export function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-server-'));
  folders.push(folder);
  return folder;
}

/** The whole server on a given database, in this process, with cheap password hashes; replies are held to the contract. Closed after the suite. */
export async function aRunningServer(database: DatabaseConfig, options: StartOptions & { config?: Partial<ServerConfig> } = {}): Promise<TestServer> {
  const kept = keptLog();
  const dataDir = aFolder();
  const server = await startServer(aConfig(dataDir, database, options.config), { log: kept.log, passwords: passwordsWith({ memoryCost: 8, timeCost: 1, parallelism: 1 }, 2), checkReplies: true, ...options });
  started.push(server);
  return { ...server, port: Number(new URL(server.url).port), dataDir, logText: kept.text };
}
