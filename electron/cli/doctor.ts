import { existsSync, readdirSync, readFileSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { electronHere, hasDisplay } from '#electron/start/choose-shell.ts';
import { prepareFolder } from '#electron/start/data-folder.ts';
import { root } from '#electron/start/places.ts';
import { folderHolder, lockFolder } from '#electron/ipc/folder-lock.ts';
import { err, ok } from '#shared/kernel/result.ts';
import type { Command } from './command.ts';

type Finding = { readonly what: string; readonly fine: boolean; readonly says: string };

const GIB = 1024 ** 3;

function aboutCaches(dataDir: string): Finding[] {
  const folder = join(dataDir, 'cache');
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.db')) : [];
  if (files.length === 0) return [{ what: 'caches', fine: true, says: 'none yet' }];
  return files.map((name): Finding => {
    try {
      const db = new Database(join(folder, name), { readonly: true, fileMustExist: true });
      const verdict = db.pragma('quick_check(1)', { simple: true });
      const unsent = db.prepare<[], { waiting: number }>('SELECT count(*) AS waiting FROM outbox').get()?.waiting ?? 0;
      db.close();
      return { what: `cache ${name}`, fine: verdict === 'ok', says: `${verdict === 'ok' ? 'sound' : String(verdict)}, ${unsent} unsent` };
    } catch (cause) {
      return { what: `cache ${name}`, fine: false, says: cause instanceof Error ? cause.message : String(cause) };
    }
  });
}

async function aboutServer(dataDir: string, url: string | undefined): Promise<Finding> {
  const port = join(dataDir, 'server', 'port');
  const address = url ?? (existsSync(port) ? `http://127.0.0.1:${readFileSync(port, 'utf8').trim()}` : null);
  if (!address) return { what: 'server', fine: true, says: 'no demo marketplace here yet' };
  try {
    const answer = await fetch(new URL('/health', address), { signal: AbortSignal.timeout(3_000) });
    return { what: 'server', fine: answer.ok || url === undefined, says: `${address} answers ${answer.status}` };
  } catch {
    return { what: 'server', fine: url === undefined, says: url ? `${address} does not answer` : `the demo server (${address}) is not running; "npm start" starts it` };
  }
}

export const doctor: Command = {
  name: 'doctor',
  summary: 'looks whether everything the console needs is in order',
  flags: { server: { type: 'string', summary: 'a server to try to reach' } },
  run: async ({ flags, dataDir, terminal }) => {
    const folder = prepareFolder(dataDir);
    const lock = folder.ok ? lockFolder(dataDir) : null;
    const holder = folder.ok && !lock ? folderHolder(dataDir) : null;
    lock?.release();
    const free = folder.ok ? statfsSync(dataDir) : null;
    const freeBytes = free ? free.bavail * free.bsize : 0;
    const electron = electronHere();
    const findings: Finding[] = [
      { what: 'node', fine: true, says: process.versions.node },
      { what: 'data folder', fine: folder.ok, says: folder.ok ? dataDir : folder.error },
      { what: 'in use', fine: true, says: holder ? `by process ${holder.pid}, ${holder.shell} shell` : 'by nobody' },
      { what: 'free space', fine: freeBytes > GIB / 2, says: `${(freeBytes / GIB).toFixed(1)} GiB` },
      { what: 'display', fine: true, says: hasDisplay({ platform: process.platform, env: process.env }) ? 'yes' : 'none: the browser shell is used' },
      { what: 'electron', fine: true, says: electron ?? 'not fetched: the browser shell is used' },
      { what: 'window', fine: true, says: existsSync(join(root, 'out/renderer/index.html')) ? 'built' : 'not built yet; "npm start" builds it' },
      ...(folder.ok ? aboutCaches(dataDir) : []),
      await aboutServer(dataDir, typeof flags['server'] === 'string' ? flags['server'] : undefined),
    ];
    for (const { what, fine, says } of findings) terminal.say(`${fine ? 'ok  ' : 'BAD '} ${what.padEnd(14)} ${says}`);
    const bad = findings.filter(({ fine }) => !fine).length;
    return bad === 0 ? ok(undefined) : err(`${bad} of ${findings.length} things are not in order.`);
  },
};
