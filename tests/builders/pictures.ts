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

/** A scene of its own for every seed: ten ellipses of any colour, size and place on a slope. Pictures of two seeds have nothing in common. */
export function sceneOf(seed: number, width = 320, height = 240): Buffer {
  let state = (Math.imul(seed, 2_654_435_761) ^ 0x9e3779b9) >>> 0;
  const next = (): number => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 374_761_393) >>> 0;
    return ((state ^ (state >>> 13)) >>> 0) / 0x1_0000_0000;
  };
  const colour = (): readonly number[] => [next() * 235, next() * 235, next() * 235];
  const [from, to] = [colour(), colour()];
  const shapes = Array.from({ length: 10 }, () => ({ x: next(), y: next(), wide: 0.08 + next() * 0.3, high: 0.08 + next() * 0.3, is: colour() }));
  const data = Buffer.alloc(width * height * 3);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [u, v] = [x / width, y / height];
      const top = shapes.findLast((shape) => ((u - shape.x) / shape.wide) ** 2 + ((v - shape.y) / shape.high) ** 2 < 1);
      for (let c = 0; c < 3; c++, i++) data[i] = top ? top.is[c]! : from[c]! + (to[c]! - from[c]!) * ((u + v) / 2);
    }
  }
  return data;
}
/** The same as a picture that sharp can write in any format. */
export const aScene = (seed: number, width = 320, height = 240) => sharp(sceneOf(seed, width, height), { raw: { width, height, channels: 3 } });
