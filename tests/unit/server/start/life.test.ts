import { fork, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { io } from 'socket.io-client';
import { afterEach, describe, expect, test } from 'vitest';
import { createAccount } from '#server/auth/accounts.ts';
import { StartRefused, startServer } from '#server/start-server.ts';
import { PROTOCOL_VERSION } from '#shared/contract/protocol-version.ts';
import { describeOnEachDatabase } from '#tests/support/databases.ts';
import { aConfig, aFolder, aRunningServer } from '#tests/support/running-server.ts';

const MAIN = fileURLToPath(new URL('../../../../server/main.ts', import.meta.url));
const SQLITE = { kind: 'sqlite', file: ':memory:' } as const;

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

type Message = { t: string; url?: string; reason?: string };

/** The server as a console starts it: a child with a channel. */
function aChild(args: readonly string[], env: Record<string, string> = {}) {
  const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(COMPTOIR_|DATABASE_URL|REDIS_URL|NODE_ENV)/.test(name)));
  const child = fork(MAIN, [...args], { silent: true, env: { ...clean, ...env } });
  children.push(child);
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => (printed += text));
  const messages: Message[] = [];
  const spoke = new Promise<Message>((resolve) => child.on('message', (message: Message) => {
    messages.push(message);
    if (message.t !== 'progress') resolve(message);
  }));
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) => child.on('exit', (code, signal) => resolve({ code, signal })));
  return { child, messages, printed: () => printed, ended, first: Promise.race([spoke, ended.then(() => ({ t: 'ended' }) as Message)]) };
}

describe('the server as a process', () => {
  test('it says where it is, answers, and leaves in peace when asked', async () => {
    const dataDir = aFolder();
    const server = aChild(['--port', '0', '--data', dataDir, '--demo', 'none']);
    const ready = await server.first;
    expect(ready).toMatchObject({ t: 'ready', url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) as unknown });
    expect((await fetch(`${ready.url}/ready`)).status).toBe(200);
    server.child.kill('SIGTERM');
    expect(await server.ended).toEqual({ code: 0, signal: null });
    expect(server.printed()).toContain(`Comptoir server is ready at ${ready.url}`);
    // The write-ahead log was folded back: nothing is left half-way.
    const kept = new Database(join(dataDir, 'comptoir.db'), { readonly: true });
    expect(kept.pragma('integrity_check', { simple: true })).toBe('ok');
    kept.close();
  });

  test('it leaves with the console that started it', async () => {
    const dataDir = aFolder();
    const parent = spawn(process.execPath, ['--input-type=module', '-e', `
      import { fork } from 'node:child_process';
      const child = fork(${JSON.stringify(MAIN)}, ['--port', '0', '--data', ${JSON.stringify(dataDir)}, '--demo', 'none'], { silent: true, execArgv: [] });
      child.on('message', (message) => message.t === 'ready' && console.log(message.url));
    `], { stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(parent);
    const url = await new Promise<string>((resolve) => parent.stdout.setEncoding('utf8').once('data', (text: string) => resolve(text.trim())));
    expect((await fetch(`${url}/health`)).status).toBe(200);
    parent.kill('SIGKILL');
    const gone = async (): Promise<boolean> => fetch(`${url}/health`).then(() => false, () => true);
    await expect.poll(gone, { timeout: 15_000 }).toBe(true);
  });

  test.each<[string, (dataDir: string) => { args: string[]; env?: Record<string, string> } | Promise<{ args: string[]; env?: Record<string, string> }>, RegExp]>([
    ['a port that is a word', () => ({ args: ['--port', 'http'] }), /^--port must be a whole number from 0 to 65535$/],
    ['a data folder that is a file', (dir) => { writeFileSync(join(dir, 'file'), ''); return { args: ['--port', '0', '--data', join(dir, 'file')] }; }, /^the data folder .*\/file cannot be written \(EEXIST\); choose another with --data FOLDER$/],
    ['no secret in production', (dir) => ({ args: ['--port', '0', '--data', dir], env: { NODE_ENV: 'production' } }), /^no secret: set COMPTOIR_SECRET/],
    ['a database of a newer server', (dir) => { const db = new Database(join(dir, 'comptoir.db')); db.exec(`CREATE TABLE kysely_migration (name TEXT PRIMARY KEY, timestamp TEXT); INSERT INTO kysely_migration VALUES ('9999-later', '')`); db.close(); return { args: ['--port', '0', '--data', dir] }; }, /^the database was made by a newer server \(it has the step 9999-later\)/],
    ['a database file that is something else', (dir) => { writeFileSync(join(dir, 'comptoir.db'), 'x'.repeat(5_000)); return { args: ['--port', '0', '--data', dir] }; }, /^the database \(.*comptoir\.db\) cannot be opened: file is not a database$/],
    ['a PostgreSQL that is not there', (dir) => ({ args: ['--port', '0', '--data', dir], env: { DATABASE_URL: 'postgres://user:top-secret@127.0.0.1:1/db' } }), /^the database \(PostgreSQL at 127\.0\.0\.1:1\) cannot be opened: .*ECONNREFUSED/],
    ['a demo folder that is not there', (dir) => ({ args: ['--port', '0', '--data', dir, '--demo', `olist:${dir}/none`] }), /^the demo marketplace could not be made: /],
  ])('%s: one clear line, told to the parent too', async (_name, prepare, line) => {
    const dir = aFolder();
    mkdirSync(dir, { recursive: true });
    const { args, env } = await prepare(dir);
    const server = aChild(args, env);
    const said = await server.first;
    expect(said.t).toBe('failed');
    expect(said.reason).toMatch(line);
    expect(await server.ended).toEqual({ code: 2, signal: null });
    expect(server.printed()).toBe(`comptoir server: ${said.reason}\n`);
    expect(server.printed()).not.toContain('top-secret');
  });

  test('a taken port is named, with the way out', async () => {
    const squatter = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => squatter.once('listening', resolve));
    const { port } = squatter.address() as AddressInfo;
    const cause: unknown = await startServer(aConfig(aFolder(), SQLITE, { port, logLevel: 'silent' })).catch((error: unknown) => error);
    expect(cause).toBeInstanceOf(StartRefused);
    expect((cause as Error).message).toBe(`port ${port} is taken by another program; choose another with --port N (0 for any free one)`);
    squatter.close();
  });
});

