import { assert } from '#shared/kernel/assert.ts';
import type { DerivativeFormat } from '#shared/media/model.ts';

/** What a photo scores at a quality, on the whole: [quality, SSIMULACRA 2], measured on photos at 320, 640 and 1024 px. One photo lies above or below all along. */
const CURVES: Readonly<Record<DerivativeFormat, readonly (readonly [number, number])[]>> = {
  webp: [[30, 53], [50, 63], [60, 67], [70, 70.5], [75, 72.2], [80, 76.3], [84, 79.5], [88, 82.8], [92, 86], [96, 88.5], [100, 91]],
  avif: [[20, 25], [40, 57], [50, 70], [56, 75], [62, 79], [68, 82.6], [74, 84.5], [80, 86.8], [88, 90.4], [100, 95]],
  jpeg: [[20, 38], [50, 62], [60, 67], [70, 71], [75, 74.5], [80, 77.5], [85, 80.2], [90, 83.8], [94, 86.8], [97, 89.5], [100, 92]],
};
/** So much above the target is aimed for, as a guess is off by about that. */
const AIM = 0.5;
/** What lands within this above the target is kept: after the first try, the second, the third; bytes saved by more tries are not worth their time. */
const NEAR = [1.5, 2.5, 6] as const;
const MOST_TRIES = 6;

function along(points: readonly (readonly [number, number])[], from: 0 | 1, value: number): number {
  const to = from === 0 ? 1 : 0;
  const at = Math.max(1, Math.min(points.length - 1, points.findIndex((point) => point[from] >= value)));
  const beyond = points.at(-1)![from] < value ? points.length - 1 : at;
  const [low, high] = [points[beyond - 1]!, points[beyond]!];
  return low[to] + ((value - low[from]) * (high[to] - low[to])) / (high[from] - low[from]);
}
const usualScore = (format: DerivativeFormat, quality: number): number => along(CURVES[format], 0, quality);
const qualityFor = (format: DerivativeFormat, score: number): number => {
  const points = CURVES[format];
  return Math.max(points[0]![0], Math.min(100, Math.ceil(along(points, 1, score))));
};

export type Tried<Packed> = { readonly packed: Packed; readonly score: number };
export type Found<Packed> = Tried<Packed> & {
  readonly quality: number;
  /** How often it was packed. */
  readonly tries: number;
  /** How far this picture lies above what photos score at that quality: a good guess for its next size. */
  readonly above: number;
};

/**
 * The lowest quality found at which a picture keeps a similarity, in about two tries: one by what photos score and how this one has
 * differed so far, one more to correct it.
 *
 * @param above `above` of the last size of the same picture; 0 to begin with
 * @param attempt packs at a whole-number quality and says how alike the result is
 * @returns what reaches the target; where nothing does, what quality 100 gives
 */
export async function findQuality<Packed>(format: DerivativeFormat, target: number, above: number, attempt: (quality: number) => Promise<Tried<Packed>>): Promise<Found<Packed>> {
  const tried = new Map<number, Tried<Packed>>();
  let quality = qualityFor(format, target + AIM - above);
  let below: number | null = null;
  let enough: number | null = null;
  while (tried.size < MOST_TRIES) {
    const made = await attempt(quality);
    tried.set(quality, made);
    if (made.score >= target) enough = quality;
    else below = quality;
    if (enough !== null && (tried.get(enough)!.score <= target + (NEAR[tried.size - 1] ?? Infinity) || enough - 1 === below)) break;
    if (below === 100) break;
    const next = nextQuality(format, target, tried, quality);
    // Never past what is known: an even picture can score less at a higher quality.
    quality = Math.max((below ?? 0) + 1, Math.min(next, enough === null ? 100 : enough - 1));
    if (tried.has(quality)) break;
  }
  const best = enough ?? 100;
  const made = tried.get(best) ?? (await attempt(best));
  assert(made !== undefined, () => `quality ${best} was never tried`);
  return { ...made, quality: best, tries: tried.has(best) ? tried.size : tried.size + 1, above: made.score - usualScore(format, best) };
}

/** Two tries draw a line; one only says how far this picture lies beside the curve. */
function nextQuality<Packed>(format: DerivativeFormat, target: number, tried: ReadonlyMap<number, Tried<Packed>>, last: number): number {
  const [one, two] = [...tried].slice(-2);
  if (one && two) {
    const slope = (two[1].score - one[1].score) / (two[0] - one[0]);
    if (slope > 0.05) return Math.ceil(two[0] + (target + AIM - two[1].score) / slope);
  }
  return qualityFor(format, target + AIM - (tried.get(last)!.score - usualScore(format, last)));
}
