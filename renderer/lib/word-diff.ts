/** A run of text: in both versions, only in the older, only in the newer. */
export type DiffPart = { readonly kind: 'same' | 'removed' | 'added'; readonly text: string };

/** Above this the comparison would be felt; the texts are then shown whole. */
const MOST_STEPS = 1_500;

/**
 * What became of a text, word by word, for reading: the longest common run of words stays, the rest is removed or added.
 *
 * @returns runs in reading order; joining `same` and `added` gives the newer text, `same` and `removed` the older
 */
export function wordDiff(before: string, after: string): DiffPart[] {
  const old = split(before);
  const now = split(after);
  if (old.length > MOST_STEPS || now.length > MOST_STEPS) return parts([['removed', before], ['added', after]]);
  // Lengths of the longest common runs from each place to the end.
  const width = now.length + 1;
  const longest = new Uint16Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      longest[i * width + j] = old[i] === now[j] ? longest[(i + 1) * width + j + 1]! + 1 : Math.max(longest[(i + 1) * width + j]!, longest[i * width + j + 1]!);
    }
  }
  const steps: [DiffPart['kind'], string][] = [];
  let i = 0;
  let j = 0;
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      steps.push(['same', old[i]!]);
      i++;
      j++;
    } else if (j >= now.length || (i < old.length && longest[(i + 1) * width + j]! >= longest[i * width + j + 1]!)) {
      steps.push(['removed', old[i]!]);
      i++;
    } else {
      steps.push(['added', now[j]!]);
      j++;
    }
  }
  return parts(gathered(steps));
}

/**
 * Blanks between two changed words change with them, and a run of changes reads as "this went, that came":
 * `main, végétal` for `à la main`, not word for word.
 */
function gathered(steps: readonly (readonly [DiffPart['kind'], string])[]): [DiffPart['kind'], string][] {
  const out: [DiffPart['kind'], string][] = [];
  let gone = '';
  let come = '';
  const flush = () => {
    out.push(['removed', gone], ['added', come]);
    gone = '';
    come = '';
  };
  steps.forEach(([kind, text], index) => {
    const blankInside = kind === 'same' && /^\s+$/.test(text) && gone + come !== '' && (steps[index + 1]?.[0] ?? 'same') !== 'same';
    if (kind === 'removed' || blankInside) gone += text;
    if (kind === 'added' || blankInside) come += text;
    if (kind === 'same' && !blankInside) {
      flush();
      out.push(['same', text]);
    }
  });
  flush();
  return out;
}

const split = (text: string): string[] => text.match(/\s+|[\p{L}\p{N}\p{M}'’]+|[^\s\p{L}\p{N}\p{M}]/gu) ?? [];

function parts(steps: readonly (readonly [DiffPart['kind'], string])[]): DiffPart[] {
  const joined: { kind: DiffPart['kind']; text: string }[] = [];
  for (const [kind, text] of steps) {
    if (text === '') continue;
    const last = joined.at(-1);
    if (last?.kind === kind) last.text += text;
    else joined.push({ kind, text });
  }
  return joined;
}
