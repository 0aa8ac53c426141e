import { sharp } from '#electron/media/read/sharp.ts';

/** Shapes, a slope and noise on a ground: something an encoder has work with. The same bytes on every machine for the same seed. */
export function pixelsOf(width: number, height: number, { seed = 1, ground = [200, 180, 160] as readonly [number, number, number] } = {}): Buffer {
  const data = Buffer.alloc(width * height * 3);
  let noise = seed;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      noise = (Math.imul(noise, 1_103_515_245) + 12_345) & 0x7fffffff;
      const inside = Math.hypot((x - width / 2) / width, (y - height / (2 + (seed % 3))) / height) < 0.3;
      const wave = Math.sin(x / (5 + (seed % 7))) * Math.cos(y / (9 + (seed % 5))) * 40;
      for (let c = 0; c < 3; c++, i++) data[i] = Math.max(0, Math.min(255, inside ? 90 + wave + c * 30 + ((noise >> 16) % 12) : ground[c]! + (x * 20) / width));
    }
  }
  return data;
}
/** The same as a picture that sharp can write in any format. */
export const aPicture = (width: number, height: number, more?: Parameters<typeof pixelsOf>[2]) => sharp(pixelsOf(width, height, more), { raw: { width, height, channels: 3 } });
