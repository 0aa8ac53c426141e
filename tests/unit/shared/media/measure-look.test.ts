import { expect, test } from 'vitest';
import { measureLook } from '#shared/media/measure-look.ts';
import { smallCopy } from '#shared/media/small-copy.ts';

type Colour = readonly [number, number, number];
const [WIDTH, HEIGHT] = [240, 180];
const black: Colour = [4, 4, 4];
const dark: Colour = [52, 48, 44];
const leather: Colour = [168, 112, 64];
/** A photo without an edge of one colour: every place has its own. */
const photo = (x: number, y: number): Colour => [90 + ((x * 7 + y * 3) % 120), 80 + ((x * 3 + y * 11) % 110), 70 + ((x + y * 5) % 100)];
const inset = (x: number, y: number): number => Math.min(x, y, WIDTH - 1 - x, HEIGHT - 1 - y);
const around = (frame: Colour, wide: number, inside: (x: number, y: number) => Colour) => (x: number, y: number): Colour => (inset(x, y) < wide ? frame : inside(x, y));
/** A round product that fills so much of both sides. */
const productOn = (ground: (x: number, y: number) => Colour, fill: number) => (x: number, y: number): Colour =>
  Math.hypot((x - WIDTH / 2) / WIDTH, (y - HEIGHT / 2) / HEIGHT) < fill / 2 ? leather : ground(x, y);

test.each<{ name: string; colourAt: (x: number, y: number) => Colour; isFrame: boolean }>([
  { name: 'a black border of ten pixels round a photo', colourAt: around(black, 10, photo), isFrame: true },
  { name: 'a border of one pixel', colourAt: around([200, 30, 40], 1, photo), isFrame: true },
  { name: 'a border whose inner edge packing has blurred', colourAt: (x, y) => (inset(x, y) === 10 && x % 3 === 0 ? [30, 30, 30] : around(black, 11, photo)(x, y)), isFrame: true },
  { name: 'a white border', colourAt: around([255, 255, 255], 10, photo), isFrame: false },
  { name: 'a product on a plain dark ground', colourAt: productOn(() => dark, 0.6), isFrame: false },
  { name: 'a product that nearly fills a plain dark ground', colourAt: productOn(() => dark, 0.96), isFrame: false },
  { name: 'a square product in the midst of a plain ground', colourAt: (x, y) => (inset(x, y) > 40 ? leather : dark), isFrame: false },
  { name: 'a ground that grows lighter', colourAt: productOn((_, y) => [60 + y / 3, 60 + y / 3, 66 + y / 3], 0.6), isFrame: false },
  { name: 'a bar above and below', colourAt: (x, y) => (Math.min(y, HEIGHT - 1 - y) < 12 ? black : photo(x, y)), isFrame: false },
  { name: 'a plain ground and nothing on it', colourAt: () => dark, isFrame: false },
])('a frame or not: $name', ({ colourAt, isFrame }) => {
  const rgb = new Uint8Array(WIDTH * HEIGHT * 3);
  for (let y = 0, i = 0; y < HEIGHT; y++) for (let x = 0; x < WIDTH; x++, i += 3) rgb.set(colourAt(x, y), i);
  expect(measureLook(smallCopy(rgb, WIDTH, HEIGHT)).hasFrame).toBe(isFrame);
});
