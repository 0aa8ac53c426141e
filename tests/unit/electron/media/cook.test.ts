// What the screen says a recipe will do, held against the pixels that come out of it.
import { expect, test } from 'vitest';
import { readHead } from '#electron/media/read/head.ts';
import { cookPicture } from '#electron/media/read/open.ts';
import { sharp } from '#electron/media/read/sharp.ts';
import { fittedSize, moved, resultMatrix, resultSize, showsGround } from '#shared/media/geometry.ts';
import { plainRecipe, type Recipe } from '#shared/media/recipe.ts';

const [WIDTH, HEIGHT] = [2000, 1500];
const DOT = 60;
/** A dot that is not in the middle of anything, on grey. */
const spot = { x: 1400, y: 500 };
const file = await sharp({ create: { width: WIDTH, height: HEIGHT, channels: 3, background: '#808080' } })
  .composite([{ input: await sharp({ create: { width: DOT, height: DOT, channels: 3, background: '#ff0000' } }).png().toBuffer(), left: spot.x - DOT / 2, top: spot.y - DOT / 2 }])
  .png().toBuffer();
const head = await readHead('dot.png', file);
if (!head.ok) throw new Error('the picture made here cannot be read');

async function cooked(recipe: Recipe) {
  const raster = await cookPicture('dot.png', file, head.ok ? head.value : (undefined as never), recipe);
  if (!raster.ok) throw new Error(raster.error.rule);
  return raster.value;
}
/** The middle of what is red. */
function redOf({ data, width, channels }: Awaited<ReturnType<typeof cooked>>) {
  let [x, y, count] = [0, 0, 0];
  for (let at = 0, i = 0; at < data.length; at += channels, i++) {
    if (data[at]! < 200 || data[at + 1]! > 60) continue;
    x += (i % width) + 0.5;
    y += Math.floor(i / width) + 0.5;
    count++;
  }
  expect(count).toBeGreaterThan(0);
  return { x: x / count, y: y / count };
}

test.each([
  { name: 'as it is', change: {} },
  { name: 'a quarter turn', change: { rotate: 90 as const } },
  { name: 'upside down, straightened', change: { rotate: 180 as const, straighten: -3.4 } },
  { name: 'straightened far', change: { straighten: 31.5 } },
  { name: 'turned, straightened and cut', change: { rotate: 270 as const, straighten: 12, crop: { left: 0.2, top: 0.15, width: 0.5, height: 0.55 } } },
  { name: 'a small cut, larger than it is shown', change: { crop: { left: 0.62, top: 0.25, width: 0.2, height: 0.2 } } },
  { name: 'padded to a square', change: { crop: { left: 0, top: -1 / 6, width: 1, height: 4 / 3 }, background: '#ffffff' } },
  { name: 'a cut that leaves one side', change: { rotate: 90 as const, crop: { left: -0.5, top: 0.1, width: 1.4, height: 0.8 }, background: '#00ff00' } },
])('IMG-09 what is seen is what is made: $name', async ({ change }) => {
  const recipe: Recipe = { ...plainRecipe, ...change };
  const raster = await cooked(recipe);
  expect({ width: raster.width, height: raster.height }).toEqual(fittedSize(resultSize(head.value, recipe)!, { width: 1600, height: 3200 }));
  const at = moved(resultMatrix(head.value, recipe, raster.width)!, spot);
  const found = redOf(raster);
  expect(Math.hypot(found.x - at.x, found.y - at.y)).toBeLessThanOrEqual(1);
  // Pixels without a colour of their own are there exactly where the geometry says that ground shows.
  expect(raster.channels === 4).toBe(showsGround(head.value, recipe) && recipe.background === null);
});

test('the ground around a picture has the colour that was asked, or none', async () => {
  const around = { crop: { left: -0.25, top: -0.25, width: 1.5, height: 1.5 } };
  const green = await cooked({ ...plainRecipe, ...around, background: '#00ff00' });
  expect([...green.data.subarray(0, 3)]).toEqual([0, 255, 0]);
  const none = await cooked({ ...plainRecipe, ...around });
  expect([none.channels, none.data[3]]).toEqual([4, 0]);
});
