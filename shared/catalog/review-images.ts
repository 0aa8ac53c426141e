import type { Json } from '../kernel/json.ts';
import { plainRecipe, recipeText } from '../media/recipe.ts';
import type { FieldOp } from '../sync/model.ts';
import { sameJson } from '../sync/equal.ts';
import type { Product, ProductImage } from './model.ts';

/*
 * Of a picture a moderator looks at what is seen: the file and how it is changed. Its place, its words and the variants it shows are nobody's concern.
 * Where a file is among what buyers see and what is proposed, `review.live` holds the whole entry under `images/<id>`, null for none; where both are
 * drawn, as consoles before schema 4 know it, the seed under `images/<id>/drawing`.
 */

type Live = Readonly<Record<string, Json>>;
type Seen = ProductImage | null;

const seenParts = ['drawing', 'picture', 'recipe'] as const;
const isFile = (image: Seen): boolean => (image?.picture ?? null) !== null;

/** The id in `images/<id>`; null for any other path. */
export const wholeImageAt = (path: string): string | null => /^images\/([^/]+)$/.exec(path)?.[1] ?? null;

/** Whether two entries look the same to a buyer. */
export function looksSame(a: Seen, b: Seen): boolean {
  if (a === null || b === null) return a === b;
  const pixels = ({ recipe }: ProductImage): string => recipeText({ ...(recipe ?? plainRecipe), watermark: null });
  return a.drawing === b.drawing && (a.picture?.sha256 ?? null) === (b.picture?.sha256 ?? null) && pixels(a) === pixels(b);
}

/** What buyers see of an entry while an edit waits. */
function liveImage({ images }: Pick<Product, 'images'>, live: Live, id: string): Seen {
  const [whole, drawn] = [`images/${id}`, `images/${id}/drawing`];
  const proposed = images[id] ?? null;
  if (Object.hasOwn(live, whole)) return live[whole] as unknown as Seen;
  if (!Object.hasOwn(live, drawn)) return proposed;
  const seed = live[drawn];
  return typeof seed === 'string' ? { ...(proposed ?? { position: Object.keys(images).length, alt: {} }), drawing: seed } : null;
}

/**
 * Keeps what buyers see of the pictures an edit changed.
 *
 * @param live what is kept so far; changed in place
 * @returns whether a picture looks another than before the edit
 */
export function markImages(before: Pick<Product, 'images'>, after: Pick<Product, 'images'>, live: Record<string, Json>): boolean {
  let changed = false;
  const ids = before.images === after.images ? [] : new Set([...Object.keys(before.images), ...Object.keys(after.images)]);
  for (const id of ids) {
    const is = after.images[id] ?? null;
    if (looksSame(before.images[id] ?? null, is)) continue;
    const seen = liveImage(before, live, id);
    delete live[`images/${id}`];
    delete live[`images/${id}/drawing`];
    if (!looksSame(seen, is)) {
      if (isFile(seen) || isFile(is)) live[`images/${id}`] = seen as unknown as Json;
      else live[`images/${id}/drawing`] = seen?.drawing ?? null;
    }
    changed = true;
  }
  return changed;
}

/** An entry as buyers see it, with the place and the words that are proposed. */
export function shownAs(proposed: Seen, live: Seen): Seen {
  if (proposed === null || live === null) return live;
  const rest = Object.fromEntries(Object.entries(proposed).filter(([name]) => !seenParts.includes(name as (typeof seenParts)[number])));
  return { ...(rest as ProductImage), ...Object.fromEntries(seenParts.flatMap((part) => (live[part] === undefined ? [] : [[part, live[part]]]))) };
}

/** The edits that put what buyers see back in the place of what is proposed. */
export function imageBack(path: string, proposed: Seen, live: Seen): FieldOp[] {
  const said = (value: unknown): Json => (value ?? null) as Json;
  if (proposed === null || live === null) return [{ op: 'set', path, base: said(proposed), value: said(live) }];
  return seenParts.filter((part) => !sameJson(said(proposed[part]), said(live[part]))).map((part) => ({ op: 'set', path: `${path}/${part}`, base: said(proposed[part]), value: said(live[part]) }));
}
