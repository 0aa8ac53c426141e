import { z } from 'zod';
import { productId, variantId, type ProductId, type VariantId } from '#shared/catalog/model.ts';
import type { Input } from '#renderer/lib/client.ts';
import type { TrayMatch } from '#shared/media/library-channels.ts';

/** The listing somebody chose for a picture, or for one of its names that may mean several. */
export const chosenTarget = z.object({ productId, variantId: variantId.nullable(), sku: z.string(), title: z.string() });
export type ChosenTarget = z.infer<typeof chosenTarget>;
/** By the id of the picture in the tray. */
export const chosenTargets = z.record(z.string(), chosenTarget);
export type ChosenTargets = z.infer<typeof chosenTargets>;

export type Target = { readonly productId: ProductId; readonly variantId: VariantId | null; readonly sku: string; readonly title: string; readonly place: number | null; readonly by: 'name' | 'hand' };

/** Where a picture goes: what was chosen by hand, else what its name says; null while that is open. */
export function targetOf(match: TrayMatch | undefined, chosen: ChosenTarget | undefined): Target | null {
  if (chosen !== undefined) return { ...chosen, place: match?.is === 'matched' ? match.place : null, by: 'hand' };
  if (match?.is !== 'matched') return null;
  const { productId: product, variantId: variant, sku, title, place } = match;
  return { productId: product, variantId: variant, sku, title, place, by: 'name' };
}

export type Sums = { readonly going: Input<'media.place'>['pictures']; readonly ambiguous: number; readonly unmatched: number };

/** Everything in a tray that can be placed now, and how many wait for somebody to say where. */
export function placing(matches: readonly TrayMatch[], chosen: ChosenTargets): Sums {
  const going: Input<'media.place'>['pictures'] = [];
  let [ambiguous, unmatched] = [0, 0];
  for (const match of matches) {
    const target = targetOf(match, chosen[match.id]);
    if (target === null) {
      if (match.is === 'ambiguous') ambiguous++;
      else unmatched++;
    } else if (match.ready) going.push({ id: match.id, productId: target.productId, variantIds: target.variantId === null ? [] : [target.variantId], place: target.place });
  }
  return { going, ambiguous, unmatched };
}
