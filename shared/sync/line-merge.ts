/** Above this many cells of the comparison table two texts count as too different to merge by themselves. */
const MAX_CELLS = 1_000_000;

/**
 * Brings two people's versions of one text together, line by line.
 *
 * @returns the merged text; null when both changed the same lines (or neighbouring ones) differently
 *
 * Source: Khanna, Kunal, Pierce, "A Formal Investigation of Diff3" (2007): runs of lines common to all three are stable,
 * what lies between is taken from the side that changed it.
 */
export function mergeLines(base: string, mine: string, theirs: string): string | null {
  if (mine === theirs || theirs === base) return mine;
  if (mine === base) return theirs;
  const o = base.split('\n');
  const a = mine.split('\n');
  const b = theirs.split('\n');
  const inMine = matches(o, a);
  const inTheirs = matches(o, b);
  if (!inMine || !inTheirs) return null;

  const merged: string[] = [];
  let [io, ia, ib] = [0, 0, 0];
  while (io < o.length || ia < a.length || ib < b.length) {
    // The next line all three agree on ends the unstable run before it.
    let stable = io;
    while (stable < o.length && (inMine[stable]! < 0 || inTheirs[stable]! < 0)) stable++;
    const endA = stable < o.length ? inMine[stable]! : a.length;
    const endB = stable < o.length ? inTheirs[stable]! : b.length;
    const run = pick(o.slice(io, stable), a.slice(ia, endA), b.slice(ib, endB));
    if (!run) return null;
    merged.push(...run);
    if (stable < o.length) merged.push(o[stable]!);
    [io, ia, ib] = [stable + 1, endA + 1, endB + 1];
  }
  return merged.join('\n');
}

const same = (a: readonly string[], b: readonly string[]) => a.length === b.length && a.every((line, i) => line === b[i]);

function pick(base: readonly string[], mine: readonly string[], theirs: readonly string[]): readonly string[] | null {
  if (same(mine, theirs) || same(theirs, base)) return mine;
  return same(mine, base) ? theirs : null;
}

/** For each line of `from` the line of `to` it became in a longest common subsequence, -1 when it is gone; null when the texts are too big to compare. */
function matches(from: readonly string[], to: readonly string[]): Int32Array | null {
  const found = new Int32Array(from.length).fill(-1);
  let start = 0;
  while (start < from.length && start < to.length && from[start] === to[start]) found[start] = start++;
  let [endFrom, endTo] = [from.length, to.length];
  while (endFrom > start && endTo > start && from[endFrom - 1] === to[endTo - 1]) found[--endFrom] = --endTo;
  const rows = endFrom - start;
  const width = endTo - start + 1;
  if (rows * width > MAX_CELLS) return null;
  const longest = new Int32Array((rows + 1) * width);
  for (let i = rows - 1; i >= 0; i--) {
    for (let j = width - 2; j >= 0; j--) {
      longest[i * width + j] = from[start + i] === to[start + j]
        ? longest[(i + 1) * width + j + 1]! + 1
        : Math.max(longest[(i + 1) * width + j]!, longest[i * width + j + 1]!);
    }
  }
  for (let i = 0, j = 0; i < rows && j < width - 1;) {
    if (from[start + i] === to[start + j]) found[start + i++] = start + j++;
    else if (longest[(i + 1) * width + j]! >= longest[i * width + j + 1]!) i++;
    else j++;
  }
  return found;
}
