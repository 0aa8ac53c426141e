const text = (bytes: Uint8Array, at: number, length: number): string => String.fromCharCode(...bytes.subarray(at, at + length));

/** Frames of an animated PNG: as many as it says it has, or as it has, whichever is more. The decoder takes it for one picture. */
function pngFrames(bytes: Uint8Array, view: DataView): number {
  let [said, there] = [1, 0];
  for (let at = 8; at + 12 <= bytes.length; at += 12 + view.getUint32(at)) {
    const kind = text(bytes, at + 4, 4);
    if (kind === 'acTL') said = Math.max(said, view.getUint32(at + 8));
    else if (kind === 'fcTL') there++;
    else if (kind === 'IEND') break;
  }
  return Math.max(said, there);
}

function webpFrames(bytes: Uint8Array, view: DataView): number {
  let frames = 0;
  for (let at = 12; at + 8 <= bytes.length;) {
    if (text(bytes, at, 4) === 'ANMF') frames++;
    const length = view.getUint32(at + 4, true);
    at += 8 + length + (length % 2);
  }
  return Math.max(1, frames);
}

/** Pages of a TIFF. One whose pages go round in a circle has as many as there are before it comes back. */
function tiffPages(bytes: Uint8Array, view: DataView): number {
  const little = bytes[0] === 0x49;
  const seen = new Set<number>();
  for (let at = view.getUint32(4, little); at > 0 && at + 2 <= bytes.length && !seen.has(at);) {
    seen.add(at);
    const next = at + 2 + 12 * view.getUint16(at, little);
    at = next + 4 <= bytes.length ? view.getUint32(next, little) : 0;
  }
  return Math.max(1, seen.size);
}

/**
 * How many pictures a file says it holds, read off its parts before any decoder is asked: a decoder takes minutes of a processor to count a hundred
 * thousand frames of a WebP, or fifty thousand pages.
 *
 * @returns 1 for formats whose decoder counts quickly, and for what is no picture
 */
export function countFrames(bytes: Uint8Array): number {
  if (bytes.length < 16) return 1;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = text(bytes, 0, 12);
  if (start.startsWith('\x89PNG\r\n\x1a\n')) return pngFrames(bytes, view);
  if (start.startsWith('RIFF') && start.endsWith('WEBP')) return webpFrames(bytes, view);
  return start.startsWith('II*\0') || start.startsWith('MM\0*') ? tiffPages(bytes, view) : 1;
}
