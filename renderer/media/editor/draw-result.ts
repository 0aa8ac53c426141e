import { resultMatrix, resultSize, type Box, type Size } from '#shared/media/geometry.ts';
import { measureLook } from '#shared/media/measure-look.ts';
import type { PictureLook } from '#shared/media/look.ts';
import type { Recipe } from '#shared/media/recipe.ts';
import { SMALL_COPY_PX, smallCopy, withoutMargins } from '#shared/media/small-copy.ts';
import { WHITE } from '#shared/media/fixes.ts';

/** Draws what a recipe makes of a picture, as wide as the canvas; the same geometry makes the derivatives. Nothing is drawn where nothing is left. */
export function drawResult(canvas: HTMLCanvasElement, image: CanvasImageSource, size: Size, recipe: Recipe, ground: string | null = recipe.background): void {
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  const matrix = resultMatrix(size, recipe, canvas.width);
  if (pen === null || matrix === null) return;
  pen.reset();
  pen.imageSmoothingQuality = 'high';
  if (ground !== null) {
    pen.fillStyle = ground;
    pen.fillRect(0, 0, canvas.width, canvas.height);
  }
  pen.setTransform(...(matrix as [number, number, number, number, number, number]));
  pen.drawImage(image, 0, 0, size.width, size.height);
}

/** What a result looks like: as measured for originals, and where the product lies in it, as shares. */
export type ResultLook = { readonly look: PictureLook; readonly whiteBorder: number; readonly product: Box };

/** Measures what a recipe makes of a picture, on a copy as small as the one its original was measured on; null where nothing is left. */
export function measureResult(image: CanvasImageSource, size: Size, recipe: Recipe): ResultLook | null {
  const result = resultSize(size, recipe);
  if (result === null) return null;
  const scale = Math.min(1, SMALL_COPY_PX / Math.max(result.width, result.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(result.width * scale));
  canvas.height = Math.max(1, Math.round(result.height * scale));
  drawResult(canvas, image, size, recipe, recipe.background ?? WHITE);
  const rgba = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height).data;
  const rgb = new Uint8Array(canvas.width * canvas.height * 3);
  for (let from = 0, to = 0; to < rgb.length; from += 4, to += 3) {
    rgb[to] = rgba[from]!;
    rgb[to + 1] = rgba[from + 1]!;
    rgb[to + 2] = rgba[from + 2]!;
  }
  const copy = smallCopy(rgb, canvas.width, canvas.height);
  const box = withoutMargins(copy);
  const look = measureLook(copy);
  return { look, whiteBorder: look.whiteBorder, product: { left: box.left / copy.width, top: box.top / copy.height, width: box.width / copy.width, height: box.height / copy.height } };
}
