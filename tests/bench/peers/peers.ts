import { columnsOf } from '#tests/builders/catalog.ts';
import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { demoProducts } from '#tests/builders/marketplace.ts';
import { startBringer } from '../bootstrap.ts';
import { median, type AreaReport, type Measured } from '../report.ts';
import type { BenchOptions } from '../run.ts';
import { folderFor, startBenchServer } from '../world.ts';

const run = promisify(execFile);

/** What is installed, outside the project and only when asked for; each in a folder of its own, so that one that fails spoils no other. */
const peers = {
  WatermelonDB: { script: 'watermelondb', packages: ['@nozbe/watermelondb@0.28.0', 'better-sqlite3@13.2.0'], durable: true },
  PowerSync: { script: 'powersync', packages: ['@powersync/node@1.1.0', '@powersync/common@2.3.0', 'better-sqlite3@13.2.0'], durable: true },
  RxDB: { script: 'rxdb', packages: ['rxdb@17', 'rxjs@7'], durable: false },
  PouchDB: { script: 'pouchdb', packages: ['pouchdb@9.0.0', 'pouchdb-adapter-memory@9.0.0'], durable: true },
} as const;
type Peer = (typeof peers)[keyof typeof peers];

const worked = z.object({ bootstrapMs: z.number(), pushMs: z.number(), pullMs: z.number() });
const opened = z.object({ coldOpenMs: z.number().nullable() });

/** The last line that is JSON; peers like to print advice. */
function lastJson(text: string): unknown {
  const line = text.split('\n').findLast((one) => one.startsWith('{'));
  if (line === undefined) throw new Error('it ended without figures');
  return JSON.parse(line);
}

async function install({ script, packages }: Peer): Promise<string> {
  const folder = join(tmpdir(), 'comptoir-bench-peers', script);
  const stamp = join(folder, 'installed.json');
  mkdirSync(folder, { recursive: true });
  for (const file of ['workload.mjs', `${script}.mjs`]) copyFileSync(fileURLToPath(new URL(file, import.meta.url)), join(folder, file));
  const wanted = JSON.stringify(packages);
  if (existsSync(stamp)) return folder;
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: `bench-${script}`, private: true, type: 'module' }));
  // Nothing of theirs runs at install time; what needs that shows when it is run. WatermelonDB asks for an older better-sqlite3.
  await run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--legacy-peer-deps', ...packages], { cwd: folder, timeout: 300_000 });
  writeFileSync(stamp, wanted);
  return folder;
}

/**
 * Runs the same products through the sync engines people know and adds their figures, with ours from the same run as the baseline:
 * a ratio of 4 means that the peer takes four times as long.
 */
export async function benchPeers(report: AreaReport, { rounds, products: count }: BenchOptions): Promise<AreaReport> {
  const products = demoProducts(count);
  const rows = products.map((product) => {
    const { sku, status, brand, category_id, price, available, tags, updated_at } = columnsOf(product);
    return { id: product.id, sku, title: product.texts.fr?.title ?? '', status, brand, category_id, price, available, tags, edited_at: updated_at, version: 1, doc: JSON.stringify(product) };
  });
  const text = JSON.stringify(rows);
  const ours = (start: string): number | null => report.rows.find(({ name }) => name.startsWith(start))?.value ?? null;
  const measures = (plain: number | null) => [
    ['bootstrapMs', `bootstrap of ${count.toLocaleString('en')}`, plain], ['pushMs', 'push of 1,000', ours('push of 1,000')], ['pullMs', 'pull of 1,000', ours('pull of 1,000')], ['coldOpenMs', 'cold open', ours('cold open of the cache')],
  ] as const;
  const best: Record<string, { name: string; value: number }> = {};
  const added: Measured[] = [];
  // Ours once more, taking turns with theirs: an hour later the same machine may be twice as busy.
  const beside = { identity: [] as number[], gzip: [] as number[] };
  const server = await startBenchServer(count);
  const bringer = await startBringer(server);
  const missing = [...report.missing];
  for (const [name, peer] of Object.entries(peers)) {
    try {
      const mine: number[] = [];
      const home = await install(peer);
      const times: Record<string, number[]> = { bootstrapMs: [], pushMs: [], pullMs: [], coldOpenMs: [] };
      for (let round = 0; round < Math.min(3, rounds); round++) {
        const folder = folderFor(`peer-${peer.script}`);
        writeFileSync(join(folder, 'rows.json'), text);
        const call = async (mode: string): Promise<unknown> => lastJson((await run(process.execPath, [join(home, `${peer.script}.mjs`), mode, folder], { cwd: home, timeout: 300_000, maxBuffer: 64 * 2 ** 20 })).stdout);
        const { bootstrapMs, pushMs, pullMs } = worked.parse(await call('work'));
        const { coldOpenMs } = opened.parse(await call('open'));
        mine.push(await bringer.bring('identity'));
        beside.gzip.push(await bringer.bring('gzip'));
        times['bootstrapMs']!.push(bootstrapMs);
        times['pushMs']!.push(pushMs);
        times['pullMs']!.push(pullMs);
        if (coldOpenMs !== null) times['coldOpenMs']!.push(coldOpenMs);
      }
      beside.identity.push(...mine);
      for (const [key, what, baseline] of measures(Number(median(mine).toPrecision(4)))) {
        if (times[key]!.length === 0) continue;
        const value = Number(median(times[key]!).toPrecision(4));
        if (peer.durable && value < (best[key]?.value ?? Infinity)) best[key] = { name, value };
        added.push({ name: `${name}${peer.durable ? '' : ' (memory only)'}: ${what}`, value, unit: 'ms', ...(baseline === null ? {} : { baseline, ratio: Number((value / baseline).toPrecision(4)) }) });
      }
    } catch (cause) {
      missing.push({ name, reason: reasonOf(cause) });
    }
  }
  bringer.stop();
  await server.stop();
  const against = (key: string, what: string, baseline: number | null, least: number): Measured[] => {
    const peer = best[key];
    return peer === undefined || baseline === null ? [] : [{ name: `best durable peer, ${peer.name}: ${what}`, value: peer.value, unit: 'ms', baseline, ratio: Number((peer.value / baseline).toPrecision(4)), bar: { of: 'ratio', least } }];
  };
  const middle = (times: readonly number[]): number | null => (times.length === 0 ? null : Number(median(times).toPrecision(4)));
  added.push(
    ...against('bootstrapMs', 'bootstrap, against our file plain', middle(beside.identity), 8), ...against('bootstrapMs', 'bootstrap, against our file in gzip', middle(beside.gzip), 3.5),
    ...against('pushMs', 'push', ours('push of 1,000'), 1), ...against('pullMs', 'pull', ours('pull of 1,000'), 1),
  );
  return { ...report, rows: [...report.rows, ...added], missing };
}

const reasonOf = (cause: unknown): string => {
  const { stderr, message } = cause as { stderr?: string; message?: string };
  const lines = (stderr ?? message ?? String(cause)).split('\n').map((line) => line.trim());
  return (lines.find((line) => /error/i.test(line) && !line.startsWith('at ')) ?? lines[0] ?? 'unknown').slice(0, 300);
};
