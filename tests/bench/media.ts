import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { encode, shrunk, unpacked, type Raster } from '#electron/media/derive/encode.ts';
import { findQuality } from '#electron/media/derive/find-quality.ts';
import { forkWorker, PictureWorkers } from '#electron/media/picture-workers.ts';
import { quickThumbnail } from '#electron/media/quick-thumbnail.ts';
import { readHead } from '#electron/media/read/head.ts';
import { noWords } from '#electron/media/read/kept-words.ts';
import { openPicture } from '#electron/media/read/open.ts';
import { sharp } from '#electron/media/read/sharp.ts';
import { referenceOf, ssimulacra2, type Reference } from '#electron/media/similarity/ssimulacra2.ts';
import { assert } from '#shared/kernel/assert.ts';
import { plainRecipe } from '#shared/media/recipe.ts';
import { sizesFor } from '#shared/media/sizes.ts';
import { pixelsOf } from '#tests/builders/pictures.ts';
import { realPicturesFolder } from '#tests/support/real-data.ts';
import { jimp, jsquash, plainSharp, prepareJsquash } from './media-peers.ts';
import { against, median, plain, type AreaReport, type Measured } from './report.ts';
import type { BenchOptions } from './run.ts';
import { folderFor, timed } from './world.ts';

/** What others are compared by: a set as large as shops make it, at one quality for all. */
const SET = { widths: [256, 480, 960, 1600, 2400], quality: 80 };
const WIDEST_PX = 2400;

/** Processor time of this process while something runs, ms: threads of the decoder count. */
async function cpu<T>(work: () => Promise<T>): Promise<{ ms: number; value: T }> {
  const before = process.cpuUsage();
  const value = await work();
  const { user, system } = process.cpuUsage(before);
  return { ms: (user + system) / 1000, value };
}

async function opened(bytes: Buffer, widest?: number): Promise<Raster> {
  const head = await readHead('bench', bytes);
  assert(head.ok, () => 'the picture of the bench cannot be read');
  const raster = await openPicture('bench', bytes, head.value, widest);
  assert(raster.ok, () => 'the picture of the bench cannot be unpacked');
  return raster.value;
}

/** Our set at one quality for all, as others make it; answers the bytes made. */
async function ours(bytes: Buffer): Promise<number> {
  const raster = await opened(bytes, WIDEST_PX);
  let made = 0;
  for (const width of SET.widths) made += (await encode(await shrunk(raster, width), 'webp', SET.quality, noWords)).length;
  return made;
}

/** Twelve megapixels: a real photo enlarged, with as much noise as makes its file as large as those of cameras (3.5 MB), or a drawn one where there are none. */
async function largePhoto(): Promise<Buffer> {
  const real = realPicturesFolder();
  const [width, height] = [4000, 3000];
  const base = real ? await sharp(readFileSync(join(real, 'exif', 'Landscape_1.jpg'))).resize(width, height, { fit: 'cover' }).raw().toBuffer() : pixelsOf(width, height);
  let noise = 7;
  for (let i = 0; i < base.length; i++) {
    noise = (Math.imul(noise, 1_103_515_245) + 12_345) & 0x7fffffff;
    base[i] = Math.max(0, Math.min(255, base[i]! + ((noise >> 16) % 33) - 16));
  }
  return sharp(base, { raw: { width, height, channels: 3 } }).jpeg({ quality: 88 }).toBuffer();
}

type Sized = { readonly raster: Raster; readonly reference: Reference; readonly target: number };
type Packed = { readonly packed: Buffer; readonly score: number };
const attempt = async ({ raster, reference }: Sized, quality: number): Promise<Packed> => {
  const packed = await encode(raster, 'webp', quality, noWords);
  return { packed, score: ssimulacra2(reference, { data: await unpacked(packed, '#808080'), width: raster.width, height: raster.height }) };
};

/** What finding a quality for each picture saves, against the one quality at which all reach their targets. */
async function savedBytes(pictures: readonly Buffer[]): Promise<{ found: number; fixed: number; fixedQuality: number; tries: number; missed: number }> {
  const sized: Sized[][] = [];
  for (const bytes of pictures) {
    const raster = await opened(bytes);
    const sizes: Sized[] = [];
    for (const { width, target } of sizesFor(raster.width).slice(1)) {
      const size = await shrunk(raster, width);
      sizes.push({ raster: size, reference: referenceOf(size), target });
    }
    sized.push(sizes);
  }
  let [found, tries, missed] = [0, 0, 0];
  for (const sizes of sized) {
    let above = 0;
    for (const size of sizes) {
      const one = await findQuality('webp', size.target, above, (quality) => attempt(size, quality));
      above = one.above;
      found += one.packed.length;
      tries += one.tries;
      if (one.score < size.target) missed++;
    }
  }
  const all = sized.flat();
  const reach = async (quality: number): Promise<boolean> => {
    for (const size of all) if ((await attempt(size, quality)).score < size.target) return false;
    return true;
  };
  let [low, high] = [60, 100];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (await reach(middle)) high = middle;
    else low = middle + 1;
  }
  let fixed = 0;
  for (const { raster } of all) fixed += (await encode(raster, 'webp', high, noWords)).length;
  return { found, fixed, fixedQuality: high, tries: tries / all.length, missed };
}

