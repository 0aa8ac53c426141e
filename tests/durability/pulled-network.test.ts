import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { MOST_CHUNK_BYTES } from '#electron/media/upload-pace.ts';
import { sharp } from '#electron/media/read/sharp.ts';
import { INTAKE_BYTES } from '#shared/intake/contract.ts';
import { productIdOf, shopIdOf } from '#tests/builders/catalog.ts';
import { sceneOf } from '#tests/builders/pictures.ts';
import { aConsole, aServer, KARIM, type TestConsole } from '../unit/electron/sync/support/world.ts';
import { aCuttingLine } from './cutting-line.ts';

/** How many pictures; from a hundred on, one in twenty is as large as a picture may be. */
const PICTURES = Number(process.env['COMPTOIR_UPLOADS'] ?? 12);
const PULLS = 10;
const PER_LISTING = 10;
const shopId = shopIdOf(1);
const listings = Math.ceil(PICTURES / PER_LISTING);
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
/** Only as long as all of it takes; what is waited for is a state. */
const LONG = { timeout: PICTURES * 30_000 + 60_000, interval: 50 };

/** A photo of its own for each number: small ones of some kilobytes, and some of nearly ten megabytes. */
async function photo(n: number): Promise<Buffer> {
  if (PICTURES < 100 || n % 20 > 0) return sharp(sceneOf(n, 120, 90), { raw: { width: 120, height: 90, channels: 3 } }).jpeg({ quality: 90 }).toBuffer();
  const grain = Buffer.alloc(2000 * 1500 * 3);
  for (let i = 0, noise = n + 1; i < grain.length; i++) {
    noise = (Math.imul(noise, 1_103_515_245) + 12_345) & 0x7fffffff;
    grain[i] = 128 + ((i / 6_000) & 63) + ((noise >> 16) & 63);
  }
  return sharp(grain, { raw: { width: 2000, height: 1500, channels: 3 } }).resize(4000, 3000, { kernel: 'nearest' }).jpeg({ quality: 97 }).toBuffer();
}

async function drop(desk: TestConsole, name: string, bytes: Buffer, listing: number): Promise<void> {
  const { intake } = await desk.must('intake.begin', { use: { what: 'picture', shopId, productId: productIdOf(listing) }, bytes: bytes.length, name, mime: '' });
  for (let at = 0; at < bytes.length; at += INTAKE_BYTES) await desk.must('intake.append', { intake, offset: at, data: bytes.subarray(at, at + INTAKE_BYTES).toString('base64') });
  await desk.must('intake.finish', { intake });
  await desk.must('media.take', { intake });
}

test(`IMG-05 the network is pulled ${PULLS} times while ${PICTURES} pictures are sent: all arrive as they were, and a colleague sees every one from the server`, async () => {
  const server = await aServer({ products: listings });
  const points: number[] = [];
  const { url, line } = await aCuttingLine(() => Number(new URL(server.url).port), (now) => {
    if (now.isPulled || points.length === 0 || now.contents < points[0]!) return;
    points.shift();
    now.isPulled = true;
    now.cut();
  });
  const desk = await aConsole(url);
  await desk.signIn();
  await desk.online();
  // Everything waits while it is chosen, read and made smaller.
  await desk.must('media.control', { paused: true });
  const files: Buffer[] = [];
  for (let n = 0; n < PICTURES; n++) {
    files.push(await photo(n));
    await drop(desk, `photo-${n}.jpg`, files[n]!, 1 + Math.floor(n / PER_LISTING));
  }
  const total = files.reduce((sum, { length }) => sum + length, 0);
  await vi.waitFor(async () => expect(await desk.must('media.tray', { shopId })).toMatchObject({ total: 0 }), LONG);
  for (let n = 1; n <= PULLS; n++) points.push((n * total) / (PULLS + 1));

  await desk.must('media.control', { paused: false });
  for (let pulls = 0; pulls < PULLS; pulls++) {
    await vi.waitFor(() => expect(line.isPulled).toBe(true), LONG);
    await desk.until(({ connection }) => connection.name !== 'online', LONG.timeout);
    line.isPulled = false;
    await desk.must('sync.now', {});
  }
  await vi.waitFor(async () => expect(await desk.must('media.uploads', {})).toMatchObject({ waiting: 0, refused: [] }), LONG);
  await vi.waitFor(async () => expect(await desk.must('media.making', { shopId })).toMatchObject({ left: 0 }), LONG);
  await vi.waitFor(async () => expect(await desk.must('media.uploads', {})).toMatchObject({ waiting: 0, refused: [] }), LONG);
  await desk.online();

  // Bit by bit as they were.
  const { db, dataDir } = server.running.deps;
  for (const file of files) {
    const sha256 = hashOf(file);
    expect(hashOf(readFileSync(join(dataDir, 'media', 'kept', shopId, sha256.slice(0, 2), sha256)))).toBe(sha256);
  }
  const kept = await db.kysely.selectFrom('media_blob').select('bytes').execute();
  const once = kept.reduce((sum, { bytes }) => sum + Number(bytes), 0);
  process.stdout.write(`${line.cuts} pulls, ${files.length} pictures of ${(total / 1e6).toFixed(1)} MB in ${kept.length} files: ${line.contents} bytes travelled for ${once} (${((line.contents / once - 1) * 100).toFixed(2)} % again)\n`);
  expect(line.cuts).toBe(PULLS);
  expect(line.contents - once).toBeLessThanOrEqual(PULLS * MOST_CHUNK_BYTES);
  if (once > 40e6) expect(line.contents / once).toBeLessThan(1.05);

  // A colleague's machine never had a file: what a listing shows there is the server's.
  const karim = await aConsole(server.url);
  await karim.signIn(KARIM);
  await karim.online();
  const seen = new Set<string>();
  for (let listing = 1; listing <= listings; listing++) {
    for (const { picture } of Object.values((await karim.product(productIdOf(listing))).images)) {
      if (!picture) continue;
      seen.add(picture.sha256);
      const { data, mime } = await karim.must('media.show', { shopId, sha256: picture.sha256, recipe: null, purpose: 'thumbnail' });
      const made = await db.kysely.selectFrom('media_derivative').select('sha256').where('asset', '=', picture.sha256).where('purpose', '=', 'thumbnail').execute();
      expect([mime, made.map(({ sha256 }) => sha256)]).toEqual(['image/webp', [hashOf(Buffer.from(data, 'base64'))]]);
    }
  }
  expect([...seen].sort()).toEqual(files.map(hashOf).sort());
}, LONG.timeout * 4);
