import type { Json } from '../kernel/json.ts';
import type { EpochMs } from '../kernel/time.ts';
import type { FieldOp } from '../sync/model.ts';
import { sameJson } from '../sync/equal.ts';
import { getAt } from '../sync/paths.ts';
import { isUndecided, type Answered } from './listing-states.ts';
import type { Product, ProductImage } from './model.ts';
import { imageBack, looksSame, wholeImageAt } from './review-images.ts';
import type { PendingReview } from './review-model.ts';

/** One field of a published listing that waits: what buyers see, and what was proposed. Of a picture (`images/<id>`) both are whole entries. */
export type WaitingField = { readonly path: string; readonly live: Json; readonly proposed: Json };

const imageIn = (value: Json): ProductImage | null => value as unknown as ProductImage | null;

/** The fields that wait, in the order of their paths; those that are the same by now are left out. */
export function waitingFields(product: Product): WaitingField[] {
  return Object.entries(product.review?.live ?? {})
    .map(([path, live]) => ({ path, live, proposed: getAt(product as unknown as Json, path) }))
    .filter(({ path, live, proposed }) => (wholeImageAt(path) === null ? !sameJson(live, proposed) : !looksSame(imageIn(live), imageIn(proposed))))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Pictures that are proposed where buyers see none, apart from the other fields: a dozen added at once is one thing to look at, not twelve. */
export function withAddedPictures(fields: readonly WaitingField[]): { readonly added: readonly WaitingField[]; readonly others: readonly WaitingField[] } {
  const isAdded = ({ path, live, proposed }: WaitingField): boolean => wholeImageAt(path) !== null && live === null && proposed !== null;
  return { added: fields.filter(isAdded), others: fields.filter((field) => !isAdded(field)) };
}

/**
 * The ordinary edits that put what buyers see back in the place of what is proposed. With the last of them the review is over by itself.
 *
 * @param only these paths; null for all that wait
 */
export function takeBack(product: Product, only: ReadonlySet<string> | null = null): FieldOp[] {
  const doc = product as unknown as Json;
  const live: Readonly<Record<string, Json>> = product.review?.live ?? {};
  const ops = new Map<string, FieldOp>();
  for (const { path, live: was, proposed } of waitingFields(product)) {
    if (only !== null && !only.has(path)) continue;
    const entry = path.split('/').slice(0, 2).join('/');
    const [collection] = path.split('/');
    const there = getAt(doc, entry);
    if (wholeImageAt(path) !== null) for (const op of imageBack(path, imageIn(proposed), imageIn(was))) ops.set(op.path, op);
    else if (collection === 'texts' && (was === null || there === null)) {
      // A language comes and goes whole: a title without a description beside it is no text.
      const text = { title: live[`${entry}/title`] ?? '', description: live[`${entry}/description`] ?? '' };
      ops.set(entry, { op: 'set', path: entry, base: there, value: was === null ? null : text });
    } else if (collection === 'images' && (was === null || there === null)) {
      ops.set(entry, { op: 'set', path: entry, base: there, value: was === null ? null : { position: Object.keys(product.images).length, drawing: was, alt: {} } });
    } else if (collection !== 'variants' || there !== null) ops.set(path, { op: 'set', path, base: proposed, value: was });
  }
  return [...ops.values()];
}

/** What a moderator may say to an edit that waits, or to a listing sent in. */
export type Decision = { readonly kind: 'confirm' } | { readonly kind: 'ask-changes' | 'decline'; readonly note: string };

/**
 * The edit by which somebody of the marketplace decides, about exactly what they saw: where the vendor went on working meanwhile it becomes a conflict.
 * Confirmed, what is proposed is what buyers see. Declined, what buyers see is put back in the same edit, and the word stays for the vendor to read.
 * A listing sent in is approved, goes back, or is rejected; nothing of it is changed.
 */
export function decide(product: Product, decision: Decision, at: EpochMs): FieldOp[] {
  if (isUndecided(product.status)) return answer(product, decision, at);
  const { review } = product;
  if (!review) return [];
  const become = (next: PendingReview | null): FieldOp => ({ op: 'set', path: 'review', base: review as unknown as Json, value: next as unknown as Json });
  switch (decision.kind) {
    case 'confirm': return [become(null)];
    case 'ask-changes': return [become({ ...review, state: 'changes_requested', note: decision.note, noteAt: at })];
    case 'decline': return [...takeBack(product), become({ ...review, state: 'declined', note: decision.note, noteAt: at, live: {} })];
  }
}

function answer(product: Product, decision: Decision, at: EpochMs): FieldOp[] {
  const was = product.review ?? null;
  const become = (to: Answered, review: PendingReview | null): FieldOp[] => [
    { op: 'set', path: 'status', base: product.status, value: to },
    ...(was === null && review === null ? [] : [{ op: 'set' as const, path: 'review', base: was as unknown as Json, value: review as unknown as Json }]),
  ];
  if (decision.kind === 'confirm') return become('approved', null);
  const [state, to] = decision.kind === 'ask-changes' ? (['changes_requested', 'changes_requested'] as const) : (['declined', 'rejected'] as const);
  return become(to, { state, since: was?.since ?? at, ...(was?.changedAt === undefined ? {} : { changedAt: was.changedAt }), note: decision.note, noteAt: at, live: {} });
}