/** How long a few pictures take, everything made of them, by so many workers; and the most memory one was seen with, bytes. */
async function byWorkers(path: string, count: number, pictures: number): Promise<{ ms: number; memory: number }> {
  let memory = 0;
  const start = (): ReturnType<typeof forkWorker> => {
    const life = forkWorker();
    life.onMessage((message) => void (message.is === 'done' && (memory = Math.max(memory, message.memory))));
    return life;
  };
  const workers = new PictureWorkers({ count, start, mostProcessorMs: 600_000 });
  const { ms } = await timed(() => Promise.all(Array.from({ length: pictures }, async () => {
    const made = await workers.make({ path, file: basename(path), recipe: plainRecipe, folder: null });
    assert(made.ok, () => 'a picture of the bench was refused');
  })));
  workers.close();
  return { ms, memory };
}

/** Pictures made smaller: one of twelve megapixels against others, qualities that are found, workers. */
export async function benchMedia({ rounds }: BenchOptions): Promise<AreaReport> {
  const folder = folderFor('media');
  const bytes = await largePhoto();
  const path = join(folder, 'large.jpg');
  writeFileSync(path, bytes);
  await prepareJsquash();
  const spent = { ours: [] as number[], parts: [] as number[], sharp: [] as number[], jsquash: [] as number[], jimp: [] as number[], thumbnail: [] as number[] };
  const made = { ours: 0, sharp: 0, jsquash: 0, jimp: 0 };
  // One round that is not counted: code is compiled, memory is fetched.
  for (let round = -1; round < rounds; round++) {
    const raster = await opened(bytes, WIDEST_PX);
    const sizes = await Promise.all(SET.widths.map((width) => shrunk(raster, width)));
    const took = {
      ours: await cpu(() => ours(bytes)),
      parts: await cpu(async () => {
        await opened(bytes, WIDEST_PX);
        for (const size of sizes) await encode(size, 'webp', SET.quality, noWords);
      }),
      sharp: await cpu(() => plainSharp(bytes, SET)), jsquash: await cpu(() => jsquash(bytes, SET)), jimp: await cpu(() => jimp(bytes, SET)), thumbnail: await cpu(() => quickThumbnail({ path, file: 'large.jpg' })),
    };
    if (round < 0) continue;
    for (const name of Object.keys(spent) as (keyof typeof spent)[]) spent[name].push(took[name].ms);
    for (const name of Object.keys(made) as (keyof typeof made)[]) made[name] = took[name].value;
  }
  const [one, two] = [await byWorkers(path, 1, 4), await byWorkers(path, 2, 4)];
  const real = realPicturesFolder();
  const saved = real === null ? null : await savedBytes([bytes, ...['exif/Landscape_1.jpg', 'odd/gain-map.jpg', 'odd/flowers.jpeg', 'odd/fixture-yuv420-8bit.avif', 'odd/Channel_digital_image_CMYK_color.jpg'].map((file) => readFileSync(join(real, file)))]);
  const rows: Measured[] = [
    against('12 megapixels, 2400 to 256 px in WebP of quality 80: CPU', 'ms', spent.ours, spent.parts, { of: 'ratio', most: 1.05 }, 'against unpacking once and packing sizes that are there already'),
    against('plain sharp, one pipeline a size: CPU', 'ms', spent.sharp, spent.ours, { of: 'ratio', least: 1.35 }, 'against ours'),
    against('jSquash, each size from the last: CPU', 'ms', spent.jsquash, spent.ours, { of: 'ratio', least: 2 }, 'against ours'),
    against('jimp, packed by jSquash: CPU', 'ms', spent.jimp, spent.ours, { of: 'ratio', least: 3.4 }, 'against ours; jimp itself has no WebP'),
    ...(['sharp', 'jsquash', 'jimp'] as const).map((name) => against(`bytes of ${name}`, 'B', [made[name]], [made.ours], undefined, 'against ours')),
    plain('pictures per second of one processor', 1000 / median(spent.ours), '/s'),
    plain('first thumbnail: CPU', median(spent.thumbnail), 'ms', { of: 'value', most: 50 }, 'read from the disk, looked into, unpacked at an eighth, packed'),
    against('4 pictures of 12 megapixels, everything made of them, by two workers', 'ms', [one.ms], [two.ms], { of: 'ratio', least: 1.9 }, 'one worker against two; starting them included'),
    plain('most memory of a worker after a picture', Math.max(one.memory, two.memory) / 1e6, 'MB', { of: 'value', most: 320 }),
    ...(saved === null ? [] : [
      against('bytes of WebP at qualities found for each', 'B', [saved.found], [saved.fixed], { of: 'ratio', most: 0.8 }, `against quality ${saved.fixedQuality} for all, the lowest at which each reaches its target; 6 pictures in up to 4 sizes`),
      plain('times a picture is packed to find its quality', saved.tries, '×', { of: 'value', most: 2.2 }),
      plain('derivatives under their target', saved.missed, '', { of: 'value', most: 0 }),
    ]),
  ];
  return { area: 'media', rows, missing: real === null ? [{ name: 'qualities found for each picture', reason: 'no real pictures here' }] : [] };
}
