import { z } from 'zod';
import { draftKey, draftValue, type DraftStore } from '#renderer/lib/drafts.ts';
import { shopId } from '#shared/auth/model.ts';
import { appError } from '#shared/kernel/errors.ts';
import { productId } from '#shared/kernel/ids.ts';

/** A file that was not taken: for which place, what it is called, and why. */
const keptRefusal = z.object({ shopId, productId: productId.nullable(), name: z.string(), bytes: z.int(), error: appError });
export type KeptRefusal = z.infer<typeof keptRefusal>;

/** Reasons of more than these are in the list that was copied, or nowhere: a window's session holds a few megabytes. */
const MOST_KEPT = 500;
const keyOf = (account: string): string => draftKey(account, 'pictures', 'refused');

/** Keeps over a reload of the window which files were not taken and why; the files themselves no window keeps. */
export function keepRefusals(store: DraftStore, account: string, refused: readonly { readonly [Part in keyof KeptRefusal]: KeptRefusal[Part] | null }[]): void {
  const kept = refused.flatMap(({ shopId: shop, productId: product, name, bytes, error }) => (error === null ? [] : [{ shopId: shop, productId: product, name, bytes, error }]));
  if (kept.length === 0) store.remove(keyOf(account));
  else store.set(keyOf(account), JSON.stringify(kept.slice(-MOST_KEPT)));
}

/** What was kept; nothing where somebody meddled with it. */
export function recallRefusals(store: DraftStore, account: string): KeptRefusal[] {
  const text = store.get(keyOf(account));
  const found = text === null ? null : z.array(keptRefusal).safeParse(draftValue(text));
  return found?.success ? found.data : [];
}
