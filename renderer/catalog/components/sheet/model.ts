import type { ProductRow } from '#shared/catalog/contract.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { FieldOp } from '#shared/sync/model.ts';

/** Why a cell stays as it is; each has its sentence under `sheet.why`. */
export const whys = [
  'read-only', 'several-variants', 'several-places', 'empty', 'not-a-number', 'too-many-decimals', 'too-large', 'negative', 'other-currency',
  'not-a-count', 'below-zero', 'title-long', 'unknown-status', 'illegal-step', 'above-old-price', 'no-source',
] as const;
export type Why = { readonly code: (typeof whys)[number] } | { readonly code: 'refused'; readonly error: AppError };

/** What a text does to one cell. */
export type Outcome =
  | { readonly kind: 'change'; readonly ops: readonly FieldOp[]; readonly after: string; /** For rules that look at two cells of a line. */ readonly amount?: number | null }
  | { readonly kind: 'same' }
  | { readonly kind: 'cannot'; readonly why: Why };

export type Change = { readonly row: ProductRow; readonly columnId: string; readonly ops: readonly FieldOp[]; readonly before: string; readonly after: string };
export type Refusal = { readonly row: ProductRow; readonly columnId: string; readonly text: string; readonly why: Why };

/** All that would happen, before any of it does. */
export type Plan = { readonly changes: readonly Change[]; readonly unchanged: number; readonly refused: readonly Refusal[] };

/** What somebody asked for; each has its words under `sheet.title` and `sheet.done`. */
export type Deed = 'paste' | 'cut' | 'fill' | 'empty';

/** Cells one command works on at most: as many as products may be edited at once. */
export const MOST_CELLS = 50_000;
/** Characters read from the clipboard at most; a block of that many cells, with titles as long as they may be, has fewer. */
export const MOST_CHARACTERS = 5_000_000;
