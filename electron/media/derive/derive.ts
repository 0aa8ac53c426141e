import { hash } from 'node:crypto';
import { endingOfFormat, type Derivative, type DerivativeFormat } from '#shared/media/model.ts';
import { sizesFor } from '#shared/media/sizes.ts';
import { keepContent } from '../media-folder.ts';
import type { KeptWords } from '../read/kept-words.ts';
import { referenceOf, ssimulacra2, type Reference } from '../similarity/ssimulacra2.ts';
import { encode, flat, shrunk, unpacked, type Raster } from './encode.ts';
import { findQuality } from './find-quality.ts';

/** What is compared where a picture can be seen through: on grey neither dark nor light edges hide. */
const COMPARED_ON = '#808080';
const WHITE = '#ffffff';

export type Derived = { readonly derivatives: readonly Derivative[]; readonly tries: number; /** Whether something stayed under its target at the highest quality. */ readonly hasMissed: boolean };

/**
 * Makes every size and format of an unpacked picture, each at the quality that keeps its similarity, and keeps their files by content.
 *
 * @param folder where files go; null keeps none
 * @param ground what shows through in formats that cannot be seen through
 */
export async function derive(raster: Raster, words: KeptWords, { folder, ground = WHITE }: { readonly folder: string | null; readonly ground?: string | undefined }): Promise<Derived> {
  const derivatives: Derivative[] = [];
  // How far this picture lies above what photos score, by format: sizes of one picture are alike.
  const above: Partial<Record<DerivativeFormat, number>> = {};
  let tries = 0;
  let hasMissed = false;
  for (const { purpose, width, target, formats } of sizesFor(raster.width)) {
    // From the unpacked picture each time: as fast as from the next larger size, and a little sharper.
    const size = await shrunk(raster, width);
    const [opaque, compared] = size.channels === 3 ? [size, size] : [await flat(size, ground), await flat(size, COMPARED_ON)];
    const references = new Map<Raster, Reference>();
    for (const format of formats) {
      const [source, against, back] = format === 'jpeg' ? [opaque, opaque, WHITE] : [size, compared, COMPARED_ON];
      const reference = references.get(against) ?? referenceOf(against);
      references.set(against, reference);
      const found = await findQuality(format, target, above[format] ?? above.webp ?? 0, async (quality) => {
        const packed = await encode(source, format, quality, words);
        return { packed, score: ssimulacra2(reference, { data: await unpacked(packed, back), width: against.width, height: against.height }) };
      });
      above[format] = found.above;
      tries += found.tries;
      hasMissed ||= found.score < target;
      const sha256 = folder === null ? hash('sha256', found.packed) : keepContent(folder, found.packed, endingOfFormat[format]);
      derivatives.push({ purpose, format, width: size.width, height: size.height, bytes: found.packed.length, sha256, similarity: Math.round(found.score * 100) / 100 });
    }
  }
  return { derivatives, tries, hasMissed };
}
