/** Photos of phones: the prebuilt libvips has no HEVC, libheif built for WebAssembly has. Loaded when the first one comes. */

/** What `heic-decode` 2.1 gives; its published types are those of 2.0. */
type HeicImage = { readonly width: number; readonly height: number; decode(): Promise<{ readonly data: Uint8ClampedArray; readonly width: number; readonly height: number }> };
type HeicImages = HeicImage[] & { dispose(): void };

async function first<T>(bytes: Buffer, use: (image: HeicImage) => T | Promise<T>): Promise<T> {
  const { default: decode } = await import('heic-decode');
  const images = (await decode.all({ buffer: bytes })) as HeicImages;
  try {
    return await use(images[0]!);
  } finally {
    images.dispose();
  }
}

/** Width and height as its head says, upright; null when it cannot be read. */
export async function heicSize(bytes: Buffer): Promise<{ readonly width: number; readonly height: number } | null> {
  try {
    return await first(bytes, ({ width, height }) => ({ width, height }));
  } catch {
    return null;
  }
}

/** Upright pixels, four bytes each. Throws when they cannot be unpacked. */
export const heicPixels = (bytes: Buffer): Promise<{ readonly data: Buffer; readonly width: number; readonly height: number }> =>
  first(bytes, async (image) => {
    const { data, width, height } = await image.decode();
    return { data: Buffer.from(data.buffer, data.byteOffset, data.byteLength), width, height };
  });
