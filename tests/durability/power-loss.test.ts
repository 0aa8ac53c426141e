import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { crashImage, seeded } from './crash-images.ts';
import { prepareCache } from './one-product.ts';
import { readStraceLog, straceArguments, type FileEvent } from './strace-log.ts';

/** `COMPTOIR_IMAGES=10000 npx vitest run tests/durability` for a long look. */
const IMAGES = Number(process.env['COMPTOIR_IMAGES'] ?? 300);
const EDITS = 120;
const SEED = 20_261_120;
const files = ['cache.db', 'cache.db-wal'] as const;
const strace = spawnSync('strace', ['-V']).status === 0;

/** Runs the workload to its end and records everything it does to the cache's files and to its list of acknowledged edits. */
function record(folder: string, synchronous: 'full' | 'normal') {
  mkdirSync(folder, { recursive: true });
  const cache = join(folder, 'cache.db');
  prepareCache(cache);
  const before = new Map([['cache.db', readFileSync(cache)]]);
  const log = join(folder, 'strace.log');
  const workload = fileURLToPath(new URL('./outbox-workload.ts', import.meta.url));
  const ran = spawnSync('strace', straceArguments(log, [process.execPath, workload, cache, join(folder, 'acks'), synchronous, String(EDITS)]), { encoding: 'utf8', maxBuffer: 2 ** 26 });
  const events = readStraceLog(readFileSync(log, 'latin1'), [...files, 'acks']);
  return { before, events, ran };
}
type Recorded = ReturnType<typeof record>;

/** The last edit that was acknowledged before the power went. */
const ackedBefore = (events: readonly FileEvent[], cut: number): number => {
  for (let at = cut - 1; at >= 0; at--) {
    const event = events[at]!;
    if (event.t === 'write' && event.file === 'acks') return Number(event.bytes.toString());
  }
  return 0;
};

type Looked = { readonly kept: number; readonly whole: boolean };

/** Opens what was left, as the next start would. */
function lookAt(folder: string, image: ReadonlyMap<string, Buffer>): Looked {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const name of files) if (image.has(name)) writeFileSync(join(folder, name), image.get(name)!);
  const sqlite = new Sqlite(join(folder, 'cache.db'));
  try {
    // What is looked at here is thrown away: no need to wait for a disk.
    sqlite.pragma('synchronous = OFF');
    const cseqs = sqlite.prepare('SELECT cseq FROM outbox ORDER BY cseq').pluck().all() as number[];
    const price = sqlite.prepare('SELECT price FROM product').pluck().get() as number;
    const kept = cseqs.length;
    // All of an edit or nothing: its place in the outbox and the price on screen belong together.
    const whole = sqlite.pragma('integrity_check', { simple: true }) === 'ok' && cseqs.every((cseq, at) => cseq === at + 1) && price === 1_000 + kept;
    return { kept, whole };
  } finally {
    sqlite.close();
  }
}

function crashes(recorded: Recorded, folder: string) {
  const random = seeded(SEED);
  const found = { images: 0, broken: [] as string[], lost: [] as string[] };
  for (let n = 0; n < IMAGES; n++) {
    const cut = 1 + Math.floor(random() * recorded.events.length);
    const survives = [0, 0.2, 0.5, 0.8][n % 4]!;
    const image = crashImage(recorded.before, recorded.events, cut, survives, random);
    const acked = ackedBefore(recorded.events, cut);
    const { kept, whole } = lookAt(folder, image.files);
    found.images++;
    const name = `seed ${SEED}, image ${n}, cut ${cut}: ${acked} acknowledged, ${kept} kept`;
    if (!whole) found.broken.push(name);
    if (kept < acked) found.lost.push(name);
  }
  return found;
}

describe.skipIf(!strace)('the power goes at any moment (needs strace)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-power-'));
  // Thousands of images pass through here: in memory where there is such a place.
  const scratch = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'comptoir-images-'));
  const recorded = {} as Record<'full' | 'normal', Recorded>;
  beforeAll(() => {
    for (const how of ['full', 'normal'] as const) recorded[how] = record(join(folder, how), how);
  }, 240_000);
  afterAll(() => [folder, scratch].forEach((one) => rmSync(one, { recursive: true, force: true })));

  test('the recording is whole: with every write on the disk, every edit is there', () => {
    for (const how of ['full', 'normal'] as const) {
      const { before, events, ran } = recorded[how];
      expect({ signal: ran.signal, stderr: ran.stderr }).toMatchObject({ stderr: '' });
      expect(ackedBefore(events, events.length)).toBe(EDITS);
      expect(events.filter((event) => event.t === 'write' && event.file === 'cache.db').length).toBeGreaterThan(10);
      const image = crashImage(before, events, events.length, 1, () => 0.5);
      expect(lookAt(join(scratch, 'image'), image.files)).toEqual({ kept: EDITS, whole: true });
    }
  });

  test('SYN-03 no acknowledged edit is lost and nothing is broken, with the cache as it is', () => {
    const { images, broken, lost } = crashes(recorded.full, join(scratch, 'image'));
    expect({ images, broken, lost }).toEqual({ images: IMAGES, broken: [], lost: [] });
  });

  test('control: with synchronous = NORMAL the same look finds acknowledged edits lost, and still nothing broken', () => {
    const { broken, lost } = crashes(recorded.normal, join(scratch, 'image'));
    expect(broken).toEqual([]);
    expect(lost.length).toBeGreaterThan(IMAGES / 4);
  });
});