describeOnEachDatabase('stopping', (_open, databases) => {
  test('SRV-04 under load every call that was accepted is answered whole, and sockets are closed', async () => {
    const server = await aRunningServer(await databases.place());
    await createAccount(server.auth, { email: 'a@b.example', name: 'A', role: 'admin', locale: 'en', password: 'a password here', shopIds: [] });
    const signedIn = (await (await fetch(`${server.url}/auth/sign-in`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email: 'a@b.example', password: 'a password here', device: 'd' }) })).json()) as { accessToken: string };
    const line = io(server.url, { transports: ['websocket'], reconnection: false, auth: { token: signedIn.accessToken } });
    await new Promise((resolve) => line.once('connect', () => resolve(null)));
    const lineClosed = new Promise<string>((resolve) => line.once('disconnect', resolve));

    // Callers that go on until the server is gone; every call ends in a whole answer or was never accepted.
    const agent = new Agent({ keepAlive: true });
    const outcomes = { answered: 0, refusedBeforeAccepted: 0, cut: [] as string[] };
    const once = () =>
      new Promise<boolean>((resolve) => {
        let sent = false;
        const call = request(`${server.url}/sync/scopes`, { agent, headers: { authorization: `Bearer ${signedIn.accessToken}` } }, (answer) => {
          let text = '';
          answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
          answer.on('error', (cause) => { outcomes.cut.push(`answer ${cause.message}`); resolve(false); });
          answer.on('end', () => {
            if (answer.statusCode === 200 && (JSON.parse(text) as { protocol: number }).protocol === PROTOCOL_VERSION) outcomes.answered++;
            else outcomes.cut.push(`status ${answer.statusCode} ${text}`);
            resolve(true);
          });
        });
        call.on('finish', () => (sent = true));
        call.on('error', (cause: NodeJS.ErrnoException) => {
          // A call on a connection the server was just closing was never read: clients repeat those.
          if (cause.code === 'ECONNREFUSED' || (call.reusedSocket && cause.code === 'ECONNRESET')) outcomes.refusedBeforeAccepted++;
          else outcomes.cut.push(`${cause.code ?? cause.message} ${sent}`);
          resolve(false);
        });
        call.end();
      });
    const caller = async () => {
      while (await once());
    };
    const callers = Array.from({ length: 12 }, caller);
    await expect.poll(() => outcomes.answered, { timeout: 20_000 }).toBeGreaterThan(60);
    await server.close();
    await Promise.all(callers);
    agent.destroy();
    expect(outcomes.cut).toEqual([]);
    expect(outcomes.refusedBeforeAccepted).toBeGreaterThan(0);
    // Seen by the console as a plain end of the line, after which it reconnects by itself.
    expect(['io server disconnect', 'transport close']).toContain(await lineClosed);
    expect(server.logText()).not.toContain('were cut');
    await expect(server.deps.db.kysely.selectFrom('shop').selectAll().execute()).rejects.toThrow();
    await server.close();
  });

  test('a call that never ends is cut after the grace', async () => {
    const server = await aRunningServer(await databases.place(), { graceMs: 200 });
    const stuck = request(`${server.url}/auth/sign-in`, { method: 'POST', headers: { 'content-type': 'application/json', 'content-length': '1000' } });
    const ended = new Promise<string>((resolve) => stuck.once('error', (cause: NodeJS.ErrnoException) => resolve(cause.code ?? '')));
    await new Promise<void>((resolve) => stuck.write('{', () => resolve()));
    await expect.poll(async () => (await fetch(`${server.url}/health`)).status).toBe(200);
    await server.close();
    expect(['ECONNRESET', 'EPIPE']).toContain(await ended);
    expect(server.logText()).toContain('were cut');
  });

  test('SRV-04 a server whose database is gone is alive but not ready, and says so without a word of why', async () => {
    const server = await aRunningServer(await databases.place());
    await server.deps.db.close();
    const answer = await fetch(`${server.url}/ready`);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({ error: { code: 'not-ready', rule: 'database' } });
    expect((await fetch(`${server.url}/health`)).status).toBe(200);
  });
});
