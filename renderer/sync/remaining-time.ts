/** How many bytes were there at which moment (milliseconds of any clock). */
export type Sample = { readonly at: number; readonly doneBytes: number };

/** Time left at the speed of the last samples; null while there are too few to say anything honest. */
export function remainingMs(samples: readonly Sample[], totalBytes: number): number | null {
  const first = samples[0];
  const last = samples.at(-1);
  if (!first || !last || samples.length < 3 || last.at - first.at < 500 || last.doneBytes <= first.doneBytes) return null;
  const speed = (last.doneBytes - first.doneBytes) / (last.at - first.at);
  return Math.max(0, totalBytes - last.doneBytes) / speed;
}
