import { createHash, hash } from 'node:crypto';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { expect, onTestFinished, test } from 'vitest';
import { keepContent } from '#electron/media/media-folder.ts';
import { MOST_CHUNK_BYTES } from '#electron/media/upload-pace.ts';
import { shopIdOf } from '#tests/builders/catalog.ts';
import { aFolder } from '../unit/electron/sync/support/cache.ts';
import { aProcess } from '../unit/electron/sync/support/process.ts';
import { aConsole, aServer } from '../unit/electron/sync/support/world.ts';
import { seeded } from './crash-images.ts';
import { aCuttingLine } from './cutting-line.ts';

const SEED = Number(process.env['COMPTOIR_SEED'] ?? 17);
const MEGABYTE = 1_000_000;
/** At these points of the way somebody is killed. */
const strikes = [{ at: 6, who: 'console' }, { at: 14, who: 'server' }, { at: 23, who: 'console' }, { at: 31, who: 'server' }] as const;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A picture that cannot be packed: random pixels. */
function aNoisePicture(side: number, seed: number): Promise<Buffer> {
  const pixels = Buffer.alloc(side * side * 3);
  for (let at = 0, block = createHash('sha512').update(`${seed}`).digest(); at < pixels.length; at += block.length, block = createHash('sha512').update(block).digest()) block.copy(pixels, at);
  return sharp(pixels, { raw: { width: side, height: side, channels: 3 } }).png({ compressionLevel: 0 }).toBuffer();
}

/** The server as it is started in life; a killed one comes back on the same port. */
async function startChild(dataDir: string, port: number): Promise<ChildProcess> {
  const child = fork(fileURLToPath(new URL('../../server/main.ts', import.meta.url)), ['--data', dataDir, '--port', String(port)], { stdio: 'ignore', execArgv: [], env: { ...process.env, COMPTOIR_LOG: 'silent' } });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [said] = (await once(child, 'message')) as [{ t: string }];
  expect(said.t).toBe('ready');
  return child;
}

/**
 * 40 MB of pictures go through a line that is cut every 0.1 to 3 MB, while console and server are killed in turn. All arrive, bit by bit as they
 * were, and hardly a byte travels twice.
 */
test(`IMG-05 pictures reach the server through cuts and kills of either side, bit by bit (seed ${SEED})`, async () => {
  const random = seeded(SEED);
  const seeding = await aServer({ products: 2 });
  const port = Number(new URL(seeding.url).port);
  const { dataDir: serverData } = seeding.running.deps;
  let at = port;
  // Cut each time 0.1 to 3 MB have gone up.
  const budget = () => (0.1 + random() * 2.9) * MEGABYTE;
  let cutAt = budget();
  const { url, line } = await aCuttingLine(() => at, (now) => {
    if (now.up < cutAt) return;
    cutAt = now.up + budget();
    now.cut();
  });

  // Chosen while nothing may go: a pause holds across a restart.
  const dataDir = aFolder();
  const chooser = await aConsole(url, { dataDir });
  await chooser.signIn();
  await chooser.online();
  await chooser.must('media.control', { paused: true });
  const shopId = shopIdOf(1);
  const folder = chooser.process.pictures.folder(shopId)!;
  mkdirSync(folder, { recursive: true });
  const pictures: { sha256: string; bytes: number }[] = [];
  for (const [seed, side] of [1_810, 1_810, 1_810, 1_810, 480].entries()) {
    const content = await aNoisePicture(side, seed);
    pictures.push({ sha256: keepContent(folder, content, 'png'), bytes: content.length });
  }
  const total = pictures.reduce((sum, { bytes }) => sum + bytes, 0);
  expect(total).toBeGreaterThan(40 * MEGABYTE);
  expect(await chooser.process.pictures.send(pictures.map(({ sha256, bytes }, n) => ({ shopId, sha256, bytes, ending: 'png', priority: n, role: { kind: 'original' } })))).toEqual({ ok: true, value: undefined });
  await chooser.close();
  await seeding.stop();
  for (const end of ['', '-wal', '-shm']) if (existsSync(join(serverData, `server.db${end}`))) renameSync(join(serverData, `server.db${end}`), join(serverData, `comptoir.db${end}`));
  let server = await startChild(serverData, port);
  at = port;

  let desk = aProcess({ dataDir, serverUrl: url });
  await desk.ready;
  const ask = async (channel: string, input: unknown) => (await desk.ask(channel, input)) as { ok: boolean; value: { waiting: number; paused: boolean; refused: unknown[] } };
  expect(await ask('media.uploads', {})).toMatchObject({ ok: true, value: { paused: true, waiting: pictures.length } });
  /** Looks for the line as soon as it is known to be gone, instead of after a pause. */
  const lookForLine = async () => {
    if ((await desk.state()).connection.name !== 'online') void desk.ask('sync.now', {});
    await pause(100);
  };
  const before = line.up;
  await ask('media.control', { paused: false });
  for (const { at: point, who } of strikes) {
    while (line.up - before < point * MEGABYTE) await lookForLine();
    if (who === 'console') {
      await desk.kill();
      desk = aProcess({ dataDir, serverUrl: url });
      await desk.ready;
    } else {
      server.kill('SIGKILL');
      await once(server, 'exit');
      server = await startChild(serverData, port);
    }
  }
  for (;;) {
    const uploads = await ask('media.uploads', {});
    if (uploads.ok && uploads.value.waiting === 0) {
      expect(uploads.value.refused).toEqual([]);
      break;
    }
    await lookForLine();
  }
  await desk.close();
  for (const { sha256, bytes } of pictures) {
    const content = readFileSync(join(serverData, 'media', 'kept', shopId, sha256.slice(0, 2), sha256));
    expect([content.length, hash('sha256', content)]).toEqual([bytes, sha256]);
  }
  expect(line.cuts).toBeGreaterThan(10);
  const up = line.contents;
  process.stdout.write(`${line.cuts} cuts, ${strikes.length} kills: ${up} bytes travelled for ${total} (${((up / total - 1) * 100).toFixed(1)} % again)\n`);
  expect(up).toBeGreaterThanOrEqual(total);
  // A server that is killed takes along what had reached its machine and not its disk: at most the part that was on its way.
  const killed = strikes.filter(({ who }) => who === 'server').length * MOST_CHUNK_BYTES;
  expect((up - killed) / total).toBeLessThan(1.05);
});
