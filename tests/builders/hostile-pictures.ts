import { crc32 } from 'node:zlib';

/** Pictures that are something else besides, made of one that is not. */
export const latin = (words: string): Buffer => Buffer.from(words, 'latin1');
const word32 = (value: number, little = false): Buffer => {
  const bytes = Buffer.alloc(4);
  if (little) bytes.writeUInt32LE(value);
  else bytes.writeUInt32BE(value);
  return bytes;
};

/** A part of a PNG. */
export function pngChunk(kind: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([latin(kind), data]);
  return Buffer.concat([word32(data.length), body, word32(crc32(body))]);
}
/** With parts right behind the head of a PNG. */
export const pngWith = (png: Buffer, ...chunks: readonly Buffer[]): Buffer => Buffer.concat([png.subarray(0, 33), ...chunks, png.subarray(33)]);
/** With a comment right behind the start of a JPEG. */
export const jpegWith = (jpeg: Buffer, words: string): Buffer => Buffer.concat([jpeg.subarray(0, 2), Buffer.of(0xff, 0xfe, (words.length + 2) >> 8, (words.length + 2) & 0xff), latin(words), jpeg.subarray(2)]);

/** A WebP of so many frames of one pixel, made of a WebP of one pixel. */
export function endlessWebp(pixel: Buffer, frames: number): Buffer {
  const chunk = (kind: string, data: Buffer): Buffer => Buffer.concat([latin(kind), word32(data.length, true), data, Buffer.alloc(data.length % 2)]);
  const frame = chunk('ANMF', Buffer.concat([Buffer.alloc(12), Buffer.of(10, 0, 0, 0), pixel.subarray(12)]));
  const body = Buffer.concat([latin('WEBP'), chunk('VP8X', Buffer.of(2, 0, 0, 0, 59, 0, 0, 39, 0, 0)), chunk('ANIM', Buffer.alloc(6)), ...Array.from({ length: frames }, () => frame)]);
  return Buffer.concat([latin('RIFF'), word32(body.length, true), body]);
}

/** The pages of a TIFF of one page, again and again; in a circle when `times` is 0. */
export function tiffOfPages(tiff: Buffer, times: number): Buffer {
  const first = Buffer.from(tiff);
  const at = first.readUInt32LE(4);
  const length = 2 + 12 * first.readUInt16LE(at) + 4;
  const page = Buffer.from(first.subarray(at, at + length));
  const next = at + length - 4;
  if (times === 0) first.writeUInt32LE(at, next);
  else first.writeUInt32LE(first.length, next);
  const pages = Array.from({ length: times }, (_, n) => {
    const one = Buffer.from(page);
    one.writeUInt32LE(n === times - 1 ? 0 : first.length + (n + 1) * length, length - 4);
    return one;
  });
  return Buffer.concat([first, ...pages]);
}
