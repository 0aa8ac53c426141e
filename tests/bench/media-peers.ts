/** The same set of pictures by others: plain sharp, jSquash (codecs of Squoosh in WebAssembly) and jimp (plain JavaScript, packed by jSquash). */
import { readFileSync } from 'node:fs';
import { createJimp } from '@jimp/core';
import jpeg from '@jimp/js-jpeg';
import * as resizing from '@jimp/plugin-resize';
import decodeJpeg, { init as initDecode } from '@jsquash/jpeg/decode.js';
import resize, { initResize } from '@jsquash/resize';
import encodeWebp, { init as initEncode } from '@jsquash/webp/encode.js';
import { sharp } from '#electron/media/read/sharp.ts';

/** Widths of one set and the quality it is packed with. */
export type Set = { readonly widths: readonly number[]; readonly quality: number };
type Image = { readonly data: Uint8ClampedArray; readonly width: number; readonly height: number; readonly colorSpace: 'srgb' };

/** A browser's class that jSquash makes its results with. */
class PixelData {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
  readonly colorSpace = 'srgb';
  constructor(data: Uint8ClampedArray, width: number, height: number) {
    [this.data, this.width, this.height] = [data, width, height];
  }
}

const wasm = (path: string): Promise<WebAssembly.Module> => WebAssembly.compile(readFileSync(new URL(`../../node_modules/@jsquash/${path}`, import.meta.url)));

/** Loads what the browser would fetch. */
export async function prepareJsquash(): Promise<void> {
  Object.assign(globalThis, { ImageData: PixelData });
  await initDecode(await wasm('jpeg/codec/dec/mozjpeg_dec.wasm'));
  await initEncode(await wasm('webp/codec/enc/webp_enc_simd.wasm'));
  await initResize(await wasm('resize/lib/resize/pkg/squoosh_resize_bg.wasm'));
}

const heightOf = (image: { readonly width: number; readonly height: number }, width: number): number => Math.round((image.height * width) / image.width);

/** One pipeline for each width, as most code does it. Answers the bytes made. */
export async function plainSharp(bytes: Buffer, { widths, quality }: Set): Promise<number> {
  let made = 0;
  for (const width of widths) made += (await sharp(bytes).autoOrient().resize({ width, withoutEnlargement: true }).webp({ quality, effort: 4 }).toBuffer()).length;
  return made;
}

/** Unpacked once; each size from the last, which is its fastest order. */
export async function jsquash(bytes: Buffer, { widths, quality }: Set): Promise<number> {
  let image: Image = await decodeJpeg(new Uint8Array(bytes).buffer) as Image;
  let made = 0;
  for (const width of widths.toSorted((a, b) => b - a)) {
    image = (await resize(image as ImageData, { width, height: heightOf(image, width), method: 'lanczos3' })) as Image;
    made += (await encodeWebp(image as ImageData, { quality, method: 4 })).byteLength;
  }
  return made;
}

const Jimp = createJimp({ plugins: [resizing.methods], formats: [jpeg] });
export async function jimp(bytes: Buffer, { widths, quality }: Set): Promise<number> {
  const image = await Jimp.fromBuffer(bytes);
  let made = 0;
  for (const width of widths.toSorted((a, b) => b - a)) {
    image.resize({ w: width, h: heightOf(image, width) });
    made += (await encodeWebp({ data: new Uint8ClampedArray(image.bitmap.data), width: image.width, height: image.height, colorSpace: 'srgb' } as ImageData, { quality, method: 4 })).byteLength;
  }
  return made;
}
